"""Whatever is sent to the public forms, nobody gets an error 500 (the client would raise it)."""

from urllib.parse import quote_from_bytes

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.identificacion import TipoIdentificacion
from tests.solicitudes.recetas import caso_del_manual, crear_factura
from tests.solicitudes.recorrido import (
    CONSULTAR,
    LISTA,
    abrir_consulta,
    captcha_resuelto,
    consultar,
    url,
)

pytestmark = pytest.mark.django_db
FORMULARIO = "application/x-www-form-urlencoded"
SIN_500 = {200, 302, 400, 404, 413, 429}
fuzz = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# Bytes as well as text: broken UTF-8, NUL (which PostgreSQL refuses), surrogates, very long.
BASURA = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda texto: texto.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"\x00", b"1013592259\x00", b"9" * 5000, b"\xff\xfe", "٣".encode() * 10]),
)


def cuerpo(campos: dict[str, bytes]) -> bytes:
    """Encode a form as a browser would, whatever the bytes."""
    pares = (f"{campo}={quote_from_bytes(valor)}" for campo, valor in campos.items())
    return "&".join(pares).encode()


@fuzz
@given(
    tipo=st.one_of(st.sampled_from([tipo.encode() for tipo in TipoIdentificacion]), BASURA),
    numero=BASURA,
    respuesta=BASURA,
    con_captcha=st.booleans(),
    otra_imagen=st.booleans(),
)
@example(b"CC", b"1013592259\x00", b"", True, False)
@example(b"NIT", b"9" * 5000, b"", True, True)
def test_la_consulta_resiste_lo_que_sea(
    client: Client,
    tipo: bytes,
    numero: bytes,
    respuesta: bytes,
    con_captcha: bool,
    otra_imagen: bool,
) -> None:
    cache.clear()
    captcha = captcha_resuelto()
    campos = {
        "tipo": tipo,
        "numero": numero,
        "captcha_0": captcha["captcha_0"].encode() if con_captcha else respuesta,
        "captcha_1": captcha["captcha_1"].encode() if con_captcha else respuesta,
    }
    if otra_imagen:
        campos["otra_imagen"] = b"1"
    hecha = client.post(CONSULTAR, cuerpo(campos), content_type=FORMULARIO)
    assert hecha.status_code in SIN_500
    assert client.get(LISTA).status_code in SIN_500


@pytest.fixture
def con_factura(client: Client) -> str:
    """Look the manual's case up; return the address of its invoice's code."""
    solicitud = caso_del_manual()
    crear_factura(solicitud.orden)
    abrir_consulta(client, solicitud.titular)
    return url("factura_codigo", solicitud)


@fuzz
@given(codigo=BASURA)
@example(b"123456\x00")
def test_el_codigo_de_la_factura_resiste_lo_que_sea(
    client: Client, con_factura: str, codigo: bytes
) -> None:
    hecha = client.post(con_factura, cuerpo({"codigo": codigo}), content_type=FORMULARIO)
    assert hecha.status_code == 200


@fuzz
@given(pagina=BASURA)
def test_el_numero_de_pagina_resiste_lo_que_sea(client: Client, pagina: bytes) -> None:
    cache.clear()
    consultar(client, "CC", "14444524")
    assert client.get(f"{LISTA}?page={quote_from_bytes(pagina)}").status_code in SIN_500


def test_un_archivo_en_lugar_de_texto_es_un_error_del_campo(client: Client) -> None:
    captcha = captcha_resuelto()
    for campo in ("tipo", "numero", "captcha_0", "captcha_1"):
        datos = {"tipo": "CC", "numero": "52123456", **captcha}
        archivo = SimpleUploadedFile("numero.txt", b"52123456")
        assert client.post(CONSULTAR, {**datos, campo: archivo}).status_code == 200
        boton = {**datos, campo: archivo, "otra_imagen": "1"}
        assert client.post(CONSULTAR, boton).status_code == 200


def test_varios_valores_de_un_campo_no_fallan(client: Client) -> None:
    datos = {"tipo": ["CC", "NIT"], "numero": ["1", "2", "52123456"], **captcha_resuelto()}
    assert client.post(CONSULTAR, datos).status_code in SIN_500


def test_un_cuerpo_que_no_es_un_formulario_no_falla(client: Client) -> None:
    for tipo in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
        respuesta = client.post(CONSULTAR, b'{"tipo": "CC"}', content_type=tipo)
        assert respuesta.status_code in SIN_500
