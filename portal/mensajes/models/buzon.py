"""The demo's inbox: what would have left."""

from typing import Self

from django.db import models

from portal.mensajes.enums import CanalBuzon


class BuzonQuerySet(models.QuerySet["MensajeBuzon"]):
    """Selections of the inbox."""

    def ligeros(self) -> Self:
        """Return the messages without their raw bytes, for lists."""
        return self.defer("crudo")

    def buscados(self, *, destinatario: str = "", canal: str = "") -> Self:
        """Return those whose recipients contain `destinatario`, of one kind if it is given."""
        filas = self.filter(destinatarios__icontains=destinatario) if destinatario else self.all()
        return filas.filter(canal=canal) if canal else filas


class MensajeBuzon(models.Model):
    """One message as it would have gone out; an SMS is kept as a plain text mail (RFC 5322)."""

    canal = models.CharField("tipo", max_length=10, choices=CanalBuzon)
    destinatarios = models.TextField("destinatarios")
    asunto = models.CharField("asunto", max_length=998, blank=True)
    crudo = models.BinaryField("mensaje en crudo")
    creado = models.DateTimeField("creado", auto_now_add=True)

    objects = BuzonQuerySet.as_manager()

    class Meta:
        verbose_name = "mensaje del buzón"
        verbose_name_plural = "buzón de demostración"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="mensajebuzon_canal", condition=models.Q(canal__in=CanalBuzon.values)
            )
        ]

    def __str__(self) -> str:
        return self.asunto or self.get_canal_display()
