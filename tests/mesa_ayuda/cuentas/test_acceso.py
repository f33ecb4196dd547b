"""The customers' door: who passes, where a visitor comes back to, and no way out of the site."""

import pytest
from django.test import Client, RequestFactory

from mesa_ayuda.cuentas.acceso import destino_propio
from mesa_ayuda.models import SesionAbierta
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
INGRESAR = "/mesa-de-ayuda/ingresar/"
CASOS = "/mesa-de-ayuda/casos/"


@pytest.mark.parametrize(
    "destino",
    [
        "https://maligno.example/",
        "//maligno.example/",
        "///maligno.example",
        "/\\maligno.example",
        "\\\\maligno.example",
        "/\t/maligno.example",
        "http:maligno.example",
        "https://testserver@maligno.example/",
        "https://testserver.maligno.example/",
        "javascript:alert(1)",
        "\x00//maligno.example",
        " //maligno.example",
        "casos/",
        "",
    ],
)
def test_nunca_se_sale_del_sitio(destino: str) -> None:
    assert destino_propio(RequestFactory().get("/"), destino) == CASOS


@pytest.mark.parametrize("destino", ["/mesa-de-ayuda/sesiones/", "/mesa-de-ayuda/casos/?q=a%20b"])
def test_se_va_a_un_lugar_de_este_sitio(destino: str) -> None:
    assert destino_propio(RequestFactory().get("/"), destino) == destino


def test_quien_ya_entro_tampoco_sale_por_la_direccion_de_ingreso(
    client: Client, cliente: Usuario
) -> None:
    client.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    hecha = client.get(INGRESAR, {"next": "https://maligno.example/"})
    assert hecha.headers["Location"] == CASOS


def test_un_salto_de_linea_en_el_destino_no_escribe_cabeceras(
    client: Client, cliente: Usuario
) -> None:
    hecha = client.post(
        INGRESAR,
        {"usuario": cliente.email, "clave": CLAVE, "next": "/mesa-de-ayuda/\r\nSet-Cookie: x=1"},
    )
    assert hecha.status_code == 302
    assert "\n" not in hecha.headers["Location"]
    assert "x" not in client.cookies


def test_el_visitante_vuelve_a_la_pagina_y_no_a_un_acto(client: Client) -> None:
    caso = crear_caso()
    pagina = client.get(f"{CASOS}?estado=nuevo&pagina=2").headers["Location"]
    assert pagina == f"{INGRESAR}?next=%2Fmesa-de-ayuda%2Fcasos%2F%3Festado%3Dnuevo%26pagina%3D2"
    acto = client.post("/mesa-de-ayuda/sesiones/cerrar/", {"sesion": "1"}).headers["Location"]
    assert "aviso=vencida" in acto
    detalle = client.post(f"{CASOS}{caso.numero}/", {"texto": "x"}).headers["Location"]
    assert caso.numero in detalle


def test_el_personal_no_pasa_por_la_puerta_de_los_clientes(client: Client, agente: Usuario) -> None:
    client.force_login(agente, backend="django.contrib.auth.backends.ModelBackend")
    for lugar in (CASOS, "/mesa-de-ayuda/sesiones/"):
        assert client.get(lugar).headers["Location"] == "/admin/"
    # Its own door stays open: a customer may use the same computer.
    assert client.get(INGRESAR).status_code == 200


def test_la_clave_del_personal_no_abre_nada_ni_con_el_correo(
    client: Client, agente: Usuario
) -> None:
    hecha = client.post(INGRESAR, {"usuario": agente.email, "clave": CLAVE, "recordarme": "on"})
    assert hecha.headers["Location"] == "/admin/login/"
    assert client.get("/admin/").status_code == 302
    assert SesionAbierta.objects.count() == 0


def test_quien_se_desactiva_queda_afuera_en_el_acto(client: Client, cliente: Usuario) -> None:
    client.post(INGRESAR, {"usuario": cliente.email, "clave": CLAVE})
    assert client.get(CASOS).status_code == 200
    Usuario.objects.filter(pk=cliente.pk).update(is_active=False)
    assert client.get(CASOS).headers["Location"].startswith(INGRESAR)


def test_entra_otro_en_el_mismo_navegador_y_del_primero_no_queda_nada(
    client: Client, cliente: Usuario, forastero: Usuario
) -> None:
    client.post(INGRESAR, {"usuario": cliente.email, "clave": CLAVE})
    vieja = client.cookies["sesion"].value
    client.post("/mesa-de-ayuda/salir/")
    client.post(INGRESAR, {"usuario": forastero.email, "clave": CLAVE})
    assert client.cookies["sesion"].value != vieja
    assert [fila.usuario for fila in SesionAbierta.objects.all()] == [forastero]


def test_lo_privado_no_se_guarda_en_ninguna_parte(client: Client, cliente: Usuario) -> None:
    client.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    for lugar in (CASOS, "/mesa-de-ayuda/sesiones/"):
        assert "no-store" in client.get(lugar).headers["Cache-Control"]
