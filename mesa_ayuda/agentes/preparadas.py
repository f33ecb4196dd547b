"""Canned answers on their way into an answer."""

from django.db.models import QuerySet

from mesa_ayuda.agentes.variables import rellenar
from mesa_ayuda.models import Caso, RespuestaPreparada
from portal.usuarios.models import Usuario


def preparadas() -> QuerySet[RespuestaPreparada]:
    """Return those that may be inserted."""
    return RespuestaPreparada.objects.filter(activa=True)


def texto_preparado(*, clave: str, caso: Caso, agente: Usuario) -> str | None:
    """Return a canned answer with its variables filled in; None where there is no such."""
    if not (clave.isascii() and clave.isdigit() and len(clave) < 19):
        return None
    preparada = preparadas().filter(pk=int(clave)).first()
    return rellenar(preparada.texto, caso=caso, agente=agente) if preparada else None


def agregar(escrito: str, texto: str) -> str:
    """Put a canned answer after what was typed, a paragraph of its own."""
    return f"{escrito.rstrip()}\n\n{texto}" if escrito.strip() else texto
