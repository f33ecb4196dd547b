"""What the public page says of a document in the register: no secret, no personal data."""

from dataclasses import dataclass
from datetime import datetime

from portal.firma.enums import EstadoDocumento
from portal.firma.models import DocumentoFirmado

TONOS = {
    EstadoDocumento.VIGENTE: "exito",
    EstadoDocumento.USADO: "info",
    EstadoDocumento.ANULADO: "peligro",
    EstadoDocumento.REEMPLAZADO: "atencion",
}
EXPLICACIONES = {
    EstadoDocumento.VIGENTE: "Este documento existe en nuestro registro y sigue vigente.",
    EstadoDocumento.USADO: "Este documento es auténtico y ya se usó: no sirve para hacer otro "
    "trámite.",
    EstadoDocumento.ANULADO: "Este documento se emitió, pero fue cancelado: ya no tiene efecto.",
    EstadoDocumento.REEMPLAZADO: "Este documento se emitió, pero otro más reciente lo reemplazó: "
    "ya no tiene efecto.",
}


@dataclass(frozen=True, slots=True)
class FichaDocumento:
    """One document as its page shows it."""

    numero: str
    titulo: str
    emisor: str
    firmante: str
    serial: str
    sha256: str
    firmado_en: datetime
    estado_texto: str
    estado_en: datetime
    tono: str
    explicacion: str
    vigente: bool


def componer(documento: DocumentoFirmado) -> FichaDocumento:
    """Return the page's view of a signed document."""
    if documento.firmado_en is None:
        raise ValueError("an unsigned document has no page")
    estado = EstadoDocumento(documento.estado)
    return FichaDocumento(
        numero=str(documento.pk),
        titulo=documento.titulo,
        emisor=documento.emisor,
        firmante=documento.firmante,
        serial=documento.serial_certificado,
        sha256=documento.sha256,
        firmado_en=documento.firmado_en,
        estado_texto=estado.label,
        estado_en=documento.estado_en,
        tono=TONOS[estado],
        explicacion=EXPLICACIONES[estado],
        vigente=estado == EstadoDocumento.VIGENTE,
    )
