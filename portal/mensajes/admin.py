"""Outgoing messages for staff: to look at, and to try again what failed."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.timezone import localtime

from portal.administracion.mixins import (
    HistorialMixin,
    SoloLecturaMixin,
    actor,
    pedir_confirmacion,
)
from portal.mensajes.models import CorreoSaliente, MensajeSaliente, SmsSaliente
from portal.mensajes.servicios import reintentar

SIN_CONTENIDO = "Confidencial: no se muestra."


class MensajeSalienteAdmin(HistorialMixin, SoloLecturaMixin):
    """Read only; a confidential text is never shown, waiting or not."""

    actions = ("reintentar",)
    list_filter: ClassVar[tuple[str, ...]] = ("estado", "proposito", "confidencial", "creado")
    date_hierarchy = "creado"
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave the encrypted columns where they are until one message is opened."""
        return super().get_queryset(request).defer(*self.model.CONTENIDO)

    def has_reintentar_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission of its own: the rows themselves are nobody's to change."""
        permiso = f"{self.opts.app_label}.reintentar_{self.opts.model_name}"
        return request.user.has_perm(permiso)

    @admin.display(description="texto")
    def contenido(self, mensaje: MensajeSaliente) -> str:
        """Return the text, unless it is confidential."""
        return SIN_CONTENIDO if mensaje.confidencial else mensaje.texto or ""

    @admin.display(description="error")
    def error_breve(self, mensaje: MensajeSaliente) -> str:
        """Return the start of the provider's last refusal."""
        return Truncator(mensaje.error).chars(60)

    @admin.display(description="creado", ordering="creado")
    def momento(self, mensaje: MensajeSaliente) -> str:
        """Return when it was queued, short enough for a table."""
        return f"{localtime(mensaje.creado):%d/%m/%Y %H:%M}"

    @admin.action(description="Reintentar los mensajes fallidos", permissions=["reintentar"])
    def reintentar(
        self, request: HttpRequest, queryset: QuerySet[MensajeSaliente]
    ) -> HttpResponse | None:
        """Ask, then queue the failed ones among the chosen again."""
        elegidos = list(queryset.fallidos().filter(texto__isnull=False))  # type: ignore[attr-defined]
        if not elegidos:
            self.message_user(
                request,
                "Ninguno de los mensajes elegidos se puede reintentar: no han fallado, o eran "
                "confidenciales y su contenido ya se borró.",
                messages.WARNING,
            )
            return None
        if "confirmar" not in request.POST:
            return pedir_confirmacion(
                self,
                request,
                titulo="Reintentar mensajes fallidos",
                pregunta="Volverán a la cola con todos sus intentos y podrían llegar enseguida.",
                accion="reintentar",
                filas=elegidos,
            )
        total = reintentar(mensajes=elegidos, actor=actor(request))
        self.message_user(request, f"Mensajes de nuevo en la cola: {total}.", messages.SUCCESS)
        return None


CAMPOS = (
    "estado",
    "intentos",
    "proximo_intento",
    "reclamado_en",
    "enviado_en",
    "error",
    "respuesta_proveedor",
    "confidencial",
    "contenido",
    "creado",
)


@admin.register(CorreoSaliente)
class CorreoSalienteAdmin(MensajeSalienteAdmin):
    """Outgoing mail."""

    list_display = (
        "momento",
        "estado",
        "intentos",
        "proposito",
        "destinatario",
        "error_breve",
        "asunto_breve",
    )
    search_fields = ("destinatario", "proposito", "asunto", "message_id")
    search_help_text = "Busque por destinatario, propósito, asunto o Message-ID."
    fields = (
        "proposito",
        "remitente",
        "destinatario",
        "asunto",
        "message_id",
        "cabeceras",
        "archivos",
        *CAMPOS,
    )

    @admin.display(description="asunto", ordering="asunto")
    def asunto_breve(self, correo: CorreoSaliente) -> str:
        """Return the start of the subject."""
        return Truncator(correo.asunto).chars(50)

    @admin.display(description="adjuntos")
    def archivos(self, correo: CorreoSaliente) -> str:
        """Return names and sizes of the attachments."""
        adjuntos = correo.adjuntos.defer("contenido")
        return "\n".join(f"{adjunto.nombre} ({adjunto.tamano} bytes)" for adjunto in adjuntos)


# https://www.twilio.com/docs/api/errors: why a carrier did not deliver.
ERRORES_DE_ENTREGA = {
    "30003": "celular apagado o sin señal",
    "30004": "el operador lo bloqueó",
    "30005": "el número no existe",
    "30006": "el número no recibe mensajes de texto",
    "30007": "el operador lo tomó por no deseado",
    "30008": "el operador no dijo por qué",
}


@admin.register(SmsSaliente)
class SmsSalienteAdmin(MensajeSalienteAdmin):
    """Outgoing SMS."""

    list_display = (
        "momento",
        "estado",
        "entrega_breve",
        "proposito",
        "destinatario",
        "error_breve",
    )
    list_filter = ("estado", "entrega", "proposito", "confidencial", "creado")
    search_fields = ("destinatario", "proposito", "sid")
    search_help_text = "Busque por destinatario, propósito o identificador de Twilio."
    fields = ("proposito", "destinatario", "sid", "entrega_breve", "entrega_en", *CAMPOS)

    @admin.display(description="entrega", ordering="entrega", empty_value="-")
    def entrega_breve(self, sms: SmsSaliente) -> str:
        """Return what the carrier did with it, and why if it failed."""
        if not sms.entrega_error:
            return sms.get_entrega_display()
        porque = ERRORES_DE_ENTREGA.get(sms.entrega_error, "vea el código en Twilio")
        return f"{sms.get_entrega_display()} ({sms.entrega_error}: {porque})"
