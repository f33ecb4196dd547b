"""What every list of the SSPS shares: searching through indexes, and never counting a million."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.administracion.listas import ListaGrandeMixin
from solicitudes.busqueda import TOPE, Hallazgo


class ListaMixin(ListaGrandeMixin):
    """A list that stays fast however many rows there are; `buscar` resolves the search box."""

    class Media:
        css = {"all": ["css/admin_fichas.css", "css/admin_solicitudes.css"]}

    buscar: "ClassVar[staticmethod[[str], Hallazgo]]"
    # Only shows the box: `get_search_results` does the search.
    search_fields = ("pk",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Keep the rows that the term can mean."""
        if not search_term.strip():
            return queryset, False
        hallazgo = self.buscar(search_term)
        if hallazgo.truncado and request.method == "GET":
            self.message_user(
                request,
                f"«{search_term[:50]}» coincide con más de {TOPE} registros y aquí sólo aparece "
                "una parte. Escriba más datos para precisar la búsqueda.",
                messages.WARNING,
            )
        return queryset.filter(pk__in=hallazgo.claves), False
