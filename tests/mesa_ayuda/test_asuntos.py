"""The prefixes that manual 001, step 09, asks to leave out of the subject."""

import pytest

from mesa_ayuda.asuntos import sin_prefijos


@pytest.mark.parametrize(
    ("escrito", "limpio", "quitados"),
    [
        ("RE: No puedo firmar", "No puedo firmar", ["RE:"]),
        ("Forward: ayuda", "ayuda", ["Forward:"]),
        ("No reply: ayuda", "ayuda", ["No reply:"]),
        ("no-reply : ayuda", "ayuda", ["no-reply :"]),
        ("Fwd: RV: re[2]: ayuda", "ayuda", ["Fwd:", "RV:", "re[2]:"]),
        ("  Reenvío:\tla  factura", "la factura", ["Reenvío:"]),
        ("RE:", "", ["RE:"]),
        ("Renovación: urgente", "Renovación: urgente", []),
        ("Reporte RE: nada", "Reporte RE: nada", []),
        ("No puedo: responder", "No puedo: responder", []),
    ],
)
def test_se_quitan_del_comienzo_y_se_dice_cuales(
    escrito: str, limpio: str, quitados: list[str]
) -> None:
    assert sin_prefijos(escrito) == (limpio, quitados)


def test_un_asunto_hostil_no_cuesta_tiempo() -> None:
    assert sin_prefijos("re:" * 5000 + "x")[0] == "x"
    assert sin_prefijos(" " * 100_000 + "re")[0] == "re"
