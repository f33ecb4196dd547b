"""Certificates and invoices: registering, suspending, revoking, attaching."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import ANY

import pytest
from django.utils import timezone

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes import servicios
from solicitudes.certificado_x509 import leer
from solicitudes.enums import (
    EstadoPaso,
    EstadoSolicitud,
    Etapa,
    MotivoRevocacion,
    TipoCertificado,
    Vigencia,
)
from solicitudes.excepciones import CertificadoInvalido, TransicionInvalida
from solicitudes.models import Certificado, Solicitud
from tests.solicitudes.certificados import en_der, hacer_certificado
from tests.solicitudes.recetas import PDF, F, P, R, T, crear_orden, crear_solicitud

pytestmark = pytest.mark.django_db
DATOS = leer(en_der(hacer_certificado()))


def aprobada() -> Solicitud:
    """A request that waits for its certificate."""
    return crear_solicitud(pasos=(F, F, F, T))


def certificado(vigencia: Vigencia = Vigencia.VIGENTE) -> Certificado:
    """A certificate that is `vigencia` now."""
    return crear_solicitud(estado=EstadoSolicitud.FINALIZADA, certificado=vigencia).certificado


def ultimo(solicitud: Solicitud) -> Evento:
    """The last entry of a request's history."""
    evento = Evento.objects.de(solicitud).first()
    assert evento is not None
    return evento


class TestRegistrar:
    """The certificate of an approved request."""

    def test_registrarlo_lo_guarda_y_deja_la_solicitud_por_descargar(
        self, operador: Usuario
    ) -> None:
        solicitud = aprobada()
        servicios.registrar_certificado(solicitud_id=solicitud.pk, datos=DATOS, actor=operador)
        guardado = Certificado.objects.get(solicitud=solicitud)
        assert guardado.serial == DATOS.serial
        assert bytes(guardado.der or b"") == DATOS.der
        assert guardado.vigencia() == Vigencia.VIGENTE
        solicitud.refresh_from_db()
        assert solicitud.estado == EstadoSolicitud.POR_DESCARGAR
        assert solicitud.fecha_emision == timezone.localdate(DATOS.valido_desde)

    def test_queda_en_el_historial_de_la_solicitud(self, operador: Usuario) -> None:
        solicitud = aprobada()
        servicios.registrar_certificado(solicitud_id=solicitud.pk, datos=DATOS, actor=operador)
        evento = ultimo(solicitud)
        assert (evento.accion, evento.actor) == ("Registró el certificado", operador)
        assert evento.cambios == {
            "número de serie": [None, DATOS.serial],
            "sujeto": [None, DATOS.sujeto],
            "emisor": [None, DATOS.emisor],
            "válido desde": [None, ANY],
            "válido hasta": [None, ANY],
            "estado de la solicitud": ["En trámite", "Emitido, sin descargar"],
        }

    @pytest.mark.parametrize("pasos", [(F, F, T, P), (F, F, F, R), (F, F, R, P), (T, P, P, P)])
    def test_solo_se_registra_con_la_entrega_en_tramite(
        self, operador: Usuario, pasos: tuple[EstadoPaso, ...]
    ) -> None:
        solicitud = crear_solicitud(pasos=pasos)
        with pytest.raises(TransicionInvalida, match="«Entrega de certificado» está en el"):
            servicios.registrar_certificado(solicitud_id=solicitud.pk, datos=DATOS, actor=operador)
        assert not Certificado.objects.exists()

    def test_una_solicitud_no_recibe_dos(self, operador: Usuario) -> None:
        solicitud = crear_solicitud(estado=EstadoSolicitud.POR_DESCARGAR)
        with pytest.raises(TransicionInvalida, match="ya tiene certificado"):
            servicios.registrar_certificado(solicitud_id=solicitud.pk, datos=DATOS, actor=operador)

    def test_un_serial_repetido_dice_en_que_solicitud_esta(self, operador: Usuario) -> None:
        primera, segunda = aprobada(), aprobada()
        servicios.registrar_certificado(solicitud_id=primera.pk, datos=DATOS, actor=operador)
        with pytest.raises(CertificadoInvalido, match=f"en la solicitud {primera.numero}"):
            servicios.registrar_certificado(solicitud_id=segunda.pk, datos=DATOS, actor=operador)
        segunda.refresh_from_db()
        assert segunda.estado == EstadoSolicitud.EN_TRAMITE
        assert not Evento.objects.de(segunda).exists()

    def test_uno_vencido_no_se_entrega(self, operador: Usuario) -> None:
        hasta = timezone.now() - timedelta(days=1)
        datos = replace(DATOS, valido_desde=hasta - timedelta(days=9), valido_hasta=hasta)
        with pytest.raises(CertificadoInvalido, match="venció el"):
            servicios.registrar_certificado(solicitud_id=aprobada().pk, datos=datos, actor=operador)

    def test_fechas_al_reves_se_rechazan(self, operador: Usuario) -> None:
        datos = replace(DATOS, valido_hasta=DATOS.valido_desde)
        with pytest.raises(CertificadoInvalido, match="termina antes de empezar"):
            servicios.registrar_certificado(solicitud_id=aprobada().pk, datos=datos, actor=operador)

    def test_uno_que_empieza_despues_queda_por_emitir(self, operador: Usuario) -> None:
        solicitud = aprobada()
        datos = replace(DATOS, valido_desde=timezone.now() + timedelta(days=2))
        nuevo = servicios.registrar_certificado(
            solicitud_id=solicitud.pk, datos=datos, actor=operador
        )
        assert nuevo.vigencia() == Vigencia.POR_EMITIR


class TestCorregir:
    """Data of a request, until its certificate is issued for them."""

    def test_se_corrige_sin_tocar_el_estado_que_otra_persona_cambio_entre_tanto(
        self, operador: Usuario, colega: Usuario
    ) -> None:
        solicitud = crear_solicitud(pasos=(T, P, P, P))
        vieja = Solicitud.objects.get(pk=solicitud.pk)
        servicios.avanzar_paso(solicitud_id=solicitud.pk, etapa=Etapa.RADICACION, actor=colega)
        vieja.tipo_certificado = TipoCertificado.PERSONA_NATURAL
        servicios.corregir_solicitud(solicitud=vieja, actor=operador)
        solicitud.refresh_from_db()
        assert solicitud.tipo_certificado == TipoCertificado.PERSONA_NATURAL
        assert solicitud.estado == EstadoSolicitud.PENDIENTE_PAGO
        evento = ultimo(solicitud)
        assert (evento.accion, evento.actor) == ("Corrigió los datos", operador)

    def test_sin_cambios_no_escribe_nada(self, operador: Usuario) -> None:
        solicitud = crear_solicitud()
        servicios.corregir_solicitud(solicitud=solicitud, actor=operador)
        assert not Evento.objects.exists()

    def test_emitido_el_certificado_ya_no_se_corrige(self, operador: Usuario) -> None:
        solicitud = certificado().solicitud
        solicitud.tipo_certificado = TipoCertificado.PERSONA_NATURAL
        with pytest.raises(TransicionInvalida, match="ya se emitió"):
            servicios.corregir_solicitud(solicitud=solicitud, actor=operador)


class TestSuspender:
    """Suspension and its end."""

    def test_suspender_y_levantar_cambian_la_vigencia_y_quedan_en_el_historial(
        self, operador: Usuario, colega: Usuario
    ) -> None:
        actual = certificado()
        servicios.suspender_certificado(
            certificado_id=actual.pk, motivo="Perdió el token", actor=operador
        )
        actual.refresh_from_db()
        assert actual.vigencia() == Vigencia.SUSPENDIDO
        evento = ultimo(actual.solicitud)
        assert evento.cambios == {"vigencia": ["Vigente", "Suspendido"]}
        assert (evento.actor, evento.motivo) == (operador, "Perdió el token")
        servicios.levantar_suspension(certificado_id=actual.pk, motivo="Lo encontró", actor=colega)
        actual.refresh_from_db()
        assert actual.vigencia() == Vigencia.VIGENTE
        evento = ultimo(actual.solicitud)
        assert evento.cambios == {"vigencia": ["Suspendido", "Vigente"]}
        assert evento.actor == colega

    @pytest.mark.parametrize("vigencia", [Vigencia.SUSPENDIDO, Vigencia.REVOCADO, Vigencia.VENCIDO])
    def test_no_se_suspende_lo_que_ya_no_sirve(self, operador: Usuario, vigencia: Vigencia) -> None:
        actual = certificado(vigencia)
        with pytest.raises(TransicionInvalida, match="ya está suspendido, revocado o vencido"):
            servicios.suspender_certificado(certificado_id=actual.pk, motivo="x", actor=operador)

    @pytest.mark.parametrize("vigencia", [Vigencia.VIGENTE, Vigencia.REVOCADO])
    def test_solo_se_levanta_una_suspension(self, operador: Usuario, vigencia: Vigencia) -> None:
        with pytest.raises(TransicionInvalida, match="no está suspendido"):
            servicios.levantar_suspension(
                certificado_id=certificado(vigencia).pk, motivo="x", actor=operador
            )

    def test_sin_motivo_no_se_suspende_ni_se_levanta(self, operador: Usuario) -> None:
        with pytest.raises(TransicionInvalida, match="por qué lo suspende"):
            servicios.suspender_certificado(
                certificado_id=certificado().pk, motivo=" ", actor=operador
            )
        with pytest.raises(TransicionInvalida, match="por qué la levanta"):
            servicios.levantar_suspension(
                certificado_id=certificado(Vigencia.SUSPENDIDO).pk, motivo="", actor=operador
            )


class TestRevocar:
    """Revocation."""

    @pytest.mark.parametrize(
        "vigencia",
        [Vigencia.VIGENTE, Vigencia.POR_VENCER, Vigencia.SUSPENDIDO, Vigencia.VENCIDO],
    )
    def test_revocar_pone_fecha_motivo_y_termina_la_vigencia(
        self, operador: Usuario, vigencia: Vigencia
    ) -> None:
        actual = certificado(vigencia)
        servicios.revocar_certificado(
            certificado_id=actual.pk,
            motivo=MotivoRevocacion.CLAVE_COMPROMETIDA,
            nota="Denuncia 77",
            actor=operador,
        )
        actual.refresh_from_db()
        assert actual.vigencia() == Vigencia.REVOCADO
        assert actual.motivo_revocacion == MotivoRevocacion.CLAVE_COMPROMETIDA
        assert actual.revocado_en is not None
        evento = ultimo(actual.solicitud)
        assert evento.cambios["vigencia"] == [vigencia.label, "Revocado"]
        assert evento.cambios["motivo de la revocación"] == [None, "Clave privada comprometida"]
        assert (evento.motivo, evento.actor) == ("Denuncia 77", operador)

    def test_la_fecha_puede_ser_anterior_pero_nunca_futura(self, operador: Usuario) -> None:
        ayer = timezone.now() - timedelta(days=1)
        antes, despues = certificado(), certificado()
        for actual, fecha in ((antes, ayer), (despues, timezone.now() + timedelta(days=5))):
            servicios.revocar_certificado(
                certificado_id=actual.pk,
                motivo=MotivoRevocacion.REEMPLAZADO,
                fecha=fecha,
                actor=operador,
            )
            actual.refresh_from_db()
        assert antes.revocado_en == ayer
        assert despues.revocado_en is not None
        assert despues.revocado_en <= timezone.now()

    def test_no_se_revoca_dos_veces(self, operador: Usuario) -> None:
        with pytest.raises(TransicionInvalida, match="ya está revocado"):
            servicios.revocar_certificado(
                certificado_id=certificado(Vigencia.REVOCADO).pk,
                motivo=MotivoRevocacion.REEMPLAZADO,
                actor=operador,
            )


class TestFactura:
    """The invoice of an order."""

    def test_adjuntar_guarda_el_archivo_tal_cual(self, operador: Usuario) -> None:
        orden = crear_orden()
        factura = servicios.adjuntar_factura(orden_id=orden.pk, contenido=PDF, actor=operador)
        with factura.archivo.open("rb") as archivo:
            assert archivo.read() == PDF
        assert factura.tamano == len(PDF)
        evento = Evento.objects.de(orden).get()
        assert evento.accion == "Adjuntó la factura"
        assert evento.cambios["factura"] == [None, ANY]

    def test_reemplazarla_conserva_el_archivo_anterior_y_su_huella(
        self, operador: Usuario, colega: Usuario
    ) -> None:
        orden = crear_orden()
        vieja = servicios.adjuntar_factura(orden_id=orden.pk, contenido=PDF, actor=operador)
        ruta, huella = Path(vieja.archivo.path), vieja.sha256
        nueva = servicios.adjuntar_factura(orden_id=orden.pk, contenido=PDF + b"\n", actor=colega)
        assert nueva.pk == vieja.pk
        assert ruta.read_bytes() == PDF
        assert Path(nueva.archivo.path) != ruta
        evento = Evento.objects.de(orden).first()
        assert evento is not None
        assert (evento.accion, evento.actor) == ("Reemplazó la factura", colega)
        assert huella in evento.cambios["factura"][0]
        assert nueva.sha256 in evento.cambios["factura"][1]

    def test_el_mismo_archivo_otra_vez_no_cambia_nada(self, operador: Usuario) -> None:
        orden = crear_orden()
        for _ in range(2):
            servicios.adjuntar_factura(orden_id=orden.pk, contenido=PDF, actor=operador)
        assert Evento.objects.de(orden).count() == 1
