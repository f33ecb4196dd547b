"""Where a request stands, in words: what each step and the validity say, and their tones. Pure.

The facts and most sentences are those of manual 002 §4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.calendario.palabras import MESES
from solicitudes.enums import EstadoPaso, EstadoSolicitud, Etapa, FormaEntrega, Vigencia

# Tones of templates/componentes/etiqueta_estado.html: each has a drawing of its own.
TONO_PASO = {
    EstadoPaso.PENDIENTE: "pendiente",
    EstadoPaso.EN_TRAMITE: "curso",
    EstadoPaso.FINALIZADO: "exito",
    EstadoPaso.RECHAZADO: "peligro",
}
TONO_SOLICITUD = {
    EstadoSolicitud.EN_TRAMITE: "curso",
    EstadoSolicitud.PENDIENTE_PAGO: "atencion",
    EstadoSolicitud.POR_DESCARGAR: "atencion",
    EstadoSolicitud.RECHAZADA: "peligro",
    EstadoSolicitud.FINALIZADA: "exito",
}
TONO_VIGENCIA = {
    Vigencia.POR_EMITIR: "pendiente",
    Vigencia.VIGENTE: "exito",
    Vigencia.POR_VENCER: "atencion",
    Vigencia.VENCIDO: "neutro",
    Vigencia.SUSPENDIDO: "atencion",
    Vigencia.REVOCADO: "peligro",
}


@dataclass(frozen=True, slots=True)
class Situacion:
    """What is known of a request: steps 1 to 4 in order, and its certificate, if it has one."""

    pasos: tuple[EstadoPaso, ...]
    forma: FormaEntrega = FormaEntrega.TOKEN_VIRTUAL
    vigencia: Vigencia | None = None
    valido_desde: date | None = None
    valido_hasta: date | None = None

    @property
    def emitido(self) -> bool:
        """Whether the certificate is registered."""
        return self.vigencia is not None

    @property
    def rechazada(self) -> bool:
        """Whether a step was rejected."""
        return EstadoPaso.RECHAZADO in self.pasos

    @property
    def etapa(self) -> Etapa | None:
        """The first step that is not finished; None when all are."""
        return etapa_actual(self.pasos)


def etapa_actual(pasos: Sequence[EstadoPaso]) -> Etapa | None:
    """Return the first step that is not finished; None when all are."""
    for etapa, estado in zip(Etapa, pasos, strict=True):
        if estado != EstadoPaso.FINALIZADO:
            return etapa
    return None


def informacion(situacion: Situacion, etapa: Etapa) -> str:
    """Return the sentence of a step's column «Información»."""
    estado = situacion.pasos[etapa - 1]
    if estado == EstadoPaso.PENDIENTE:
        return SIN_EMPEZAR_POR_RECHAZO if situacion.rechazada else SIN_EMPEZAR
    if etapa == Etapa.ENTREGA:
        if estado == EstadoPaso.EN_TRAMITE and situacion.emitido:
            return "Su certificado de firma digital fue emitido y está listo para descargar."
        if estado == EstadoPaso.FINALIZADO and situacion.forma == FormaEntrega.TOKEN_FISICO:
            return "Su certificado de firma digital fue entregado con éxito."
    return INFORMACION[etapa, estado]


def informacion_vigencia(situacion: Situacion) -> str:
    """Return the sentence of the row «Vigencia»; never why a certificate was revoked."""
    desde, hasta = _larga(situacion.valido_desde), _larga(situacion.valido_hasta)
    match situacion.vigencia:
        case None:
            return "Su certificado de firma digital aún no se ha emitido."
        case Vigencia.POR_EMITIR:
            return f"Su certificado de firma digital será válido desde el {desde}."
        case Vigencia.VIGENTE:
            return f"Su certificado de firma digital está vigente hasta el {hasta}."
        case Vigencia.POR_VENCER:
            return f"Su certificado de firma digital vence pronto: el {hasta}."
        case Vigencia.VENCIDO:
            return f"Su certificado de firma digital venció el {hasta}."
        case Vigencia.SUSPENDIDO:
            return (
                "Su certificado de firma digital está suspendido: no puede usarlo para firmar "
                "mientras dure la suspensión."
            )
        case Vigencia.REVOCADO:
            return "Su certificado de firma digital ha sido revocado."


def _larga(dia: date | None) -> str:
    return f"{dia.day} de {MESES[dia.month - 1]} de {dia.year}" if dia else ""


SIN_EMPEZAR = "Empezará cuando termine el paso anterior."
SIN_EMPEZAR_POR_RECHAZO = "Está detenido hasta que se corrija el rechazo."

INFORMACION = {
    (Etapa.RADICACION, EstadoPaso.EN_TRAMITE): (
        "Su solicitud está registrada; falta radicar todos los documentos."
    ),
    (Etapa.RADICACION, EstadoPaso.FINALIZADO): "Su solicitud fue radicada con éxito.",
    (Etapa.RADICACION, EstadoPaso.RECHAZADO): "Los documentos de su solicitud fueron rechazados.",
    (Etapa.PAGO, EstadoPaso.EN_TRAMITE): "Aún no hemos verificado su pago.",
    (Etapa.PAGO, EstadoPaso.FINALIZADO): "Su pago fue verificado con éxito.",
    (Etapa.PAGO, EstadoPaso.RECHAZADO): "Su pago fue rechazado.",
    (Etapa.APROBACION, EstadoPaso.EN_TRAMITE): "Estamos revisando su solicitud y sus documentos.",
    (Etapa.APROBACION, EstadoPaso.FINALIZADO): "Su solicitud fue aprobada con éxito.",
    (Etapa.APROBACION, EstadoPaso.RECHAZADO): "Su solicitud no fue aprobada.",
    (Etapa.ENTREGA, EstadoPaso.EN_TRAMITE): "Estamos emitiendo su certificado de firma digital.",
    (Etapa.ENTREGA, EstadoPaso.FINALIZADO): (
        "Su certificado de firma digital fue descargado con éxito."
    ),
    (Etapa.ENTREGA, EstadoPaso.RECHAZADO): "La entrega de su certificado fue rechazada.",
}
