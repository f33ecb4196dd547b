"""Whatever is sent to the activation's forms, nobody gets an error 500 (the client raises it)."""

from urllib.parse import quote_from_bytes

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contrasenas.activacion.datos import Datos
from contrasenas.models import Camara
from tests.contrasenas.activacion.recetas import ACTIVAR, OTRO_PIN, PIN, entregar, hasta_el_pin

pytestmark = pytest.mark.django_db
FORMULARIO = "application/x-www-form-urlencoded"
SIN_500 = {200, 302, 400, 404, 405, 413, 429}
fuzz = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
BASURA = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda texto: texto.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"\x00", b"1020304\x00", b"9" * 5000, b"\xff\xfe", "٣".encode() * 10]),
    st.sampled_from([b"a@b.co", b"3105550123", b"PRUEBA2247@", b"1", b"on"]),
)
CAMPOS = ("camara", "identificacion", "correo", "celular", "clave", "consentimiento", "confirmar")


def cuerpo(campos: dict[str, bytes]) -> bytes:
    """Encode a form as a browser would, whatever the bytes."""
    return "&".join(f"{c}={quote_from_bytes(v)}" for c, v in campos.items()).encode()


@fuzz
@given(valores=st.lists(BASURA, min_size=len(CAMPOS), max_size=len(CAMPOS)), con=st.integers(0, 3))
@example([b"1", b"1\x00", b"a@b.co", b"3105550123", b"x\x00", b"on", b"1"], 0)
@example([b"1", b"1\x00", b"a\x00@b.co", b"3105550123", b"x", b"on", b"1"], 1)
@example([b"\x00", b"\x00", b"\xed\xa0\x80@b.co", b"\x00", b"\xed\xa0\x80", b"on", b"1"], 3)
def test_los_cuatro_datos_resisten_lo_que_sea(
    client: Client, camara: Camara, otra_camara: Camara, valores: list[bytes], con: int
) -> None:
    cache.clear()
    urls = [
        ACTIVAR,
        reverse("contrasenas:rechazar"),
        reverse("contrasenas:activar_ficha", args=["x" * 43]),
        reverse("contrasenas:baja", args=["x" * 43]),
    ]
    campos = dict(zip(CAMPOS, valores, strict=True))
    hecha = client.post(urls[con], cuerpo(campos), content_type=FORMULARIO)
    assert hecha.status_code in SIN_500


@fuzz
@given(pin=BASURA)
@example(b"\x00")
@example("١٢٣٤٥٦".encode())
def test_el_pin_resiste_lo_que_sea(client: Client, camara: Camara, pin: bytes) -> None:
    cache.clear()
    if client.get(PIN).status_code == 302:
        hasta_el_pin(client, entregar(camara))
    for url in (PIN, OTRO_PIN):
        hecha = client.post(url, cuerpo({"pin": pin}), content_type=FORMULARIO)
        assert hecha.status_code in SIN_500


@fuzz
@given(ficha=st.text(min_size=1, max_size=80), resto=st.sampled_from(["", "no-aceptar/"]))
@example("\x00", "")
@example("\ud800", "no-aceptar/")
def test_una_ficha_cualquiera_resiste(client: Client, db: None, ficha: str, resto: str) -> None:
    cruda = quote_from_bytes(ficha.encode("utf-8", "surrogatepass"), safe="")
    for inicio in ("activar", "baja"):
        url = f"/contrasenas/{inicio}/{cruda}/{resto}"
        assert client.get(url).status_code in SIN_500
        assert client.post(url, {"confirmar": "1"}).status_code in SIN_500


@given(texto=st.text(max_size=120))
def test_cualquier_identificacion_da_numeros_canonicos(texto: str) -> None:
    for numero in Datos(texto, "", "", "").numeros():
        assert numero.isascii()
        assert numero.isalnum()
        assert len(numero) <= 20
