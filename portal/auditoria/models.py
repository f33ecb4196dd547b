"""One table of what was done: who, when, to what, from what to what, and why."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import NoReverseMatch, reverse


class EventoQuerySet(models.QuerySet["Evento"]):
    """Selections of the history."""

    def de(self, objeto: models.Model) -> "EventoQuerySet":
        """Return the events of one object, newest first."""
        return self.filter(
            tipo=ContentType.objects.get_for_model(objeto), objeto_id=str(objeto.pk)
        ).order_by("-pk")


class Evento(models.Model):
    """One entry; the database refuses to change or delete it (trigger in the migration)."""

    momento = models.DateTimeField("momento", auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="quién",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    origen = models.CharField("origen", max_length=60, blank=True)
    tipo = models.ForeignKey(ContentType, verbose_name="tipo", on_delete=models.PROTECT)
    objeto_id = models.CharField("identificador", max_length=40)
    objeto_texto = models.CharField("objeto", max_length=200)
    accion = models.CharField("acción", max_length=80)
    cambios = models.JSONField("cambios", default=dict, blank=True)
    motivo = models.TextField("motivo", blank=True)

    objects = EventoQuerySet.as_manager()

    class Meta:
        verbose_name = "evento"
        verbose_name_plural = "historial"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["tipo", "objeto_id", "-id"], name="evento_objeto"),
            models.Index(fields=["-momento"], name="evento_momento"),
        ]

    def __str__(self) -> str:
        return f"{self.accion}: {self.objeto_texto}"

    @property
    def direccion(self) -> str:
        """Address of the object in the admin, or nothing where it has no page there."""
        pagina = f"admin:{self.tipo.app_label}_{self.tipo.model}_change"
        try:
            return reverse(pagina, args=[self.objeto_id])
        except NoReverseMatch:
            return ""
