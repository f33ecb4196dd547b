"""A lost password: the same answer for everybody, a link that works once, sessions that end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from mesa_ayuda.cuentas.fichas import ruta_de_clave
from mesa_ayuda.models import SesionAbierta
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE

pytestmark = pytest.mark.django_db
RESTABLECER = "/mesa-de-ayuda/restablecer/"
NUEVA = "otra clave larga de prueba 43"
CLAVES = {"new_password1": NUEVA, "new_password2": NUEVA}
Enlace = Callable[[], str]


def test_se_fija_otra_clave_una_vez_y_las_demas_sesiones_mueren(
    client: Client, cliente: Usuario, ultimo_enlace: Enlace
) -> None:
    vieja = Client()
    vieja.post("/mesa-de-ayuda/ingresar/", {"usuario": cliente.email, "clave": CLAVE})
    assert vieja.get("/mesa-de-ayuda/casos/").status_code == 200
    client.post(RESTABLECER, {"correo": cliente.email.upper()})
    enlace = ultimo_enlace()
    for _ in range(2):
        # A scanner that opens the link spends nothing.
        assert Client().get(enlace).status_code == 200
    assert client.post(enlace, CLAVES).status_code == 302
    assert client.get("/mesa-de-ayuda/casos/").status_code == 200
    assert vieja.get("/mesa-de-ayuda/casos/").status_code == 302
    assert SesionAbierta.objects.filter(usuario=cliente).count() == 1
    assert Client().get(enlace).status_code == 410
    cliente.refresh_from_db()
    assert cliente.check_password(NUEVA)


def test_la_respuesta_es_la_misma_sin_cuenta(
    client: Client, cliente: Usuario, agente: Usuario
) -> None:
    paginas = set()
    for correo in (cliente.email, "nadie@x.example", agente.email):
        pagina = client.post(RESTABLECER, {"correo": correo}).content.decode()
        paginas.add(pagina.replace(correo, ""))
    assert len(paginas) == 1
    propositos = CorreoSaliente.objects.order_by("creado").values_list("proposito", flat=True)
    assert list(propositos) == ["mesa_restablecer", "mesa_sin_cuenta", "mesa_sin_cuenta"]


def test_un_enlace_vencido_ajeno_o_del_personal_no_sirve(
    client: Client, cliente: Usuario, forastero: Usuario, agente: Usuario
) -> None:
    bueno = ruta_de_clave(cliente)
    token = bueno.rstrip("/").rpartition("/")[2]
    ajeno = ruta_de_clave(forastero).replace(
        ruta_de_clave(forastero).rstrip("/").rpartition("/")[2], token
    )
    for malo in (ajeno, ruta_de_clave(agente), "/mesa-de-ayuda/clave/MQ/x-y/"):
        assert client.post(malo, CLAVES).status_code == 410
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert client.get(bueno).status_code == 410
    agente.refresh_from_db()
    assert agente.check_password(CLAVE)


def test_fijar_la_clave_levanta_el_bloqueo(client: Client, cliente: Usuario) -> None:
    for _ in range(5):
        client.post("/mesa-de-ayuda/ingresar/", {"usuario": cliente.email, "clave": "mala"})
    client.post(ruta_de_clave(cliente), CLAVES)
    otro = Client()
    hecha = otro.post("/mesa-de-ayuda/ingresar/", {"usuario": cliente.email, "clave": NUEVA})
    assert hecha.status_code == 302


def test_la_pagina_del_enlace_no_se_guarda_ni_se_cuenta(client: Client, cliente: Usuario) -> None:
    hecha = client.get(ruta_de_clave(cliente))
    assert hecha.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in hecha.headers["Cache-Control"]


@pytest.mark.parametrize("uid", ["MQ", "____", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "ñ"])
def test_un_identificador_inventado_no_rompe_nada(client: Client, uid: str) -> None:
    assert client.get(f"/mesa-de-ayuda/clave/{uid}/a-b/").status_code == 410
