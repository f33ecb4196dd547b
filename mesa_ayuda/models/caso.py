"""Cases: what was reported, in which state it is, who has it, and when it is due."""

import uuid
from typing import Final, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat

from mesa_ayuda.enums import (
    ABIERTOS,
    CON_RELOJ,
    Estado,
    Grado,
    HorarioContacto,
    Prioridad,
    TipoCaso,
    Via,
)
from mesa_ayuda.models.catalogo import Novedad, Producto, Servicio
from mesa_ayuda.models.cuenta import Cuenta
from portal.busqueda import SinAcentos

# Who a case is of, folded for searching: as its index holds it.
DE_QUIEN: Final = SinAcentos(
    Concat("contacto_nombre", Value(" "), "contacto_correo", output_field=models.TextField())
)


class CasoQuerySet(models.QuerySet["Caso"]):
    """Selections of cases."""

    def abiertos(self) -> Self:
        """Return those on which somebody has something to do."""
        return self.filter(estado__in=ABIERTOS)


class Caso(models.Model):
    """One case, `CS0000001` on: its number is its key.

    `contacto` is the customer's user; a PQRSA without an account has only name and address. The
    `vence_*` are the moments of the three targets, NULL once met or while the clock stands still,
    worked out from the history by `mesa_ayuda.relojes`; `vence` is the earliest. What the first
    answer and the solution took is written by the same; «a tiempo» is NULL without a target.
    `busqueda` holds subject, description and conversation, kept by triggers of the database.
    """

    tipo = models.CharField("tipo", max_length=10, choices=TipoCaso, default=TipoCaso.SOPORTE)
    asunto = models.CharField("asunto", max_length=200)
    descripcion = models.TextField("descripción", blank=True)
    servicio = models.ForeignKey(
        Servicio, verbose_name="servicio", null=True, blank=True, on_delete=models.PROTECT
    )
    producto = models.ForeignKey(
        Producto, verbose_name="producto", null=True, blank=True, on_delete=models.PROTECT
    )
    novedad = models.ForeignKey(
        Novedad,
        verbose_name="novedad a reportar",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    contacto = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="contacto",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="casos",
    )
    contacto_nombre = models.CharField("nombre del contacto", max_length=200)
    contacto_correo = models.EmailField("correo del contacto", blank=True)
    cuenta = models.ForeignKey(
        Cuenta,
        verbose_name="cuenta",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="casos",
    )
    horario_contacto = models.CharField(
        "horario de contacto",
        max_length=10,
        choices=HorarioContacto,
        default=HorarioContacto.CUALQUIERA,
    )
    telefono = models.CharField("teléfono de contacto", max_length=30, blank=True)
    via = models.CharField("vía", max_length=8, choices=Via, default=Via.WEB)

    impacto = models.PositiveSmallIntegerField("impacto", choices=Grado, default=Grado.BAJO)
    urgencia = models.PositiveSmallIntegerField("urgencia", choices=Grado, default=Grado.MEDIO)
    prioridad = models.PositiveSmallIntegerField(
        "prioridad", choices=Prioridad, default=Prioridad.BAJA
    )
    estado = models.CharField("estado", max_length=9, choices=Estado, default=Estado.NUEVO)
    nivel = models.PositiveSmallIntegerField("nivel", default=1)
    asignado = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="asignado a",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="casos_asignados",
    )

    creado = models.DateTimeField("creado", auto_now_add=True)
    actualizado = models.DateTimeField("actualizado", auto_now_add=True)
    respondido_en = models.DateTimeField("primera respuesta", null=True, blank=True)
    resuelto_en = models.DateTimeField("resuelto", null=True, blank=True)
    cerrado_en = models.DateTimeField("cerrado", null=True, blank=True)
    vence_respuesta = models.DateTimeField("primera respuesta, a más tardar", null=True, blank=True)
    vence_actualizacion = models.DateTimeField("actualización, a más tardar", null=True, blank=True)
    vence_solucion = models.DateTimeField("solución, a más tardar", null=True, blank=True)
    vence = models.DateTimeField("vence", null=True, blank=True)
    minutos_respuesta = models.PositiveIntegerField(
        "primera respuesta, minutos hábiles", null=True, blank=True
    )
    respuesta_a_tiempo = models.BooleanField("respondido a tiempo", null=True, blank=True)
    minutos_solucion = models.PositiveIntegerField(
        "solución, minutos hábiles", null=True, blank=True
    )
    solucion_a_tiempo = models.BooleanField("resuelto a tiempo", null=True, blank=True)

    fusionado_en = models.ForeignKey(
        "self",
        verbose_name="fusionado en",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="fusionados",
    )
    # One form makes one case, however often it is sent.
    formulario = models.UUIDField("formulario", null=True, blank=True, unique=True)
    busqueda = SearchVectorField("búsqueda", null=True, editable=False)

    objects = CasoQuerySet.as_manager()

    class Meta:
        verbose_name = "caso"
        verbose_name_plural = "casos"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(estado__in=Estado.values), name="caso_estado"),
            models.CheckConstraint(condition=Q(tipo__in=TipoCaso.values), name="caso_tipo"),
            models.CheckConstraint(
                condition=Q(prioridad__in=Prioridad.values), name="caso_prioridad"
            ),
            models.CheckConstraint(
                condition=Q(impacto__in=Grado.values, urgencia__in=Grado.values),
                name="caso_grados",
            ),
            models.CheckConstraint(condition=Q(nivel__range=(1, 3)), name="caso_nivel"),
            models.CheckConstraint(
                condition=Q(contacto__isnull=False) | ~Q(contacto_nombre=""),
                name="caso_de_alguien",
            ),
            models.CheckConstraint(
                condition=Q(fusionado_en__isnull=True) | Q(estado__in=["cerrado", "cancelado"]),
                name="caso_fusionado_cerrado",
            ),
        ]
        indexes = [
            # «Mis casos», the cases of my company, and the staff's list, newest change first.
            models.Index(fields=["contacto", "-actualizado", "-id"], name="caso_contacto"),
            models.Index(fields=["cuenta", "-actualizado", "-id"], name="caso_cuenta"),
            models.Index(fields=["-actualizado", "-id"], name="caso_actualizado"),
            # The figures look at the cases opened in a period.
            models.Index(fields=["creado"], name="caso_creado"),
            # The queues look at open cases only: few, however many there have been.
            models.Index(
                fields=["vence"],
                name="caso_por_vencer",
                condition=Q(estado__in=CON_RELOJ),
            ),
            models.Index(
                fields=["asignado", "-actualizado"],
                name="caso_cola",
                condition=Q(estado__in=ABIERTOS),
            ),
            # What closes by itself when nobody objects to its solution.
            models.Index(
                fields=["resuelto_en"],
                name="caso_resuelto",
                condition=Q(estado=Estado.RESUELTO),
            ),
            GinIndex(fields=["busqueda"], name="caso_busqueda"),
            # The staff's search by any part of the contact's name or address.
            GinIndex(OpClass(DE_QUIEN, name="gin_trgm_ops"), name="caso_de_quien"),
        ]
        permissions = [("medir_caso", "Puede ver las cifras de la mesa de ayuda")]

    def __str__(self) -> str:
        return self.numero

    @property
    def numero(self) -> str:
        """«CS» and seven digits (manual 001, step 08)."""
        return f"CS{self.pk:07d}" if self.pk else "CS (nuevo)"


class CambioEstado(models.Model):
    """The history that the clocks are rebuilt from: every state that a case has been in."""

    caso = models.ForeignKey(
        Caso, verbose_name="caso", on_delete=models.CASCADE, related_name="cambios_estado"
    )
    de = models.CharField("de", max_length=9, choices=Estado, blank=True)
    a = models.CharField("a", max_length=9, choices=Estado)
    momento = models.DateTimeField("momento")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="quién",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "cambio de estado"
        verbose_name_plural = "cambios de estado"
        ordering = ["momento", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(a__in=Estado.values, de__in=["", *Estado.values]),
                name="cambioestado_estados",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_de_display()} → {self.get_a_display()}"


class Participante(models.Model):
    """Somebody in copy, who may read the case and answer in it."""

    caso = models.ForeignKey(
        Caso, verbose_name="caso", on_delete=models.CASCADE, related_name="participantes"
    )
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="usuario",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="participaciones",
    )
    correo = models.EmailField("correo electrónico")
    agregado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="agregado por",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    creado = models.DateTimeField("agregado", auto_now_add=True)

    class Meta:
        verbose_name = "participante"
        verbose_name_plural = "participantes"
        constraints = [
            models.UniqueConstraint(fields=["caso", "correo"], name="participante_unico"),
        ]

    def __str__(self) -> str:
        return self.correo


class Vinculo(models.Model):
    """Two cases that have to do with each other; the lower number stands first."""

    caso = models.ForeignKey(
        Caso, verbose_name="caso", on_delete=models.CASCADE, related_name="vinculos"
    )
    otro = models.ForeignKey(
        Caso, verbose_name="otro caso", on_delete=models.CASCADE, related_name="vinculos_de_otro"
    )
    creado = models.DateTimeField("creado", auto_now_add=True)

    class Meta:
        verbose_name = "vínculo"
        verbose_name_plural = "vínculos"
        constraints = [
            models.UniqueConstraint(fields=["caso", "otro"], name="vinculo_unico"),
            models.CheckConstraint(condition=Q(caso__lt=models.F("otro")), name="vinculo_en_orden"),
        ]

    def __str__(self) -> str:
        return f"Vínculo {self.pk}"


class Encuesta(models.Model):
    """How the customer found the attention, once the case is closed."""

    caso = models.OneToOneField(
        Caso, verbose_name="caso", on_delete=models.CASCADE, related_name="encuesta"
    )
    ficha = models.UUIDField("ficha", default=uuid.uuid4, unique=True, editable=False)
    puntaje = models.PositiveSmallIntegerField("puntaje, de 1 a 5", null=True, blank=True)
    comentario = models.TextField("comentario", blank=True)
    respondida_en = models.DateTimeField("respondida", null=True, blank=True)

    class Meta:
        verbose_name = "encuesta"
        verbose_name_plural = "encuestas"
        constraints = [
            models.CheckConstraint(
                # Without `isnull` a comparison with NULL would be NULL, which a check lets in.
                condition=Q(puntaje__isnull=True, respondida_en__isnull=True)
                | Q(puntaje__isnull=False, puntaje__range=(1, 5), respondida_en__isnull=False),
                name="encuesta_puntaje",
            )
        ]

    def __str__(self) -> str:
        return f"Encuesta {self.pk}"
