"""One row of SIREP's file: what is cleaned, what is refused, and what COPY gets of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrasenas.sincronizacion.columnas import reconocer
from contrasenas.sincronizacion.excepciones import FilaInvalida
from contrasenas.sincronizacion.fila import (
    COLUMNAS,
    NULO,
    compositor,
    leer_ano,
    leer_fecha,
    limpiar,
)
from tests.contrasenas.sincronizacion import archivos
from tests.contrasenas.sincronizacion.archivos import fila


def componer(**valores: str) -> str:
    """Return the line of COPY of a row."""
    celdas = fila(7, **valores)
    return compositor(reconocer(archivos.COLUMNAS))(
        12, [celdas.get(columna, "") for columna in archivos.COLUMNAS]
    )


def leer(**valores: str) -> dict[str, str]:
    """Return that line's values by column, with its two last as `huella` and `linea`."""
    partes = componer(**valores).removesuffix("\n").split("\t")
    return dict(zip((*COLUMNAS, "huella", "linea"), partes, strict=True))


def test_lo_comun_pasa_entero_con_lo_que_se_deduce_de_el() -> None:
    leida = leer()
    esperado = {
        "matricula": "7",
        "razonsocial": "MUÑOZ PEÑA PERSONA 7",
        "tipo": "CC",
        "numero": "1000007",
        "correo": "persona7@correo.example",
        "falta_correo": "",
        "celular": "+573100000007",
        "fecmatricula": "2010-03-15",
        "ultanoren": "2025",
        "linea": "12",
    }
    assert {campo: leida[campo] for campo in esperado} == esperado


@pytest.mark.parametrize("nada", ["\\N", "NULL", "null", "", "  ", "\t"])
def test_lo_que_las_bases_escriben_por_nada_es_nada(nada: str) -> None:
    leida = leer(nombre1=nada, fecrenovacion=nada, ultanoren=nada, emailnot=nada)
    assert (leida["nombre1"], leida["emailnot"]) == ("", "")
    assert (leida["fecrenovacion"], leida["ultanoren"]) == (NULO, NULO)
    assert leida["correo"] == "comercial7@empresa.example"


@pytest.mark.parametrize(
    ("escrita", "leida"),
    [
        *(("20250228", "2025-02-28"), ("2025-02-28", "2025-02-28"), ("2025/02/28", "2025-02-28")),
        *(("28/02/2025", "2025-02-28"), ("28-02-2025", "2025-02-28")),
        *(("2025-02-28 00:00:00", "2025-02-28"), ("2025-02-28T00:00:00.000", "2025-02-28")),
        *(("00000000", NULO), ("0", NULO), ("0000-00-00 00:00:00", NULO), ("", NULO)),
    ],
)
def test_las_fechas_se_leen_como_las_escribe_cada_programa(escrita: str, leida: str) -> None:
    assert leer_fecha("fecmatricula", escrita) == leida


@pytest.mark.parametrize(
    ("escrita", "dice"),
    [
        ("ayer", "no es una fecha AAAAMMDD"),
        ("2025-02-28 10:30:00", "no es una fecha AAAAMMDD"),
        ("250228", "no es una fecha AAAAMMDD"),
        ("20250229", "no existe en el calendario"),
        ("20251301", "no existe en el calendario"),
        ("02/28/2025", "no existe en el calendario"),
        ("18991231", "año imposible"),
        ("21010101", "año imposible"),
    ],
)
def test_una_fecha_que_no_lo_es_se_rechaza_y_se_dice_cual(escrita: str, dice: str) -> None:
    with pytest.raises(FilaInvalida, match=dice) as recogido:
        leer_fecha("fecrenovacion", escrita)
    assert "«fecrenovacion»" in str(recogido.value)
    assert escrita[:20] in str(recogido.value)


@pytest.mark.parametrize(("escrito", "leido"), [("2025", "2025"), ("0", NULO), ("0000", NULO)])
def test_el_ano_renovado(escrito: str, leido: str) -> None:
    assert leer_ano(escrito) == leido


@pytest.mark.parametrize("escrito", ["25", "20255", "1899", "2101", "²025", "٢٠٢٥", "2025.0", "x"])
def test_un_ano_que_no_lo_es_se_rechaza(escrito: str) -> None:
    with pytest.raises(FilaInvalida, match="no es un año de cuatro cifras"):
        leer_ano(escrito)


@pytest.mark.parametrize(
    ("valores", "dice"),
    [
        ({"matricula": ""}, "no tiene matrícula"),
        ({"matricula": "0000"}, "no tiene matrícula"),
        ({"matricula": "NULL"}, "no tiene matrícula"),
        ({"matricula": "1" * 21}, "«matricula» tiene más de 20 caracteres"),
        ({"organizacion": "001"}, "«organizacion» tiene más de 2 caracteres"),
        ({"numid": "1" * 21}, "«numid» tiene más de 20 caracteres"),
        ({"razonsocial": "MU\ufffdOZ"}, "letras dañadas"),
        ({"razonsocial": "MU\ufffdOZ\x07"}, "letras dañadas"),
    ],
)
def test_lo_que_no_se_puede_tomar_dice_por_que(valores: dict[str, str], dice: str) -> None:
    with pytest.raises(FilaInvalida, match=dice):
        componer(**valores)


def test_una_fila_corta_se_rechaza_y_los_separadores_de_mas_al_final_no_estorban() -> None:
    hacer = compositor(reconocer(archivos.COLUMNAS))
    celdas = [fila(7).get(columna, "") for columna in archivos.COLUMNAS]
    with pytest.raises(FilaInvalida, match="está cortada"):
        hacer(2, celdas[:-1])
    with pytest.raises(FilaInvalida, match="separador dentro de un dato"):
        hacer(2, [*celdas, "sobra"])
    assert hacer(2, [*celdas, "", " "]) == hacer(2, celdas)


def test_los_codigos_recuperan_sus_ceros_y_las_matriculas_los_pierden() -> None:
    leida = leer(organizacion="1", muncom="5001", munnot="", matricula=" 00 12 ", categoria="x")
    assert (leida["organizacion"], leida["muncom"], leida["munnot"]) == ("01", "05001", "")
    assert (leida["matricula"], leida["categoria"]) == ("12", "X")


def test_de_un_texto_largo_se_guarda_lo_que_cabe() -> None:
    assert leer(razonsocial="Ñ" * 300)["razonsocial"] == "Ñ" * 250


@pytest.mark.parametrize(
    ("escrito", "leido"),
    [
        ("UNA\tDOS", "UNA DOS"),
        ("UNA\r\nDOS", "UNA DOS"),
        ("UNA\x00DOS", "UNA DOS"),
        ("  UNA   DOS  ", "UNA   DOS"),
        ("UNA\u200b\xa0DOS", "UNA DOS"),
    ],
)
def test_ningun_control_llega_a_la_base(escrito: str, leido: str) -> None:
    assert limpiar([escrito]) == [leido]


@pytest.mark.parametrize("nombre", ["A\\B", "\\", "\\.", "\\n", "A\\tB", "C:\\x41"])
def test_una_barra_invertida_es_una_letra_mas_para_copy(nombre: str) -> None:
    assert leer(razonsocial=nombre)["razonsocial"] == nombre.replace("\\", "\\\\")


@given(st.lists(st.text(alphabet="\\\t\r\n\x00N.Ñ x;\"'\u2028\x85", max_size=12), max_size=4))
def test_lo_que_sea_que_traigan_los_nombres_la_linea_es_una_y_tiene_sus_columnas(
    textos: list[str],
) -> None:
    campos = ("razonsocial", "nombre1", "apellido1", "apellido2")
    linea = componer(**dict(zip(campos, textos, strict=False)))
    assert linea.count("\n") == 1
    assert linea.endswith("\n")
    assert linea.count("\t") == len(COLUMNAS) + 1
    assert linea.replace("\t", "").removesuffix("\n").isprintable()


def test_la_huella_cambia_con_los_datos_y_no_con_la_hora_de_la_exportacion() -> None:
    antes = leer()["huella"]
    assert leer(horsincronizacion="235959", fecsincronizacion="20261231")["huella"] == antes
    assert leer(celnot="3120000000")["huella"] != antes
    assert leer(estmatricula="MC")["huella"] != antes
