"""What a worker does with an import: review it, or load it.

The claim is written before anything is read, and every batch writes its progress in its own
transaction under that claim. A worker that dies leaves whole batches; the sweep wakes up another,
which goes on behind the last one. A review, which writes nothing, starts over.
"""

import logging
from collections import deque
from typing import Any

from django.db import transaction
from django.db.models import F

from solicitudes.importacion import informe, muestra
from solicitudes.importacion.apertura import abrir
from solicitudes.importacion.archivo import Libro
from solicitudes.importacion.carga import Carga, Lote, Resumen
from solicitudes.importacion.enums import EstadoImportacion
from solicitudes.importacion.escritura import Autoria
from solicitudes.importacion.excepciones import ArchivoInvalido, ReclamoPerdido
from solicitudes.importacion.models import INTENTOS_MAXIMOS, Importacion, Incidencia

logger = logging.getLogger("solicitudes.importacion")

INTERRUMPIDA = (
    "El proceso se interrumpió varias veces en el mismo punto. Lo que alcanzó a cargarse quedó "
    "bien; informe a soporte."
)


def procesar(*, pk: int) -> bool:
    """Review or load an import if this worker wins its claim; return whether it came to an end."""
    importacion = Importacion.reclamar(pk)
    if importacion is None:
        return False
    cargando = importacion.estado == EstadoImportacion.IMPORTANDO
    try:
        if importacion.intentos > INTENTOS_MAXIMOS:
            raise ArchivoInvalido(INTERRUMPIDA)
        with importacion.archivo.open("rb") as flujo:
            _cargar(importacion, abrir(flujo)) if cargando else _revisar(importacion, abrir(flujo))
    except ArchivoInvalido as error:
        return _terminar(importacion, EstadoImportacion.FALLIDA, error=str(error))
    except ReclamoPerdido:
        logger.warning("importación relevada", extra={"importacion": pk})
        return False
    siguiente = EstadoImportacion.TERMINADA if cargando else EstadoImportacion.POR_CONFIRMAR
    return _terminar(importacion, siguiente)


def _revisar(importacion: Importacion, libro: Libro) -> None:
    with transaction.atomic():
        importacion.incidencias.all().delete()
        importacion.anotar(
            total=libro.total_estimado,
            encabezado=list(libro.encabezado.titulos),
            ignoradas=list(libro.encabezado.ignoradas),
            muestra=[],
            linea=0,
            leidas_antes=0,
            **dict.fromkeys(Importacion.CONTADORES, 0),
        )

    lotes = Carga(
        libro, Autoria(), simular=True, anotar=lambda lote: _anotar(importacion, lote)
    ).lotes()
    for numero, lote in enumerate(lotes):
        if numero == 0:
            importacion.anotar(muestra=muestra.componer(libro, lote.suertes))


def _cargar(importacion: Importacion, libro: Libro) -> None:
    autoria = Autoria(actor=importacion.confirmada_por, nota=str(importacion))
    carga = Carga(
        libro,
        autoria,
        desde=importacion.linea,
        anotar=lambda lote: _anotar(importacion, lote),
    )
    # Each batch writes itself down.
    deque(carga.lotes(), maxlen=0)


def _anotar(importacion: Importacion, lote: Lote) -> None:
    """Write a batch's progress and its troubled rows, in its own transaction."""
    resumen = Resumen()
    resumen.sumar(lote)
    sumas: dict[str, Any] = {
        contador: F(contador) + getattr(resumen, contador) for contador in Importacion.CONTADORES
    }
    importacion.anotar(linea=lote.ultima_linea, intentos=0, **sumas)
    Incidencia.objects.bulk_create(
        Incidencia(
            importacion_id=importacion.pk,
            linea=linea,
            rechazada=rechazada,
            motivos=motivos,
            celdas=celdas,
        )
        for linea, rechazada, motivos, celdas in informe.con_incidencias(lote.suertes)
    )


def _terminar(importacion: Importacion, estado: EstadoImportacion, *, error: str = "") -> bool:
    """Record the end under this worker's claim; False if it has lost it."""
    try:
        importacion.cerrar(estado, error=error)
    except ReclamoPerdido:
        return False
    logger.info(
        "importación procesada", extra={"importacion": importacion.pk, "estado": str(estado)}
    )
    return True
