"""Outgoing messages in the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from portal.auditoria.models import Evento
from portal.mensajes.enums import EstadoEntrega
from portal.mensajes.models import CorreoSaliente, MensajeSaliente, SmsSaliente
from portal.mensajes.servicios import Adjunto
from portal.usuarios.models import Usuario
from tests.portal.mensajes.conftest import Encolar

pytestmark = pytest.mark.django_db
Clientes = Callable[[Usuario], Client]
CORREOS = reverse("admin:mensajes_correosaliente_changelist")
SMS = reverse("admin:mensajes_smssaliente_changelist")


@pytest.fixture
def admin(cliente_de: Clientes, administrador: Usuario) -> Client:
    """The browser of an administrator."""
    return cliente_de(administrador)


def fallar(mensaje: MensajeSaliente) -> None:
    propio = type(mensaje).reclamar(mensaje.pk)
    assert propio is not None
    propio.marcar_fallo("550 5.1.1 No existe el buzón", permanente=True)


def ficha(correo: CorreoSaliente) -> str:
    return reverse("admin:mensajes_correosaliente_change", args=[correo.pk])


def reintentar(cliente: Client, *mensajes: MensajeSaliente, **datos: str) -> HttpResponseBase:
    enviados: dict[str, Any] = {
        "action": "reintentar",
        "_selected_action": [mensaje.pk for mensaje in mensajes],
        **datos,
    }
    lista = reverse(f"admin:mensajes_{mensajes[0]._meta.model_name}_changelist")
    return cliente.post(lista, enviados, follow=True)


def test_la_lista_dice_como_va_cada_correo(admin: Client, correo: CorreoSaliente) -> None:
    fallar(correo)

    respuesta = admin.get(CORREOS)

    for dato in ("Fallido", "prueba.aviso", "ana.perez@empresa.example", "550 5.1.1 No existe"):
        assertContains(respuesta, dato)


def test_la_lista_de_sms_tambien(admin: Client, sms: SmsSaliente) -> None:
    respuesta = admin.get(SMS)

    assertContains(respuesta, "Pendiente")
    assertContains(respuesta, "+573105550123")


def test_la_lista_no_descifra_ningun_texto(admin: Client, correo: CorreoSaliente) -> None:
    with CaptureQueriesContext(
        connection,
    ) as consultas:
        admin.get(CORREOS)

    leidas = [consulta["sql"] for consulta in consultas if "correosaliente" in consulta["sql"]]
    assert leidas
    assert not any('"texto"' in sql or '"html"' in sql for sql in leidas)


@pytest.mark.parametrize("texto", ["ana.perez@", "prueba.av", "código"])
def test_se_busca_por_destinatario_proposito_y_asunto(
    admin: Client, encolar: Encolar, texto: str
) -> None:
    buscado = encolar()
    otro = encolar(destinatario="luis@otra.example", proposito="otro", asunto="Bienvenida")

    respuesta = admin.get(CORREOS, {"q": texto})

    assertContains(respuesta, str(buscado.pk))
    assertNotContains(respuesta, str(otro.pk))


def test_se_filtra_por_estado(admin: Client, encolar: Encolar) -> None:
    fallido, pendiente = encolar(), encolar()
    fallar(fallido)

    respuesta = admin.get(CORREOS, {"estado__exact": "fallido"})

    assertContains(respuesta, str(fallido.pk))
    assertNotContains(respuesta, str(pendiente.pk))


def test_un_texto_confidencial_no_se_muestra_nunca(admin: Client, encolar: Encolar) -> None:
    correo = encolar(confidencial=True, adjuntos=[Adjunto("a.pdf", "application/pdf", b"%PDF")])

    respuesta = admin.get(ficha(correo))

    assertContains(respuesta, "Confidencial: no se muestra.")
    assertContains(respuesta, "a.pdf (4 bytes)")
    assertNotContains(respuesta, "482913")


def test_un_texto_corriente_se_puede_leer(admin: Client, correo: CorreoSaliente) -> None:
    assertContains(admin.get(ficha(correo)), "Su código es 482913.")


def test_nadie_escribe_en_estas_filas(admin: Client, correo: CorreoSaliente) -> None:
    assert admin.get(reverse("admin:mensajes_correosaliente_add")).status_code == 403
    assert admin.post(ficha(correo), {"asunto": "otro"}).status_code == 403
    borrar = reverse("admin:mensajes_correosaliente_delete", args=[correo.pk])
    assert admin.post(borrar, {"post": "yes"}).status_code == 403

    correo.refresh_from_db()
    assert correo.asunto == "Su código"


def test_reintentar_pregunta_primero_y_dice_cuantos(admin: Client, encolar: Encolar) -> None:
    fallido, pendiente = encolar(), encolar()
    fallar(fallido)

    respuesta = reintentar(admin, fallido, pendiente)

    assertContains(respuesta, "Se aplicará a 1 fila")
    assert CorreoSaliente.objects.get(pk=fallido.pk).estado == "fallido"


@pytest.mark.parametrize("cual", ["correo", "sms"])
def test_confirmado_vuelve_a_la_cola_y_queda_en_el_historial(
    admin: Client, administrador: Usuario, request: pytest.FixtureRequest, cual: str
) -> None:
    mensaje: MensajeSaliente = request.getfixturevalue(cual)
    fallar(mensaje)

    respuesta = reintentar(admin, mensaje, confirmar="1")

    mensaje.refresh_from_db()
    assertContains(respuesta, "Mensajes de nuevo en la cola: 1.")
    assert (mensaje.estado, mensaje.intentos) == ("pendiente", 0)
    assert Evento.objects.de(mensaje).get().actor == administrador
    historial = reverse(f"admin:mensajes_{mensaje._meta.model_name}_history", args=[mensaje.pk])
    assertContains(admin.get(historial), "Reintentar")


def test_quien_llega_segundo_no_cambia_nada(admin: Client, correo: CorreoSaliente) -> None:
    fallar(correo)
    reintentar(admin, correo, confirmar="1")

    respuesta = reintentar(admin, correo, confirmar="1")

    assertContains(respuesta, "Ninguno de los mensajes elegidos se puede reintentar")
    assert Evento.objects.de(correo).count() == 1


def test_lo_confidencial_ya_borrado_no_se_puede_reintentar(admin: Client, encolar: Encolar) -> None:
    correo = encolar(confidencial=True)
    fallar(correo)

    respuesta = reintentar(admin, correo, confirmar="1")

    assertContains(respuesta, "su contenido ya se borró")
    assert CorreoSaliente.objects.get().estado == "fallido"


def test_quien_solo_puede_mirar_no_reintenta(
    cliente_de: Clientes, ajeno: Usuario, correo: CorreoSaliente
) -> None:
    fallar(correo)
    ajeno.user_permissions.add(Permission.objects.get(codename="view_correosaliente"))
    cliente = cliente_de(ajeno)

    assertNotContains(cliente.get(CORREOS), "Reintentar los mensajes fallidos")
    reintentar(cliente, correo, confirmar="1")

    assert CorreoSaliente.objects.get().estado == "fallido"


@pytest.mark.parametrize("lista", [CORREOS, SMS])
def test_otros_servicios_no_ven_los_mensajes(
    cliente_de: Clientes, operador: Usuario, lista: str
) -> None:
    assert cliente_de(operador).get(lista).status_code == 403


def test_la_lista_de_sms_dice_si_llego_y_por_que_no(admin: Client, sms: SmsSaliente) -> None:
    sms.anotar_entrega(EstadoEntrega.NO_ENTREGADO, sid="SM0123", error="30005")

    respuesta = admin.get(SMS, {"entrega__exact": "no_entregado", "q": "SM0123"})

    assertContains(respuesta, "No entregado (30005: el número no existe)")
    assertContains(admin.get(reverse("admin:mensajes_smssaliente_change", args=[sms.pk])), "SM0123")
