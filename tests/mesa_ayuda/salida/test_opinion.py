"""The mail that asks for an opinion: once, to the contact, when a case is closed."""

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from mesa_ayuda import casos_web
from mesa_ayuda.casos import cambiar_estado
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Buzon, Caso, Encuesta, IdentificadorCorreo
from mesa_ayuda.salida.opinion import pedir_opinion
from portal.mensajes.clientes.correo import componer
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
Capturar = DjangoCaptureOnCommitCallbacks


def enviados() -> list[CorreoSaliente]:
    """Return the mails that ask for an opinion."""
    return list(CorreoSaliente.objects.filter(proposito="mesa_encuesta"))


def pasar(caso: Caso, estado: Estado, capturar: Capturar) -> None:
    """Take the case to a state, and do what follows the commit."""
    with capturar(execute=True):
        cambiar_estado(caso=caso, a=estado, actor=None)


def test_al_cerrar_el_contacto_recibe_el_enlace_a_su_encuesta(
    cliente: Usuario,
    companera: Usuario,
    buzon: Buzon,
    django_capture_on_commit_callbacks: Capturar,
) -> None:
    caso = crear_caso(cliente, estado=Estado.RESUELTO)
    caso.participantes.create(correo=companera.email, usuario=companera)
    IdentificadorCorreo.objects.create(message_id="<suyo@correo.example>", caso=caso, propio=False)

    pasar(caso, Estado.CERRADO, django_capture_on_commit_callbacks)

    (correo,) = enviados()
    assert correo.destinatario == cliente.email
    enlace = f"/mesa-de-ayuda/casos/{caso.numero}/"
    for cuerpo in (correo.texto or "", correo.html or ""):
        assert f"{settings.PORTAL_URL}{enlace}#encuesta" in cuerpo
        assert "no se lo pediremos otra vez" in cuerpo
    cabeceras = componer(correo).message()
    assert cabeceras["Auto-Submitted"] == "auto-replied"
    assert cabeceras["In-Reply-To"] == "<suyo@correo.example>"
    assert cabeceras["Reply-To"] == buzon.direccion
    client = Client()
    client.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    assert 'id="encuesta"' in client.get(enlace).content.decode()


def test_quien_reabre_y_cierra_no_recibe_otra(
    cliente: Usuario, django_capture_on_commit_callbacks: Capturar
) -> None:
    caso = crear_caso(cliente, estado=Estado.RESUELTO)
    for estado in (Estado.CERRADO, Estado.ABIERTO, Estado.CERRADO):
        pasar(caso, estado, django_capture_on_commit_callbacks)
    assert len(enviados()) == 1


def test_a_quien_ya_opino_no_se_le_pide(
    cliente: Usuario, django_capture_on_commit_callbacks: Capturar
) -> None:
    caso = crear_caso(cliente, estado=Estado.CERRADO)
    casos_web.calificar(caso=caso, puntaje=5, comentario="")
    for estado in (Estado.ABIERTO, Estado.CERRADO):
        pasar(caso, estado, django_capture_on_commit_callbacks)
    assert enviados() == []


def test_despues_del_correo_se_puede_opinar(cliente: Usuario) -> None:
    caso = crear_caso(cliente, estado=Estado.CERRADO)
    assert pedir_opinion(caso=caso.pk) is not None
    assert casos_web.calificar(caso=caso, puntaje=4, comentario="Bien.")
    assert Encuesta.objects.get(caso=caso).puntaje == 4


@pytest.mark.parametrize("estado", [Estado.RESUELTO, Estado.CANCELADO, Estado.ESPERA])
def test_sin_cerrar_no_se_pide(
    cliente: Usuario, estado: Estado, django_capture_on_commit_callbacks: Capturar
) -> None:
    caso = crear_caso(cliente, estado=Estado.ABIERTO)
    pasar(caso, estado, django_capture_on_commit_callbacks)
    assert enviados() == []
    assert not Encuesta.objects.exists()


def test_lo_que_se_fusiono_al_cerrarse_no_se_pregunta(
    cliente: Usuario, django_capture_on_commit_callbacks: Capturar
) -> None:
    caso, otro = crear_caso(cliente, estado=Estado.ABIERTO), crear_caso(cliente)
    with django_capture_on_commit_callbacks(execute=True):
        cambiar_estado(caso=caso, a=Estado.CERRADO, actor=None)
        Caso.objects.filter(pk=caso.pk).update(fusionado_en=otro)
    assert enviados() == []


def test_a_quien_no_puede_entrar_no_se_le_pide(cliente: Usuario) -> None:
    sin_cuenta = crear_caso(estado=Estado.CERRADO)
    assert pedir_opinion(caso=sin_cuenta.pk) is None
    caso = crear_caso(cliente, estado=Estado.CERRADO)
    Usuario.objects.filter(pk=cliente.pk).update(is_active=False)
    assert pedir_opinion(caso=caso.pk) is None
    assert not Encuesta.objects.exists()
    assert pedir_opinion(caso=caso.pk + 1000) is None


def test_si_se_abre_otra_vez_antes_de_pedirla_no_se_pide(cliente: Usuario) -> None:
    caso = crear_caso(cliente, estado=Estado.ABIERTO)
    assert pedir_opinion(caso=caso.pk) is None
