"""«Gestión de usuarios verificados» (manual 004 §11 c): to search, annul, delete, and prove."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from contrasenas.enums import RETIRABLES, EstadoVerificado
from contrasenas.models import UsuarioVerificado
from contrasenas.permisos import CamaraFilter, DeCamaraMixin
from contrasenas.verificados import evidencia, servicios
from contrasenas.verificados.busqueda import buscar
from contrasenas.verificados.forms import MotivoForm
from portal.administracion.mixins import (
    HistorialMixin,
    SoloLecturaMixin,
    actor,
    pedir_confirmacion,
)
from portal.firma.errores import FirmaImposible

PERMISO = "contrasenas.anular_usuarioverificado"
PREGUNTAS = {
    EstadoVerificado.ANULADO: "No podrán firmar más trámites con su clave. No se puede deshacer: "
    "para volver a ser usuario verificado, la persona deberá activar otra contraseña.",
    EstadoVerificado.ELIMINADO: "No podrán firmar más trámites con su clave y quedarán como "
    "eliminados; su evidencia se conserva. No se puede deshacer.",
}


@admin.register(UsuarioVerificado)
class UsuarioVerificadoAdmin(DeCamaraMixin, HistorialMixin, SoloLecturaMixin):
    """Verified users of the person's chambers: nobody writes in them, acts change their state."""

    change_form_template = "admin/contrasenas/usuarioverificado/change_form.html"
    change_list_template = "admin/contrasenas/usuarioverificado/change_list.html"
    list_display = (
        *("identificacion", "nombre", "estado", "verificado", "es_prueba"),
        *("correo", "celular", "empresa", "camara"),
    )
    list_display_links = ("identificacion", "nombre")
    list_select_related = ("camara",)
    list_filter = ("estado", "es_prueba", ("camara", CamaraFilter), "verificado_en")
    list_per_page = 50
    show_full_result_count = False
    # Only shows the box: `get_search_results` does the search.
    search_fields = ("numero",)
    search_help_text = "Busque por identificación, nombre, correo, celular o empresa."
    actions = ("anular", "eliminar")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    *("camara", "estado", "motivo", "es_prueba", "identificacion", "nombre"),
                    *("correo", "celular", "nit", "empresa", "matricula"),
                )
            },
        ),
        ("Fechas", {"fields": ("creado", "verificado_en", "rechazado_en", "inactivado_en")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[UsuarioVerificado]:
        """Leave the secrets where they are."""
        filas = super().get_queryset(request)
        return filas.defer("clave_hash", "camara__masivos_smtp_password_admin", "camara__logo")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search as people type: without accents, with dots or spaces in numbers."""
        return buscar(queryset, search_term), False

    def has_anular_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission of its own: the rows themselves are nobody's to change."""
        return request.user.has_perm(PERMISO)

    def get_urls(self) -> list[URLPattern]:
        """Add the evidence, its PDF, and the end of a test."""
        vista = self.admin_site.admin_view
        propias = [
            path(
                "anular-pruebas/",
                vista(self.anular_pruebas_view),
                name="contrasenas_usuarioverificado_pruebas",
            ),
            path(
                "<path:object_id>/evidencia/",
                vista(self.evidencia_view),
                name="contrasenas_usuarioverificado_evidencia",
            ),
            path(
                "<path:object_id>/evidencia/pdf/",
                vista(require_POST(self.pdf_view)),
                name="contrasenas_usuarioverificado_pdf",
            ),
        ]
        return [*propias, *super().get_urls()]

    @admin.display(description="identificación", ordering="numero")
    def identificacion(self, usuario: UsuarioVerificado) -> str:
        """Type and number."""
        return evidencia.identificacion(usuario)

    @admin.display(description="verificado", ordering="verificado_en")
    def verificado(self, usuario: UsuarioVerificado) -> str:
        """When, short enough for a table."""
        cuando = usuario.verificado_en
        return f"{localtime(cuando):%d/%m/%Y %H:%M}" if cuando else ""

    @admin.action(description="Anular los usuarios elegidos", permissions=["anular"])
    def anular(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask for the reason, then annul."""
        return self._retirar(request, queryset, EstadoVerificado.ANULADO, "anular")

    @admin.action(description="Eliminar los usuarios elegidos", permissions=["anular"])
    def eliminar(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask for the reason, then delete in name: the row and its evidence stay."""
        return self._retirar(request, queryset, EstadoVerificado.ELIMINADO, "eliminar")

    def _retirar(
        self,
        request: HttpRequest,
        queryset: QuerySet[UsuarioVerificado],
        estado: EstadoVerificado,
        accion: str,
    ) -> HttpResponse | None:
        confirmado = "confirmar" in request.POST
        form = MotivoForm(request.POST if confirmado else None)
        filas = queryset.filter(estado__in=RETIRABLES[estado])
        if confirmado and form.is_valid():
            motivo = form.cleaned_data["motivo"]
            hechos = servicios.retirar(
                usuarios=filas, estado=estado, motivo=motivo, actor=actor(request)
            )
            self.message_user(request, f"{estado.label}: {hechos}.", messages.SUCCESS)
            return None
        elegidos = list(filas)
        if not elegidos:
            aviso = f"Ninguno de los elegidos puede pasar a «{estado.label}»."
            self.message_user(request, aviso, messages.WARNING)
            return None
        return pedir_confirmacion(
            self,
            request,
            titulo=f"{accion.capitalize()} usuarios verificados",
            pregunta=PREGUNTAS[estado],
            accion=accion,
            filas=elegidos,
            form=form,
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer the end of the tests where there is any."""
        mas = {"title": "Gestión de usuarios verificados", **(extra_context or {})}
        if self.has_anular_permission(request):
            mas["pruebas"] = servicios.de_prueba_vigentes(actor(request)).count()
        return super().changelist_view(request, mas)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Offer the acts that the state admits now."""
        usuario = self.get_object(request, object_id)
        puede = self.has_anular_permission(request)
        actos = [
            (accion, etiqueta)
            for accion, etiqueta, estado in (
                ("anular", "Anular", EstadoVerificado.ANULADO),
                ("eliminar", "Eliminar", EstadoVerificado.ELIMINADO),
            )
            if puede and usuario.estado in RETIRABLES[estado]  # type: ignore[attr-defined]
        ]
        mas = {**(extra_context or {}), "usuario": usuario, "actos": actos}
        return super().change_view(request, object_id, form_url, mas)

    def anular_pruebas_view(self, request: HttpRequest) -> HttpResponse:
        """Ask, saying how many, then annul all that the tests left."""
        if not self.has_anular_permission(request) or not self.has_view_permission(request):
            raise Http404
        form = MotivoForm(request.POST or None, initial={"motivo": "Fin de la prueba"})
        if request.method == "POST" and form.is_valid():
            motivo = form.cleaned_data["motivo"]
            hechos = servicios.anular_pruebas(motivo=motivo, actor=actor(request))
            self.message_user(request, f"Usuarios de prueba anulados: {hechos}.", messages.SUCCESS)
            return redirect("admin:contrasenas_usuarioverificado_changelist")
        contexto = {
            **self.admin_site.each_context(request),
            "title": "Anular todo lo de prueba",
            "opts": self.opts,
            "form": form,
            "cuantos": servicios.de_prueba_vigentes(actor(request)).count(),
        }
        plantilla = "admin/contrasenas/usuarioverificado/anular_pruebas.html"
        return TemplateResponse(request, plantilla, contexto)

    def evidencia_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The sheet as a page, with the whole text that was accepted."""
        usuario = self._con_evidencia(request, object_id)
        contexto = {
            **self.admin_site.each_context(request),
            "title": "Hoja de evidencia",
            "opts": self.opts,
            "original": usuario,
            "identificacion": evidencia.identificacion(usuario),
            "sms_estado": evidencia.estado_del_sms(usuario),
        }
        plantilla = "admin/contrasenas/usuarioverificado/evidencia.html"
        return TemplateResponse(request, plantilla, contexto)

    def pdf_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The sheet as a PDF, signed and registered: so it is asked for with POST."""
        usuario = self._con_evidencia(request, object_id)
        try:
            pdf = evidencia.firmar_hoja(usuario=usuario, actor=actor(request))
        except FirmaImposible as error:
            self.message_user(request, error.mensaje, messages.ERROR)
            return redirect("admin:contrasenas_usuarioverificado_evidencia", usuario.pk)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="evidencia-{usuario.pk}.pdf"'
        response["Cache-Control"] = "no-store"
        return response

    def _con_evidencia(self, request: HttpRequest, object_id: str) -> UsuarioVerificado:
        usuario = self.get_object(request, object_id)
        assert isinstance(usuario, UsuarioVerificado)
        if not self.has_view_permission(request, usuario) or not usuario.tiene_evidencia:
            raise Http404
        return usuario
