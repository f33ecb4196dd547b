"""Whatever is sent to the ground floor's public forms, nobody gets an error 500."""

from urllib.parse import quote_from_bytes

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db
FORMULARIO = "application/x-www-form-urlencoded"
SIN_500 = {200, 302, 400, 403, 404, 405, 410, 413, 429}
fuzz = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
BASURA = st.one_of(
    st.binary(max_size=80),
    st.text(max_size=80).map(lambda texto: texto.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"\x00", b"ana\x00", b"9" * 5000, b"\xff\xfe", b"../../etc/passwd"]),
)


def cuerpo(campos: dict[str, bytes]) -> bytes:
    """Encode a form as a browser would, whatever the bytes."""
    return "&".join(f"{c}={quote_from_bytes(v)}" for c, v in campos.items()).encode()


@fuzz
@given(usuario=BASURA, clave=BASURA, siguiente=BASURA)
@example(b"ana\x00", b"x", b"//maligno.example")
def test_el_ingreso_del_personal_resiste_lo_que_sea(
    client: Client, usuario: bytes, clave: bytes, siguiente: bytes
) -> None:
    cache.clear()
    campos = {"username": usuario, "password": clave, "next": siguiente}
    hecha = client.post("/admin/login/", cuerpo(campos), content_type=FORMULARIO)
    assert hecha.status_code in SIN_500
    assert "maligno" not in hecha.headers.get("Location", "")


@fuzz
@given(campo=BASURA)
def test_pedir_otro_captcha_resiste_lo_que_sea(client: Client, campo: bytes) -> None:
    cache.clear()
    hecha = client.post("/captcha/otra/", cuerpo({"x": campo}), content_type=FORMULARIO)
    assert hecha.status_code in SIN_500


@fuzz
@given(consulta=BASURA)
@example(b"q=\x00&canal=\x00&page=\x00")
@example(b"q=a&canal=b&page=-1")
def test_la_busqueda_del_buzon_resiste_lo_que_sea(client: Client, consulta: bytes) -> None:
    hecha = client.get("/buzon/", QUERY_STRING=quote_from_bytes(consulta, safe="=&%"))
    assert hecha.status_code in SIN_500


@fuzz
@given(ruta=st.text(min_size=1, max_size=60))
@example("%00")
@example("estado/solicitudes/99999999999999999999999999/")
@example("captcha/imagen/\x00.png")
def test_una_direccion_cualquiera_no_rompe_nada(client: Client, ruta: str) -> None:
    assert client.get("/" + ruta).status_code in SIN_500 | {301}
