"""Registering, suspending and revoking the certificate from the page of its request."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.enums import EstadoSolicitud, MotivoRevocacion, Vigencia
from solicitudes.models import Certificado, Solicitud
from tests.solicitudes.certificados import NOMBRE, clave, en_der, en_pem, hacer_certificado
from tests.solicitudes.recetas import F, P, T, crear_persona, crear_solicitud

pytestmark = pytest.mark.django_db
SERIAL = "3b00cdd4a8d648335efb415e3b273bd8"


@pytest.fixture
def cliente(cliente_de: Callable[[Usuario], Client], operador: Usuario) -> Client:
    """The operator's browser."""
    return cliente_de(operador)


@pytest.fixture
def aprobada() -> Solicitud:
    """A request of the holder that the test certificates name, which waits for its certificate."""
    persona = crear_persona(numero="1013592259", nombre=NOMBRE)
    return crear_solicitud(pasos=(F, F, F, T), titular=persona)


def direccion(solicitud: Solicitud, acto: str) -> str:
    """The address of an act on the certificate."""
    return reverse(f"admin:solicitudes_certificado_{acto}", args=[solicitud.pk])


def ficha(solicitud: Solicitud) -> str:
    """The address of the request's page."""
    return reverse("admin:solicitudes_solicitud_change", args=[solicitud.pk])


def subir(cliente: Client, solicitud: Solicitud, octetos: bytes, **mas: str) -> Any:
    """Upload a file as the certificate."""
    archivo = SimpleUploadedFile("certificado.cer", octetos)
    return cliente.post(direccion(solicitud, "archivo"), {"archivo": archivo, **mas})


def escribir(cliente: Client, solicitud: Solicitud, serial: str, **mas: str) -> Any:
    """Type the serial, with dates that are good today unless told."""
    hoy = timezone.localdate()
    datos = {
        "numero_serie": serial,
        "desde": hoy.isoformat(),
        "hasta": (hoy + timedelta(days=365)).isoformat(),
    }
    return cliente.post(direccion(solicitud, "serial"), datos | mas)


def error(respuesta: Any, campo: str) -> str:
    """The words beside a field."""
    assert respuesta.status_code == 200
    return " ".join(respuesta.context["form"].errors[campo])


class TestArchivo:
    """With the X.509 file."""

    @pytest.mark.parametrize("formato", [en_pem, en_der])
    def test_un_certificado_del_titular_se_registra_de_una_vez(
        self, cliente: Client, aprobada: Solicitud, formato: Callable[[Any], bytes]
    ) -> None:
        certificado = hacer_certificado()
        respuesta = subir(cliente, aprobada, formato(certificado))
        assert respuesta.headers["Location"] == ficha(aprobada)
        guardado = Certificado.objects.get(solicitud=aprobada)
        assert guardado.serial == SERIAL
        assert bytes(guardado.der or b"") == en_der(certificado)
        assert guardado.valido_hasta == certificado.not_valid_after_utc
        pagina = cliente.get(ficha(aprobada)).content.decode()
        assert SERIAL in pagina
        assert "Emitido, sin descargar" in pagina

    def test_las_diferencias_se_muestran_y_nada_se_guarda_hasta_aceptarlas(
        self, cliente: Client, aprobada: Solicitud
    ) -> None:
        ajeno = hacer_certificado(nombre="OTRA PERSONA", identificacion="CC 52000000")
        respuesta = subir(cliente, aprobada, en_pem(ajeno))
        pagina = respuesta.content.decode()
        assert "a nombre de «OTRA PERSONA»" in pagina
        assert "no trae la identificación del titular, CC 1013592259" in pagina
        assert error(respuesta, "aceptar")
        assert not Certificado.objects.exists()
        contenido = respuesta.context["form"]["contenido"].value()
        segunda = cliente.post(
            direccion(aprobada, "archivo"), {"contenido": contenido, "aceptar": "on"}
        )
        assert segunda.headers["Location"] == ficha(aprobada)
        assert Certificado.objects.get().solicitud == aprobada

    def test_la_casilla_no_vale_para_otro_archivo_cuyas_diferencias_no_se_vieron(
        self, cliente: Client, aprobada: Solicitud
    ) -> None:
        uno = hacer_certificado(nombre="UNA PERSONA")
        otro = hacer_certificado(nombre="OTRA PERSONA")
        vista = subir(cliente, aprobada, en_der(uno)).context["form"]["contenido"].value()
        respuesta = subir(cliente, aprobada, en_der(otro), contenido=vista, aceptar="on")
        assert "a nombre de «OTRA PERSONA»" in respuesta.content.decode()
        assert not respuesta.context["form"]["aceptar"].value()
        assert not Certificado.objects.exists()
        assert error(subir(cliente, aprobada, en_der(uno), aceptar="on"), "aceptar")

    def test_en_lugar_del_que_difiere_se_puede_subir_el_correcto(
        self, cliente: Client, aprobada: Solicitud
    ) -> None:
        ajeno = hacer_certificado(nombre="OTRA PERSONA", serial=77)
        vista = subir(cliente, aprobada, en_der(ajeno)).context["form"]["contenido"].value()
        subir(cliente, aprobada, en_der(hacer_certificado()), contenido=vista)
        assert Certificado.objects.get().serial == SERIAL

    @pytest.mark.parametrize(
        ("contenido", "dice"),
        [
            (b"hola", "no es un certificado X.509"),
            (en_pem(hacer_certificado()) * 2, "varios certificados"),
            (
                clave().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
                "clave privada",
            ),
            (b"x" * (64 * 1024 + 1), "64 KB"),
            (b"", "vacío"),
            (
                en_der(
                    hacer_certificado(
                        desde=datetime(2020, 1, 1, tzinfo=UTC),
                        hasta=datetime(2022, 1, 1, tzinfo=UTC),
                    )
                ),
                "venció el 31/12/2021",
            ),
        ],
    )
    def test_lo_que_no_sirve_se_explica_junto_al_campo(
        self, cliente: Client, aprobada: Solicitud, contenido: bytes, dice: str
    ) -> None:
        assert dice in error(subir(cliente, aprobada, contenido), "archivo")
        assert not Certificado.objects.exists()

    def test_sin_archivo_se_pide(self, cliente: Client, aprobada: Solicitud) -> None:
        respuesta = cliente.post(direccion(aprobada, "archivo"))
        assert error(respuesta, "archivo") == "Elija el archivo del certificado."

    @pytest.mark.parametrize("contenido", ["###", "AAAA", "Ñ"])
    def test_un_contenido_falsificado_es_como_un_archivo_malo(
        self, cliente: Client, aprobada: Solicitud, contenido: str
    ) -> None:
        datos = {"contenido": contenido, "aceptar": "on"}
        assert error(cliente.post(direccion(aprobada, "archivo"), datos), "archivo")

    def test_un_serial_repetido_dice_donde_esta(self, cliente: Client, aprobada: Solicitud) -> None:
        subir(cliente, aprobada, en_der(hacer_certificado()))
        segunda = crear_solicitud(pasos=(F, F, F, T), titular=aprobada.titular)
        respuesta = subir(cliente, segunda, en_der(hacer_certificado()))
        assert f"en la solicitud {aprobada.numero}" in error(respuesta, "archivo")

    def test_antes_de_la_aprobacion_no_se_ofrece_ni_se_acepta(self, cliente: Client) -> None:
        solicitud = crear_solicitud(pasos=(F, F, T, P))
        assert direccion(solicitud, "archivo") not in cliente.get(ficha(solicitud)).content.decode()
        respuesta = cliente.get(direccion(solicitud, "archivo"))
        assert respuesta.headers["Location"] == ficha(solicitud)
        respuesta = escribir(cliente, solicitud, SERIAL)
        assert "«Entrega de certificado» está en el estado" in respuesta.content.decode()
        assert not Certificado.objects.exists()

    def test_el_archivo_registrado_se_puede_descargar(
        self, cliente: Client, aprobada: Solicitud
    ) -> None:
        subir(cliente, aprobada, en_pem(hacer_certificado()))
        respuesta = cliente.get(direccion(aprobada, "descargar"))
        assert respuesta.content == bytes(Certificado.objects.get().der or b"")
        assert f"{SERIAL}.cer" in respuesta.headers["Content-Disposition"]
        assert "no-store" in respuesta.headers["Cache-Control"]

    def test_sin_archivo_registrado_no_hay_descarga(self, cliente: Client) -> None:
        solicitud = crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
        assert (
            direccion(solicitud, "descargar") not in cliente.get(ficha(solicitud)).content.decode()
        )
        assert cliente.get(direccion(solicitud, "descargar")).status_code == 404


class TestSerial:
    """With the serial number typed."""

    @pytest.mark.parametrize(
        "escrito",
        [
            SERIAL,
            SERIAL.upper(),
            "3b:00:cd:d4:a8:d6:48:33:5e:fb:41:5e:3b:27:3b:d8",
            "3b 00 cd d4 a8 d6 48 33 5e fb 41 5e 3b 27 3b d8",
            f"0x{SERIAL}",
            str(int(SERIAL, 16)),
        ],
    )
    def test_se_registra_escrito_de_cualquier_manera(
        self, cliente: Client, aprobada: Solicitud, escrito: str
    ) -> None:
        assert escribir(cliente, aprobada, escrito).status_code == 302
        assert Certificado.objects.get().serial == SERIAL

    def test_las_fechas_van_de_la_primera_hora_a_la_ultima_de_bogota(
        self, cliente: Client, aprobada: Solicitud
    ) -> None:
        escribir(cliente, aprobada, SERIAL, desde="2026-01-05", hasta="2099-01-05")
        guardado = Certificado.objects.get()
        assert guardado.valido_desde == datetime(2026, 1, 5, 5, tzinfo=UTC)
        assert guardado.valido_hasta == datetime(2099, 1, 6, 4, 59, 59, tzinfo=UTC)

    def test_uno_ambiguo_pide_elegir_la_base_y_la_base_lo_resuelve(
        self, cliente: Client, aprobada: Solicitud
    ) -> None:
        respuesta = escribir(cliente, aprobada, "123456")
        assert "hexadecimal o decimal" in error(respuesta, "base")
        assert 'value="123456"' in respuesta.content.decode()
        escribir(cliente, aprobada, "123456", base="10")
        assert Certificado.objects.get().serial == "01e240"

    @pytest.mark.parametrize(
        ("cambios", "campo", "dice"),
        [
            ({"numero_serie": "hola"}, "numero_serie", "hexadecimal"),
            ({"numero_serie": ""}, "numero_serie", ""),
            ({"numero_serie": "ff" * 21}, "numero_serie", "20 octetos"),
            ({"numero_serie": "0x00"}, "numero_serie", "positivo"),
            ({"numero_serie": "abc", "base": "10"}, "numero_serie", ""),
            ({"base": "7"}, "base", ""),
            ({"desde": "ayer"}, "desde", ""),
            ({"hasta": ""}, "hasta", ""),
            ({"desde": "2099-01-02", "hasta": "2099-01-01"}, "hasta", "igual o posterior"),
            ({"desde": "2020-01-01", "hasta": "2022-01-01"}, "hasta", "venció el 01/01/2022"),
        ],
    )
    def test_los_errores_salen_junto_a_su_campo(
        self, cliente: Client, aprobada: Solicitud, cambios: dict[str, str], campo: str, dice: str
    ) -> None:
        assert dice in error(escribir(cliente, aprobada, **({"serial": SERIAL} | cambios)), campo)
        assert not Certificado.objects.exists()

    def test_uno_repetido_dice_donde_esta(self, cliente: Client, aprobada: Solicitud) -> None:
        escribir(cliente, aprobada, SERIAL)
        segunda = crear_solicitud(pasos=(F, F, F, T))
        dice = error(escribir(cliente, segunda, SERIAL.upper()), "numero_serie")
        assert f"en la solicitud {aprobada.numero}" in dice


class TestVigencia:
    """Suspending, lifting and revoking."""

    @pytest.mark.parametrize(
        ("vigencia", "ofrecidos"),
        [
            (Vigencia.VIGENTE, {"suspender", "revocar"}),
            (Vigencia.POR_VENCER, {"suspender", "revocar"}),
            (Vigencia.SUSPENDIDO, {"levantar", "revocar"}),
            (Vigencia.VENCIDO, {"revocar"}),
            (Vigencia.REVOCADO, set()),
        ],
    )
    def test_la_pagina_ofrece_lo_que_la_vigencia_permite_y_lo_demas_devuelve(
        self, cliente: Client, vigencia: Vigencia, ofrecidos: set[str]
    ) -> None:
        solicitud = crear_solicitud(estado=EstadoSolicitud.FINALIZADA, certificado=vigencia)
        pagina = cliente.get(ficha(solicitud)).content.decode()
        for acto in ("archivo", "serial", "suspender", "levantar", "revocar"):
            assert (direccion(solicitud, acto) in pagina) == (acto in ofrecidos)
            abierta = cliente.get(direccion(solicitud, acto)).status_code
            assert abierta == (200 if acto in ofrecidos else 302)

    def test_suspender_y_levantar_piden_motivo(self, cliente: Client) -> None:
        solicitud = crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
        assert error(cliente.post(direccion(solicitud, "suspender")), "motivo")
        cliente.post(direccion(solicitud, "suspender"), {"motivo": "Lo pidió"})
        assert Certificado.objects.get().vigencia() == Vigencia.SUSPENDIDO
        cliente.post(direccion(solicitud, "levantar"), {"motivo": "Lo pidió"})
        assert Certificado.objects.get().vigencia() == Vigencia.VIGENTE

    def test_revocar_pide_la_razon_de_la_lista_en_espanol(self, cliente: Client) -> None:
        solicitud = crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
        pagina = cliente.get(direccion(solicitud, "revocar")).content.decode()
        for razon in MotivoRevocacion:
            assert razon.label in pagina
        for escrita in ("", "6", "8", "99", "x"):
            respuesta = cliente.post(direccion(solicitud, "revocar"), {"razon": escrita})
            assert error(respuesta, "razon")
        cliente.post(direccion(solicitud, "revocar"), {"razon": "1", "nota": "Denuncia"})
        assert Certificado.objects.get().motivo_revocacion == MotivoRevocacion.CLAVE_COMPROMETIDA
        evento = Evento.objects.de(solicitud).get()
        assert evento.motivo == "Denuncia"

    def test_se_puede_revocar_desde_un_dia_anterior(self, cliente: Client) -> None:
        solicitud = crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
        ayer = timezone.localdate() - timedelta(days=1)
        datos = {"razon": "4", "fecha": ayer.isoformat()}
        cliente.post(direccion(solicitud, "revocar"), datos)
        revocado = Certificado.objects.get().revocado_en
        assert revocado is not None
        assert timezone.localdate(revocado) == ayer

    @pytest.mark.parametrize("dias", [1, -4000])
    def test_no_se_revoca_desde_el_futuro_ni_antes_de_su_validez(
        self, cliente: Client, dias: int
    ) -> None:
        solicitud = crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
        fecha = timezone.localdate() + timedelta(days=dias)
        datos = {"razon": "4", "fecha": fecha.isoformat()}
        respuesta = cliente.post(direccion(solicitud, "revocar"), datos)
        assert "Debe estar entre el" in error(respuesta, "fecha")
        assert Certificado.objects.get().revocado_en is None

    def test_dos_personas_no_revocan_lo_mismo(self, cliente: Client) -> None:
        solicitud = crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
        cliente.post(direccion(solicitud, "revocar"), {"razon": "4"})
        respuesta = cliente.post(direccion(solicitud, "revocar"), {"razon": "1"})
        assert "ya está revocado" in respuesta.content.decode()
        assert Certificado.objects.get().motivo_revocacion == MotivoRevocacion.REEMPLAZADO

    def test_sin_certificado_no_hay_que_suspender(self, cliente: Client) -> None:
        solicitud = crear_solicitud()
        assert cliente.post(direccion(solicitud, "suspender"), {"motivo": "x"}).status_code == 404


class TestLista:
    """Certificates in their own list, to look at."""

    def test_se_ven_con_su_vigencia_y_no_se_editan(self, cliente: Client) -> None:
        solicitud = crear_solicitud(
            estado=EstadoSolicitud.FINALIZADA, certificado=Vigencia.SUSPENDIDO
        )
        lista = reverse("admin:solicitudes_certificado_changelist")
        pagina = cliente.get(lista).content.decode()
        assert solicitud.certificado.serial in pagina
        assert "Suspendido" in pagina
        detalle = reverse("admin:solicitudes_certificado_change", args=[solicitud.certificado.pk])
        pagina = cliente.get(detalle).content.decode()
        assert str(int(solicitud.certificado.serial, 16)) in pagina
        assert ficha(solicitud) in pagina
        assert cliente.post(detalle, {"serial": "00"}).status_code == 403
        assert cliente.get(reverse("admin:solicitudes_certificado_add")).status_code == 403

    def test_su_historial_es_el_de_la_solicitud(self, cliente: Client) -> None:
        solicitud = crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
        historial = reverse(
            "admin:solicitudes_certificado_history", args=[solicitud.certificado.pk]
        )
        respuesta = cliente.get(historial)
        assert respuesta.headers["Location"] == reverse(
            "admin:solicitudes_solicitud_history", args=[solicitud.pk]
        )
        mensajes = get_messages(respuesta.wsgi_request)
        assert list(mensajes) == []
