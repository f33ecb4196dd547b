"""Long operations of the generator: what was asked, by whom, how far it is, what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contrasenas.enums import OPERACION_ABIERTA, EstadoOperacion, TipoOperacion
from contrasenas.models.camara import Camara


class Operacion(models.Model):
    """One run of Seleccionar, Blanquear or Borrar no activados, done by a worker.

    `ficha` is the claim of the worker that has it, `latido` when it last gave a sign of life;
    `resultado` the counts by reason that the screen shows.
    """

    camara = models.ForeignKey(
        Camara, verbose_name="cámara", on_delete=models.CASCADE, related_name="operaciones"
    )
    ano = models.PositiveSmallIntegerField("año")
    tipo = models.CharField("operación", max_length=20, choices=TipoOperacion)
    estado = models.CharField(
        "estado", max_length=10, choices=EstadoOperacion, default=EstadoOperacion.EN_COLA
    )
    hechas = models.PositiveIntegerField("filas hechas", default=0)
    total = models.PositiveIntegerField("filas en total", default=0)
    resultado = models.JSONField("resultado", default=dict, blank=True)
    error = models.TextField("error", blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="pedida por",
        on_delete=models.PROTECT,
        related_name="+",
    )
    creada = models.DateTimeField("pedida", auto_now_add=True)
    iniciada_en = models.DateTimeField("iniciada", null=True, blank=True)
    terminada_en = models.DateTimeField("terminada", null=True, blank=True)
    ficha = models.UUIDField("reclamo", null=True, editable=False)
    latido = models.DateTimeField("latido", null=True, editable=False)
    intentos = models.PositiveSmallIntegerField("intentos", default=0, editable=False)

    class Meta:
        verbose_name = "operación del generador"
        verbose_name_plural = "operaciones del generador"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tipo__in=TipoOperacion.values), name="operacion_tipo"
            ),
            models.CheckConstraint(
                condition=Q(estado__in=EstadoOperacion.values), name="operacion_estado"
            ),
            models.UniqueConstraint(
                fields=["camara"],
                condition=Q(estado__in=OPERACION_ABIERTA),
                name="operacion_una_a_la_vez",
                violation_error_message="Ya hay una operación en curso de esta cámara.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} {self.ano}"
