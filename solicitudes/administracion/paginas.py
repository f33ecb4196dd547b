"""What the pages of orders, requests and what hangs from them share."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class AltaMixin(admin.ModelAdmin[Any]):
    """A row that is made here leads to its own page, and is never deleted: the public looks it up.

    `tras_el_alta` formats, with the new row as `obj`, what the person then reads.
    """

    tras_el_alta: str

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: the public may look it up."""
        return False

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Offer no «continue editing»: saving leads to the new row anyway."""
        contexto = {"show_save_and_continue": False, **(extra_context or {})}
        return super().add_view(request, form_url, contexto)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Go to the new row, where what comes next is done."""
        if "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, self.tras_el_alta.format(obj=obj))
        return self.ir_a_su_pagina(obj)

    def ir_a_su_pagina(self, obj: models.Model) -> HttpResponse:
        """Redirect to the row's page."""
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", obj.pk)


class HistorialAjenoMixin(admin.ModelAdmin[Any]):
    """What is done to a row is written in the history of another, which `duena` names by its field.

    Its link «Historial» leads there.
    """

    duena: str

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Redirect whoever may see the row."""
        fila = self.get_object(request, unquote(object_id))
        if fila is None or not self.has_view_permission(request, fila):
            return super().history_view(request, object_id, extra_context)
        pagina = f"admin:{self.opts.app_label}_{self.duena}_history"
        return redirect(pagina, getattr(fila, f"{self.duena}_id"))
