"""Packets of at most 500 mails (manual 004 §7), their recipients, and schedules of packets."""

from collections.abc import Collection
from typing import Any, Final

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from contrasenas.enums import EstadoEnvio, EstadoLote, EstadoProgramacion, TipoLote
from contrasenas.envio.excepciones import EstadoInvalido
from contrasenas.models.camara import Camara
from contrasenas.models.contrasena import Contrasena

LOTE_MAXIMO: Final = 500
"""Mails in a packet, «para prevenir que los servidores tengan bloqueos» (manual 004 §7)."""

CORREOS_DE_PRUEBA: Final = 2
"""Mails of a test send (manual 004 §7)."""

CADA_MINUTOS: Final = (5, 24 * 60)
"""Shortest and longest time between two packets of a schedule, in minutes."""


class Programacion(models.Model):
    """Packets one after the other until nothing is pending."""

    camara = models.ForeignKey(
        Camara, verbose_name="cámara", on_delete=models.CASCADE, related_name="programaciones"
    )
    ano = models.PositiveSmallIntegerField("año")
    tamano = models.PositiveSmallIntegerField(
        "correos por paquete",
        default=LOTE_MAXIMO,
        validators=[MinValueValidator(1), MaxValueValidator(LOTE_MAXIMO)],
    )
    cada_minutos = models.PositiveSmallIntegerField(
        "minutos entre paquetes",
        default=60,
        validators=[MinValueValidator(CADA_MINUTOS[0]), MaxValueValidator(CADA_MINUTOS[1])],
    )
    estado = models.CharField(
        "estado", max_length=10, choices=EstadoProgramacion, default=EstadoProgramacion.ACTIVA
    )
    proximo_en = models.DateTimeField("próximo paquete", db_default=Now())
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="programada por",
        on_delete=models.PROTECT,
        related_name="+",
    )
    creada = models.DateTimeField("creada", auto_now_add=True)

    class Meta:
        verbose_name = "programación de paquetes"
        verbose_name_plural = "programaciones de paquetes"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tamano__range=(1, LOTE_MAXIMO)), name="programacion_tamano"
            ),
            models.CheckConstraint(
                condition=Q(cada_minutos__range=CADA_MINUTOS), name="programacion_intervalo"
            ),
            models.CheckConstraint(
                condition=Q(estado__in=EstadoProgramacion.values), name="programacion_estado"
            ),
            models.UniqueConstraint(
                fields=["camara", "ano"],
                condition=Q(estado__in=[EstadoProgramacion.ACTIVA, EstadoProgramacion.PAUSADA]),
                name="programacion_una_abierta",
                violation_error_message="Ya hay una programación abierta para este año.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tamano} correos cada {self.cada_minutos} minutos"

    def pasar(
        self, desde: Collection[EstadoProgramacion], a: EstadoProgramacion, **valores: Any
    ) -> None:
        """Change the state if it is one of `desde` still. Raises `EstadoInvalido`."""
        filas = Programacion.objects.filter(pk=self.pk, estado__in=desde)
        if filas.update(estado=a, **valores) != 1:
            raise EstadoInvalido(f"La programación ya no admite pasar a «{a.label}».")
        self.refresh_from_db()


class Lote(models.Model):
    """A packet. Workers send its recipients while it is `en_curso`.

    `fallos_seguidos` counts failures since the last accepted message: a run of them stops the
    packet. `espera_hasta` says until when the legal window or the chamber's quota holds it back.
    """

    camara = models.ForeignKey(
        Camara, verbose_name="cámara", on_delete=models.CASCADE, related_name="lotes"
    )
    ano = models.PositiveSmallIntegerField("año")
    numero = models.PositiveIntegerField("paquete")
    tipo = models.CharField("tipo", max_length=6, choices=TipoLote, default=TipoLote.REAL)
    cantidad = models.PositiveSmallIntegerField("correos")
    estado = models.CharField(
        "estado", max_length=10, choices=EstadoLote, default=EstadoLote.EN_CURSO
    )
    motivo = models.TextField("motivo", blank=True)
    fallos_seguidos = models.PositiveSmallIntegerField("fallos seguidos", default=0)
    espera_hasta = models.DateTimeField("espera hasta", null=True, blank=True)
    programacion = models.ForeignKey(
        Programacion,
        verbose_name="programación",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="lotes",
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="pedido por",
        on_delete=models.PROTECT,
        related_name="+",
    )
    creado = models.DateTimeField("creado", auto_now_add=True)
    terminado_en = models.DateTimeField("terminado", null=True, blank=True)

    class Meta:
        verbose_name = "paquete"
        verbose_name_plural = "paquetes"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["camara", "ano", "numero"], name="lote_numero_unico"),
            models.CheckConstraint(
                condition=Q(cantidad__range=(1, LOTE_MAXIMO)), name="lote_cantidad"
            ),
            models.CheckConstraint(
                condition=Q(tipo=TipoLote.PRUEBA, cantidad=CORREOS_DE_PRUEBA)
                | Q(tipo=TipoLote.REAL),
                name="lote_prueba_de_dos",
            ),
            models.CheckConstraint(condition=Q(estado__in=EstadoLote.values), name="lote_estado"),
        ]
        indexes = [
            models.Index(
                fields=["espera_hasta"],
                name="lote_en_curso",
                condition=Q(estado=EstadoLote.EN_CURSO),
            ),
        ]

    def __str__(self) -> str:
        return f"Paquete {self.numero} de {self.ano}"

    def pasar(self, desde: Collection[EstadoLote], a: EstadoLote, **valores: Any) -> None:
        """Change the state if it is one of `desde` still. Raises `EstadoInvalido`."""
        if Lote.objects.filter(pk=self.pk, estado__in=desde).update(estado=a, **valores) != 1:
            raise EstadoInvalido(f"El paquete ya no admite pasar a «{a.label}».")
        self.refresh_from_db()


class Envio(models.Model):
    """One recipient of a packet; `orden` runs from 1 to at most 500.

    `intentos` counts claims and tells one claim from the next, as in `portal.mensajes`; `fallos`
    counts the server's temporary refusals, after so many of which the row is given up. The
    Message-ID is that of the password: whatever happens, a second sending is the same mail.
    """

    # `envio_orden_unico` begins with it.
    lote = models.ForeignKey(
        Lote,
        verbose_name="paquete",
        on_delete=models.CASCADE,
        related_name="envios",
        db_index=False,
    )
    orden = models.PositiveSmallIntegerField("orden")
    contrasena = models.ForeignKey(
        Contrasena, verbose_name="contraseña", on_delete=models.CASCADE, related_name="envios"
    )
    estado = models.CharField(
        "estado", max_length=10, choices=EstadoEnvio, default=EstadoEnvio.PENDIENTE
    )
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    fallos = models.PositiveSmallIntegerField("fallos temporales", default=0)
    proximo_intento = models.DateTimeField("próximo intento", null=True, db_default=Now())
    reclamado_en = models.DateTimeField("reclamado", null=True)
    enviado_en = models.DateTimeField("enviado", null=True)
    message_id = models.CharField("Message-ID", max_length=255)
    respuesta = models.TextField("respuesta del servidor", blank=True)

    class Meta:
        verbose_name = "envío"
        verbose_name_plural = "envíos"
        ordering = ["lote", "orden"]
        constraints = [
            models.UniqueConstraint(fields=["lote", "orden"], name="envio_orden_unico"),
            models.UniqueConstraint(fields=["lote", "contrasena"], name="envio_una_vez_por_lote"),
            # Nobody is in two packets at a time, and nobody gets the same password twice.
            models.UniqueConstraint(
                fields=["contrasena"],
                condition=Q(
                    estado__in=[EstadoEnvio.PENDIENTE, EstadoEnvio.ENVIANDO, EstadoEnvio.ENVIADO]
                ),
                name="envio_uno_vivo",
            ),
            models.CheckConstraint(
                condition=Q(orden__range=(1, LOTE_MAXIMO)), name="envio_orden_hasta_500"
            ),
            models.CheckConstraint(condition=Q(estado__in=EstadoEnvio.values), name="envio_estado"),
            models.CheckConstraint(
                condition=Q(estado=EstadoEnvio.ENVIANDO, reclamado_en__isnull=False)
                | (~Q(estado=EstadoEnvio.ENVIANDO) & Q(reclamado_en__isnull=True)),
                name="envio_reclamado",
            ),
            models.CheckConstraint(
                condition=Q(estado=EstadoEnvio.PENDIENTE, proximo_intento__isnull=False)
                | (~Q(estado=EstadoEnvio.PENDIENTE) & Q(proximo_intento__isnull=True)),
                name="envio_proximo",
            ),
            models.CheckConstraint(
                condition=Q(estado=EstadoEnvio.ENVIADO, enviado_en__isnull=False)
                | (~Q(estado=EstadoEnvio.ENVIADO) & Q(enviado_en__isnull=True)),
                name="envio_enviado",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lote", "proximo_intento"],
                name="envio_listo",
                condition=Q(estado=EstadoEnvio.PENDIENTE),
            ),
            models.Index(
                fields=["reclamado_en"],
                name="envio_atascado",
                condition=Q(estado=EstadoEnvio.ENVIANDO),
            ),
            # The chamber's quota counts what left in the last hour and day.
            models.Index(
                fields=["enviado_en"],
                name="envio_enviados",
                condition=Q(estado=EstadoEnvio.ENVIADO),
            ),
        ]

    def __str__(self) -> str:
        return f"Envío {self.orden} del paquete {self.lote_id}"
