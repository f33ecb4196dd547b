"""The reader of the environment: typed values, clear refusals."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.entorno import Entorno


def test_un_valor_vacio_es_como_ausente() -> None:
    assert Entorno({"X": "  "}).texto("X", "defecto") == "defecto"


def test_una_variable_obligatoria_que_falta_se_nombra() -> None:
    with pytest.raises(ImproperlyConfigured, match="PORTAL_URL: falta"):
        Entorno({}).texto("PORTAL_URL")


def test_un_valor_que_empieza_con_peso_se_toma_como_esta() -> None:
    assert Entorno({"CLAVE": "$OTRA", "OTRA": "no"}).texto("CLAVE") == "$OTRA"


def test_un_secreto_puede_venir_en_un_archivo(tmp_path: Path) -> None:
    archivo = tmp_path / "secreto"
    archivo.write_text("áéí con espacios\n", encoding="utf-8")
    leido = Entorno({"CLAVE_FILE": str(archivo), "CLAVE": "otra"}).texto("CLAVE")
    assert leido == "áéí con espacios"


def test_un_archivo_de_secreto_ausente_se_nombra(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="CLAVE_FILE: no se puede leer"):
        Entorno({"CLAVE_FILE": str(tmp_path / "nada")}).texto("CLAVE")


@pytest.mark.parametrize("texto", ["1", "true", "YES", "On", "sí", "si"])
def test_los_si_se_entienden(texto: str) -> None:
    assert Entorno({"B": texto}).booleano("B", False) is True


@pytest.mark.parametrize("texto", ["0", "False", "no", "OFF"])
def test_los_no_se_entienden(texto: str) -> None:
    assert Entorno({"B": texto}).booleano("B", True) is False


def test_un_booleano_dudoso_no_se_adivina() -> None:
    with pytest.raises(ImproperlyConfigured, match="PORTAL_DEBUG: se espera 1 o 0"):
        Entorno({"PORTAL_DEBUG": "quizás"}).booleano("PORTAL_DEBUG", False)


def test_un_numero_que_no_lo_es_se_rechaza() -> None:
    with pytest.raises(ImproperlyConfigured, match="N: se espera un número"):
        Entorno({"N": "diez"}).entero("N", 1)


def test_un_numero_fuera_de_sus_limites_se_rechaza() -> None:
    with pytest.raises(ImproperlyConfigured, match="entre 0 y 10"):
        Entorno({"N": "11"}).entero("N", 1, maximo=10)


def test_una_lista_pierde_sus_vacios() -> None:
    assert Entorno({"L": "a, b,, c ,"}).lista("L") == ["a", "b", "c"]


@pytest.mark.parametrize(
    "texto", ["http://portal.example", "portal.example", "https://", "ftp://x"]
)
def test_una_direccion_insegura_o_incompleta_se_rechaza(texto: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="U: se espera una dirección https"):
        Entorno({"U": texto}).direccion_web("U")


def test_una_direccion_pierde_la_barra_final() -> None:
    assert Entorno({"U": "https://x.example/"}).direccion_web("U") == "https://x.example"


def test_una_opcion_desconocida_se_rechaza_con_las_que_hay() -> None:
    with pytest.raises(ImproperlyConfigured, match="N: se espera INFO, ERROR, no «GRITOS»"):
        Entorno({"N": "gritos"}).opcion("N", "INFO", ["INFO", "ERROR"])


def test_una_opcion_se_entiende_en_minusculas() -> None:
    assert Entorno({"N": "error"}).opcion("N", "INFO", ["INFO", "ERROR"]) == "ERROR"


@pytest.mark.parametrize("claves", ["no-es", "c29ydGE=", "á" * 44])
def test_una_clave_de_cifrado_mal_formada_se_rechaza(claves: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="K: se esperan claves Fernet"):
        Entorno({"K": claves}).claves_fernet("K")
