"""Requests in the admin: the list with its actions, and the page where staff work on one."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from portal.administracion.mixins import HistorialMixin, actor
from solicitudes import admin_views as vistas
from solicitudes import busqueda, servicios
from solicitudes.admin_forms import SolicitudForm
from solicitudes.administracion import lotes
from solicitudes.administracion.actos import Acto, ActoCertificado
from solicitudes.administracion.archivos import descargar_certificado
from solicitudes.administracion.filtros import PasoRechazadoFilter, VigenciaDeSolicitudFilter
from solicitudes.administracion.listas import ListaMixin
from solicitudes.administracion.ordenes import FIELDSET_PERSONA, guardar_persona
from solicitudes.administracion.paginas import AltaMixin
from solicitudes.administracion.tablero import Tablero
from solicitudes.enums import Vigencia
from solicitudes.excepciones import TransicionInvalida
from solicitudes.importacion.permisos import puede_importar
from solicitudes.models import Certificado, Orden, Solicitud

PASOS = {
    Acto.FINALIZAR: vistas.FinalizarPaso,
    Acto.RECHAZAR: vistas.RechazarPaso,
    Acto.REABRIR: vistas.ReabrirPaso,
}
CERTIFICADO = {
    ActoCertificado.ARCHIVO: vistas.RegistrarArchivo,
    ActoCertificado.SERIAL: vistas.RegistrarSerial,
    ActoCertificado.SUSPENDER: vistas.SuspenderCertificado,
    ActoCertificado.LEVANTAR: vistas.LevantarSuspension,
    ActoCertificado.REVOCAR: vistas.RevocarCertificado,
}
CAMPOS = SolicitudForm.base_fields


@admin.register(Solicitud)
class SolicitudAdmin(HistorialMixin, AltaMixin, ListaMixin, admin.ModelAdmin[Solicitud]):
    """Requests; steps and certificate change by acts, the rest by the form until it is issued."""

    form = SolicitudForm
    tras_el_alta = "Registró la solicitud {obj.numero}."
    buscar = staticmethod(busqueda.solicitudes)
    search_help_text = (
        "Busque por solicitud, orden, identificación, nombre, empresa o número de serie (como esté "
        "escrito)."
    )
    actions = ("finalizar_pasos", "rechazar_pasos", "reabrir_pasos")
    list_display = (
        "numero",
        "estado",
        "vigencia",
        "nombre_titular",
        "empresa",
        "numero_orden",
    )
    list_filter = (
        "estado",
        VigenciaDeSolicitudFilter,
        PasoRechazadoFilter,
        "tipo_certificado",
        "creada",
    )
    sortable_by = ("numero",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Solicitud]:
        """Bring along what the list and the page show, without the certificates' files."""
        filas = super().get_queryset(request)
        return filas.select_related("orden", "titular", "certificado").defer("certificado__der")

    def get_fieldsets(self, request: HttpRequest, obj: Solicitud | None = None) -> Any:
        """Ask for everything at first; later only for what may still be corrected."""
        datos = ["tipo_certificado", "forma_entrega"]
        if obj is None:
            return [
                (None, {"fields": ["orden", "numero", *datos]}),
                ("Titular", {"fields": FIELDSET_PERSONA}),
            ]
        if not self._corregible(request, obj):
            return []
        campos = {"fields": [*datos, *FIELDSET_PERSONA], "classes": ["collapse"]}
        return [("Corregir los datos de la solicitud", campos)]

    def get_readonly_fields(self, request: HttpRequest, obj: Solicitud | None = None) -> list[str]:
        """Leave out of the form what its page does not show: order and number stay as they are."""
        if obj is None:
            return []
        return ["orden", "numero"] if self._corregible(request, obj) else list(CAMPOS)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose the order that the address names, and its applicant as holder."""
        clave = request.GET.get("orden", "")
        orden = Orden.objects.filter(pk=clave).first() if clave.isdecimal() else None
        if orden is None:
            return {}
        return {
            "orden": orden.numero,
            "tipo_identificacion": orden.solicitante.tipo,
            "numero_identificacion": orden.solicitante.identificacion.split(" ", 1)[1],
        }

    def save_model(
        self, request: HttpRequest, obj: Solicitud, form: ModelForm[Solicitud], change: bool
    ) -> None:
        """Save with its holder; a new one with its four steps."""
        assert isinstance(form, SolicitudForm)
        if form.persona is not None:
            guardar_persona(request, form)
        if not change:
            servicios.crear_solicitud(solicitud=obj, actor=actor(request))
            return
        try:
            servicios.corregir_solicitud(solicitud=obj, actor=actor(request))
        except TransicionInvalida as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, f"Guardó los datos de la solicitud {obj.numero}.")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the import whoever may import."""
        contexto = {"puede_importar": puede_importar(request), **(extra_context or {})}
        return super().changelist_view(request, contexto)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Add the steps, the certificate and the acts they allow to the page."""
        contexto = dict(extra_context or {})
        solicitud = self.get_object(request, unquote(object_id))
        if solicitud is not None:
            corregible = self._corregible(request, solicitud)
            contexto |= {
                "tablero": Tablero(solicitud),
                "tiene_archivo": Certificado.objects.filter(
                    solicitud=solicitud, der__isnull=False
                ).exists(),
                "puede_tramitar": self.has_change_permission(request, solicitud),
                "puede_registrar": request.user.has_perm("solicitudes.add_certificado"),
                "puede_revocar": request.user.has_perm("solicitudes.change_certificado"),
                "ve_factura": request.user.has_perm("solicitudes.view_factura"),
                "show_save": corregible,
                "show_save_and_continue": False,
                "show_save_and_add_another": False,
                "title": f"Solicitud {solicitud.numero}",
                "subtitle": None,
            }
        return super().change_view(request, object_id, form_url, contexto)

    def response_change(self, request: HttpRequest, obj: Solicitud) -> HttpResponse:
        """Stay on the request after correcting its data."""
        return self.ir_a_su_pagina(obj)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the acts."""
        ver = self.admin_site.admin_view
        pasos = [
            path(
                f"<int:pk>/paso/<int:etapa>/{acto}/",
                ver(vista.as_view()),
                name=f"solicitudes_paso_{acto}",
            )
            for acto, vista in PASOS.items()
        ]
        certificado = [
            path(
                f"<int:pk>/certificado/{acto}/",
                ver(vista.as_view()),
                name=f"solicitudes_certificado_{acto}",
            )
            for acto, vista in CERTIFICADO.items()
        ]
        descarga = path(
            "<int:pk>/certificado/descargar/",
            ver(descargar_certificado),
            name="solicitudes_certificado_descargar",
        )
        return [*pasos, *certificado, descarga, *super().get_urls()]

    def _corregible(self, request: HttpRequest, solicitud: Solicitud) -> bool:
        """Whether its data may still be corrected: not once a certificate was issued for them."""
        emitido = hasattr(solicitud, "certificado")
        return not emitido and self.has_change_permission(request, solicitud)

    @admin.display(description="titular")
    def nombre_titular(self, solicitud: Solicitud) -> str:
        """Its holder."""
        return str(solicitud.titular)

    @admin.display(description="orden")
    def numero_orden(self, solicitud: Solicitud) -> int:
        """The number of its order."""
        return solicitud.orden.numero

    @admin.display(description="empresa")
    def empresa(self, solicitud: Solicitud) -> str:
        """The company of its order."""
        return solicitud.orden.empresa

    @admin.display(description="vigencia")
    def vigencia(self, solicitud: Solicitud) -> str:
        """The validity of its certificate now."""
        certificado = getattr(solicitud, "certificado", None)
        return str((certificado.vigencia() if certificado else Vigencia.POR_EMITIR).label)

    @admin.action(description="Finalizar el paso en trámite", permissions=["change"])
    def finalizar_pasos(
        self, request: HttpRequest, queryset: QuerySet[Solicitud]
    ) -> HttpResponse | None:
        """Ask, then finish the step under way of each."""
        return lotes.aplicar(self, request, queryset, lotes.FINALIZAR)

    @admin.action(description="Rechazar el paso en trámite…", permissions=["change"])
    def rechazar_pasos(
        self, request: HttpRequest, queryset: QuerySet[Solicitud]
    ) -> HttpResponse | None:
        """Ask for the reason, then reject the step under way of each."""
        return lotes.aplicar(self, request, queryset, lotes.RECHAZAR)

    @admin.action(description="Reabrir el último paso decidido…", permissions=["change"])
    def reabrir_pasos(
        self, request: HttpRequest, queryset: QuerySet[Solicitud]
    ) -> HttpResponse | None:
        """Ask for the reason, then reopen the last finished or rejected step of each."""
        return lotes.aplicar(self, request, queryset, lotes.REABRIR)
