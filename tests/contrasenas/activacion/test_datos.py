"""What a person typed: read with kindness, kept out of what is printed."""

import pytest
from django.test import RequestFactory

from contrasenas.activacion.datos import AGENTE_MAXIMO, Datos, sin_invisibles, visita_de
from contrasenas.models import Camara


def datos(identificacion: str = "1020304") -> Datos:
    return Datos(
        identificacion=identificacion,
        correo="ana@correo.example",
        celular="+573105550123",
        clave="Kx7mQp3RtZ",
    )


def test_lo_escrito_no_sale_al_imprimirlo() -> None:
    impreso = f"{datos()} {datos()!r}"
    for dato in ("1020304", "ana@correo.example", "3105550123", "Kx7mQp3RtZ"):
        assert dato not in impreso


@pytest.mark.parametrize(
    ("escrita", "numeros"),
    [
        ("1.020.304", {"1020304"}),
        (" 0 1020304\u200b", {"1020304", "01020304"}),
        ("860069804-2", {"860069804", "8600698042"}),
        ("ab-12345", {"AB12345"}),
        ("x", set()),
        ("", set()),
        ("' or 1=1 --", set()),
    ],
)
def test_una_identificacion_puede_ser_la_de_varios_tipos(escrita: str, numeros: set[str]) -> None:
    assert datos(escrita).numeros() == numeros


@pytest.mark.parametrize(
    ("escrita", "es"),
    [
        *(("PRUEBA2247@", True), (" prueba 2247@\u200b", True), ("Prueba2247@", True)),
        *(("PRUEBA2247", False), ("", False), ("PRUEBA2247@X", False)),
    ],
)
def test_la_de_prueba_es_la_que_la_camara_fijo(escrita: str, es: bool) -> None:
    assert datos(escrita).es_de_prueba(Camara(identificacion_prueba="PRUEBA2247@")) is es
    assert not datos(escrita).es_de_prueba(Camara(identificacion_prueba="OTRA"))


@pytest.mark.parametrize(
    ("pegado", "queda"),
    [
        ("Kx7m Qp3R tZ", "Kx7mQp3RtZ"),
        ("\ufeffKx7m\u00adQp3R\u200b\u2060tZ\r\n", "Kx7mQp3RtZ"),
        ("\x00Kx7m\x1f", "Kx7m"),
        (" \t\u00a0\u200f", ""),
    ],
)
def test_lo_invisible_que_viene_de_un_pdf_no_cuenta(pegado: str, queda: str) -> None:
    assert sin_invisibles(pegado) == queda


@pytest.mark.parametrize(
    ("agente", "guardado"),
    [
        ("Mozilla/5.0 (prueba)", "Mozilla/5.0 (prueba)"),
        ("", ""),
        ("uno\r\ndos\x00\x1b[0m", "uno dos[0m"),
    ],
)
def test_de_la_visita_se_guarda_una_linea(agente: str, guardado: str) -> None:
    visita = visita_de(RequestFactory(headers={"User-Agent": agente}).get("/"))
    assert (visita.ip, visita.agente) == ("127.0.0.1", guardado)


def test_un_navegador_de_nombre_interminable_cabe_en_su_columna() -> None:
    peticion = RequestFactory(headers={"User-Agent": "x" * 5000}).get("/")
    assert len(visita_de(peticion).agente) == AGENTE_MAXIMO
