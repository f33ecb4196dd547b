"""Catalogue, companies, contacts and canned answers in the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mesa_ayuda.models import Contacto, Cuenta, Novedad, Producto, RespuestaPreparada, Servicio
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]


@pytest.fixture
def oficina(cliente_de: ClienteDe, administrador: Usuario) -> Client:
    """Who sets the help desk up."""
    return cliente_de(administrador)


def test_un_servicio_nuevo_queda_con_sus_productos_y_en_el_historial(oficina: Client) -> None:
    datos = {
        "nombre": "Correo certificado",
        "orden": "5",
        "activo": "on",
        "productos-TOTAL_FORMS": "1",
        "productos-INITIAL_FORMS": "0",
        "productos-0-nombre": "Correo electrónico certificado",
        "productos-0-orden": "1",
        "productos-0-activo": "on",
    }
    respuesta = oficina.post(reverse("admin:mesa_ayuda_servicio_add"), datos)
    assert respuesta.status_code == 302
    servicio = Servicio.objects.get(nombre="Correo certificado")
    assert servicio.productos.get().nombre == "Correo electrónico certificado"
    assert {e.accion for e in Evento.objects.de(servicio)} == {"Creó", "Agregó producto"}


def test_la_novedad_dice_que_prioridad_da(oficina: Client) -> None:
    novedad = Novedad.objects.get(nombre="El servicio no responde")
    lista = oficina.get(reverse("admin:mesa_ayuda_novedad_changelist"), {"q": novedad.nombre})
    assert "1 - Crítica" in lista.content.decode()


@pytest.mark.parametrize("modelo", ["servicio", "producto", "novedad"])
@pytest.mark.parametrize("por_la_lista", [False, True])
def test_lo_que_un_caso_nombra_no_se_borra(
    oficina: Client, modelo: str, por_la_lista: bool
) -> None:
    servicio = Servicio.objects.create(nombre="Nombrado")
    producto = Producto.objects.create(servicio=servicio, nombre="Nombrado")
    novedad = Novedad.objects.create(producto=producto, nombre="Nombrada")
    fila: Model = {"servicio": servicio, "producto": producto, "novedad": novedad}[modelo]
    # Nothing of the catalogue hangs on it: only the case keeps it.
    for hija in (novedad, producto):
        if hija is not fila and modelo != "novedad":
            hija.delete()
    nombra: dict[str, Any] = {modelo: fila}
    caso = crear_caso(**nombra)
    pagina = _borrar(oficina, fila, por_la_lista=por_la_lista)
    assert type(fila)._default_manager.filter(pk=fila.pk).exists()
    assert "No se puede eliminar" in pagina
    assert not Evento.objects.de(fila).exists()
    caso.delete()
    _borrar(oficina, fila, por_la_lista=por_la_lista)
    assert not type(fila)._default_manager.filter(pk=fila.pk).exists()
    assert Evento.objects.de(fila).get().accion == "Eliminó"


def _borrar(oficina: Client, fila: Model, *, por_la_lista: bool) -> str:
    """Confirm the deletion of one row, on its own page or as the list's action."""
    nombre = f"admin:mesa_ayuda_{fila._meta.model_name}"
    if por_la_lista:
        direccion = reverse(f"{nombre}_changelist")
        datos = {"action": "delete_selected", "_selected_action": str(fila.pk), "post": "yes"}
    else:
        direccion, datos = reverse(f"{nombre}_delete", args=[fila.pk]), {"post": "yes"}
    return oficina.post(direccion, datos).content.decode()


def test_una_cuenta_se_busca_sin_tildes_o_por_nit(oficina: Client) -> None:
    cuenta = Cuenta.objects.create(nombre="Panadería Inventada S.A.S.", nit="900123456")
    Cuenta.objects.create(nombre="Otra Inventada", nit="800111222")
    lista = reverse("admin:mesa_ayuda_cuenta_changelist")
    for termino in ("panaderia", "INVENTADA panad", "900.123.456-1", "900123456"):
        hallados = list(oficina.get(lista, {"q": termino}).context["cl"].result_list)
        assert hallados == [cuenta], termino


def test_ver_los_casos_de_la_cuenta_pide_una_cuenta(
    oficina: Client, cliente: Usuario, cuenta: Cuenta
) -> None:
    contacto = Contacto.objects.get(usuario=cliente)
    pagina = reverse("admin:mesa_ayuda_contacto_change", args=[contacto.pk])
    respuesta = oficina.post(pagina, {"cuenta": "", "ve_la_cuenta": "on", "telefono": ""})
    assert "Elija primero la cuenta" in respuesta.content.decode()
    oficina.post(pagina, {"cuenta": str(cuenta.pk), "ve_la_cuenta": "on", "telefono": "601"})
    contacto.refresh_from_db()
    assert (contacto.cuenta, contacto.ve_la_cuenta, contacto.usuario) == (cuenta, True, cliente)
    (evento,) = Evento.objects.de(contacto)
    assert evento.cambios["ve los casos de su cuenta"] == ["no", "sí"]


def test_una_respuesta_preparada_solo_lleva_variables_que_existen(oficina: Client) -> None:
    alta = reverse("admin:mesa_ayuda_respuestapreparada_add")
    datos = {"titulo": "Saludo", "texto": "Hola {{ contacto.clave }} {{caso.numero}}"}
    respuesta = oficina.post(alta, datos | {"activa": "on"})
    assert "Estas variables no existen: «contacto.clave»" in respuesta.content.decode()
    assert not RespuestaPreparada.objects.exists()
    oficina.post(alta, datos | {"texto": "Hola {{ contacto.nombre }}", "activa": "on"})
    assert RespuestaPreparada.objects.get().texto == "Hola {{ contacto.nombre }}"


def test_quitar_la_marca_de_rebote_queda_en_el_historial(
    oficina: Client, cliente: Usuario, forastero: Usuario
) -> None:
    marcado, sin_marca = (Contacto.objects.get(usuario=uno) for uno in (cliente, forastero))
    Contacto.objects.filter(pk=marcado.pk).update(rebota_desde=timezone.now())
    lista = reverse("admin:mesa_ayuda_contacto_changelist")
    datos = {"action": "ya_no_rebota", "_selected_action": [marcado.pk, sin_marca.pk]}
    assert (
        "Quitó la marca de 1 contacto." in oficina.post(lista, datos, follow=True).content.decode()
    )
    marcado.refresh_from_db()
    assert marcado.rebota_desde is None
    assert Evento.objects.de(marcado)[0].accion == "Quitó la marca de rebote"
    assert not Evento.objects.de(sin_marca)
