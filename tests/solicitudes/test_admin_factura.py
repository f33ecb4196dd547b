"""The invoice of an order: attaching, replacing and downloading it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.models import Factura, Orden
from tests.solicitudes.recetas import crear_factura, crear_orden
from tests.solicitudes.test_factura_pdf import hacer_pdf

pytestmark = pytest.mark.django_db
BUENO = hacer_pdf()


@pytest.fixture
def cliente(cliente_de: Callable[[Usuario], Client], operador: Usuario) -> Client:
    """The operator's browser."""
    return cliente_de(operador)


def subir(cliente: Client, orden: Orden, contenido: bytes, nombre: str = "factura.pdf") -> Any:
    """Upload a file as the invoice."""
    archivo = SimpleUploadedFile(nombre, contenido, content_type="application/pdf")
    return cliente.post(
        reverse("admin:solicitudes_orden_factura", args=[orden.pk]), {"archivo": archivo}
    )


def descargar(cliente: Client, orden: Orden) -> Any:
    """Download the invoice."""
    return cliente.get(reverse("admin:solicitudes_orden_factura_descargar", args=[orden.pk]))


def test_un_pdf_se_adjunta_y_se_descarga_tal_cual(cliente: Client, operador: Usuario) -> None:
    orden = crear_orden()
    respuesta = subir(cliente, orden, BUENO)
    assert respuesta.headers["Location"] == reverse(
        "admin:solicitudes_orden_change", args=[orden.pk]
    )
    bajada = descargar(cliente, orden)
    assert b"".join(bajada.streaming_content) == BUENO
    assert bajada.headers["Content-Type"] == "application/pdf"
    assert f"factura-orden-{orden.numero}.pdf" in bajada.headers["Content-Disposition"]
    assert bajada.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in bajada.headers["Cache-Control"]
    assert Evento.objects.de(orden).get().actor == operador


def test_el_nombre_que_le_dio_la_persona_no_llega_al_disco(cliente: Client) -> None:
    subir(cliente, crear_orden(), BUENO, nombre="../../etc/cron.d/malo.sh")
    factura = Factura.objects.get()
    carpeta = f"facturas/{factura.sha256[:2]}/{factura.sha256}"
    assert str(factura.archivo.name).startswith(carpeta)
    assert Path(factura.archivo.path).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        (b"<html>", "no es un PDF"),
        (b"", "vacío"),
        (BUENO[:-20], "incompleto"),
        (BUENO + b"\0" * (5 * 1024 * 1024), "5 MB"),
    ],
)
def test_lo_que_no_es_un_pdf_entero_se_rechaza_junto_al_campo(
    cliente: Client, contenido: bytes, dice: str
) -> None:
    respuesta = subir(cliente, crear_orden(), contenido)
    assert respuesta.status_code == 200
    assert dice in respuesta.context["form"].errors["archivo"][0]
    assert not Factura.objects.exists()


def test_sin_archivo_se_pide(cliente: Client) -> None:
    orden = crear_orden()
    respuesta = cliente.post(reverse("admin:solicitudes_orden_factura", args=[orden.pk]))
    assert "Elija el archivo PDF" in respuesta.content.decode()


def test_al_reemplazarla_se_avisa_y_se_sirve_la_nueva(cliente: Client) -> None:
    orden = crear_orden()
    crear_factura(orden)
    pagina = cliente.get(reverse("admin:solicitudes_orden_factura", args=[orden.pk]))
    assert "la reemplazará" in pagina.content.decode()
    subir(cliente, orden, BUENO)
    assert b"".join(descargar(cliente, orden).streaming_content) == BUENO
    evento = Evento.objects.de(orden).get()
    assert evento.accion == "Reemplazó la factura"
    assert all(evento.cambios["factura"])


def test_la_orden_ofrece_adjuntar_o_descargar(cliente: Client) -> None:
    orden = crear_orden()
    ficha = reverse("admin:solicitudes_orden_change", args=[orden.pk])
    bajar = reverse("admin:solicitudes_orden_factura_descargar", args=[orden.pk])
    assert bajar not in cliente.get(ficha).content.decode()
    crear_factura(orden)
    assert bajar in cliente.get(ficha).content.decode()


def test_sin_factura_no_hay_descarga(cliente: Client) -> None:
    assert descargar(cliente, crear_orden()).status_code == 404


def test_si_el_archivo_se_perdio_del_disco_se_dice_y_no_se_cae(cliente: Client) -> None:
    orden = crear_orden()
    Path(crear_factura(orden).archivo.path).unlink()
    respuesta = descargar(cliente, orden)
    assert respuesta.status_code == 302
    assert "no está en el servidor" in str(next(iter(get_messages(respuesta.wsgi_request))))


def test_las_facturas_tienen_su_lista_para_mirar(cliente: Client) -> None:
    orden = crear_orden()
    factura = crear_factura(orden)
    lista = cliente.get(reverse("admin:solicitudes_factura_changelist")).content.decode()
    assert str(orden.numero) in lista
    detalle = reverse("admin:solicitudes_factura_change", args=[factura.pk])
    pagina = cliente.get(detalle).content.decode()
    assert factura.sha256 in pagina
    assert reverse("admin:solicitudes_orden_factura_descargar", args=[orden.pk]) in pagina
    historial = cliente.get(reverse("admin:solicitudes_factura_history", args=[factura.pk]))
    assert historial.headers["Location"] == reverse(
        "admin:solicitudes_orden_history", args=[orden.pk]
    )
