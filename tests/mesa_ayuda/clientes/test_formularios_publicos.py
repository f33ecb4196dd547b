"""Whatever is sent to the forms of the help desk, nobody gets an error 500.

The tests' client raises what a view lets out.
"""

import uuid
from urllib.parse import quote_from_bytes

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mesa_ayuda.cuentas.fichas import ruta_de_clave
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Articulo, Caso, Pqrsa
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE
from tests.mesa_ayuda.conocimiento.recetas import crear_articulo
from tests.mesa_ayuda.pqrsa.recetas import formulario as pqrsa
from tests.mesa_ayuda.recetas import crear_caso, crear_cliente

pytestmark = pytest.mark.django_db
MESA = "/mesa-de-ayuda/"
FORMULARIO = "application/x-www-form-urlencoded"
SIN_500 = {200, 302, 400, 404, 405, 410, 413, 429}
fuzz = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# Bytes as well as text: broken UTF-8, NUL (which PostgreSQL refuses), surrogates, very long.
BASURA = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda texto: texto.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"\x00", b"1\x00", b"9" * 5000, b"\xff\xfe", b"\xed\xa0\x80", "٣".encode()]),
    st.sampled_from([b"-1", b"a\x00@b.co", b"a@" + b"b" * 300 + b".co", "²".encode(), b"1e9"]),
)
# What visitors are asked; below, what customers are, in a case in the state that takes it.
DE_VISITANTES = {
    "ingresar/": {"usuario": "x@y.example", "clave": CLAVE, "next": "/", "recordarme": "on"},
    "registro/": {
        "nombres": "Ana",
        "apellidos": "Inventada",
        "correo": "a@b.example",
        "telefono": "6015550123",
        "consentimiento": "on",
    },
    "restablecer/": {"correo": "a@b.example"},
    "pqrsa/seguimiento/": {"numero": "CS0000001", "codigo": "a" * 32},
    "ayuda/no-llega-el-correo/": {"util": "si", "comentario": ""},
}
DE_CLIENTES = {
    "": (Estado.ABIERTO, {"texto": "Hola", "formulario": "", "autor": ""}),
    "rechazar/": (Estado.RESUELTO, {"rechazo-motivo": "No"}),
    "cerrar/": (Estado.ABIERTO, {"cierre-motivo": ""}),
    "reabrir/": (Estado.CERRADO, {"reapertura-motivo": "Volvió"}),
    "participantes/": (Estado.ABIERTO, {"participante-correo": "a@b.example", "quitar": ""}),
    "encuesta/": (Estado.CERRADO, {"encuesta-puntaje": "5", "encuesta-comentario": ""}),
}
CONSULTAS = {
    "casos/": ("q", "estado", "orden", "ver", "pagina"),
    "casos/exportar/": ("q", "estado", "orden", "ver"),
    "casos/nuevo/sugerencias/": ("asunto",),
    "ayuda/": ("q",),
    "ingresar/": ("next", "aviso"),
}


TODOS_LOS_CAMPOS = set(range(12))


def cuerpo(campos: dict[str, bytes]) -> bytes:
    """Encode a form as a browser would, whatever the bytes."""
    pares = (f"{campo}={quote_from_bytes(valor)}" for campo, valor in campos.items())
    return "&".join(pares).encode()


def enviar(
    client: Client, ruta: str, bien: dict[str, str], mal: list[bytes], cuales: set[int]
) -> int:
    """Send a right form with rubbish in the fields at those places; return the code."""
    cache.clear()
    malos = {cual % len(bien) for cual in cuales}
    campos = {
        nombre: mal[n % len(mal)] if n in malos else valor.encode()
        for n, (nombre, valor) in enumerate(bien.items())
    }
    return client.post(ruta, cuerpo(campos), content_type=FORMULARIO).status_code


MAL = st.lists(BASURA, min_size=1, max_size=5)
# Mostly one or two fields: with more, the first error hides what the others would do.
CUALES = st.sets(st.integers(0, 11), min_size=1, max_size=2)


@pytest.fixture
def articulo(db: None) -> Articulo:
    """The article that takes an opinion."""
    return crear_articulo()


@pytest.fixture
def navegador(cliente: Usuario) -> Client:
    """A customer's browser."""
    navegador = Client()
    navegador.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    return navegador


@pytest.mark.parametrize("ruta", DE_VISITANTES)
@fuzz
@given(mal=MAL, cuales=CUALES)
@example(mal=[b"\x00"], cuales=TODOS_LOS_CAMPOS)
@example(mal=[b"\xed\xa0\x80", b"x\x00"], cuales=TODOS_LOS_CAMPOS)
def test_lo_que_escriben_los_visitantes(
    articulo: Articulo, ruta: str, mal: list[bytes], cuales: set[int]
) -> None:
    assert enviar(Client(), MESA + ruta, DE_VISITANTES[ruta], mal, cuales) in SIN_500


@settings(parent=fuzz, max_examples=40)
@given(mal=MAL, cuales=CUALES)
@example(mal=[b"\x00"], cuales=TODOS_LOS_CAMPOS)
@example(mal=[b"x\x00"], cuales={3})
def test_lo_que_se_presenta_como_pqrsa(mal: list[bytes], cuales: set[int]) -> None:
    antes = Pqrsa.objects.count()
    cliente = Client()
    codigo = enviar(cliente, f"{MESA}pqrsa/", pqrsa(), mal, cuales)
    assert codigo in SIN_500
    assert (codigo == 302) is (Pqrsa.objects.count() == antes + 1)
    assert cliente.get(f"{MESA}pqrsa/comprobante/").status_code in SIN_500


@pytest.mark.parametrize("acto", DE_CLIENTES)
@fuzz
@given(mal=MAL, cuales=CUALES)
@example(mal=[b"\x00"], cuales=TODOS_LOS_CAMPOS)
@example(mal=[b"\xed\xa0\x80"], cuales=TODOS_LOS_CAMPOS)
def test_lo_que_un_cliente_hace_en_su_caso(
    cliente: Usuario, navegador: Client, acto: str, mal: list[bytes], cuales: set[int]
) -> None:
    estado, bien = DE_CLIENTES[acto]
    caso = crear_caso(cliente, estado=estado, cerrado_en=timezone.now())
    ruta = f"{MESA}casos/{caso.numero}/"
    assert enviar(navegador, ruta + acto, bien, mal, cuales) in SIN_500
    assert navegador.get(ruta).status_code == 200


@fuzz
@given(mal=MAL, cuales=CUALES)
@example(mal=[b"\x00"], cuales=TODOS_LOS_CAMPOS)
def test_lo_que_se_escribe_al_reportar_un_caso(
    navegador: Client, formulario: dict[str, str], mal: list[bytes], cuales: set[int]
) -> None:
    antes = Caso.objects.count()
    campos = formulario | {"formulario": str(uuid.uuid4())}
    codigo = enviar(navegador, f"{MESA}casos/nuevo/", campos, mal, cuales)
    assert codigo in SIN_500
    assert (codigo == 302) is (Caso.objects.count() == antes + 1)


@pytest.mark.parametrize("ruta", CONSULTAS)
@fuzz
@given(mal=MAL)
@example(mal=[b"\x00"])
@example(mal=[b"cerrado", b"\xed\xa0\x80", b"prioridad"])
def test_lo_que_se_escribe_en_una_direccion(cliente: Usuario, ruta: str, mal: list[bytes]) -> None:
    cache.clear()
    consulta = cuerpo({c: mal[n % len(mal)] for n, c in enumerate(CONSULTAS[ruta])}).decode()
    navegador = Client()
    if ruta != "ingresar/":
        navegador.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    assert navegador.get(f"{MESA}{ruta}?{consulta}").status_code in SIN_500


@fuzz
@given(trozo=BASURA.filter(bool))
@example(trozo=b"\x00")
def test_una_ficha_o_un_numero_cualquiera(
    cliente: Usuario, navegador: Client, trozo: bytes
) -> None:
    cache.clear()
    crudo = quote_from_bytes(trozo, safe="")
    for ruta in (
        *(f"registro/confirmar/{crudo}/", f"clave/{crudo}/{crudo}/", f"casos/{crudo}/"),
        *(f"pqrsa/seguimiento/{crudo}/", f"pqrsa/seguimiento/{crudo}/respuesta/"),
        *(f"casos/{crudo}/mensajes/1/", f"adjuntos/{crudo}/", f"ayuda/{crudo}/"),
    ):
        assert navegador.get(MESA + ruta).status_code in SIN_500, ruta
        assert navegador.post(MESA + ruta, {"texto": "x"}).status_code in SIN_500, ruta


@fuzz
@given(una=BASURA, otra=BASURA, iguales=st.booleans())
@example(una=b"\x00" * 12, otra=b"", iguales=True)
@example(una=b"\xed\xa0\x80" * 12, otra=b"", iguales=True)
def test_una_clave_cualquiera(una: bytes, otra: bytes, iguales: bool) -> None:
    cache.clear()
    enlace = ruta_de_clave(crear_cliente())
    campos = {"new_password1": una, "new_password2": una if iguales else otra}
    hecha = Client().post(enlace, cuerpo(campos), content_type=FORMULARIO)
    assert hecha.status_code in SIN_500


def test_un_archivo_en_lugar_de_texto_es_un_error_del_campo(
    navegador: Client, formulario: dict[str, str]
) -> None:
    for campo in formulario:
        archivo = SimpleUploadedFile("x.txt", b"310 555 0123")
        hecha = navegador.post(f"{MESA}casos/nuevo/", formulario | {campo: archivo})
        assert hecha.status_code in (200, 302), campo
        hecha = navegador.post(f"{MESA}casos/nuevo/", {**formulario, "archivos": "texto"})
        assert hecha.status_code in (200, 302)


@pytest.mark.parametrize("tipo", ["application/json", "text/plain", "multipart/form-data; b=x"])
def test_un_cuerpo_que_no_es_un_formulario(navegador: Client, tipo: str) -> None:
    for ruta in (*DE_VISITANTES, "casos/nuevo/", "pqrsa/"):
        hecha = navegador.post(MESA + ruta, b'{"asunto": "x"}', content_type=tipo)
        assert hecha.status_code in SIN_500, ruta
