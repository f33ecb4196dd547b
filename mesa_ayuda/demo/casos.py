"""What the demo's customer reported, and what came of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mesa_ayuda.enums import Estado


@dataclass(frozen=True, slots=True)
class Guion:
    """One case: what was reported about which product, the answers in turn, and where it ended.

    `turnos` alternate: the staff's first.
    """

    producto: str
    novedad: str
    asunto: str
    descripcion: str
    turnos: Sequence[str] = ()
    estado: Estado = Estado.NUEVO
    nota: str = ""


GUIONES: Final = (
    Guion(
        "Certificado Digital",
        "Capacitación o acompañamiento",
        "Acompañamiento para firmar en un lector de PDF",
        "Necesitamos que nos acompañen a firmar por primera vez. Somos tres personas.",
        ("Con gusto. ¿Les sirve mañana a las 9:00 a. m.?", "Sí, nos sirve. Gracias."),
        Estado.CERRADO,
    ),
    Guion(
        "Factura Electrónica",
        "Factura no integrada",
        "Factura no integrada con el sistema contable",
        "La factura de ayer no aparece en el sistema contable. No muestra ningún error.",
        ("Encontramos el documento y lo enviamos otra vez. ¿Ya aparece?",),
        Estado.RESUELTO,
        nota="El servicio estuvo detenido entre las 2:00 y las 2:20 p. m.",
    ),
    Guion(
        "Certificado Digital",
        "No llega el correo de descarga",
        "No me llega el correo de descarga",
        "Aprobaron la solicitud hace dos días y no he recibido el correo. Ya revisé el spam.",
        ("Por favor confirme el correo registrado y si su empresa tiene cuarentena de mensajes.",),
        Estado.ESPERA,
    ),
    Guion(
        "Certificado Digital",
        "No puedo firmar",
        "El lector dice que el certificado no es válido",
        "Desde esta mañana el lector de PDF muestra una advertencia al firmar.",
        (
            "¿Qué versión del lector usa?",
            "La más reciente. Adjunto la fecha del equipo: es correcta.",
        ),
        Estado.ABIERTO,
        nota="Puede ser la cadena de certificados: revisar con el nivel 2.",
    ),
    Guion(
        "Token físico",
        "Bloqueo u olvido del PIN",
        "Bloqueé el PIN del token",
        "Lo escribí mal tres veces y ahora dice que está bloqueado.",
    ),
    Guion(
        "Estampado Cronológico",
        "El servicio no responde",
        "El servicio de estampado no responde",
        "Desde las 8:00 a. m. todas las solicitudes terminan por tiempo de espera.",
    ),
)
