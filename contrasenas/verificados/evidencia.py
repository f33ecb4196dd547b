"""The evidence of a verified user, for a page and as a signed PDF (Decreto 2364 de 2012)."""

import uuid
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from contrasenas import hoja_evidencia
from contrasenas.hoja_evidencia import DatosEvidencia
from contrasenas.models import UsuarioVerificado
from portal.auditoria.servicios import registrar
from portal.firma.errores import FirmaImposible
from portal.firma.servicios import firmar_documento
from portal.identificacion import TipoIdentificacion, mostrar
from portal.mensajes.models import SmsSaliente
from portal.usuarios.models import Usuario

TIPO: Final = "evidencia-activacion"
TITULO: Final = "Evidencia de la activación de un usuario verificado"
SIN_CREDENCIAL: Final = (
    "La cámara no tiene una credencial de firma: quien la administra debe elegirle una."
)


def identificacion(usuario: UsuarioVerificado) -> str:
    """Return type and number as people read them."""
    if not usuario.tipo:
        return usuario.numero
    tipo = TipoIdentificacion(usuario.tipo)
    return f"{tipo.value} {mostrar(tipo, usuario.numero)}"


def estado_del_sms(usuario: UsuarioVerificado) -> str:
    """Return what became of the SMS with the PIN, as far as it is still kept."""
    sms = SmsSaliente.objects.filter(_del_sms(usuario.sms_id)).first() if usuario.sms_id else None
    if sms is None:
        return ""
    return sms.get_entrega_display() or sms.get_estado_display()


def _del_sms(sms_id: str) -> Q:
    """Twilio's identifier, or the row's own where Twilio had not answered yet."""
    try:
        return Q(pk=uuid.UUID(sms_id))
    except ValueError:
        return Q(sid=sms_id)


def firmar_hoja(*, usuario: UsuarioVerificado, actor: Usuario) -> bytes:
    """Return the sheet as a PDF signed by the chamber, entered in the register of documents.

    Each one has a number of its own: it says how things stood on its date. Raises `FirmaImposible`.
    """
    credencial = usuario.camara.credencial
    if credencial is None:
        raise FirmaImposible(SIN_CREDENCIAL, permanente=True)
    numero = uuid.uuid4()
    pdf = firmar_documento(
        pdf=hoja_evidencia.componer(_datos(usuario, numero)),
        motivo="Evidencia de activación",
        tipo=TIPO,
        titulo=TITULO,
        emisor=usuario.camara.nombre,
        credencial=credencial,
        documento_id=numero,
    )
    registrar(
        usuario,
        "Descargó la hoja de evidencia",
        actor=actor,
        cambios={"documento": [None, str(numero)]},
    )
    return pdf


def _datos(usuario: UsuarioVerificado, numero: uuid.UUID) -> DatosEvidencia:
    texto, contrasena = usuario.texto, usuario.contrasena
    if texto is None or usuario.documento is None:
        raise ValueError("no evidence was written for this user")
    if usuario.aceptado_en is None or usuario.verificado_en is None:
        raise ValueError("no evidence was written for this user")
    ruta = reverse("firma:documento", args=[numero])
    return DatosEvidencia(
        camara=usuario.camara.nombre,
        ciudad=usuario.camara.ciudad,
        logo=bytes(usuario.camara.logo) if usuario.camara.logo else None,
        documento=numero,
        fecha=timezone.localdate(),
        enlace_verificar=f"{settings.PORTAL_URL}{ruta}",
        nombre=usuario.nombre,
        identificacion=identificacion(usuario),
        correo=usuario.correo,
        celular=usuario.celular,
        con_pin=bool(usuario.con_pin),
        activado=usuario.verificado_en,
        aceptado=usuario.aceptado_en,
        texto_version=texto.version,
        texto_sha256=texto.sha256,
        direccion_ip=usuario.ip or "",
        agente=usuario.agente,
        documento_contrasena=usuario.documento,
        enviado=contrasena.enviada_en if contrasena else None,
        message_id=usuario.message_id,
        sms_id=usuario.sms_id,
        sms_estado=estado_del_sms(usuario),
        es_prueba=usuario.es_prueba,
    )
