"""Everything that one message takes before it can leave: letter, signature, mail, hash.

No query and no write: it runs in a thread beside the sending of the message before, so that
nothing slow stands between a server's acceptance and its record.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.conf import settings

from contrasenas import huella, pdf_contrasena
from contrasenas.clientes.smtp import Paso
from contrasenas.clientes.sobre import direccion
from contrasenas.envio import mensaje
from contrasenas.models import Camara, Contrasena, Envio
from portal.calendario.tiempo_habil import BOGOTA
from portal.firma.firmador import Firmador
from portal.mascaras import enmascarar_celular, enmascarar_correo, enmascarar_identificacion
from portal.mensajes.lineas import una_linea
from portal.mensajes.plantillas import componer as componer_cuerpo

MOTIVO_FIRMA: Final = "Contraseña preasignada"
PLANTILLA: Final = "contrasenas/contrasena_preasignada"
RUTA_ACTIVAR: Final = "/contrasenas/activar/"
RUTA_BAJA: Final = "/contrasenas/baja/"
RUTA_VERIFICAR: Final = "/verificar/"


@dataclass(frozen=True, slots=True)
class Carta:
    """A message ready to leave, and what is recorded once it has left."""

    remitente: str
    destinatario: str
    mensaje: bytes = field(repr=False)
    documento: uuid.UUID
    sha256: str
    tamano: int
    firmado_en: datetime
    huella: str = field(repr=False)
    con_pin: bool


def preparar(envio: Envio, camara: Camara, firmador: Firmador, ahora: datetime) -> Carta:
    """Make the letter, sign it, put it into its mail, and hash the password.

    Raises `FirmaImposible`: unsigned nothing leaves. Raises `FalloSmtp` for an address that no
    mail can be sent to.
    """
    contrasena = envio.contrasena
    clave, ficha, documento = contrasena.clave, contrasena.ficha, contrasena.documento
    if clave is None or ficha is None or documento is None:
        raise ValueError("the password, its link or its document is gone")
    remitente = direccion(camara.masivos_smtp_correo_admin, Paso.REMITENTE)
    destinatario = direccion(contrasena.correo, Paso.DESTINATARIO)
    pdf = firmador.firmar(
        _carta_pdf(contrasena, clave, documento, camara, ahora),
        motivo=MOTIVO_FIRMA,
        documento=documento,
    )
    asunto = _asunto(camara, es_prueba=contrasena.es_prueba)
    url_baja = f"{settings.PORTAL_URL}{RUTA_BAJA}{ficha}/"
    cuerpo = componer_cuerpo(
        PLANTILLA,
        {
            "camara": camara.nombre,
            "ciudad": camara.ciudad,
            "es_prueba": contrasena.es_prueba,
            "con_pin": camara.pide_pin,
            "adjunto": mensaje.ADJUNTO,
            "url_activar": f"{settings.PORTAL_URL}{RUTA_ACTIVAR}{ficha}/",
            "url_baja": url_baja,
            "url_menu": camara.url_menu,
        },
        asunto=asunto,
    )
    partes = mensaje.Partes(
        remitente=remitente,
        nombre_remitente=una_linea(camara.masivos_smtp_nombre_admin or camara.nombre, maximo=120),
        destinatario=destinatario,
        asunto=asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        pdf=pdf,
        message_id=envio.message_id,
        fecha=ahora,
        url_baja=url_baja,
    )
    return Carta(
        remitente=remitente,
        destinatario=destinatario,
        mensaje=mensaje.componer(partes),
        documento=documento,
        sha256=sha256(pdf).hexdigest(),
        tamano=len(pdf),
        firmado_en=ahora,
        huella=huella.calcular(clave),
        con_pin=camara.pide_pin,
    )


def _asunto(camara: Camara, *, es_prueba: bool) -> str:
    asunto = f"Su contraseña para trámites virtuales — {camara.nombre}"
    return una_linea(f"[PRUEBA] {asunto}" if es_prueba else asunto, maximo=150)


def _carta_pdf(
    contrasena: Contrasena, clave: str, documento: uuid.UUID, camara: Camara, ahora: datetime
) -> bytes:
    return pdf_contrasena.componer(
        pdf_contrasena.DatosContrasena(
            camara=camara.nombre,
            ciudad=camara.ciudad,
            logo=bytes(camara.logo) if camara.logo else None,
            nombre=contrasena.nombre,
            identificacion=enmascarar_identificacion(contrasena.numero),
            correo=enmascarar_correo(contrasena.correo),
            celular=enmascarar_celular(contrasena.celular),
            clave=clave,
            con_pin=camara.pide_pin,
            enlace_activar=f"{settings.PORTAL_URL}{RUTA_ACTIVAR}",
            enlace_verificar=f"{settings.PORTAL_URL}{RUTA_VERIFICAR}{documento}/",
            documento=documento,
            fecha=ahora.astimezone(BOGOTA).date(),
            ano=contrasena.ano,
            es_prueba=contrasena.es_prueba,
        )
    )
