"""Saved views: the filters of the list that an agent keeps for themselves."""

from typing import Final

from django.core.exceptions import TooManyFieldsSent
from django.db import transaction
from django.http import QueryDict

from mesa_ayuda.models import VistaGuardada
from portal.usuarios.models import Usuario

MAXIMO: Final = 20
"""Saved views of one person."""
# The page, the popup's marks, and the mark of a wrong filter are no part of a filter.
FUERA: Final = ("p", "e", "all", "_popup", "_to_field", "_facets")


class VistaInvalida(Exception):
    """There is nothing to keep, or no room for it; the text says so to the person."""


def normalizar(consulta: str) -> str:
    """Return the filters of a query string, encoded anew; none where they are far too many."""
    try:
        escritos = QueryDict(consulta)
    except TooManyFieldsSent:
        return ""
    filtros = QueryDict(mutable=True)
    for campo, valores in escritos.lists():
        # A box left empty filters nothing.
        if campo not in FUERA and (llenos := [valor for valor in valores if valor]):
            filtros.setlist(campo, llenos)
    return filtros.urlencode()


@transaction.atomic
def guardar_vista(*, usuario: Usuario, nombre: str, consulta: str) -> VistaGuardada:
    """Keep the filters under a name, new or used before. Raises `VistaInvalida`."""
    nombre, consulta = " ".join(nombre.split()), normalizar(consulta)
    if not nombre or len(nombre) > 60 or "\x00" in nombre:
        raise VistaInvalida("Escriba un nombre de hasta 60 letras para la vista.")
    if not consulta or len(consulta) > 500:
        raise VistaInvalida("Elija primero una cola, un filtro o una búsqueda.")
    # Two clicks at once must not go over the limit.
    Usuario.objects.select_for_update(of=("self",)).only("pk").get(pk=usuario.pk)
    propias = VistaGuardada.objects.filter(usuario=usuario)
    if propias.exclude(nombre=nombre).count() >= MAXIMO:
        raise VistaInvalida(f"Puede guardar hasta {MAXIMO} vistas: borre alguna.")
    vista, _ = propias.update_or_create(
        usuario=usuario, nombre=nombre, defaults={"consulta": consulta}
    )
    return vista


def borrar_vista(*, usuario: Usuario, clave: int) -> str:
    """Delete a view of one's own; return its name, empty where there was none."""
    vista = VistaGuardada.objects.filter(usuario=usuario, pk=clave).first()
    if vista is None:
        return ""
    vista.delete()
    return vista.nombre
