"""The addresses of the acts on a case, and of a new one, below the list of cases."""

from typing import Final

from django.contrib import admin
from django.urls import URLPattern, path

from mesa_ayuda.admin import actos_views, alta_views, otros_views
from mesa_ayuda.admin.actos_views import ActoView

VISTAS: Final[dict[str, type[ActoView]]] = {
    "asignar": actos_views.AsignarView,
    "prioridad": actos_views.PrioridadView,
    "clasificar": actos_views.ClasificarView,
    "estado": actos_views.EstadoView,
    "fusionar": otros_views.FusionarView,
    "vinculos": otros_views.VinculosView,
    "participantes": otros_views.ParticipantesView,
}


def direcciones() -> list[URLPattern]:
    """Return one address an act."""
    nuevo = admin.site.admin_view(alta_views.NuevoCasoView.as_view())
    return [
        path("nuevo/", nuevo, name="mesa_ayuda_caso_nuevo"),
        *_de_un_caso(),
    ]


def _de_un_caso() -> list[URLPattern]:
    return [
        path(
            f"<int:pk>/{acto}/",
            admin.site.admin_view(vista.as_view()),
            name=f"mesa_ayuda_caso_{acto}",
        )
        for acto, vista in VISTAS.items()
    ]
