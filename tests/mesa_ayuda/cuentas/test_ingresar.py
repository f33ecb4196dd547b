"""Signing in and out: by name or address, remembered or not, locked out, staff sent elsewhere."""

import pytest
from django.test import Client

from mesa_ayuda.cuentas.sesiones import RECORDADA
from mesa_ayuda.models import SesionAbierta
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE

pytestmark = pytest.mark.django_db
INGRESAR = "/mesa-de-ayuda/ingresar/"
CASOS = "/mesa-de-ayuda/casos/"


def entrar(client: Client, usuario: str, clave: str = CLAVE, **mas: str) -> str:
    """Try to sign in; return where it leads, or the page."""
    hecha = client.post(INGRESAR, {"usuario": usuario, "clave": clave, **mas})
    return hecha.headers.get("Location", "") or hecha.content.decode()


@pytest.mark.parametrize("escrito", ["ana@transportes.example", " ANA@Transportes.example "])
def test_se_entra_con_el_correo_escrito_de_cualquier_modo(
    client: Client, cliente: Usuario, escrito: str
) -> None:
    assert entrar(client, escrito) == CASOS
    assert client.get(CASOS).status_code == 200


def test_se_entra_con_el_nombre_de_usuario(client: Client, cliente: Usuario) -> None:
    Usuario.objects.filter(pk=cliente.pk).update(username="AnaC")
    assert entrar(client, "anac") == CASOS


def test_la_respuesta_es_la_misma_con_usuario_conocido_y_desconocido(
    client: Client, cliente: Usuario
) -> None:
    conocido = entrar(client, cliente.email, "no es esta")
    desconocido = entrar(client, "nadie@transportes.example", "no es esta")
    assert "no son correctos" in conocido
    quitar = (cliente.email, "nadie@transportes.example")
    lineas = [
        [linea for linea in pagina.splitlines() if "csrf" not in linea and "_helptext" not in linea]
        for pagina in (conocido.replace(quitar[0], ""), desconocido.replace(quitar[1], ""))
    ]
    assert lineas[0] == lineas[1]
    assert "no es esta" not in conocido


def test_a_los_cinco_fallos_se_cierra_aunque_la_clave_sea_la_buena(
    client: Client, cliente: Usuario
) -> None:
    for _ in range(5):
        hecha = client.post(INGRESAR, {"usuario": cliente.email, "clave": "mala"})
    assert hecha.status_code == 429
    assert client.post(INGRESAR, {"usuario": cliente.email, "clave": CLAVE}).status_code == 429
    assert SesionAbierta.objects.count() == 0


@pytest.mark.parametrize("correo", ["ana@transportes.example", "nadie@transportes.example"])
def test_el_cierre_no_dice_quien_tiene_cuenta_se_escriba_como_se_escriba(
    client: Client, cliente: Usuario, correo: str
) -> None:
    assert cliente.email == "ana@transportes.example"
    for _ in range(5):
        client.post(INGRESAR, {"usuario": correo, "clave": "mala"})
    hecha = client.post(INGRESAR, {"usuario": correo.upper(), "clave": "mala"})
    assert hecha.status_code == 429


def test_recordarme_alarga_la_sesion_y_sin_ello_termina_con_el_navegador(
    client: Client, cliente: Usuario
) -> None:
    entrar(client, cliente.email)
    assert client.cookies["sesion"]["max-age"] == ""
    otro = Client()
    entrar(otro, cliente.email, recordarme="on")
    assert otro.cookies["sesion"]["max-age"] == RECORDADA.total_seconds()


def test_el_personal_va_a_su_puerta_y_no_queda_adentro(client: Client, agente: Usuario) -> None:
    assert entrar(client, agente.username) == "/admin/login/?"[:-1]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "destino", ["https://maligno.example/", "//maligno.example", "javascript:alert(1)", "casos"]
)
def test_no_se_sale_del_sitio_al_entrar(client: Client, cliente: Usuario, destino: str) -> None:
    assert entrar(client, cliente.email, next=destino) == CASOS


def test_se_vuelve_a_donde_se_iba(client: Client, cliente: Usuario) -> None:
    hecha = client.get("/mesa-de-ayuda/casos/?estado=nuevo")
    assert hecha.headers["Location"].startswith(INGRESAR)
    assert entrar(client, cliente.email, next="/mesa-de-ayuda/casos/?estado=nuevo").endswith(
        "?estado=nuevo"
    )


def test_salir_es_un_acto_y_no_un_enlace(client: Client, cliente: Usuario) -> None:
    entrar(client, cliente.email)
    assert client.get("/mesa-de-ayuda/salir/").status_code == 405
    client.post("/mesa-de-ayuda/salir/")
    assert client.get(CASOS).status_code == 302
    assert SesionAbierta.objects.count() == 0


def test_un_usuario_inactivo_no_entra(client: Client, cliente: Usuario) -> None:
    Usuario.objects.filter(pk=cliente.pk).update(is_active=False)
    assert "no son correctos" in entrar(client, cliente.email)


@pytest.mark.parametrize("basura", ["\x00", "a" * 5000, "👾", "' or 1=1 --"])
def test_el_ingreso_resiste_lo_que_sea(client: Client, basura: str) -> None:
    hecha = client.post(INGRESAR, {"usuario": basura, "clave": basura, "next": basura})
    assert hecha.status_code in (200, 400)


def test_el_nombre_de_uno_gana_al_correo_de_otro(
    client: Client, cliente: Usuario, forastero: Usuario
) -> None:
    Usuario.objects.filter(pk=cliente.pk).update(username="ana")
    Usuario.objects.filter(pk=forastero.pk).update(username=cliente.email.upper())
    entrar(client, cliente.email)
    assert client.session["_auth_user_id"] == str(forastero.pk)
