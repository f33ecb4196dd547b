"""The registry in the admin: to look at and to search, never to write."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from contrasenas.models import Matriculado
from contrasenas.permisos import CamaraFilter, DeCamaraMixin, camaras_de
from portal.administracion.listas import ListaGrandeMixin
from portal.administracion.mixins import HistorialMixin, SoloLecturaMixin, actor
from portal.identificacion import TipoIdentificacion, mostrar

ANOS_ATRAS = 8
"""Years that the filter offers besides the current one."""

CAMPOS = (
    *("camara", "matricula", "razonsocial", "identificacion", "organizacion", "categoria"),
    *("estmatricula", "fecmatricula", "fecrenovacion", "ultanoren", "correo", "falta_correo"),
    *("celular", "falta_celular", "sincronizado_en", "ausente_desde"),
)
REGISTRADOS = (
    *("nombre1", "nombre2", "apellido1", "apellido2", "idclase", "numid", "nit"),
    *("munnot", "telnot", "telnot2", "telnot3", "celnot", "emailnot"),
    *("muncom", "telcom1", "telcom2", "telcom3", "celcom", "emailcom", "emailcom2", "emailcom3"),
)


class UltimoAnoFilter(admin.SimpleListFilter):
    """By the last renewed year; the years are not looked for in the rows."""

    title = "último año renovado"
    parameter_name = "ultanoren"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        """The last few years."""
        ano = timezone.localdate().year
        return [(str(n), str(n)) for n in range(ano, ano - ANOS_ATRAS - 1, -1)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep that year's."""
        valor = self.value() or ""
        return queryset.filter(ultanoren=int(valor)) if valor.isdecimal() else queryset


class FaltaFilter(admin.ChoicesFieldListFilter):
    """By why there is no address, or no mobile number."""

    def __init__(self, field: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(field, *args, **kwargs)
        self.title = {"falta_correo": "falta de correo", "falta_celular": "falta de celular"}[
            field.name
        ]


class PresenciaFilter(admin.SimpleListFilter):
    """By whether the chamber's last file still had the registration."""

    title = "último archivo"
    parameter_name = "ausente"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        """There, or not."""
        return [("no", "Está en él"), ("si", "Ya no está")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those."""
        if self.value() not in ("si", "no"):
            return queryset
        return queryset.filter(ausente_desde__isnull=self.value() == "no")


@admin.register(Matriculado)
class MatriculadoAdmin(DeCamaraMixin, HistorialMixin, SoloLecturaMixin, ListaGrandeMixin):
    """Merchants as the last synchronisation left them."""

    list_display = (
        *("matricula", "razonsocial", "identificacion", "estado", "renovado"),
        *("correo_usable", "celular_usable"),
    )
    list_display_links = ("matricula", "razonsocial")
    list_select_related = ("camara",)
    list_filter = (
        ("camara", CamaraFilter),
        UltimoAnoFilter,
        ("falta_correo", FaltaFilter),
        ("falta_celular", FaltaFilter),
        PresenciaFilter,
    )
    # Only shows the box: `get_search_results` does the search.
    search_fields = ("matricula",)
    search_help_text = (
        "Busque por matrícula, identificación o correo completos, o por el comienzo del nombre."
    )
    sortable_by = ()
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": CAMPOS}),
        ("Como está en el registro", {"fields": REGISTRADOS, "classes": ["collapse"]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Matriculado]:
        """Leave the chamber's password and logo where they are."""
        filas = super().get_queryset(request)
        return filas.defer("camara__masivos_smtp_password_admin", "camara__logo")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Name the chamber only to who has several."""
        varias = camaras_de(actor(request)).order_by()[:2].count() > 1
        return (*self.list_display, "codigo_camara") if varias else self.list_display

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Look in the index that the shape of the term points to."""
        termino = search_term.strip()
        if not termino:
            return queryset, False
        # Every index begins with the chamber.
        claves = list(camaras_de(actor(request)).order_by().values_list("pk", flat=True))
        return queryset.filter(condicion(termino), camara__in=claves), False

    @admin.display(description="cámara")
    def codigo_camara(self, matriculado: Matriculado) -> str:
        """Two digits."""
        return matriculado.camara.codigo

    @admin.display(description="estado")
    def estado(self, matriculado: Matriculado) -> str:
        """The SII's code."""
        return matriculado.estmatricula

    @admin.display(description="renovó")
    def renovado(self, matriculado: Matriculado) -> str:
        """Last renewed year."""
        return str(matriculado.ultanoren or "—")

    @admin.display(description="correo")
    def correo_usable(self, matriculado: Matriculado) -> str:
        """The address, or why there is none."""
        return matriculado.correo or f"({matriculado.get_falta_correo_display()})"

    @admin.display(description="celular")
    def celular_usable(self, matriculado: Matriculado) -> str:
        """The number, or why there is none."""
        return matriculado.celular or f"({matriculado.get_falta_celular_display()})"

    @admin.display(description="identificación")
    def identificacion(self, matriculado: Matriculado) -> str:
        """Type and number, as people read it."""
        if not matriculado.tipo:
            return matriculado.numid or "—"
        tipo = TipoIdentificacion(matriculado.tipo)
        return f"{tipo.value} {mostrar(tipo, matriculado.numero)}"


def condicion(termino: str) -> Q:
    """Return what the words of a search can mean, by the columns that have an index."""
    if "@" in termino:
        return Q(correo=termino.lower())
    pegado = "".join(letra for letra in termino.upper() if letra.isalnum())
    clave = pegado.lstrip("0")
    numeros = Q(matricula=clave) | Q(tipo__in=TipoIdentificacion.values, numero__in={clave, pegado})
    if any(letra.isdigit() for letra in termino):
        return numeros
    return Q(razonsocial__istartswith=" ".join(termino.split()))
