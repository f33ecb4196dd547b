"""The conversation of a case: messages, notes, notices, and what is attached to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mesa_ayuda.enums import TipoMensaje, Via
from mesa_ayuda.models.caso import Caso
from portal.mensajes.models import CorreoSaliente

CUERPO_MAXIMO = 524_288
"""Characters of a body (ServiceNow's own limit)."""


class Mensaje(models.Model):
    """One entry. `texto` is the record, without quotes; `completo` the whole, where it differs.

    `html` is what a mail brought: shown only cleaned, under a sandbox, when somebody asks for it.
    """

    caso = models.ForeignKey(
        Caso, verbose_name="caso", on_delete=models.CASCADE, related_name="mensajes"
    )
    tipo = models.CharField("tipo", max_length=7, choices=TipoMensaje)
    via = models.CharField("vía", max_length=8, choices=Via, default=Via.WEB)
    autor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="autor",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    autor_nombre = models.CharField("nombre del autor", max_length=200, blank=True)
    del_personal = models.BooleanField("del personal", default=False)
    automatico = models.BooleanField("automático", default=False)
    texto = models.TextField("texto")
    completo = models.TextField("mensaje completo", blank=True)
    html = models.TextField("HTML", blank=True)
    creado = models.DateTimeField("fecha", auto_now_add=True)
    correo = models.ForeignKey(
        CorreoSaliente,
        verbose_name="correo saliente",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    formulario = models.UUIDField("formulario", null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "mensaje"
        verbose_name_plural = "mensajes"
        ordering = ["creado", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(tipo__in=TipoMensaje.values), name="mensaje_tipo"),
            models.CheckConstraint(
                condition=~Q(tipo=TipoMensaje.NOTA) | Q(del_personal=True),
                name="mensaje_nota_del_personal",
            ),
        ]
        indexes = [models.Index(fields=["caso", "creado", "id"], name="mensaje_linea")]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} {self.pk}"


def ruta_adjunto(adjunto: "Adjunto", nombre: str) -> str:
    """Return where a file goes; the name that people gave it is not used."""
    return f"casos/{adjunto.sha256[:2]}/{adjunto.sha256}"


class Adjunto(models.Model):
    """A file; `tipo` was told from its content, and it is only ever given for download."""

    mensaje = models.ForeignKey(
        Mensaje, verbose_name="mensaje", on_delete=models.CASCADE, related_name="adjuntos"
    )
    nombre = models.CharField("nombre", max_length=150)
    tipo = models.CharField("tipo", max_length=100)
    tamano = models.PositiveIntegerField("tamaño en bytes")
    sha256 = models.CharField("SHA-256", max_length=64)
    archivo = models.FileField("archivo", upload_to=ruta_adjunto, max_length=120)

    class Meta:
        verbose_name = "adjunto"
        verbose_name_plural = "adjuntos"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.nombre
