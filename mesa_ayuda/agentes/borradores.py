"""What staff have begun to write in a case: kept for them, and shown to others as «responding».

A draft has two parts, the answer (`texto`) and the note (`nota`); with both empty there is none.
"""

from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from django.db import transaction

from mesa_ayuda.models import Borrador, Caso, Mensaje
from mesa_ayuda.models.conversacion import CUERPO_MAXIMO
from portal.calendario import palabras
from portal.usuarios.models import Usuario

Parte = Literal["texto", "nota"]
RESPONDIENDO: Final = timedelta(minutes=2)
"""How long after the last thing that was kept somebody counts as answering."""


def borrador_de(*, caso: Caso, usuario: Usuario) -> Borrador | None:
    """Return what that person has begun in the case."""
    return Borrador.objects.filter(caso=caso, usuario=usuario).first()


@transaction.atomic
def guardar(
    *, caso: Caso, usuario: Usuario, parte: Parte, valor: str, formulario: UUID | None = None
) -> None:
    """Keep one part of the draft; an empty one forgets it.

    What comes late, after its `formulario` was sent, is dropped: it would bring back what was said.
    """
    # PostgreSQL's text holds no NUL.
    limpio = valor.replace("\x00", "")[:CUERPO_MAXIMO]
    # Under the lock that an answer takes: it is either before it, or drops this.
    Caso.objects.select_for_update(of=("self",)).only("pk").get(pk=caso.pk)
    if formulario and Mensaje.objects.filter(formulario=formulario).exists():
        return
    if not limpio.strip():
        olvidar(caso=caso, usuario=usuario, parte=parte)
        return
    Borrador.objects.update_or_create(caso=caso, usuario=usuario, defaults={parte: limpio})


@transaction.atomic
def olvidar(*, caso: Caso, usuario: Usuario, parte: Parte) -> None:
    """Drop one part of the draft, and the draft with its last part."""
    otra: Parte = "nota" if parte == "texto" else "texto"
    propio = Borrador.objects.filter(caso=caso, usuario=usuario)
    propio.filter(**{otra: ""}).delete()
    propio.update(**{parte: ""})


def descartar(*, caso: Caso, usuario: Usuario) -> bool:
    """Drop the whole draft; False where there was none."""
    return bool(Borrador.objects.filter(caso=caso, usuario=usuario).delete()[0])


def respondiendo(*, caso: Caso, salvo: Usuario, ahora: datetime) -> list[str]:
    """Return who else is writing an answer in the case, by name."""
    recientes = (
        Borrador.objects.filter(caso=caso, actualizado__gt=ahora - RESPONDIENDO)
        .exclude(usuario=salvo)
        .exclude(texto="")
    )
    return [
        borrador.usuario.get_full_name() or borrador.usuario.username
        for borrador in recientes.select_related("usuario").order_by("usuario")
    ]


def en_palabras(nombres: list[str]) -> str:
    """«Ana está respondiendo este caso.», '' where nobody is."""
    if not nombres:
        return ""
    if len(nombres) == 1:
        return f"{nombres[0]} está respondiendo este caso."
    return f"{', '.join(nombres[:-1])} y {nombres[-1]} están respondiendo este caso."


def hace(borrador: Borrador, ahora: datetime) -> str:
    """«hace 5 minutos», as drafts say their age."""
    segundos = int((ahora - borrador.actualizado).total_seconds())
    if segundos >= 2 * 24 * 60 * 60:
        return f"hace {segundos // (24 * 60 * 60)} días"
    return f"hace {palabras.espera(segundos)}"
