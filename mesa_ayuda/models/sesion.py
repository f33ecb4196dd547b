"""Sessions of customers, so that each sees where they are signed in and can sign out there."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models


class SesionAbierta(models.Model):
    """One sign-in; it goes when its session does."""

    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="usuario",
        on_delete=models.CASCADE,
        related_name="sesiones_abiertas",
    )
    sesion = models.OneToOneField(
        Session, verbose_name="sesión", on_delete=models.CASCADE, related_name="+"
    )
    navegador = models.CharField("navegador", max_length=60)
    red = models.CharField("dirección", max_length=45)
    creada = models.DateTimeField("ingreso", auto_now_add=True)

    class Meta:
        verbose_name = "sesión abierta"
        verbose_name_plural = "sesiones abiertas"
        ordering = ["-creada"]

    def __str__(self) -> str:
        return f"Sesión {self.pk}"
