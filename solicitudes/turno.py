"""Whose turn it is and what that person does next, for every state of a request. Pure.

That each state says so comes from what people who use such look-ups complain about.
"""

from dataclasses import dataclass
from enum import StrEnum

from solicitudes.enums import Etapa, FormaEntrega, Vigencia
from solicitudes.seguimiento import Situacion


class Turno(StrEnum):
    """Whose turn it is."""

    SUYO = "Es su turno"
    NUESTRO = "Es nuestro turno"
    NADIE = "No tiene nada pendiente"


class Enlace(StrEnum):
    """Where what to do next is done."""

    NINGUNO = ""
    AYUDA_DESCARGA = "ayuda"
    TRAMITE = "tramite"
    CANALES = "canales"


@dataclass(frozen=True, slots=True)
class Siguiente:
    """Whose turn it is and what that person does now."""

    turno: Turno
    que_hacer: str
    enlace: Enlace = Enlace.NINGUNO


def siguiente(situacion: Situacion) -> Siguiente:
    """Return whose turn it is; a certificate that can't be used comes before anything else."""
    if situacion.vigencia in SIN_USO:
        return SIN_USO[situacion.vigencia]
    if situacion.rechazada:
        return RECHAZADA
    match situacion.etapa:
        case Etapa.ENTREGA if situacion.emitido:
            return POR_DESCARGAR[situacion.forma]
        case None if situacion.vigencia == Vigencia.POR_VENCER:
            return POR_VENCER
        case None:
            return TERMINADA
        case etapa:
            return EN_TRAMITE[etapa]


RECHAZADA = Siguiente(
    Turno.SUYO,
    "Lea el motivo del rechazo y corrija lo que indica. Después comuníquese con nosotros e indique "
    "el número de su solicitud, para que reanudemos el trámite.",
    Enlace.CANALES,
)
TERMINADA = Siguiente(Turno.NADIE, "Su trámite terminó: no tiene que hacer nada más.")
POR_VENCER = Siguiente(
    Turno.SUYO,
    "Su certificado vence pronto. Si lo va a seguir usando, solicite el nuevo desde ahora: el "
    "trámite tarda entre cinco y ocho días hábiles.",
    Enlace.TRAMITE,
)
EN_TRAMITE = {
    Etapa.RADICACION: Siguiente(
        Turno.SUYO,
        "Radique todos los documentos de su solicitud. Cuando los tengamos completos, este paso "
        "quedará finalizado.",
        Enlace.TRAMITE,
    ),
    Etapa.PAGO: Siguiente(
        Turno.SUYO,
        "Pague su orden. Si ya pagó, no tiene que hacer nada más: guarde el comprobante mientras "
        "verificamos el pago.",
    ),
    Etapa.APROBACION: Siguiente(
        Turno.NUESTRO,
        "Estamos revisando su solicitud. No tiene que hacer nada por ahora; si algo falta, aquí "
        "verá qué es.",
    ),
    Etapa.ENTREGA: Siguiente(
        Turno.NUESTRO,
        "Estamos emitiendo su certificado. Cuando esté listo le enviaremos un correo con el enlace "
        "de descarga.",
    ),
}
_CORREO = "Busque en su bandeja de entrada, y también en correo no deseado, nuestro correo con el "
POR_DESCARGAR = {
    FormaEntrega.TOKEN_VIRTUAL: Siguiente(
        Turno.SUYO,
        f"Descargue su certificado. {_CORREO}enlace de descarga.",
        Enlace.AYUDA_DESCARGA,
    ),
    FormaEntrega.TOKEN_FISICO: Siguiente(
        Turno.SUYO,
        f"Tenga a mano su token USB. {_CORREO}enlace de descarga y siga sus instrucciones.",
        Enlace.AYUDA_DESCARGA,
    ),
    FormaEntrega.PKCS10: Siguiente(
        Turno.SUYO,
        f"Descargue el certificado que corresponde a su petición PKCS#10. {_CORREO}enlace de "
        "descarga.",
        Enlace.AYUDA_DESCARGA,
    ),
}
SIN_USO = {
    Vigencia.VENCIDO: Siguiente(
        Turno.NADIE,
        "Este certificado ya no sirve para firmar. Si necesita firmar de nuevo, solicite otro.",
        Enlace.TRAMITE,
    ),
    Vigencia.SUSPENDIDO: Siguiente(
        Turno.SUYO,
        "Si no pidió la suspensión, o si quiere levantarla, comuníquese con nosotros e indique el "
        "número de su solicitud.",
        Enlace.CANALES,
    ),
    Vigencia.REVOCADO: Siguiente(
        Turno.NADIE,
        "Este certificado ya no sirve para firmar, y la revocación no se puede deshacer. Si "
        "necesita firmar de nuevo, solicite otro.",
        Enlace.TRAMITE,
    ),
}
