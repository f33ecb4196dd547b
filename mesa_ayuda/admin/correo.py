"""Mailboxes, and the ledger of what arrived: «correos no importados» first."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from mesa_ayuda.entrada import atencion
from mesa_ayuda.enums import EstadoCorreo
from mesa_ayuda.models import Buzon, CorreoEntrante
from portal.administracion.mixins import (
    HistorialMixin,
    SoloLecturaMixin,
    actor,
    pedir_confirmacion,
)


class BuzonForm(forms.ModelForm[Buzon]):
    """The password is written and never shown; left empty, it stays as it is."""

    clave_nueva = forms.CharField(
        label="Contraseña IMAP",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Escríbala sólo para fijarla o cambiarla. No se muestra la que está guardada.",
    )

    class Meta:
        model = Buzon
        fields = (
            *("nombre", "direccion", "activo", "imap_servidor", "imap_puerto", "imap_usuario"),
            *("imap_carpeta", "autenticador"),
        )
        help_texts = {
            "imap_servidor": "Vacío: el correo llega por el webhook.",
            "autenticador": "El nombre con que su servidor de correo empieza la cabecera "
            "Authentication-Results, por ejemplo mx.dominio.co. Vacío: quien responda sólo con el "
            "número en el asunto abre un caso nuevo, vinculado al otro. El webhook no lo necesita.",
            "imap_puerto": "993 con TLS; 143 con STARTTLS. Sin cifrado no se conecta.",
        }

    def clean(self) -> dict[str, Any]:
        """Ask for what a polled mailbox needs."""
        datos = super().clean() or {}
        con_clave = datos.get("clave_nueva") or self.instance.imap_clave
        if datos.get("imap_servidor"):
            if not datos.get("imap_usuario"):
                self.add_error("imap_usuario", "Escriba el usuario del servidor IMAP.")
            if not con_clave:
                self.add_error("clave_nueva", "Escriba la contraseña del servidor IMAP.")
        return datos

    def save(self, commit: bool = True) -> Buzon:
        """Set the password if one was written."""
        if self.cleaned_data.get("clave_nueva"):
            self.instance.imap_clave = self.cleaned_data["clave_nueva"]
        return super().save(commit)


@admin.register(Buzon)
class BuzonAdmin(HistorialMixin):
    """Mailboxes; what went wrong at the last reading stands beside each."""

    form = BuzonForm
    list_display = ("nombre", "direccion", "activo", "imap_servidor", "leido_en", "error")
    list_filter = ("activo",)
    search_fields = ("nombre", "direccion")
    readonly_fields = ("leido_en", "error")


@admin.register(CorreoEntrante)
class CorreoEntranteAdmin(HistorialMixin, SoloLecturaMixin):
    """Every mail that arrived, what became of it and why; nobody writes here."""

    list_display = (*("llego", "remitente", "asunto", "estado", "veredicto", "caso", "motivo"),)
    list_display_links = ("llego", "asunto")
    list_filter = ("estado", "veredicto", "buzon", "recibido_en")
    list_select_related = ("caso", "buzon")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("remitente", "asunto", "clave")
    search_help_text = "Busque por remitente, asunto o Message-ID."
    fields = (
        *("buzon", "recibido_en", "remitente", "asunto", "estado", "veredicto", "motivo"),
        *("caso", "clave", "sha256", "tamano", "intentos", "procesado_en", "mensaje_en_crudo"),
    )
    readonly_fields = fields
    actions = ("reintentar", "descartar")

    def get_urls(self) -> list[URLPattern]:
        """Put the raw download before Django's addresses."""
        vista = self.admin_site.admin_view(require_safe(self.crudo))
        return [
            path("<int:pk>/crudo/", vista, name="mesa_ayuda_correoentrante_crudo"),
            *super().get_urls(),
        ]

    def crudo(self, request: HttpRequest, pk: int) -> FileResponse:
        """Give the raw mail for download, under a name of ours; never opened by the browser."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        correo = CorreoEntrante.objects.filter(pk=pk).first()
        if correo is None or not correo.crudo.storage.exists(correo.crudo.name or ""):
            raise Http404
        respuesta = FileResponse(
            correo.crudo.open("rb"),
            as_attachment=True,
            filename=f"correo-{correo.pk}.eml",
            content_type="application/octet-stream",
        )
        respuesta["X-Content-Type-Options"] = "nosniff"
        return respuesta

    @admin.display(description="recibido", ordering="recibido_en")
    def llego(self, correo: CorreoEntrante) -> str:
        """Day and hour, short enough for a column."""
        return f"{timezone.localtime(correo.recibido_en):%d/%m/%Y %H:%M}"

    @admin.display(description="mensaje en crudo")
    def mensaje_en_crudo(self, correo: CorreoEntrante) -> SafeString:
        """Link to the download."""
        ruta = reverse("admin:mesa_ayuda_correoentrante_crudo", args=[correo.pk])
        return format_html('<a href="{}">Descargar (.eml)</a>', ruta)

    def has_reintentar_permission(self, request: HttpRequest) -> bool:
        """Whoever sees to what was not imported."""
        return request.user.has_perm("mesa_ayuda.reintentar_correoentrante")

    @admin.action(description="Reintentar los correos no importados", permissions=["reintentar"])
    def reintentar(self, request: HttpRequest, queryset: QuerySet[CorreoEntrante]) -> None:
        """Have them read again."""
        pedidos = queryset.count()
        cuantos = atencion.reintentar(correos=queryset, actor=actor(request))
        aviso = f"Puso a leer otra vez {_correos(cuantos)}."
        if cuantos < pedidos:
            aviso += " Los demás no estaban en «no importados»."
        self.message_user(request, aviso, messages.SUCCESS if cuantos else messages.WARNING)

    @admin.action(description="Descartar los correos no importados", permissions=["reintentar"])
    def descartar(
        self, request: HttpRequest, queryset: QuerySet[CorreoEntrante]
    ) -> HttpResponse | None:
        """Ask, and set them aside."""
        filas = list(queryset.filter(estado=EstadoCorreo.NO_IMPORTADO))
        if not request.POST.get("confirmar"):
            return pedir_confirmacion(
                self,
                request,
                titulo="Descartar correos no importados",
                pregunta=f"¿Descarta {_correos(len(filas))}? No se abrirá ningún caso con lo que "
                "dicen; el mensaje en crudo se conserva.",
                accion="descartar",
                filas=filas,
                detalles={fila.pk: f"{fila.remitente}: {fila.motivo}" for fila in filas},
            )
        cuantos = atencion.descartar(correos=filas, actor=actor(request))
        self.message_user(request, f"Descartó {_correos(cuantos)}.", messages.SUCCESS)
        return None


def _correos(cuantos: int) -> str:
    return "1 correo" if cuantos == 1 else f"{cuantos} correos"
