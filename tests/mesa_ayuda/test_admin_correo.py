"""Mailboxes and «correos no importados» in the admin: who may, what shows, what is written down."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from mesa_ayuda.entrada.recepcion import recibir
from mesa_ayuda.enums import EstadoCorreo, Veredicto
from mesa_ayuda.models import Buzon, CorreoEntrante
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.entrada.muestras import correo
from tests.mesa_ayuda.recetas import crear_buzon

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]
LISTA = "admin:mesa_ayuda_correoentrante_changelist"


@pytest.fixture
def fallido(buzon: Buzon) -> CorreoEntrante:
    """A mail that was not imported."""
    fila = recibir(buzon=buzon, crudo=correo(message_id="<f@x.example>")).correo
    CorreoEntrante.objects.filter(pk=fila.pk).update(
        estado=EstadoCorreo.NO_IMPORTADO,
        veredicto=Veredicto.NO_IMPORTADO,
        motivo="Pesa más de 10 MB, que es el máximo.",
        intentos=5,
    )
    fila.refresh_from_db()
    return fila


def actuar(cliente: Client, accion: str, fila: CorreoEntrante, **otros: str) -> str:
    """Run an admin action on one mail and return the page that follows."""
    datos = {"action": accion, "_selected_action": str(fila.pk), **otros}
    respuesta = cliente.post(reverse(LISTA), datos, follow=True)
    assert respuesta.status_code == 200
    return str(respuesta.content.decode())


def test_la_lista_dice_por_que_no_se_importo(
    cliente_de: ClienteDe, agente: Usuario, fallido: CorreoEntrante
) -> None:
    pagina = cliente_de(agente).get(reverse(LISTA), {"estado": "no_importado"})
    assert "Pesa más de 10 MB" in pagina.content.decode()


def test_reintentar_lo_devuelve_a_la_cola_y_queda_escrito(
    cliente_de: ClienteDe, supervisor: Usuario, fallido: CorreoEntrante
) -> None:
    assert "Puso a leer otra vez 1 correo." in actuar(cliente_de(supervisor), "reintentar", fallido)
    fallido.refresh_from_db()
    assert (fallido.estado, fallido.intentos, fallido.veredicto) == (EstadoCorreo.RECIBIDO, 0, "")
    evento = Evento.objects.de(fallido).get()
    assert (evento.accion, evento.actor) == ("Reintentó", supervisor)
    assert "Puso a leer otra vez 0 correos." in actuar(
        cliente_de(supervisor), "reintentar", fallido
    )


def test_descartar_pregunta_primero(
    cliente_de: ClienteDe, supervisor: Usuario, fallido: CorreoEntrante
) -> None:
    cliente = cliente_de(supervisor)
    assert "¿Descarta 1 correo?" in actuar(cliente, "descartar", fallido)
    fallido.refresh_from_db()
    assert fallido.estado == EstadoCorreo.NO_IMPORTADO
    assert "Descartó 1 correo." in actuar(cliente, "descartar", fallido, confirmar="1")
    fallido.refresh_from_db()
    assert fallido.estado == EstadoCorreo.DESCARTADO
    assert fallido.crudo.size > 0


def test_un_agente_sin_permiso_no_reintenta_ni_descarta(
    cliente_de: ClienteDe, agente: Usuario, fallido: CorreoEntrante
) -> None:
    for accion in ("reintentar", "descartar"):
        actuar(cliente_de(agente), accion, fallido, confirmar="1")
    fallido.refresh_from_db()
    assert fallido.estado == EstadoCorreo.NO_IMPORTADO


def test_el_crudo_se_descarga_y_nunca_se_abre(
    cliente_de: ClienteDe, agente: Usuario, ajeno: Usuario, fallido: CorreoEntrante
) -> None:
    ruta = reverse("admin:mesa_ayuda_correoentrante_crudo", args=[fallido.pk])
    respuesta = cliente_de(agente).get(ruta)
    assert b"".join(respuesta.streaming_content) == fallido.crudo.read()  # type: ignore[attr-defined]
    assert respuesta["Content-Disposition"] == f'attachment; filename="correo-{fallido.pk}.eml"'
    assert respuesta["Content-Type"] == "application/octet-stream"
    assert respuesta["X-Content-Type-Options"] == "nosniff"
    assert cliente_de(ajeno).get(ruta).status_code == 403
    assert Client().get(ruta).status_code == 302
    assert cliente_de(agente).get(ruta.replace(str(fallido.pk), "999999")).status_code == 404


def test_el_detalle_no_se_edita(
    cliente_de: ClienteDe, administrador: Usuario, fallido: CorreoEntrante
) -> None:
    ruta = reverse("admin:mesa_ayuda_correoentrante_change", args=[fallido.pk])
    pagina = cliente_de(administrador).get(ruta).content.decode()
    assert "Descargar (.eml)" in pagina
    assert 'name="motivo"' not in pagina


def datos(**cambios: str) -> dict[str, str]:
    """Return the form of a mailbox."""
    return {
        "nombre": "Mesa",
        "direccion": "mesa@portal.example",
        "activo": "on",
        "imap_servidor": "imap.portal.example",
        "imap_puerto": "993",
        "imap_usuario": "mesa",
        "imap_carpeta": "INBOX",
        **cambios,
    }


def test_la_clave_del_buzon_se_escribe_y_no_se_muestra(
    cliente_de: ClienteDe, administrador: Usuario
) -> None:
    cliente = cliente_de(administrador)
    cliente.post(reverse("admin:mesa_ayuda_buzon_add"), datos(clave_nueva="  muy secreta "))
    buzon = Buzon.objects.get()
    assert buzon.imap_clave == "  muy secreta "
    ruta = reverse("admin:mesa_ayuda_buzon_change", args=[buzon.pk])
    assert "muy secreta" not in cliente.get(ruta).content.decode()
    cliente.post(ruta, datos(nombre="Otro nombre"))
    buzon.refresh_from_db()
    assert (buzon.nombre, buzon.imap_clave) == ("Otro nombre", "  muy secreta ")
    assert "secreta" not in "".join(str(e.cambios) for e in Evento.objects.de(buzon))


def test_un_buzon_con_servidor_pide_usuario_y_clave(
    cliente_de: ClienteDe, administrador: Usuario
) -> None:
    respuesta = cliente_de(administrador).post(
        reverse("admin:mesa_ayuda_buzon_add"), datos(imap_usuario="")
    )
    pagina = respuesta.content.decode()
    assert "Escriba el usuario del servidor IMAP." in pagina
    assert "Escriba la contraseña del servidor IMAP." in pagina
    assert not Buzon.objects.exists()


def test_un_agente_no_toca_los_buzones(cliente_de: ClienteDe, agente: Usuario) -> None:
    buzon = crear_buzon()
    ruta = reverse("admin:mesa_ayuda_buzon_change", args=[buzon.pk])
    assert cliente_de(agente).post(ruta, datos(nombre="x")).status_code == 403
