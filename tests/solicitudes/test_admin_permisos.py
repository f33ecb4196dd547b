"""Who may: the operator and a colleague; nobody else sees, searches or acts, by any address."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from solicitudes.enums import EstadoSolicitud
from solicitudes.models import Solicitud
from tests.conftest import crear_personal
from tests.solicitudes.recetas import F, T, crear_factura, crear_solicitud

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]
MODELOS = ("solicitud", "orden", "persona", "certificado", "factura")
ACTOS_CERTIFICADO = ("archivo", "serial", "suspender", "levantar", "revocar", "descargar")


@pytest.fixture
def solicitud() -> Solicitud:
    """A finished request with its invoice."""
    nueva = crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
    crear_factura(nueva.orden)
    return nueva


def paginas(solicitud: Solicitud) -> list[str]:
    """Every address of the SSPS in the admin."""
    claves = {
        "solicitud": solicitud.pk,
        "orden": solicitud.orden_id,
        "persona": solicitud.titular_id,
        "certificado": solicitud.certificado.pk,
        "factura": solicitud.orden.factura.pk,
    }
    direcciones = [reverse("admin:app_list", args=["solicitudes"])]
    for modelo in MODELOS:
        lista = reverse(f"admin:solicitudes_{modelo}_changelist")
        direcciones += [lista, f"{lista}?q={solicitud.numero}"]
        direcciones.append(reverse(f"admin:solicitudes_{modelo}_add"))
        direcciones += [
            reverse(f"admin:solicitudes_{modelo}_{pagina}", args=[claves[modelo]])
            for pagina in ("change", "history", "delete")
        ]
    for acto in ("finalizar", "rechazar", "reabrir"):
        direcciones.append(reverse(f"admin:solicitudes_paso_{acto}", args=[solicitud.pk, 4]))
    for acto in ACTOS_CERTIFICADO:
        direcciones.append(reverse(f"admin:solicitudes_certificado_{acto}", args=[solicitud.pk]))
    for nombre in ("factura", "factura_descargar"):
        direcciones.append(reverse(f"admin:solicitudes_orden_{nombre}", args=[solicitud.orden_id]))
    return direcciones


@pytest.mark.parametrize("quien", ["operador", "colega"])
def test_el_operador_y_su_colega_ven_todo(
    cliente_de: ClienteDe, solicitud: Solicitud, quien: str, request: pytest.FixtureRequest
) -> None:
    cliente = cliente_de(request.getfixturevalue(quien))
    for modelo in MODELOS:
        assert cliente.get(reverse(f"admin:solicitudes_{modelo}_changelist")).status_code == 200
    ficha = reverse("admin:solicitudes_solicitud_change", args=[solicitud.pk])
    assert cliente.get(ficha).status_code == 200


@pytest.mark.parametrize(
    "rol", [Rol.OPERADOR_CONTRASENAS, Rol.AGENTE_1, Rol.AGENTE_2, Rol.AGENTE_3, None]
)
def test_el_resto_del_personal_no_entra_por_ninguna_direccion(
    cliente_de: ClienteDe, solicitud: Solicitud, rol: Rol | None
) -> None:
    cliente = cliente_de(crear_personal("extrano", rol))
    for direccion in paginas(solicitud):
        assert cliente.get(direccion).status_code in (403, 404, 405), direccion
        datos = {"motivo": "x", "razon": "1", "action": "finalizar_pasos", "_selected_action": "1"}
        assert cliente.post(direccion, datos).status_code in (403, 404, 405), direccion
    assert solicitud.pasos.filter(estado=F).count() == 4
    assert Solicitud.objects.get().certificado.revocado_en is None


def test_el_resto_del_personal_no_ve_la_aplicacion_en_el_inicio(
    cliente_de: ClienteDe, ajeno: Usuario
) -> None:
    pagina = cliente_de(ajeno).get(reverse("admin:index")).content.decode()
    assert "Solicitudes de certificado" not in pagina


def test_quien_no_ha_ingresado_va_al_ingreso(client: Client, solicitud: Solicitud) -> None:
    for direccion in paginas(solicitud):
        for respuesta in (client.get(direccion), client.post(direccion)):
            assert respuesta.status_code == 302, direccion
            assert respuesta.headers["Location"].startswith(reverse("admin:login"))


def test_con_la_contrasena_pero_sin_el_segundo_factor_tampoco(
    client: Client, solicitud: Solicitud, operador: Usuario
) -> None:
    client.force_login(operador, backend="django.contrib.auth.backends.ModelBackend")
    for direccion in paginas(solicitud):
        for respuesta in (client.get(direccion), client.post(direccion)):
            assert respuesta.status_code == 302, direccion


@pytest.fixture
def miron(ajeno: Usuario) -> Usuario:
    """Somebody who may look at the requests and nothing else."""
    ver = [f"view_{modelo}" for modelo in MODELOS]
    ajeno.user_permissions.set(
        Permission.objects.filter(content_type__app_label="solicitudes", codename__in=ver)
    )
    return ajeno


def test_quien_solo_mira_no_tiene_botones_ni_puede_actuar(
    cliente_de: ClienteDe, miron: Usuario
) -> None:
    solicitud = crear_solicitud(pasos=(F, F, F, T))
    cliente = cliente_de(miron)
    ficha = reverse("admin:solicitudes_solicitud_change", args=[solicitud.pk])
    pagina = cliente.get(ficha).content.decode()
    assert "Entrega de certificado" in pagina
    for texto in ("Rechazar…", "Reabrir…", "Registrar con el archivo", "Corregir los datos"):
        assert texto not in pagina
    assert "finalizar_pasos" not in cliente.get(ficha.rsplit("/", 3)[0] + "/").content.decode()
    for acto in ("rechazar", "reabrir", "finalizar"):
        direccion = reverse(f"admin:solicitudes_paso_{acto}", args=[solicitud.pk, 4])
        assert cliente.post(direccion, {"motivo": "x"}).status_code == 403
    for acto in ("archivo", "serial", "suspender", "levantar", "revocar"):
        direccion = reverse(f"admin:solicitudes_certificado_{acto}", args=[solicitud.pk])
        assert cliente.post(direccion, {"motivo": "x"}).status_code == 403
    factura = reverse("admin:solicitudes_orden_factura", args=[solicitud.orden_id])
    assert cliente.get(factura).status_code == 403


def test_ver_ordenes_no_da_a_ver_sus_solicitudes_ni_su_factura(
    cliente_de: ClienteDe, ajeno: Usuario, solicitud: Solicitud
) -> None:
    ajeno.user_permissions.set(Permission.objects.filter(codename="view_orden"))
    cliente = cliente_de(ajeno)
    pagina = cliente.get(reverse("admin:solicitudes_orden_change", args=[solicitud.orden_id]))
    assert str(solicitud.numero) not in pagina.content.decode()
    bajar = reverse("admin:solicitudes_orden_factura_descargar", args=[solicitud.orden_id])
    assert bajar not in pagina.content.decode()
    assert cliente.get(bajar).status_code == 403
