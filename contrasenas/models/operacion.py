"""Long operations of the generator: what was asked, by whom, how far it is, what came of it."""

import uuid
from datetime import timedelta
from typing import Any, Final, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from contrasenas.enums import OPERACION_ABIERTA, EstadoOperacion, TipoOperacion
from contrasenas.excepciones import ReclamoPerdido
from contrasenas.models.camara import Camara

PLAZO_LATIDO: Final = timedelta(minutes=3)
"""A worker without a sign of life for so long is dead: it gives one every few seconds."""


class OperacionQuerySet(models.QuerySet["Operacion"]):
    """Selections of operations."""

    def abiertas(self) -> Self:
        """Return those that wait for a worker or have one."""
        return self.filter(estado__in=OPERACION_ABIERTA)

    def desatendidas(self) -> Self:
        """Return the open ones that no living worker has."""
        return self.abiertas().filter(Q(latido=None) | Q(latido__lt=Now() - PLAZO_LATIDO))


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

    objects = OperacionQuerySet.as_manager()

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

    @property
    def abierta(self) -> bool:
        """Whether it waits for a worker or has one."""
        return self.estado in OPERACION_ABIERTA

    @classmethod
    def reclamar(cls, pk: int) -> "Operacion | None":
        """Claim an operation for this worker; None if it is over or another one has it.

        Raises RuntimeError inside a transaction: the claim would be invisible to the others.
        """
        with transaction.atomic(durable=True):
            ganadas = (
                cls.objects.desatendidas()
                .filter(pk=pk)
                .update(
                    estado=EstadoOperacion.EN_CURSO,
                    ficha=uuid.uuid4(),
                    latido=Now(),
                    iniciada_en=Now(),
                    hechas=0,
                    intentos=F("intentos") + 1,
                )
            )
            return cls.objects.select_related("camara").get(pk=pk) if ganadas == 1 else None

    def cerrar(
        self, estado: EstadoOperacion, *, resultado: dict[str, int] | None = None, error: str = ""
    ) -> None:
        """Record what came of it under this worker's claim. Raises ReclamoPerdido."""
        self._anotar(
            estado=estado,
            resultado=resultado or {},
            error=error,
            terminada_en=Now(),
            ficha=None,
            latido=None,
        )
        self.refresh_from_db()

    def soltar(self) -> None:
        """Give the claim up, so that the next sweep wakes another worker. Raises ReclamoPerdido."""
        self._anotar(ficha=None, latido=None)

    def _anotar(self, **valores: Any) -> None:
        propias = type(self).objects.filter(pk=self.pk, ficha=self.ficha)
        if propias.update(**valores) != 1:
            raise ReclamoPerdido


class Generador(Operacion):
    """The operations as the admin's menu names their screen (manual 004 §6)."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "generador de contraseñas seguras"
        verbose_name_plural = "generador de contraseñas seguras"
