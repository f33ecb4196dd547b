"""What helps an agent: canned answers, saved views, drafts."""

from django.conf import settings
from django.db import models

from mesa_ayuda.models.caso import Caso


class RespuestaPreparada(models.Model):
    """A canned answer; `texto` may hold variables such as `{{ caso.numero }}`."""

    titulo = models.CharField("título", max_length=120, unique=True)
    texto = models.TextField("texto")
    activa = models.BooleanField("activa", default=True)

    class Meta:
        verbose_name = "respuesta preparada"
        verbose_name_plural = "respuestas preparadas"
        ordering = ["titulo"]

    def __str__(self) -> str:
        return self.titulo


class VistaGuardada(models.Model):
    """A filter of the list of cases that an agent keeps, as its query string."""

    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="usuario",
        on_delete=models.CASCADE,
        related_name="vistas_guardadas",
    )
    nombre = models.CharField("nombre", max_length=60)
    consulta = models.CharField("consulta", max_length=500)

    class Meta:
        verbose_name = "vista guardada"
        verbose_name_plural = "vistas guardadas"
        ordering = ["nombre"]
        constraints = [
            models.UniqueConstraint(fields=["usuario", "nombre"], name="vistaguardada_unica")
        ]

    def __str__(self) -> str:
        return self.nombre


class Borrador(models.Model):
    """What an agent has begun to write in a case and not sent: an answer, a note, or both."""

    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="usuario",
        on_delete=models.CASCADE,
        related_name="borradores",
    )
    caso = models.ForeignKey(
        Caso, verbose_name="caso", on_delete=models.CASCADE, related_name="borradores"
    )
    texto = models.TextField("respuesta", blank=True)
    nota = models.TextField("nota interna", blank=True)
    actualizado = models.DateTimeField("actualizado", auto_now=True)

    class Meta:
        verbose_name = "borrador"
        verbose_name_plural = "borradores"
        constraints = [
            models.UniqueConstraint(fields=["usuario", "caso"], name="borrador_unico"),
            models.CheckConstraint(
                condition=~models.Q(texto="", nota=""), name="borrador_con_algo"
            ),
        ]

    def __str__(self) -> str:
        return f"Borrador {self.pk}"
