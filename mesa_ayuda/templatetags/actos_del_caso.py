"""The acts of staff beside the conversation of a case."""

from typing import Any

from django import template
from django.template import Context

from mesa_ayuda.agentes.actos import sin_responder
from mesa_ayuda.agentes.actos_forms import AsignarForm, EstadoForm, PrioridadForm
from mesa_ayuda.agentes.vinculos import vinculados
from mesa_ayuda.enums import PQRSA, TERMINADOS
from mesa_ayuda.models import Caso

register = template.Library()


@register.inclusion_tag("admin/mesa_ayuda/caso/_actos.html", takes_context=True)
def actos_del_caso(context: Context) -> dict[str, Any]:
    """Show the short forms and the way to the others, to who may attend the case."""
    caso: Caso = context["caso"]
    atiende = context["request"].user.has_perm("mesa_ayuda.change_caso")
    contexto: dict[str, Any] = {
        "caso": caso,
        "atiende": atiende,
        "csrf_token": context["csrf_token"],
    }
    if not atiende:
        return contexto
    estado = EstadoForm(caso=caso)
    pasa = estado.lleva_a_algo and not caso.fusionado_en_id and not sin_responder(caso)
    abierto = caso.estado not in TERMINADOS
    return {
        **contexto,
        "abierto": abierto,
        "pqrsa": caso.tipo in PQRSA,
        "vinculados": vinculados(caso),
        "asignar": AsignarForm(caso=caso) if abierto else None,
        "prioridad": PrioridadForm(caso=caso) if abierto else None,
        "estado": estado if pasa else None,
    }
