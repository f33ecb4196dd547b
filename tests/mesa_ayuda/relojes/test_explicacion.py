"""«¿Por qué vence entonces?»: what the page says, line by line."""

from datetime import date, datetime
from typing import Any

import pytest

from mesa_ayuda.enums import Estado, Reloj
from mesa_ayuda.relojes.configuracion import Meta
from mesa_ayuda.relojes.explicacion import explicar
from mesa_ayuda.relojes.plazo import Historia, Plazo, Situacion, calcular
from portal.calendario.tiempo_habil import BOGOTA, Calendario, Franja

FESTIVOS = {date(2026, 12, 8): "Inmaculada Concepción"}
HABIL = Calendario(
    {**dict.fromkeys(range(5), (Franja(7 * 60, 19 * 60),)), 5: (Franja(8 * 60, 13 * 60),)},
    frozenset(FESTIVOS),
)


def a_las(dia: int, hora: int, minuto: int = 0) -> datetime:
    """A moment of December 2026: Saturday is the 5th."""
    return datetime(2026, 12, dia, hora, minuto, tzinfo=BOGOTA)


AHORA = a_las(5, 12)


def lineas(
    historia: Historia,
    minutos: int | None = 720,
    reloj: Reloj = Reloj.SOLUCION,
    *,
    calendario: Calendario = HABIL,
    ahora: datetime = AHORA,
) -> list[str]:
    """Explain, each line as «when | what»."""
    plazo = calcular(reloj, minutos=minutos, calendario=calendario, historia=historia)
    meta = Meta("Lunes a sábado", calendario, {reloj: minutos})
    explicadas = explicar(plazo, meta, festivos=FESTIVOS, ahora=ahora)
    return [f"{linea.cuando} | {linea.texto}" for linea in explicadas]


def test_dice_cada_dia_que_cuenta_y_cada_uno_que_no() -> None:
    historia = Historia(
        a_las(5, 10),
        (
            (a_las(5, 12), Estado.ESPERA),
            (a_las(7, 15), Estado.ABIERTO),
        ),
    )
    assert lineas(historia) == [
        "sábado 5 de diciembre de 2026, 10:00 a. m. | Empieza a contar: se abrió el caso. "
        "La meta es de 12 horas, en el horario «Lunes a sábado».",
        "sábado 5 de diciembre | + 2 horas (de 10:00 a. m. a 12:00 m.); faltan 10 horas.",
        "sábado 5 de diciembre de 2026, 12:00 m. | En espera de información: no cuenta hasta el "
        "lunes 7 de diciembre de 2026, 3:00 p. m.",
        "lunes 7 de diciembre | + 4 horas (de 3:00 p. m. a 7:00 p. m.); faltan 6 horas.",
        "martes 8 de diciembre | Inmaculada Concepción: no cuenta.",
        "miércoles 9 de diciembre | + 6 horas (de 7:00 a. m. a 1:00 p. m.); se completa la meta.",
        "miércoles 9 de diciembre de 2026, 1:00 p. m. | Vence.",
    ]


def test_un_domingo_no_se_atiende_y_lo_pasado_vencio() -> None:
    dichas = lineas(Historia(a_las(5, 12, 30)), 60, ahora=a_las(9, 8))
    assert "domingo 6 de diciembre | Sin atención: no cuenta." in dichas
    assert dichas[-1] == "lunes 7 de diciembre de 2026, 7:30 a. m. | Venció."


def test_un_plazo_muy_largo_se_cuenta_en_una_linea() -> None:
    dichas = lineas(Historia(a_las(1, 8)), 60_000)
    assert len(dichas) == 3
    assert "Cuenta 1000 horas hasta el" in dichas[1]


@pytest.mark.parametrize(
    ("historia", "opciones", "dicho"),
    [
        (Historia(a_las(5, 10)), {"minutos": None}, "No hay meta"),
        (Historia(a_las(5, 10)), {"reloj": Reloj.ACTUALIZACION}, "con la primera respuesta"),
        (Historia(a_las(5, 10)), {"calendario": Calendario({})}, "no abre ningún día"),
        (
            Historia(a_las(5, 10), ((a_las(5, 12), Estado.ESPERA),)),
            {},
            "el reloj está detenido; faltan 10 horas",
        ),
        (
            Historia(a_las(5, 10), ((a_las(5, 12), Estado.ESPERA),)),
            {"minutos": 60},
            "la meta ya había vencido",
        ),
        (Historia(a_las(5, 10), ((a_las(5, 12), Estado.RESUELTO),)), {}, "Se cumplió a tiempo"),
        (
            Historia(a_las(5, 10), (), a_las(5, 12), a_las(5, 12)),
            {"minutos": 60, "reloj": Reloj.RESPUESTA},
            "Se cumplió tarde; vencía el sábado 5 de diciembre de 2026, 11:00 a. m.",
        ),
        (
            Historia(a_las(5, 10), ((a_las(5, 12), Estado.CERRADO),), a_las(5, 11), a_las(5, 11)),
            {"reloj": Reloj.ACTUALIZACION},
            "El caso terminó",
        ),
    ],
)
def test_dice_por_que_no_vence(historia: Historia, opciones: dict[str, Any], dicho: str) -> None:
    assert dicho in lineas(historia, **opciones)[-1]


def test_un_termino_legal_dice_que_lo_es() -> None:
    plazo = Plazo(Reloj.SOLUCION, Situacion.CORRE, limite=a_las(31, 19), legal=True)
    dichas = explicar(plazo, Meta("", HABIL), festivos={}, ahora=a_las(5, 12))
    assert "Término legal" in dichas[0].texto
    assert dichas[1].cuando == "jueves 31 de diciembre de 2026, 7:00 p. m."
