"""Waits between attempts."""

from datetime import timedelta

from portal.mensajes.politica import (
    ESPERA_MAXIMA,
    INTENTOS_MAXIMOS,
    LIMITE_TAREA,
    PLAZO_RECLAMO,
    espera,
)


def test_cada_espera_dobla_la_anterior() -> None:
    minutos = [espera(intento).total_seconds() / 60 for intento in range(1, 8)]

    assert minutos == [1, 2, 4, 8, 16, 32, 64]


def test_ninguna_espera_pasa_de_dos_horas() -> None:
    assert max(espera(intento) for intento in range(1, 10_000, 37)) == ESPERA_MAXIMA


def test_se_sobrevive_a_una_mala_noche_del_proveedor() -> None:
    total = sum((espera(intento) for intento in range(1, INTENTOS_MAXIMOS)), timedelta())

    assert total > timedelta(hours=8)


def test_un_reclamo_dura_mas_que_cualquier_tarea_que_lo_tenga() -> None:
    assert PLAZO_RECLAMO.total_seconds() > 2 * LIMITE_TAREA
