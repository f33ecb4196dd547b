"""Words of the import."""

from django.db import models


class Formato(models.TextChoices):
    """What a file is, by its content."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (.xlsx)"


class EstadoImportacion(models.TextChoices):
    """Life of an import that comes through the admin."""

    SUBIDA = "subida", "Subida"
    REVISANDO = "revisando", "En revisión"
    POR_CONFIRMAR = "por_confirmar", "Por confirmar"
    IMPORTANDO = "importando", "Importando"
    TERMINADA = "terminada", "Terminada"
    FALLIDA = "fallida", "Fallida"
    DESCARTADA = "descartada", "Descartada"


EN_CURSO = (EstadoImportacion.SUBIDA, EstadoImportacion.REVISANDO, EstadoImportacion.IMPORTANDO)
"""A worker has something to do."""
