"""Whose turn it is and what to do next, for every state."""

import pytest

from solicitudes.enums import EstadoPaso, Etapa, FormaEntrega, MotivoRevocacion, Vigencia
from solicitudes.seguimiento import Situacion
from solicitudes.turno import SIN_USO, Enlace, Turno, siguiente
from tests.solicitudes.recetas import F, P, R, T
from tests.solicitudes.test_seguimiento import TODAS


@pytest.mark.parametrize(
    ("pasos", "turno", "frase", "enlace"),
    [
        ((T, P, P, P), Turno.SUYO, "Radique todos los documentos", Enlace.TRAMITE),
        ((F, T, P, P), Turno.SUYO, "Pague su orden", Enlace.NINGUNO),
        ((F, F, T, P), Turno.NUESTRO, "Estamos revisando", Enlace.NINGUNO),
        ((F, F, F, T), Turno.NUESTRO, "Estamos emitiendo", Enlace.NINGUNO),
        ((R, P, P, P), Turno.SUYO, "Lea el motivo del rechazo", Enlace.CANALES),
        ((F, R, P, P), Turno.SUYO, "Lea el motivo del rechazo", Enlace.CANALES),
        ((F, F, R, P), Turno.SUYO, "Lea el motivo del rechazo", Enlace.CANALES),
    ],
)
def test_sin_certificado_el_turno_sigue_del_primer_paso_abierto(
    pasos: tuple[EstadoPaso, ...], turno: Turno, frase: str, enlace: Enlace
) -> None:
    sigue = siguiente(Situacion(pasos))
    assert (sigue.turno, sigue.enlace) == (turno, enlace)
    assert frase in sigue.que_hacer


@pytest.mark.parametrize("forma", FormaEntrega)
def test_emitido_sin_descargar_lleva_a_la_guia_del_correo(forma: FormaEntrega) -> None:
    sigue = siguiente(Situacion((F, F, F, T), forma, Vigencia.VIGENTE))
    assert (sigue.turno, sigue.enlace) == (Turno.SUYO, Enlace.AYUDA_DESCARGA)
    assert "correo no deseado" in sigue.que_hacer


@pytest.mark.parametrize(
    ("vigencia", "turno", "frase"),
    [
        (Vigencia.VIGENTE, Turno.NADIE, "no tiene que hacer nada más"),
        (Vigencia.POR_VENCER, Turno.SUYO, "solicite el nuevo"),
        (Vigencia.VENCIDO, Turno.NADIE, "ya no sirve para firmar"),
        (Vigencia.SUSPENDIDO, Turno.SUYO, "Si no pidió la suspensión"),
        (Vigencia.REVOCADO, Turno.NADIE, "no se puede deshacer"),
    ],
)
def test_terminado_el_turno_sigue_de_la_vigencia(
    vigencia: Vigencia, turno: Turno, frase: str
) -> None:
    sigue = siguiente(Situacion((F, F, F, F), vigencia=vigencia))
    assert sigue.turno == turno
    assert frase in sigue.que_hacer


@pytest.mark.parametrize("vigencia", [Vigencia.REVOCADO, Vigencia.SUSPENDIDO, Vigencia.VENCIDO])
def test_no_manda_descargar_un_certificado_que_no_sirve(vigencia: Vigencia) -> None:
    sigue = siguiente(Situacion((F, F, F, T), vigencia=vigencia))
    assert "escarg" not in sigue.que_hacer


def test_toda_situacion_tiene_turno_y_que_hacer_sin_decir_por_que_se_revoco() -> None:
    motivos = [motivo.label.lower() for motivo in MotivoRevocacion]
    for situacion in TODAS:
        que_hacer = siguiente(situacion).que_hacer
        assert que_hacer.endswith("."), situacion
        assert not any(motivo in que_hacer.lower() for motivo in motivos)


def test_solo_dice_su_turno_cuando_hay_algo_que_hacer() -> None:
    for situacion in TODAS:
        sigue = siguiente(situacion)
        if sigue.turno == Turno.NUESTRO:
            assert sigue.enlace == Enlace.NINGUNO
            assert situacion.etapa in (Etapa.APROBACION, Etapa.ENTREGA)
        if situacion.rechazada and situacion.vigencia not in SIN_USO:
            assert sigue.turno == Turno.SUYO
