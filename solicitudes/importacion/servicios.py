"""What staff do with an import file: bring it, confirm it, discard it."""

from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario
from solicitudes.excepciones import TransicionInvalida
from solicitudes.importacion.enums import EstadoImportacion, Formato
from solicitudes.importacion.models import Importacion
from solicitudes.importacion.tasks import procesar_importacion

DESCARTABLES = (
    EstadoImportacion.SUBIDA,
    EstadoImportacion.REVISANDO,
    EstadoImportacion.POR_CONFIRMAR,
)


@transaction.atomic
def subir_archivo(*, archivo: UploadedFile[Any], formato: Formato, autor: Usuario) -> Importacion:
    """Keep a file, already checked by the form, and have it reviewed."""
    huella = sha256()
    for trozo in archivo.chunks():
        huella.update(trozo)
    importacion = Importacion(
        nombre=(archivo.name or "archivo")[-200:],
        formato=formato,
        tamano=archivo.size or 0,
        sha256=huella.hexdigest(),
        autor=autor,
    )
    importacion.archivo.save(importacion.nombre, archivo, save=False)
    importacion.save()
    registrar(
        importacion,
        "Subió el archivo",
        actor=autor,
        cambios={"SHA-256": [None, importacion.sha256]},
    )
    _despertar(importacion)
    return importacion


@transaction.atomic
def confirmar_importacion(*, importacion: Importacion, actor: Usuario) -> None:
    """Have a reviewed file loaded. Raises TransicionInvalida if it isn't waiting for that."""
    filas = importacion.leidas - importacion.rechazadas
    importacion.pasar(
        EstadoImportacion.POR_CONFIRMAR,
        EstadoImportacion.IMPORTANDO,
        confirmada_por=actor,
        total=importacion.leidas,
        linea=0,
        **dict.fromkeys(Importacion.CONTADORES, 0),
    )
    importacion.incidencias.all().delete()
    registrar(
        importacion,
        "Confirmó la importación",
        actor=actor,
        cambios={"filas por importar": [None, str(filas)]},
    )
    _despertar(importacion)


@transaction.atomic
def descartar_importacion(*, importacion: Importacion, actor: Usuario) -> None:
    """Give up a file that has not been loaded, and delete it. Raises TransicionInvalida."""
    if importacion.estado not in DESCARTABLES:
        raise TransicionInvalida("Esta importación ya no se puede descartar.")
    importacion.pasar(EstadoImportacion(importacion.estado), EstadoImportacion.DESCARTADA)
    registrar(importacion, "Descartó la importación", actor=actor)
    importacion.borrar_archivo()


def _despertar(importacion: Importacion) -> None:
    """Tell a worker once this is committed; should the broker be down, the sweep does."""
    transaction.on_commit(lambda: procesar_importacion.delay(importacion.pk), robust=True)
