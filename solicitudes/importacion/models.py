"""Imports that come through the admin: the file, how far the work is, what could not be loaded."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now

from solicitudes.excepciones import TransicionInvalida
from solicitudes.importacion.enums import EN_CURSO, EstadoImportacion, Formato
from solicitudes.importacion.excepciones import ReclamoPerdido

PLAZO_LATIDO = timedelta(minutes=3)
"""A worker that has not finished a batch for so long is dead: a batch takes a second or two."""

INTENTOS_MAXIMOS = 5
CONSERVACION = timedelta(days=30)
"""How long a file and its rejected rows stay, once nothing is done with them any more."""


SIN_RECLAMO: dict[str, Any] = {"ficha": None, "latido": None, "intentos": 0}


def ruta_archivo(importacion: "Importacion", nombre: str) -> str:
    """Return where a file goes; the name that people gave it is not used."""
    return f"importaciones/{uuid.uuid4().hex}.{importacion.formato}"


class ImportacionQuerySet(models.QuerySet["Importacion"]):
    """Selections of imports."""

    def en_curso(self) -> Self:
        """Return those in which a worker has something to do."""
        return self.filter(estado__in=EN_CURSO)

    def desatendidas(self) -> Self:
        """Return those in which a worker has something to do and none is alive."""
        return self.en_curso().filter(Q(latido=None) | Q(latido__lt=Now() - PLAZO_LATIDO))

    def caducas(self) -> Self:
        """Return those whose file is no longer needed."""
        return self.exclude(archivo="").filter(
            ~Q(estado__in=EN_CURSO), actualizada__lt=Now() - CONSERVACION
        )


class Importacion(models.Model):
    """One file: reviewed in the background, confirmed by a person, loaded in the background.

    `ficha` is the claim of the worker that has it, `latido` when that worker last finished a batch,
    `leidas_antes` what earlier workers had read when it began.
    `linea` is the last line of the file that the present state has dealt with, written in the
    transaction of its batch: whoever takes over goes on from there.
    """

    archivo = models.FileField("archivo", upload_to=ruta_archivo, max_length=120, blank=True)
    nombre = models.CharField("nombre del archivo", max_length=200)
    formato = models.CharField("formato", max_length=4, choices=Formato)
    tamano = models.PositiveBigIntegerField("tamaño (bytes)")
    sha256 = models.CharField("SHA-256", max_length=64)
    estado = models.CharField(
        "estado", max_length=14, choices=EstadoImportacion, default=EstadoImportacion.SUBIDA
    )
    autor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="subida por",
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="confirmada por",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    creada = models.DateTimeField("subida", auto_now_add=True)
    actualizada = models.DateTimeField("actualizada", db_default=Now())
    terminada_en = models.DateTimeField("terminada", null=True, blank=True)

    ficha = models.UUIDField("reclamo", null=True, editable=False)
    latido = models.DateTimeField("latido", null=True, editable=False)
    intentos = models.PositiveSmallIntegerField("intentos sin avance", default=0, editable=False)
    reclamada_en = models.DateTimeField("reclamada", null=True, editable=False)
    leidas_antes = models.PositiveIntegerField("leídas al reclamarla", default=0, editable=False)
    linea = models.PositiveIntegerField("última línea", default=0, editable=False)
    total = models.PositiveIntegerField("filas del archivo", default=0, editable=False)

    leidas = models.PositiveIntegerField("leídas", default=0, editable=False)
    nuevas = models.PositiveIntegerField("nuevas", default=0, editable=False)
    cambiadas = models.PositiveIntegerField("cambiadas", default=0, editable=False)
    sin_cambios = models.PositiveIntegerField("sin cambios", default=0, editable=False)
    rechazadas = models.PositiveIntegerField("rechazadas", default=0, editable=False)
    avisos = models.PositiveIntegerField("con aviso", default=0, editable=False)

    encabezado = models.JSONField("encabezado", default=list, editable=False)
    ignoradas = models.JSONField("columnas ignoradas", default=list, editable=False)
    muestra = models.JSONField("primeras filas", default=list, editable=False)
    error = models.TextField("error", blank=True, editable=False)

    CONTADORES: ClassVar[tuple[str, ...]] = (
        *("leidas", "nuevas", "cambiadas", "sin_cambios", "rechazadas", "avisos"),
    )
    objects = ImportacionQuerySet.as_manager()

    class Meta:
        verbose_name = "importación de solicitudes"
        verbose_name_plural = "importaciones de solicitudes"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(estado__in=EstadoImportacion.values), name="importacion_estado_valido"
            ),
            models.CheckConstraint(
                condition=Q(estado__in=EN_CURSO) | Q(ficha__isnull=True),
                name="importacion_reclamada_en_curso",
            ),
            models.CheckConstraint(
                condition=~Q(estado=EstadoImportacion.IMPORTANDO) | Q(confirmada_por__isnull=False),
                name="importacion_confirmada",
            ),
        ]
        indexes = [
            models.Index(
                fields=["latido"], name="importacion_en_curso", condition=Q(estado__in=EN_CURSO)
            )
        ]

    def __str__(self) -> str:
        return f"Importación {self.pk}"

    @property
    def en_curso(self) -> bool:
        """Whether a worker has something to do."""
        return self.estado in EN_CURSO

    @classmethod
    def reclamar(cls, pk: int) -> "Importacion | None":
        """Claim an import for this worker; None if there is nothing to do or another one has it.

        Raises RuntimeError inside a transaction: the claim would be invisible to the others.
        """
        with transaction.atomic(durable=True):
            ganadas = (
                cls.objects.desatendidas()
                .filter(pk=pk)
                .update(
                    estado=Case(
                        When(
                            estado=EstadoImportacion.SUBIDA, then=Value(EstadoImportacion.REVISANDO)
                        ),
                        default=F("estado"),
                    ),
                    ficha=uuid.uuid4(),
                    latido=Now(),
                    reclamada_en=Now(),
                    leidas_antes=F("leidas"),
                    intentos=F("intentos") + 1,
                )
            )
            return cls.objects.get(pk=pk) if ganadas == 1 else None

    def anotar(self, **valores: Any) -> None:
        """Write progress under this worker's claim. Raises ReclamoPerdido if it has lost it."""
        propias = type(self).objects.filter(pk=self.pk, ficha=self.ficha)
        if propias.update(**{"latido": Now(), "actualizada": Now(), **valores}) != 1:
            raise ReclamoPerdido

    def cerrar(self, estado: EstadoImportacion, *, error: str = "") -> None:
        """Record what came of the work under this worker's claim. Raises ReclamoPerdido."""
        fin = None if estado == EstadoImportacion.POR_CONFIRMAR else Now()
        self.anotar(estado=estado, error=error, terminada_en=fin, **SIN_RECLAMO)
        self.refresh_from_db()

    def pasar(self, de: EstadoImportacion, a: EstadoImportacion, **valores: Any) -> None:
        """Change the state if it still is `de`, and drop any claim.

        Raises TransicionInvalida where somebody else was first.
        """
        filas = type(self).objects.filter(pk=self.pk, estado=de)
        if filas.update(estado=a, actualizada=Now(), **SIN_RECLAMO, **valores) != 1:
            raise TransicionInvalida(
                f"La importación ya no está en el estado «{de.label}»: otra persona pudo haberla "
                "confirmado o descartado."
            )
        self.refresh_from_db()

    def borrar_archivo(self) -> None:
        """Delete the file once the transaction is committed, and what was kept of its rows."""
        nombre, almacen = str(self.archivo.name), self.archivo.storage
        with transaction.atomic():
            self.incidencias.all().delete()
            type(self).objects.filter(pk=self.pk).update(archivo="", muestra=[])
            transaction.on_commit(lambda: almacen.delete(nombre))
        self.refresh_from_db()


class Incidencia(models.Model):
    """A row that was not loaded, or was but for some datum; with its cells, to be corrected."""

    importacion = models.ForeignKey(
        Importacion,
        verbose_name="importación",
        on_delete=models.CASCADE,
        related_name="incidencias",
    )
    linea = models.PositiveIntegerField("línea")
    rechazada = models.BooleanField("rechazada")
    motivos = models.JSONField("motivos")
    celdas = models.JSONField("celdas")

    class Meta:
        verbose_name = "fila con incidencia"
        verbose_name_plural = "filas con incidencia"
        ordering = ["linea"]
        constraints = [
            models.UniqueConstraint(
                fields=["importacion", "linea"], name="incidencia_una_por_linea"
            )
        ]

    def __str__(self) -> str:
        return f"Línea {self.linea} de la importación {self.importacion_id}"
