"""Cases with known results, for figures that a person can work out."""

from datetime import datetime
from typing import Any

from mesa_ayuda.models import Caso, Encuesta
from tests.mesa_ayuda.recetas import crear_caso


def crear_medido(creado: datetime, puntaje: int | None = None, **valores: Any) -> Caso:
    """Make a case opened then, with its results as given and, if any, its survey answered."""
    caso = crear_caso(**valores)
    Caso.objects.filter(pk=caso.pk).update(creado=creado)
    if puntaje is not None:
        Encuesta.objects.create(caso=caso, puntaje=puntaje, respondida_en=creado)
    caso.refresh_from_db()
    return caso
