"""Chambers in the admin: their parameters, their staff, and a try of their mail server."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timezone import localtime

from contrasenas.admin import camara_views
from contrasenas.admin.camara_form import FACTOR, CamaraForm
from contrasenas.models import Camara
from contrasenas.permisos import DeCamaraMixin, camaras_de
from portal.administracion.mixins import HistorialMixin, actor
from portal.auditoria.servicios import registrar
from portal.firma.models import Credencial
from portal.usuarios.models import Usuario

DATOS = ("codigo", "nombre", "ciudad", "url_renovar", "url_menu")
SERVIDOR = (
    *("masivos_smtp_server", "masivos_smtp_port", "masivos_smtp_authentication"),
    *("masivos_smtp_encription", "masivos_smtp_cuenta_admin", "clave_smtp", "quitar_clave"),
    *("masivos_smtp_correo_admin", "masivos_smtp_nombre_admin", "cuota_hora", "cuota_dia"),
)
SOLO_DEL_FORMULARIO = set(CamaraForm.declared_fields) - set(DATOS)


@admin.register(Camara)
class CamaraAdmin(DeCamaraMixin, HistorialMixin, admin.ModelAdmin[Camara]):
    """One chamber; only who may add chambers says who works for them and with what they sign."""

    camino_camara = "pk"
    form = CamaraForm
    change_form_template = "admin/contrasenas/camara/change_form.html"
    list_display = ("codigo", "nombre", "ciudad", "servidor_de_correo", "factor", "datos_al")
    list_display_links = ("codigo", "nombre")
    search_fields = ("codigo", "nombre", "ciudad")
    search_help_text = "Busque por código, nombre o ciudad."

    class Media:
        css = {"all": ["css/admin_contrasenas.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Camara]:
        """Leave password and logo where they are."""
        return super().get_queryset(request).ligeras()  # type: ignore[no-any-return, attr-defined]

    def get_fieldsets(self, request: HttpRequest, obj: Camara | None = None) -> Any:
        """Group the parameters; leave out what can only be written where nothing may be."""
        grupos: list[tuple[str | None, tuple[str, ...]]] = [
            (None, (*DATOS, "logo_actual", "logo_nuevo", "quitar_logo")),
            ("Servidor de correo de la cámara", SERVIDOR),
            ("Activación", (FACTOR, "confirmar_solo_clave", "identificacion_prueba")),
            ("Firma de los PDF", ("credencial",)),
            ("Sincronización y horario", ("horas_sincronizacion", "respetar_ventana")),
            ("Personal", ("personal",)),
        ]
        escribe = self.has_add_permission(request) or self.has_change_permission(request, obj)
        fuera = set() if escribe else SOLO_DEL_FORMULARIO
        if escribe:
            grupos[4] = (grupos[4][0], (*grupos[4][1], "motivo_ventana"))
        if obj is None or not obj.logo:
            fuera = fuera | {"logo_actual", "quitar_logo"}
        if obj is None or not obj.masivos_smtp_password_admin:
            fuera = fuera | {"quitar_clave"}
        return [
            (titulo, {"fields": [campo for campo in campos if campo not in fuera]})
            for titulo, campos in grupos
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Camara | None = None) -> list[str]:
        """Keep code, staff and credential for who may add chambers."""
        if self.has_add_permission(request):
            return ["logo_actual"]
        return ["logo_actual", "codigo", "personal", "credencial"]

    def has_delete_permission(self, request: HttpRequest, obj: Camara | None = None) -> bool:
        """Nobody: verified users and their evidence hang on it."""
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the credentials that no other person's chamber signs with."""
        if db_field.name == "credencial" and not actor(request).is_superuser:
            propias = camaras_de(actor(request)).values("pk")
            libres = Q(camaras=None) | Q(camaras__in=propias)
            kwargs["queryset"] = Credencial.objects.filter(libres).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the staff, each with a box to tick."""
        if db_field.name == "personal":
            kwargs["queryset"] = Usuario.objects.filter(is_staff=True).order_by("username")
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Camara, form: ModelForm[Camara], change: bool
    ) -> None:
        """Record also what the compared values can't tell, never a secret."""
        assert isinstance(form, CamaraForm)
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            for accion, motivo in form.actos():
                registrar(obj, accion, actor=actor(request), motivo=motivo)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who makes a chamber belongs to it; otherwise it would be out of reach at once."""
        super().save_related(request, form, formsets, change)
        if not change and not actor(request).is_superuser:
            form.instance.personal.add(actor(request))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        """Offer the try of the mail server to who may change the chamber."""
        camara = kwargs.get("obj")
        context["puede_probar"] = (
            camara is not None
            and camara.tiene_servidor
            and self.has_change_permission(request, camara)
        )
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[return-value]

    def get_urls(self) -> list[URLPattern]:
        """Add the try of the mail server, and the logo."""
        vista = self.admin_site.admin_view
        propias = [
            path(
                "<int:pk>/probar/",
                vista(camara_views.probar_servidor),
                name="contrasenas_camara_probar",
            ),
            path("<int:pk>/logo/", vista(camara_views.logo), name="contrasenas_camara_logo"),
        ]
        return [*propias, *super().get_urls()]

    @admin.display(description="servidor de correo")
    def servidor_de_correo(self, camara: Camara) -> str:
        """Whether it can send at all."""
        return camara.masivos_smtp_server if camara.tiene_servidor else "sin servidor: no envía"

    @admin.display(description="activación")
    def factor(self, camara: Camara) -> str:
        """What activation asks for."""
        return "CLAVE + PIN" if camara.pide_pin else "SOLO CLAVE"

    @admin.display(description="última sincronización")
    def datos_al(self, camara: Camara) -> str:
        """When the registry was last taken, and whether that still serves."""
        ultima = camara.ultima_sincronizacion
        if ultima is None or ultima.terminada_en is None:
            return "nunca"
        momento = f"{localtime(ultima.terminada_en):%d/%m/%Y %H:%M}"
        return momento if camara.datos_frescos(timezone.now()) else f"{momento} (vencida)"

    @admin.display(description="logo actual")
    def logo_actual(self, camara: Camara) -> str:
        """The picture, served to the chamber's staff only."""
        if not camara.logo:
            return "Sin logo"
        direccion = reverse("admin:contrasenas_camara_logo", args=[camara.pk])
        return format_html(
            '<img class="logo-camara" src="{}" alt="Logo de {}">', direccion, camara.nombre
        )
