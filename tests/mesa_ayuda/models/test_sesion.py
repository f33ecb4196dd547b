"""What the database itself refuses of a sign-in's row, and what goes with its session."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from mesa_ayuda.models import SesionAbierta
from portal.usuarios.models import Usuario
from tests.contrasenas.models.rechazo import rechaza

pytestmark = pytest.mark.django_db


def abrir(usuario: Usuario, clave: str) -> SesionAbierta:
    """Make a session and its row."""
    sesion = Session.objects.create(
        session_key=clave, expire_date=timezone.now() + timedelta(hours=1)
    )
    return SesionAbierta.objects.create(
        usuario=usuario, sesion=sesion, navegador="Firefox", red="192.0.2.1"
    )


def test_una_sesion_es_de_una_sola_persona(cliente: Usuario, forastero: Usuario) -> None:
    fila = abrir(cliente, "una")
    with rechaza("mesa_ayuda_sesionabierta_sesion_id_key"):
        SesionAbierta.objects.create(
            usuario=forastero, sesion=fila.sesion, navegador="Firefox", red="192.0.2.1"
        )


def test_la_fila_se_va_con_su_sesion_y_con_su_usuario(cliente: Usuario, forastero: Usuario) -> None:
    una, otra = abrir(cliente, "una"), abrir(cliente, "otra")
    ajena = abrir(forastero, "ajena")
    una.sesion.delete()
    assert set(SesionAbierta.objects.all()) == {otra, ajena}
    cliente.delete()
    assert list(SesionAbierta.objects.all()) == [ajena]
