"""The answer to a PQRSA as a letter, not yet signed. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mesa_ayuda.conocimiento.cuerpo import bloques
from portal.pdf.documento import Documento, Membrete
from portal.templatetags.portal import fecha_larga


@dataclass(frozen=True, slots=True)
class DatosCarta:
    """What the letter says."""

    emisor: str
    ciudad: str
    documento: UUID
    fecha: date
    enlace_verificar: str
    numero: str
    tipo: str
    asunto: str
    recibida: date
    nombre: str
    identificacion: str
    direccion: str
    texto: str
    responde: str


def componer(datos: DatosCarta) -> bytes:
    """Return the letter as a PDF; blank lines part the paragraphs, «- » begins a list's item."""
    documento = Documento(
        titulo=f"Respuesta a su {datos.tipo.lower()} {datos.numero}",
        membrete=Membrete(datos.emisor, datos.ciudad),
        numero=datos.documento,
        fecha=datos.fecha,
        enlace_verificar=datos.enlace_verificar,
    )
    filas = [
        ("Para", datos.nombre),
        ("Identificación", datos.identificacion),
        ("Dirección", datos.direccion),
        ("Asunto", datos.asunto),
        ("Recibida el", fecha_larga(datos.recibida)),
    ]
    documento.tabla([(nombre, valor) for nombre, valor in filas if valor])
    for bloque in bloques(datos.texto):
        if bloque.es_lista:
            documento.lista(bloque.textos)
        else:
            documento.parrafo(bloque.textos[0])
    documento.parrafo("Cordialmente,")
    documento.parrafo(datos.responde)
    documento.parrafo(datos.emisor)
    return documento.terminar()
