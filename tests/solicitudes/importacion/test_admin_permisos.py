"""Who may import: whoever may write requests by hand; a colleague as much as the owner."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from portal.usuarios.models import Usuario
from solicitudes.importacion.enums import EstadoImportacion
from solicitudes.importacion.models import Importacion
from tests.solicitudes.importacion.archivos import csv_de
from tests.solicitudes.importacion.conftest import Subir
from tests.solicitudes.importacion.test_admin import (
    LISTA,
    SUBIR,
    TRES,
    Cliente,
    direccion,
    subir_por_web,
    texto,
)

pytestmark = pytest.mark.django_db


def test_quien_tramita_solicitudes_ve_la_puerta_y_los_demas_no(
    cliente_de: Cliente, operador: Usuario, ajeno: Usuario
) -> None:
    inicio = reverse("admin:index")
    assert LISTA in texto(cliente_de(operador).get(inicio))
    assert LISTA not in texto(cliente_de(ajeno).get(inicio))
    assert SUBIR in texto(cliente_de(operador).get(LISTA))


def test_un_colega_puede_ver_confirmar_y_descartar(
    cliente_de: Cliente, colega: Usuario, revisar: Subir
) -> None:
    una, otra = revisar(csv_de(TRES)), revisar(csv_de(TRES))
    cliente = cliente_de(colega)
    assert texto(cliente.get(LISTA)).count("exporte del SSPS.csv") == 2
    cliente.post(direccion("confirmar", una))
    una.refresh_from_db()
    assert una.confirmada_por == colega
    respuesta = cliente.post(direccion("descartar", otra), follow=True)
    assert "Descartó la importación y se borró el archivo." in respuesta.content.decode()
    otra.refresh_from_db()
    assert otra.estado == EstadoImportacion.DESCARTADA


@pytest.mark.parametrize(
    ("metodo", "nombre"),
    [
        *(("get", n) for n in ("change", "progreso", "filas", "descartar", "history")),
        *(("post", n) for n in ("confirmar", "descartar")),
    ],
)
def test_a_quien_no_tramita_solicitudes_se_le_niega_todo(
    cliente_de: Cliente, ajeno: Usuario, revisar: Subir, metodo: str, nombre: str
) -> None:
    importacion = revisar(csv_de(TRES))
    cliente = cliente_de(ajeno)
    assert getattr(cliente, metodo)(direccion(nombre, importacion)).status_code == 403
    importacion.refresh_from_db()
    assert importacion.estado == EstadoImportacion.POR_CONFIRMAR


def test_a_quien_no_tramita_solicitudes_tampoco_se_le_da_lo_demas(
    cliente_de: Cliente, ajeno: Usuario
) -> None:
    cliente = cliente_de(ajeno)
    plantilla = reverse("admin:importacion_importacion_plantilla", args=["csv"])
    for ruta in (LISTA, SUBIR, plantilla):
        assert cliente.get(ruta).status_code == 403
    assert subir_por_web(cliente, csv_de(TRES)).status_code == 403
    assert not Importacion.objects.exists()


def test_con_un_solo_permiso_no_basta(
    cliente_de: Cliente, ajeno: Usuario, django_user_model: type[Usuario]
) -> None:
    ajeno.user_permissions.add(Permission.objects.get(codename="add_solicitud"))
    assert cliente_de(ajeno).get(SUBIR).status_code == 403
    ajeno.user_permissions.add(Permission.objects.get(codename="change_solicitud"))
    assert cliente_de(django_user_model.objects.get(pk=ajeno.pk)).get(SUBIR).status_code == 200


def test_sin_sesion_o_sin_segundo_factor_se_pide_ingresar(
    client: Client, operador: Usuario, revisar: Subir
) -> None:
    importacion = revisar(csv_de(TRES))
    for nombre in ("change", "progreso", "filas"):
        assert client.get(direccion(nombre, importacion)).status_code == 302
    client.force_login(operador, backend="django.contrib.auth.backends.ModelBackend")
    for nombre in ("change", "progreso", "filas"):
        assert client.get(direccion(nombre, importacion)).status_code == 302


def test_nadie_borra_ni_modifica_una_importacion_a_mano(
    cliente_de: Cliente, administrador: Usuario, revisar: Subir
) -> None:
    importacion = revisar(csv_de(TRES))
    cliente = cliente_de(administrador)
    assert cliente.post(direccion("delete", importacion), {"post": "yes"}).status_code == 403
    assert (
        cliente.post(direccion("change", importacion), {"estado": "terminada"}).status_code == 405
    )
    importacion.refresh_from_db()
    assert importacion.estado == EstadoImportacion.POR_CONFIRMAR
