"""Writing the history."""

from collections.abc import Mapping, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario

Cambios = Mapping[str, Sequence[str | None]]


def componer(
    objeto: Model,
    accion: str,
    *,
    actor: Usuario | None,
    cambios: Cambios | None = None,
    motivo: str = "",
    origen: str = "",
) -> Evento:
    """Return an unsaved event, for those who write many at once with `bulk_create`.

    `cambios` maps the field's Spanish name to [before, after]. Never pass secrets. `origen` names
    what acted where no person did (a command, a periodic task).
    """
    return Evento(
        actor=actor,
        origen=origen,
        tipo=ContentType.objects.get_for_model(objeto),
        objeto_id=str(objeto.pk),
        objeto_texto=str(objeto)[:200],
        accion=accion,
        cambios={campo: list(valores) for campo, valores in (cambios or {}).items()},
        motivo=motivo,
    )


def registrar(
    objeto: Model,
    accion: str,
    *,
    actor: Usuario | None,
    cambios: Cambios | None = None,
    motivo: str = "",
    origen: str = "",
) -> Evento:
    """Write one event (see `componer`) and return it; call it in the transaction of the act."""
    evento = componer(objeto, accion, actor=actor, cambios=cambios, motivo=motivo, origen=origen)
    evento.save()
    return evento
