"""Taking a case that nobody has."""

from django.db import transaction
from django.db.models.functions import Now

from mesa_ayuda.agentes.actos import nombre_de
from mesa_ayuda.agentes.agentes import sin_encargado
from mesa_ayuda.casos import EstadoInvalido
from mesa_ayuda.enums import ABIERTOS
from mesa_ayuda.models import Caso
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario


@transaction.atomic
def tomar(*, caso: Caso, actor: Usuario) -> None:
    """Give the case to who asks, if it is open and nobody's: whoever left has none.

    Raises `EstadoInvalido` where somebody else was first, or it has ended.
    """
    antes = Usuario.objects.filter(casos_asignados=caso.pk).first()
    libres = Caso.objects.filter(sin_encargado(), pk=caso.pk, estado__in=ABIERTOS)
    if libres.update(asignado=actor, actualizado=Now()) != 1:
        raise EstadoInvalido("El caso ya lo tiene otra persona, o está cerrado.")
    registrar(
        caso,
        "Tomó el caso",
        actor=actor,
        cambios={"asignado a": [nombre_de(antes), nombre_de(actor)]},
    )
