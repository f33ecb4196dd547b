"""Filters of the staff's lists."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from solicitudes.enums import EstadoPaso, EstadoSolicitud, Etapa, Vigencia
from solicitudes.models import Certificado, Paso, Solicitud


def con_vigencia(vigencia: Vigencia) -> QuerySet[Certificado]:
    """Return the certificates that are `vigencia` at this moment."""
    anotados: QuerySet[Any] = Certificado.objects.con_vigencia()
    return anotados.filter(estado_vigencia=vigencia)


class VigenciaFilter(admin.SimpleListFilter):
    """Certificates by their validity at this moment."""

    title = "vigencia"
    parameter_name = "vigencia"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        """Every validity."""
        return [(str(valor), str(rotulo)) for valor, rotulo in Vigencia.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows whose certificate is so."""
        valor = self.value()
        return queryset if valor not in Vigencia.values else self.filtrar(queryset, Vigencia(valor))

    def filtrar(self, queryset: QuerySet[Any], vigencia: Vigencia) -> QuerySet[Any]:
        """Keep the certificates that are `vigencia`."""
        certificados = con_vigencia(vigencia).values("pk")
        return queryset.filter(pk__in=certificados)


class VigenciaDeSolicitudFilter(VigenciaFilter):
    """Requests by the validity of their certificate; «por emitir» where there is none yet."""

    def filtrar(self, queryset: QuerySet[Solicitud], vigencia: Vigencia) -> QuerySet[Solicitud]:
        """Keep the requests whose certificate is `vigencia`."""
        condicion = Q(pk__in=con_vigencia(vigencia).values("solicitud"))
        if vigencia == Vigencia.POR_EMITIR:
            condicion |= Q(certificado=None)
        return queryset.filter(condicion)


class PasoRechazadoFilter(admin.SimpleListFilter):
    """Rejected requests by the step that was rejected."""

    title = "paso rechazado"
    parameter_name = "rechazado"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        """The four steps."""
        return [(str(etapa.value), f"{etapa.value}. {etapa.label}") for etapa in Etapa]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Solicitud]) -> QuerySet[Solicitud]:
        """Keep the requests rejected at that step."""
        valor = self.value()
        if valor is None or valor not in {str(etapa.value) for etapa in Etapa}:
            return queryset
        rechazo = Paso.objects.filter(
            solicitud=OuterRef("pk"), numero=int(valor), estado=EstadoPaso.RECHAZADO
        )
        # The state has an index; the steps have none on theirs.
        return queryset.filter(Exists(rechazo), estado=EstadoSolicitud.RECHAZADA)
