"""Lists of the admin over tables of a million rows: nothing of them is ever counted to the end."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


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


class ListaGrandeMixin(admin.ModelAdmin[Any]):
    """A list that stays fast however many rows there are."""

    paginator = PaginadorAcotado
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200
