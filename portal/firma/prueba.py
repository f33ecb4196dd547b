"""Trying a credential out: it signs a page that says so, and the page is checked as anyone's is."""

import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.auditoria.servicios import registrar
from portal.firma.enums import Veredicto
from portal.firma.errores import FirmaImposible
from portal.firma.firmador import firmador_de
from portal.firma.models import Credencial
from portal.firma.validador import ValidadorOcupado, validar
from portal.pdf.documento import Documento, Membrete
from portal.usuarios.models import Usuario


def probar_firma(*, credencial: Credencial, actor: Usuario) -> None:
    """Sign a page and check it; nothing of it is kept. Raises `FirmaImposible`."""
    firmador = firmador_de(credencial)
    numero = uuid.uuid4()
    firmado = firmador.firmar(_pagina(credencial, numero), motivo="Prueba", documento=numero)
    try:
        resultado = validar(firmado)
    except ValidadorOcupado as error:
        raise FirmaImposible(
            "El documento se firmó, pero hay demasiadas revisiones en curso para comprobarlo. "
            "Espere un minuto.",
            permanente=False,
        ) from error
    if resultado.veredicto != Veredicto.AUTENTICO or resultado.documento != numero:
        raise FirmaImposible(
            f"El documento se firmó, pero la revisión dice: «{resultado.veredicto.label}».",
            permanente=True,
        )
    with transaction.atomic():
        registrar(credencial, "Probó la firma", actor=actor)


def _pagina(credencial: Credencial, numero: uuid.UUID) -> bytes:
    documento = Documento(
        titulo="Prueba de firma",
        membrete=Membrete(emisor=credencial.nombre, ciudad="Colombia"),
        numero=numero,
        fecha=timezone.localdate(),
        enlace_verificar=f"{settings.PORTAL_URL}{reverse('firma:verificar')}",
        aviso="PRUEBA. Este documento no tiene ningún efecto.",
    )
    documento.parrafo("Se hizo para comprobar que la credencial firma.")
    return documento.terminar()
