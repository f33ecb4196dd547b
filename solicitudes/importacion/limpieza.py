"""Deleting what is no longer needed of import files: they are full of personal data."""

from django.db import transaction

from portal.auditoria.servicios import registrar
from solicitudes.importacion.enums import EstadoImportacion
from solicitudes.importacion.models import Importacion


def borrar_archivos_caducos() -> int:
    """Delete the files, and the rows kept from them, that nobody has touched for a month.

    One that was still waiting to be confirmed is discarded. Returns how many.
    """
    caducas = list(Importacion.objects.caducas())
    for importacion in caducas:
        with transaction.atomic():
            if importacion.estado == EstadoImportacion.POR_CONFIRMAR:
                importacion.pasar(EstadoImportacion.POR_CONFIRMAR, EstadoImportacion.DESCARTADA)
                registrar(
                    importacion, "Descartó la importación", actor=None, origen="limpieza periódica"
                )
            importacion.borrar_archivo()
    return len(caducas)
