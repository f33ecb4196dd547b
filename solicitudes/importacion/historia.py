"""What changed, in the words of the history: {label: [before, after]}. Pure."""

from datetime import date, datetime

from portal.calendario.tiempo_habil import BOGOTA
from solicitudes.enums import Etapa, MotivoRevocacion
from solicitudes.importacion.pasos import EstadoDePaso
from solicitudes.importacion.situacion import Cambios, FichaSolicitud
from solicitudes.importacion.vigencia import EstadoDeCertificado

CERTIFICADO = (
    *("número de serie", "válido desde", "válido hasta", "suspendido", "revocado"),
    "motivo de la revocación",
)
SIN_HORA = (" 00:00", " 23:59")


def comparar(antes: FichaSolicitud, despues: FichaSolicitud) -> Cambios:
    """Return what differs between two states of the same request."""
    cambios: Cambios = {}
    if antes.tipo_certificado != despues.tipo_certificado:
        cambios["tipo de certificado"] = [
            antes.tipo_certificado.label,
            despues.tipo_certificado.label,
        ]
    if antes.forma_entrega != despues.forma_entrega:
        cambios["forma de entrega"] = [antes.forma_entrega.label, despues.forma_entrega.label]
    for etapa, previo, nuevo in zip(Etapa, antes.pasos, despues.pasos, strict=True):
        if previo != nuevo:
            cambios[etapa.label] = [_paso(previo), _paso(nuevo)]
    if antes.fecha_emision != despues.fecha_emision:
        cambios["fecha de emisión"] = [dia(antes.fecha_emision), dia(despues.fecha_emision)]
    if antes.certificado != despues.certificado:
        previas, nuevas = _certificado(antes.certificado), _certificado(despues.certificado)
        cambios |= {
            campo: [previa, nueva]
            for campo, previa, nueva in zip(CERTIFICADO, previas, nuevas, strict=True)
            if previa != nueva
        }
    return cambios


def sumar(acumulados: Cambios, cambios: Cambios) -> None:
    """Add the changes of one more row: the first «before» and the last «after» count."""
    for campo, (antes, despues) in cambios.items():
        acumulados[campo] = [acumulados.get(campo, [antes])[0], despues]


def dia(momento: date | None) -> str | None:
    """Return a day in Bogotá, with its time if it has one: «03/08/2016», «03/08/2016 14:30»."""
    if momento is None:
        return None
    if not isinstance(momento, datetime):
        return f"{momento:%d/%m/%Y}"
    texto = f"{momento.astimezone(BOGOTA):%d/%m/%Y %H:%M}"
    return texto[:-6] if texto.endswith(SIN_HORA) else texto


def _certificado(certificado: EstadoDeCertificado | None) -> tuple[str | None, ...]:
    if certificado is None:
        return (None,) * len(CERTIFICADO)
    motivo = certificado.motivo_revocacion
    return (
        certificado.serial,
        dia(certificado.valido_desde),
        dia(certificado.valido_hasta),
        dia(certificado.suspendido_en),
        dia(certificado.revocado_en),
        None if motivo is None else MotivoRevocacion(motivo).label,
    )


def _paso(paso: EstadoDePaso) -> str:
    detalles = [texto for texto in (dia(paso.modificado), paso.motivo) if texto]
    return f"{paso.estado.label} ({', '.join(detalles)})" if detalles else str(paso.estado.label)
