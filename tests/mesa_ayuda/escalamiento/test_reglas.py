"""When a rule's moment comes, and which of several decides."""

from datetime import datetime

import pytest

from mesa_ayuda.enums import Reloj
from mesa_ayuda.escalamiento.reglas import Regla, debidas, llego
from portal.calendario.tiempo_habil import BOGOTA, Calendario, Franja

HABIL = Calendario(
    {**dict.fromkeys(range(5), (Franja(7 * 60, 19 * 60),)), 5: (Franja(8 * 60, 13 * 60),)}
)


def a_las(dia: int, hora: int, minuto: int = 0) -> datetime:
    """A moment of December 2026: Friday is the 11th."""
    return datetime(2026, 12, dia, hora, minuto, tzinfo=BOGOTA)


@pytest.mark.parametrize(
    ("minutos", "vence", "antes", "desde"),
    [
        (0, a_las(11, 10), a_las(11, 9, 59), a_las(11, 10)),
        (120, a_las(11, 10), a_las(11, 11, 59), a_las(11, 12)),
        # Working minutes: over the night, and over the Sunday, nothing counts.
        (120, a_las(11, 18, 30), a_las(12, 9, 29), a_las(12, 9, 30)),
        (-60, a_las(14, 7, 30), a_las(12, 12, 29), a_las(12, 12, 30)),
        (-60, a_las(11, 10), a_las(11, 8, 59), a_las(11, 9)),
    ],
)
def test_los_minutos_de_una_regla_son_habiles(
    minutos: int, vence: datetime, antes: datetime, desde: datetime
) -> None:
    assert not llego(minutos, vence, HABIL, antes)
    assert llego(minutos, vence, HABIL, desde)


def test_decide_la_de_nivel_mas_alto_y_entre_iguales_lo_vencido() -> None:
    vencimientos = {Reloj.RESPUESTA: a_las(11, 12), Reloj.SOLUCION: a_las(11, 9)}
    reglas = [
        Regla(1, Reloj.RESPUESTA, None, -300, 2),
        Regla(2, Reloj.SOLUCION, None, 0, 2),
        Regla(3, Reloj.SOLUCION, None, 60, 3),
        Regla(4, Reloj.SOLUCION, None, 600, 3),
        Regla(5, Reloj.ACTUALIZACION, None, 0, 3),
        Regla(6, Reloj.SOLUCION, 1, 0, 3),
    ]
    halladas = debidas(
        reglas,
        prioridad=2,
        vencimientos=vencimientos,
        calendario=HABIL,
        ahora=a_las(11, 10),
    )
    assert [d.regla.clave for d in halladas] == [3, 2, 1]


def test_en_un_horario_que_nunca_abre_lo_legal_escala_al_vencer() -> None:
    nunca = Calendario({})
    assert not llego(-60, a_las(11, 10), nunca, a_las(11, 9, 59))
    assert llego(120, a_las(11, 10), nunca, a_las(11, 10))
