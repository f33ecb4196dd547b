"""The whole history, for who may see it."""

from django.contrib import admin

from portal.administracion.mixins import SoloLecturaMixin
from portal.auditoria.models import Evento


@admin.register(Evento)
class EventoAdmin(SoloLecturaMixin):
    """Read only: newest first, by person, kind and date."""

    list_display = ("momento", "actor", "accion", "tipo", "objeto_texto", "motivo")
    list_filter = ("momento", "tipo")
    list_select_related = ("actor", "tipo")
    search_fields = ("objeto_texto", "accion", "actor__username", "objeto_id")
    date_hierarchy = "momento"
    show_full_result_count = False
    list_per_page = 50
