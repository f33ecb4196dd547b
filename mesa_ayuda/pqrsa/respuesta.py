"""The signed answer: claim, commit, sign, record. What can't be signed is never sent."""

import io
import uuid
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mesa_ayuda.archivos import guardar_archivos
from mesa_ayuda.casos import EstadoInvalido, responder_como_personal
from mesa_ayuda.enums import TERMINADOS, Estado
from mesa_ayuda.models import Adjunto, Pqrsa, TerminoLegal
from mesa_ayuda.pqrsa.carta import DatosCarta, componer
from portal.auditoria.servicios import registrar
from portal.firma.errores import FirmaImposible
from portal.firma.models import Credencial
from portal.firma.servicios import firmar_documento
from portal.usuarios.models import Usuario

TIPO: Final = "respuesta-pqrsa"
TITULO: Final = "Respuesta a una PQRSA"
SIN_CREDENCIAL: Final = (
    "Este tipo de PQRSA no tiene una credencial de firma: quien administra los términos legales "
    "debe elegirle una."
)
MENSAJE: Final = "Adjuntamos la respuesta firmada a su {tipo}.\n\n{texto}"


class RespuestaImposible(Exception):
    """It was answered already, is being signed, or its case has ended; the message is for staff."""


def responder(*, pqrsa: Pqrsa, texto: str, actor: Usuario) -> None:
    """Sign the answer, mail it and solve the case.

    Call it outside any transaction. Raises `RespuestaImposible`, and `FirmaImposible` when it could
    not be signed: the text is kept, nothing was sent, and the same call may be made again.
    """
    _reclamar(pqrsa, texto, actor)
    try:
        _enviar(pqrsa, _firmar(pqrsa), actor)
    except FirmaImposible:
        _soltar(pqrsa)
        raise
    except EstadoInvalido as error:
        # Its case ended while the letter was being signed.
        _soltar(pqrsa)
        raise RespuestaImposible(str(error)) from error
    pqrsa.refresh_from_db()


def adjunto_de(pqrsa: Pqrsa) -> Adjunto | None:
    """Return the signed answer, once it was sent."""
    if pqrsa.respondida_en is None:
        return None
    return Adjunto.objects.filter(
        mensaje__caso=pqrsa.caso, mensaje__formulario=pqrsa.documento
    ).first()


def _enviar(pqrsa: Pqrsa, pdf: bytes, actor: Usuario) -> None:
    """Record the answer and mail it, or nothing of both."""
    guardados = guardar_archivos([(f"respuesta-{pqrsa.caso.numero}.pdf", io.BytesIO(pdf))])
    with transaction.atomic():
        hechas = Pqrsa.objects.filter(pk=pqrsa.pk, respondida_en__isnull=True).update(
            respondida_en=timezone.now(), firmando_desde=None
        )
        if not hechas:
            raise RespuestaImposible("Otra persona ya respondió esta PQRSA.")
        responder_como_personal(
            caso=pqrsa.caso,
            autor=actor,
            texto=MENSAJE.format(tipo=pqrsa.caso.get_tipo_display().lower(), texto=pqrsa.respuesta),
            pasar_a=Estado.RESUELTO,
            adjuntos=guardados,
            formulario=pqrsa.documento,
        )
        registrar(
            pqrsa.caso,
            "Respondió la PQRSA con un documento firmado",
            actor=actor,
            cambios={"documento": [None, str(pqrsa.documento)]},
        )


def _soltar(pqrsa: Pqrsa) -> None:
    Pqrsa.objects.filter(pk=pqrsa.pk).update(firmando_desde=None)


def _reclamar(pqrsa: Pqrsa, texto: str, actor: Usuario) -> None:
    with transaction.atomic(durable=True):
        reclamadas = (
            Pqrsa.objects.libres()
            .filter(pk=pqrsa.pk)
            .exclude(caso__estado__in=TERMINADOS)
            .update(respuesta=texto, respuesta_por=actor, firmando_desde=timezone.now())
        )
        if not reclamadas:
            raise RespuestaImposible(
                "Esta PQRSA ya se respondió, se está firmando o su caso terminó."
            )
        Pqrsa.objects.filter(pk=pqrsa.pk, documento__isnull=True).update(documento=uuid.uuid4())
    pqrsa.refresh_from_db()


def _firmar(pqrsa: Pqrsa) -> bytes:
    assert pqrsa.documento is not None
    return firmar_documento(
        pdf=componer(_datos(pqrsa)),
        motivo="Respuesta a una PQRSA",
        tipo=TIPO,
        titulo=TITULO,
        emisor=settings.PORTAL_ENTIDAD,
        credencial=_credencial(pqrsa),
        documento_id=pqrsa.documento,
    )


def _credencial(pqrsa: Pqrsa) -> Credencial:
    terminos = TerminoLegal.objects.select_related("credencial")
    termino = terminos.get(tipo=pqrsa.caso.tipo, clase=pqrsa.clase)
    if termino.credencial is None:
        raise FirmaImposible(SIN_CREDENCIAL, permanente=True)
    return termino.credencial


def _datos(pqrsa: Pqrsa) -> DatosCarta:
    caso, numero = pqrsa.caso, pqrsa.documento
    assert numero is not None
    assert pqrsa.respuesta_por is not None
    return DatosCarta(
        emisor=settings.PORTAL_ENTIDAD,
        ciudad=settings.PORTAL_CIUDAD,
        documento=numero,
        fecha=timezone.localdate(),
        enlace_verificar=f"{settings.PORTAL_URL}{reverse('firma:documento', args=[numero])}",
        numero=caso.numero,
        tipo=caso.get_tipo_display(),
        asunto=caso.asunto,
        recibida=timezone.localdate(caso.creado),
        nombre=caso.contacto_nombre,
        identificacion=pqrsa.identificacion,
        direccion=pqrsa.direccion,
        texto=pqrsa.respuesta,
        responde=pqrsa.respuesta_por.get_full_name() or pqrsa.respuesta_por.username,
    )
