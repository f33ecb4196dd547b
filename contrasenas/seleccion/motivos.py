"""Why a registration is left out of the selection, in the words of the report."""

from typing import Final

from django.db import models


class Motivo(models.TextChoices):
    """One for each registration left out: the first that applies, in this order."""

    NO_NATURAL = "no_natural", "No es persona natural"
    AUSENTE = "ausente", "Ya no está en el registro que envía SIREP"
    NO_ACTIVA = "no_activa", "La matrícula no está activa"
    NO_RENOVO = "no_renovo", "Su último año renovado no es el anterior"
    IDENTIFICACION = "identificacion", "La identificación no es válida"
    SIN_CORREO = "sin_correo", "No tiene correo electrónico"
    CORREO_INVALIDO = "correo_invalido", "El correo electrónico no es válido"
    SIN_CELULAR = "sin_celular", "No tiene número de celular"
    SOLO_FIJO = "solo_fijo", "Sólo tiene teléfono fijo"
    CELULAR_INVALIDO = "celular_invalido", "El número de celular no es válido"
    VERIFICADO = "verificado", "Ya es usuario verificado"
    VERIFICACION_PENDIENTE = "verificacion_pendiente", "Tiene una verificación pendiente"
    BAJA = "baja", "Pidió no recibir estos correos"
    REPETIDO = "repetido", "Es otra matrícula de la misma persona"
    YA_SELECCIONADO = "ya_seleccionado", "Ya estaba seleccionado"


SELECCIONADOS: Final = "seleccionados"
CORREO_COMPARTIDO: Final = "correo_compartido"
TITULO_AVISO: Final = "Seleccionado; otra persona tiene el mismo correo"
"""Selected all the same, yet reported: an accountant's address, say (domain.md §2)."""
