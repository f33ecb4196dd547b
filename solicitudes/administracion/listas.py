"""What every list of the SSPS shares: searching through indexes, and never counting a million."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from solicitudes.busqueda import TOPE, Hallazgo


class PaginadorAcotado(Paginator[Any]):
    """Counts no further than what anybody pages through."""

    MAXIMO = 10_000

    @cached_property
    def count(self) -> int:
        """The number of rows, at most MAXIMO."""
        filas: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return int(filas.order_by()[: self.MAXIMO].count())

    @property
    def acotado(self) -> bool:
        """Whether there may be more rows than were counted."""
        return self.count == self.MAXIMO


class ListaMixin(admin.ModelAdmin[Any]):
    """A list that stays fast however many rows there are; `buscar` resolves the search box."""

    class Media:
        css = {"all": ["css/admin_fichas.css", "css/admin_solicitudes.css"]}

    buscar: "ClassVar[staticmethod[[str], Hallazgo]]"
    paginator = PaginadorAcotado
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200
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
