"""The first rows of a file as they would be loaded, for the preview. Pure."""

from collections.abc import Iterable, Iterator
from itertools import islice

from solicitudes.importacion.archivo import Libro
from solicitudes.importacion.carga import Suerte
from solicitudes.importacion.fila import Fila
from solicitudes.importacion.situacion import Cambios
from solicitudes.importacion.valores import como_texto

FILAS = 20


def componer(libro: Libro, suertes: Iterable[Suerte]) -> list[dict[str, object]]:
    """Return at most `FILAS` rows: line, numbers, holder, type, result, and what it means."""
    return list(islice((_renglon(libro, suerte) for suerte in suertes), FILAS))


def _renglon(libro: Libro, suerte: Suerte) -> dict[str, object]:
    datos = _datos(suerte.fila) if suerte.fila else _escrito(libro, suerte)
    return {
        "linea": suerte.cruda.linea,
        **datos,
        "resultado": str(suerte.resultado),
        "detalle": [*suerte.motivos, *_frases(suerte.cambios)],
    }


def _datos(fila: Fila) -> dict[str, str]:
    return {
        "solicitud": str(fila.numero),
        "orden": str(fila.orden),
        "titular": f"{fila.titular.nombre} ({' '.join(fila.titular.identidad)})",
        "tipo": str(fila.tipo_certificado.label),
    }


def _escrito(libro: Libro, suerte: Suerte) -> dict[str, str]:
    """Return what a row that makes no sense has in the same columns."""
    celdas = libro.por_columna(suerte.cruda)
    escrito = {clave: como_texto(celda)[:80] for clave, celda in celdas.items()}
    return {
        "solicitud": escrito.get("numero_solicitud", ""),
        "orden": escrito.get("numero_orden", ""),
        "titular": escrito.get("titular_nombre", "") or escrito.get("solicitante_nombre", ""),
        "tipo": escrito.get("tipo_certificado", ""),
    }


def _frases(cambios: Cambios) -> Iterator[str]:
    for campo, (antes, despues) in cambios.items():
        yield f"{campo.capitalize()}: {antes or '(vacío)'} → {despues or '(vacío)'}"
