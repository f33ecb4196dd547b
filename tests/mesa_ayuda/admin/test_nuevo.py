"""«Nuevo caso»: staff open one for who calls or chats, whom the desk may or may not know."""

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from mesa_ayuda.enums import Estado, HorarioContacto, Prioridad, Via
from mesa_ayuda.models import Adjunto, Caso, Contacto, Novedad
from portal.auditoria.models import Evento
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.mesa_ayuda.recetas import crear_buzon

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]
NUEVO = reverse("admin:mesa_ayuda_caso_nuevo")


def datos(**otros: Any) -> dict[str, Any]:
    """Return a form filled in for somebody the desk doesn't know."""
    novedad = Novedad.objects.select_related("producto").get(nombre="El servicio no responde")
    return {
        "formulario": str(uuid.uuid4()),
        "via": Via.TELEFONO,
        "nombre": "Nora  Nueva Inventada",
        "correo": "Nora@correo.example",
        "telefono": "601 555 0100",
        "horario_contacto": HorarioContacto.MANANA,
        "servicio": str(novedad.producto.servicio_id),
        "producto": str(novedad.producto_id),
        "novedad": str(novedad.pk),
        "asunto": "RE: No entra",
        "descripcion": "Llamó porque no entra.",
    } | otros


def abrir(client: Client, **otros: Any) -> str:
    return client.post(NUEVO, datos(**otros), follow=True).content.decode()


def test_quien_llama_por_primera_vez_queda_con_cuenta_y_recibe_su_enlace(
    mesa: Client, agente: Usuario
) -> None:
    pagina = abrir(mesa)
    caso = Caso.objects.get()
    assert f"Abrió el caso {caso.numero} y se envió su número al cliente." in pagina
    assert caso.contacto is not None
    assert (caso.contacto.email, caso.contacto.get_full_name()) == (
        "nora@correo.example",
        "Nora Nueva Inventada",
    )
    assert not caso.contacto.has_usable_password()
    assert Contacto.objects.get().telefono == caso.telefono
    assert (caso.via, caso.asunto, caso.estado) == (Via.TELEFONO, "No entra", Estado.NUEVO)
    assert (caso.prioridad, caso.vence is None) == (Prioridad.CRITICA, False)
    correo = CorreoSaliente.objects.get()
    assert (correo.proposito, correo.destinatario) == ("mesa_bienvenida", "nora@correo.example")
    assert Evento.objects.de(caso)[0].actor == agente
    assert Evento.objects.de(caso.contacto)[0].accion == "Creó la cuenta"


def test_a_quien_ya_tiene_cuenta_le_llega_el_numero(mesa: Client, cliente: Usuario) -> None:
    abrir(mesa, correo=cliente.email.upper(), via=Via.CHAT, telefono="")
    caso = Caso.objects.get()
    assert (caso.contacto, caso.contacto_nombre, caso.via) == (cliente, "Ana Cliente", Via.CHAT)
    assert caso.cuenta == Contacto.objects.get(usuario=cliente).cuenta
    assert CorreoSaliente.objects.get().proposito == "mesa_caso_recibido"


def test_los_archivos_quedan_en_el_primer_mensaje(
    mesa: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    abrir(mesa, archivos=[SimpleUploadedFile("pantalla.txt", b"error 7")])
    adjunto = Adjunto.objects.get()
    primero = Caso.objects.get().mensajes.order_by("pk")[0]
    assert (adjunto.mensaje, adjunto.nombre) == (primero, "pantalla.txt")


def test_tras_un_error_se_piden_otra_vez_los_archivos_y_un_programa_no_entra(
    mesa: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    texto, programa = (
        SimpleUploadedFile("a.txt", b"x"),
        SimpleUploadedFile("instalar.exe", b"MZ"),
    )
    assert "Elija otra vez los archivos" in abrir(mesa, nombre="", archivos=[texto])
    assert "No recibimos «instalar.exe»" in abrir(mesa, archivos=[programa])
    assert not Caso.objects.exists()
    assert not Adjunto.objects.exists()


def test_sin_correo_basta_un_telefono_y_nadie_recibe_nada(mesa: Client) -> None:
    pagina = abrir(mesa, correo="")
    caso = Caso.objects.get()
    assert f"Abrió el caso {caso.numero}." in pagina
    assert (caso.contacto, caso.contacto_nombre) == (None, "Nora Nueva Inventada")
    assert not CorreoSaliente.objects.exists()
    assert not Usuario.objects.filter(is_staff=False).exists()


def test_el_mismo_formulario_dos_veces_abre_uno(mesa: Client) -> None:
    marca = str(uuid.uuid4())
    for _ in range(2):
        abrir(mesa, formulario=marca)
    assert Caso.objects.count() == CorreoSaliente.objects.count() == 1


@pytest.mark.parametrize(
    ("otros", "dice"),
    [
        ({"nombre": ""}, "Escriba el nombre"),
        ({"correo": "", "telefono": ""}, "Escriba un teléfono o un correo"),
        ({"correo": "no es"}, "correo"),
        ({"correo": "agente@portal.example"}, "es de alguien del personal"),
        ({"correo": "mesa@portal.example"}, "es de la mesa de ayuda"),
        ({"correo": "inactivo@correo.example"}, "está desactivado"),
        ({"via": "correo"}, "Seleccione una vía"),
        ({"novedad": ""}, "Seleccione la novedad"),
        ({"asunto": "RE:"}, "después del prefijo"),
        ({"descripcion": ""}, "Describa la novedad"),
        ({"descripcion": "a" * 50_001}, "si necesita más, adjunte un archivo"),
    ],
)
def test_lo_que_falta_se_dice_junto_al_campo_y_no_se_pierde_nada(
    mesa: Client, otros: dict[str, str], dice: str
) -> None:
    crear_buzon("mesa@portal.example")
    Usuario.objects.create_user("inactivo", "inactivo@correo.example", is_active=False)
    pagina = abrir(mesa, **otros)
    assert dice in pagina
    assert "errornote" in pagina
    assert 'value="601 555 0100"' in pagina or otros.get("telefono") == ""
    assert not Caso.objects.exists()
    assert not CorreoSaliente.objects.exists()


def test_el_nombre_de_ingreso_de_otra_persona_no_se_toma(mesa: Client) -> None:
    Usuario.objects.create_user("nora@correo.example", "otra@correo.example")
    assert "es el nombre de otro usuario" in abrir(mesa)
    assert not Caso.objects.exists()


def test_el_navegador_no_corta_lo_que_se_pega(mesa: Client) -> None:
    area = re.search(r"<textarea[^>]*>", mesa.get(NUEVO).content.decode())
    assert area
    assert "maxlength" not in area.group()


def test_la_lista_lleva_a_abrir_uno_a_quien_atiende(mesa: Client, cliente_de: ClienteDe) -> None:
    lista = reverse("admin:mesa_ayuda_caso_changelist")
    assert NUEVO in mesa.get(lista).content.decode()
    assert mesa.get(NUEVO).status_code == 200
    mira = cliente_de(crear_personal("oficina", Rol.ADMINISTRADOR))
    assert NUEVO not in mira.get(lista).content.decode()
    assert mira.get(NUEVO).status_code == mira.post(NUEVO, datos()).status_code == 403
    assert not Caso.objects.exists()
