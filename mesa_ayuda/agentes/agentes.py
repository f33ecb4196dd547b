"""Who attends cases."""

from typing import Final

from django.db.models import Q, QuerySet

from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario

ROLES: Final = (Rol.AGENTE_1, Rol.AGENTE_2, Rol.AGENTE_3, Rol.SUPERVISOR)


def agentes() -> QuerySet[Usuario]:
    """Return the active staff to whom a case may be assigned, by name."""
    con_rol = Usuario.groups.through.objects.filter(group__name__in=ROLES)
    return Usuario.objects.filter(
        is_active=True, is_staff=True, pk__in=con_rol.values("usuario")
    ).order_by("first_name", "last_name", "username")


def sin_encargado() -> Q:
    """Return which cases nobody has: given to nobody, or to staff who were deactivated since."""
    personal = Usuario.objects.filter(is_staff=True, is_active=False)
    # As values, so that the queue's index serves.
    idos = list(personal.values_list("pk", flat=True))
    return Q(asignado=None) | Q(asignado__in=idos) if idos else Q(asignado=None)
