"""Articles of the knowledge base in the admin, as the public will read them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from mesa_ayuda.conocimiento.cuerpo import bloques
from mesa_ayuda.conocimiento.servicios import resumen
from mesa_ayuda.models import Articulo, Opinion
from portal.administracion.mixins import HistorialMixin, SoloLecturaMixin


@admin.register(Articulo)
class ArticuloAdmin(HistorialMixin, admin.ModelAdmin[Articulo]):
    """Write, preview, publish."""

    list_display = ("titulo", "servicio", "producto", "publicado", "actualizado")
    list_filter = ("publicado", "servicio")
    list_select_related = ("servicio", "producto__servicio")
    search_fields = ("titulo", "resumen")
    prepopulated_fields = {"direccion": ("titulo",)}
    fields = (
        *("titulo", "direccion", "resumen", "cuerpo", "servicio", "producto", "publicado"),
        *("vista_previa", "opiniones"),
    )
    readonly_fields = ("vista_previa", "opiniones")

    def get_form(
        self, request: HttpRequest, obj: Articulo | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Say how the body is written."""
        ayuda = (
            "Texto sin formato: una línea en blanco separa los párrafos; un renglón que comienza "
            "con «- » es un punto de una lista."
        )
        return super().get_form(request, obj, change, help_texts={"cuerpo": ayuda}, **kwargs)

    @admin.display(description="vista previa de lo guardado")
    def vista_previa(self, articulo: Articulo) -> SafeString | str:
        """Draw the body as its page does, published or not."""
        if not articulo.pk:
            return "Guarde el artículo para verlo como lo leerá el público."
        return render_to_string(
            "mesa_ayuda/conocimiento/cuerpo.html", {"bloques": bloques(articulo.cuerpo)}
        )

    @admin.display(description="¿le sirvió?")
    def opiniones(self, articulo: Articulo) -> str:
        """Count those whom it helped and those whom it didn't."""
        si, no = resumen(articulo) if articulo.pk else (0, 0)
        return f"Sí: {si} · No: {no}"


@admin.register(Opinion)
class OpinionAdmin(SoloLecturaMixin, admin.ModelAdmin[Opinion]):
    """What readers said."""

    list_display = ("articulo", "util", "comentario", "creada")
    list_filter = ("util",)
    fields = ("articulo", "util", "comentario", "creada")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Opinion]:
        """Bring the article along."""
        return super().get_queryset(request).select_related("articulo")
