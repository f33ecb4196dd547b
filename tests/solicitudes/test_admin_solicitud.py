"""Requests in the admin: a new one, its page, its corrections, its history, the list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from portal.administracion.listas import PaginadorAcotado
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.enums import EstadoSolicitud, Etapa, TipoCertificado, Vigencia
from solicitudes.models import Solicitud
from tests.solicitudes.recetas import (
    F,
    P,
    R,
    T,
    caso_del_manual,
    crear_factura,
    crear_orden,
    crear_persona,
    crear_solicitud,
)

pytestmark = pytest.mark.django_db
AGREGAR = reverse("admin:solicitudes_solicitud_add")
LISTA = reverse("admin:solicitudes_solicitud_changelist")


@pytest.fixture
def cliente(cliente_de: Callable[[Usuario], Client], operador: Usuario) -> Client:
    """The operator's browser."""
    return cliente_de(operador)


def ficha(solicitud: Solicitud) -> str:
    """The address of the request's page."""
    return reverse("admin:solicitudes_solicitud_change", args=[solicitud.pk])


def datos(**cambios: str) -> dict[str, str]:
    """What the form of a request sends."""
    return {
        "orden": "",
        "numero": "",
        "tipo_certificado": "profesional",
        "forma_entrega": "token_virtual",
        "tipo_identificacion": "CC",
        "numero_identificacion": "1013592259",
        "nombre_persona": "",
        "correo_persona": "",
    } | cambios


def errores(respuesta: Any) -> dict[str, list[str]]:
    """The errors of the admin's form, by field."""
    assert respuesta.status_code == 200
    return dict(respuesta.context["adminform"].form.errors)


def numeros(respuesta: Any) -> set[int]:
    """The requests that a list shows."""
    return {solicitud.numero for solicitud in respuesta.context["cl"].result_list}


class TestAgregar:
    """A new request."""

    def test_nace_con_sus_cuatro_pasos_y_la_pagina_la_muestra(
        self, cliente: Client, operador: Usuario
    ) -> None:
        orden = crear_orden(solicitante=crear_persona(numero="1013592259"))
        respuesta = cliente.post(AGREGAR, datos(orden=str(orden.numero)))
        solicitud = Solicitud.objects.get()
        assert respuesta.headers["Location"] == ficha(solicitud)
        assert (solicitud.orden, solicitud.titular) == (orden, orden.solicitante)
        assert list(solicitud.pasos.values_list("estado", flat=True)) == [T, P, P, P]
        evento = Evento.objects.de(solicitud).get()
        assert (evento.accion, evento.actor) == ("Registró la solicitud", operador)

    def test_desde_la_orden_propone_su_numero_y_su_solicitante(self, cliente: Client) -> None:
        orden = crear_orden(solicitante=crear_persona(tipo="NIT", numero="860069804"))  # type: ignore[arg-type]
        pagina = cliente.get(AGREGAR, {"orden": orden.pk}).content.decode()
        assert f'value="{orden.numero}"' in pagina
        assert 'value="860069804-2"' in pagina
        assert '<option value="NIT" selected>' in pagina

    @pytest.mark.parametrize("orden", ["x", "999999", "", "²", "9" * 40])
    def test_una_orden_que_no_existe_en_la_direccion_no_estorba(
        self, cliente: Client, orden: str
    ) -> None:
        assert cliente.get(AGREGAR, {"orden": orden}).status_code == 200

    @pytest.mark.parametrize(
        ("cambios", "campo", "dice"),
        [
            ({"orden": "123456789"}, "orden", "No hay una orden con este número"),
            ({"orden": "x"}, "orden", ""),
            ({"orden": ""}, "orden", ""),
            ({"orden": "9" * 40}, "orden", "No hay una orden"),
            ({"tipo_certificado": "otro"}, "tipo_certificado", ""),
            ({"forma_entrega": ""}, "forma_entrega", ""),
            ({"numero_identificacion": "77"}, "numero_identificacion", ""),
            ({"numero_identificacion": "52000001"}, "nombre_persona", "no está registrada"),
        ],
    )
    def test_los_errores_salen_junto_al_campo(
        self, cliente: Client, cambios: dict[str, str], campo: str, dice: str
    ) -> None:
        orden = crear_orden(solicitante=crear_persona(numero="1013592259"))
        respuesta = cliente.post(AGREGAR, datos(**({"orden": str(orden.numero)} | cambios)))
        assert dice in errores(respuesta)[campo][0]
        assert not Solicitud.objects.exists()

    def test_un_numero_repetido_se_explica(self, cliente: Client) -> None:
        otra = crear_solicitud(titular=crear_persona(numero="1013592259"))
        envio = datos(orden=str(otra.orden.numero), numero=str(otra.numero))
        assert "numero" in errores(cliente.post(AGREGAR, envio))


class TestPagina:
    """The page of one request."""

    def test_muestra_el_caso_del_manual_entero(self, cliente: Client) -> None:
        solicitud = caso_del_manual()
        crear_factura(solicitud.orden)
        pagina = cliente.get(ficha(solicitud)).content.decode()
        for dato in (
            "434070",
            "434043",
            "SAMUEL ANDRÉS DUARTE ARBELÁEZ",
            "CERTICAMARA PRUEBAS 2016",
            "Profesional Titulado",
            "3b00cdd4a8d648335efb415e3b273bd8",
            "01/08/2016",
            "4 de octubre de 2016",
            "Revocado",
            "Cese de operación",
            reverse("admin:solicitudes_orden_factura_descargar", args=[solicitud.orden_id]),
        ):
            assert dato in pagina

    def test_sin_certificado_sus_datos_se_corrigen_y_queda_escrito(
        self, cliente: Client, operador: Usuario
    ) -> None:
        solicitud = crear_solicitud()
        titular = crear_persona(numero="1013592259", nombre="ANA")
        numero, orden, anterior = solicitud.numero, solicitud.orden, solicitud.titular
        envio = datos(tipo_certificado="persona_juridica", orden="1", numero="1")
        respuesta = cliente.post(ficha(solicitud), envio)
        assert respuesta.headers["Location"] == ficha(solicitud)
        solicitud.refresh_from_db()
        assert (solicitud.numero, solicitud.orden) == (numero, orden)
        assert solicitud.tipo_certificado == TipoCertificado.PERSONA_JURIDICA
        evento = Evento.objects.de(solicitud).get()
        assert evento.actor == operador
        assert evento.cambios == {
            "titular": [str(anterior), str(titular)],
            "tipo de certificado": ["Profesional Titulado", "Persona Jurídica"],
        }

    def test_con_certificado_sus_datos_ya_no_se_tocan(self, cliente: Client) -> None:
        solicitud = crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
        pagina = cliente.get(ficha(solicitud)).content.decode()
        assert "Corregir los datos" not in pagina
        assert 'name="_save"' not in pagina
        respuesta = cliente.post(ficha(solicitud), datos(tipo_certificado="persona_juridica"))
        aviso = str(next(iter(get_messages(respuesta.wsgi_request))))
        assert aviso.startswith("El certificado ya se emitió")
        solicitud.refresh_from_db()
        assert solicitud.tipo_certificado == TipoCertificado.PROFESIONAL

    def test_el_historial_cuenta_todo_lo_que_paso_con_quien_y_por_que(
        self, cliente: Client, cliente_de: Callable[[Usuario], Client], colega: Usuario
    ) -> None:
        solicitud = crear_solicitud(pasos=(F, F, F, T))
        cliente_de(colega).post(
            reverse("admin:solicitudes_certificado_serial", args=[solicitud.pk]),
            {"numero_serie": "abcdef", "desde": "2026-01-01", "hasta": "2099-01-01"},
        )
        cliente.post(reverse("admin:solicitudes_paso_finalizar", args=[solicitud.pk, 4]))
        revocar = reverse("admin:solicitudes_certificado_revocar", args=[solicitud.pk])
        cliente.post(revocar, {"razon": "1", "nota": "Denuncia 77"})
        historial = reverse("admin:solicitudes_solicitud_history", args=[solicitud.pk])
        pagina = cliente.get(historial).content.decode()
        for dato in (
            "Registró el certificado",
            "Colega",
            "abcdef",
            "Finalizó el paso 4",
            "Operador",
            "Revocó el certificado",
            "Clave privada comprometida",
            "Denuncia 77",
        ):
            assert dato in pagina

    def test_una_solicitud_no_se_borra(self, cliente: Client) -> None:
        solicitud = crear_solicitud()
        borrar = reverse("admin:solicitudes_solicitud_delete", args=[solicitud.pk])
        assert cliente.post(borrar, {"post": "yes"}).status_code == 403
        pagina = cliente.get(LISTA).content.decode()
        assert "delete_selected" not in pagina


class TestLista:
    """The list with its filters."""

    def test_se_filtra_por_la_vigencia_y_por_emitir_son_las_que_no_tienen(
        self, cliente: Client
    ) -> None:
        sin_certificado = crear_solicitud()
        por_vigencia = {
            vigencia: crear_solicitud(estado=EstadoSolicitud.FINALIZADA, certificado=vigencia)
            for vigencia in Vigencia
            if vigencia != Vigencia.POR_EMITIR
        }
        for vigencia, solicitud in por_vigencia.items():
            assert numeros(cliente.get(LISTA, {"vigencia": vigencia})) == {solicitud.numero}
        por_emitir = numeros(cliente.get(LISTA, {"vigencia": "por_emitir"}))
        assert por_emitir == {sin_certificado.numero}
        assert len(numeros(cliente.get(LISTA, {"vigencia": "otra"}))) == len(Vigencia)

    def test_se_filtra_por_el_paso_rechazado(self, cliente: Client) -> None:
        en_pago, en_entrega = (
            crear_solicitud(pasos=(F, R, P, P)),
            crear_solicitud(pasos=(F, F, F, R)),
        )
        crear_solicitud()
        filtrada = numeros(cliente.get(LISTA, {"rechazado": Etapa.PAGO.value}))
        assert filtrada == {en_pago.numero}
        assert numeros(cliente.get(LISTA, {"rechazado": "4"})) == {en_entrega.numero}
        assert len(numeros(cliente.get(LISTA, {"rechazado": "9"}))) == 3

    def test_se_filtra_por_estado_y_tipo(self, cliente: Client) -> None:
        por_estado = {estado: crear_solicitud(estado=estado) for estado in EstadoSolicitud}
        for estado, solicitud in por_estado.items():
            assert numeros(cliente.get(LISTA, {"estado__exact": estado})) == {solicitud.numero}
        otra = crear_solicitud(tipo_certificado=TipoCertificado.PERSONA_NATURAL)
        filtrada = numeros(cliente.get(LISTA, {"tipo_certificado__exact": "persona_natural"}))
        assert filtrada == {otra.numero}

    def test_lleva_a_importar_a_quien_puede(
        self, cliente: Client, cliente_de: Callable[[Usuario], Client], ajeno: Usuario
    ) -> None:
        importar = reverse("admin:importacion_importacion_add")
        assert importar in cliente.get(LISTA).content.decode()
        ajeno.user_permissions.set(Permission.objects.filter(codename="view_solicitud"))
        assert importar not in cliente_de(ajeno).get(LISTA).content.decode()

    def test_el_cuadro_de_busqueda_y_los_filtros_se_suman(self, cliente: Client) -> None:
        orden = crear_orden(empresa="ACME S.A.S.")
        pendiente = crear_solicitud(orden=orden, estado=EstadoSolicitud.PENDIENTE_PAGO)
        crear_solicitud(orden=orden)
        busqueda = {"q": "acme", "estado__exact": "pendiente_pago"}
        assert numeros(cliente.get(LISTA, busqueda)) == {pendiente.numero}

    def test_si_coincide_con_demasiado_se_avisa(
        self, cliente: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("solicitudes.busqueda.TOPE", 1)
        orden = crear_orden(empresa="ACME S.A.S.")
        for _ in range(2):
            crear_solicitud(orden=orden)
        respuesta = cliente.get(LISTA, {"q": "acme"})
        assert "coincide con más de" in str(next(iter(get_messages(respuesta.wsgi_request))))

    def test_no_cuenta_mas_alla_de_lo_que_alguien_hojea(
        self, cliente: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(PaginadorAcotado, "MAXIMO", 3)
        for _ in range(5):
            crear_solicitud()
        assert "más de 3 solicitudes" in cliente.get(LISTA).content.decode()

    def test_el_numero_de_consultas_no_depende_de_las_filas(
        self, cliente: Client, django_assert_num_queries: Callable[[int], Any]
    ) -> None:
        crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
        cliente.get(LISTA)
        for _ in range(10):
            crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
        # Session, user and second factor; then the count and the rows.
        with django_assert_num_queries(6):
            assert len(numeros(cliente.get(LISTA))) == 11

    def test_pide_la_lista_sin_cargar_los_archivos_de_los_certificados(
        self, cliente: Client
    ) -> None:
        crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
        fila = cliente.get(LISTA).context["cl"].result_list[0]
        assert "der" in fila.certificado.get_deferred_fields()

    @pytest.mark.parametrize(
        "consulta",
        [{"q": "\0"}, {"p": "x"}, {"p": "99"}, {"o": "9.9"}, {"creada__gte": "x"}, {"e": "1"}],
    )
    def test_una_direccion_manoseada_no_rompe_la_lista(
        self, cliente: Client, consulta: dict[str, str]
    ) -> None:
        crear_solicitud()
        assert cliente.get(LISTA, consulta).status_code in (200, 302)
