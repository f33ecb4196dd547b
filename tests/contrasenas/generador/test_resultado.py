"""What an operation leaves, in words: in the report's order, and nothing that is not there."""

from contrasenas.generador.resultado import ROTULOS, en_palabras
from contrasenas.seleccion.motivos import CORREO_COMPARTIDO, SELECCIONADOS, Motivo


def test_lo_principal_va_primero_aunque_sea_cero() -> None:
    assert en_palabras({SELECCIONADOS: 0}) == [("Seleccionados", 0)]
    assert en_palabras({"paquetes": 0, "borradas": 0}) == [("Contraseñas borradas", 0)]


def test_cada_motivo_tiene_sus_palabras_y_los_ceros_no_se_dicen() -> None:
    cuentas = {motivo.value: lugar for lugar, motivo in enumerate(Motivo)}
    dichas = en_palabras({**cuentas, CORREO_COMPARTIDO: 2, SELECCIONADOS: 5})
    assert dichas[:2] == [
        ("Seleccionados", 5),
        ("Seleccionados cuyo correo tiene otra persona", 2),
    ]
    assert dichas[2:] == [(str(m.label), n) for n, m in enumerate(Motivo) if n]


def test_lo_que_no_tiene_nombre_o_no_esta_no_se_dice() -> None:
    assert en_palabras({}) == []
    assert en_palabras({"algo_nuevo": 3}) == []
    assert len(set(ROTULOS.values())) == len(ROTULOS)
