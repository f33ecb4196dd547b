"""Orders, certificate requests, their steps and the certificate (manual 002 §4).

An order has requests, a request has four steps and at most one certificate; the order's applicant
and the request's holder are persons, often the same.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from portal.busqueda import SinAcentos
from portal.identificacion import TipoIdentificacion, mostrar
from solicitudes.enums import (
    EstadoPaso,
    EstadoSolicitud,
    Etapa,
    FormaEntrega,
    MotivoRevocacion,
    TipoCertificado,
    Vigencia,
)

AVISO_VENCIMIENTO = timedelta(days=30)


class Persona(models.Model):
    """Who applies for, or holds, a certificate: a natural or legal person."""

    tipo = models.CharField("tipo de identificación", max_length=3, choices=TipoIdentificacion)
    numero = models.CharField("número de identificación", max_length=20)
    nombre = models.CharField("nombre o razón social", max_length=200)
    correo = models.EmailField("correo electrónico registrado", blank=True)
    busqueda = models.GeneratedField(
        expression=SinAcentos("nombre"), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        verbose_name = "persona"
        verbose_name_plural = "personas"
        constraints = [
            models.UniqueConstraint(
                fields=["tipo", "numero"],
                name="persona_identificacion_unica",
                violation_error_message="Ya existe una persona con esta identificación.",
            ),
            models.CheckConstraint(
                condition=Q(tipo__in=TipoIdentificacion.values), name="persona_tipo_valido"
            ),
            models.CheckConstraint(
                condition=Q(numero__regex=r"^[0-9A-Z]+$"), name="persona_numero_canonico"
            ),
            models.CheckConstraint(condition=~Q(nombre=""), name="persona_con_nombre"),
        ]
        indexes = [
            models.Index(fields=["numero"], name="persona_numero"),
            GinIndex(OpClass("busqueda", name="gin_trgm_ops"), name="persona_busqueda"),
        ]

    def __str__(self) -> str:
        return f"{self.nombre} ({self.identificacion})"

    @property
    def identificacion(self) -> str:
        """Type and number as people write them: «CC 1013592259», «NIT 860069804-2»."""
        return f"{self.tipo} {mostrar(TipoIdentificacion(self.tipo), self.numero)}"


class Orden(models.Model):
    """An order («Orden Pedido No.»): what an applicant asked for at one time."""

    numero = models.PositiveBigIntegerField("orden pedido No.", unique=True)
    solicitante = models.ForeignKey(
        Persona, verbose_name="solicitante", on_delete=models.PROTECT, related_name="ordenes"
    )
    empresa = models.CharField("empresa", max_length=200, blank=True)
    proyecto = models.CharField("proyecto", max_length=120, blank=True)
    creada = models.DateTimeField("registrada", auto_now_add=True)
    busqueda = models.GeneratedField(
        expression=SinAcentos("empresa"), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        verbose_name = "orden"
        verbose_name_plural = "órdenes"
        ordering = ["-numero"]
        indexes = [GinIndex(OpClass("busqueda", name="gin_trgm_ops"), name="orden_busqueda")]

    def __str__(self) -> str:
        return f"Orden {self.numero}"


class SolicitudQuerySet(models.QuerySet["Solicitud"]):
    """Selections of requests."""

    def de(self, persona: Persona | int) -> Self:
        """Return the requests that a person holds or applied for."""
        como_titular = Solicitud.objects.filter(titular=persona).order_by().values("pk")
        como_solicitante = Solicitud.objects.filter(orden__solicitante=persona)
        # A union of two index look-ups: an OR across the join would read the whole table.
        return self.filter(pk__in=como_titular.union(como_solicitante.order_by().values("pk")))


class Solicitud(models.Model):
    """A request for one certificate («N° Solicitud»)."""

    numero = models.PositiveBigIntegerField("N° solicitud", unique=True)
    orden = models.ForeignKey(
        Orden, verbose_name="orden", on_delete=models.PROTECT, related_name="solicitudes"
    )
    titular = models.ForeignKey(
        Persona, verbose_name="titular", on_delete=models.PROTECT, related_name="solicitudes"
    )
    tipo_certificado = models.CharField(
        "tipo de certificado", max_length=20, choices=TipoCertificado
    )
    forma_entrega = models.CharField(
        "forma de entrega",
        max_length=20,
        choices=FormaEntrega,
        default=FormaEntrega.TOKEN_VIRTUAL,
    )
    estado = models.CharField(
        "estado",
        max_length=20,
        choices=EstadoSolicitud,
        default=EstadoSolicitud.EN_TRAMITE,
        editable=False,
    )
    fecha_emision = models.DateField("fecha de emisión", null=True, blank=True, editable=False)
    creada = models.DateTimeField("registrada", auto_now_add=True)

    objects = SolicitudQuerySet.as_manager()

    class Meta:
        verbose_name = "solicitud"
        verbose_name_plural = "solicitudes"
        ordering = ["-numero"]
        constraints = [
            models.CheckConstraint(
                condition=Q(estado__in=EstadoSolicitud.values), name="solicitud_estado_valido"
            ),
            models.CheckConstraint(
                condition=Q(tipo_certificado__in=TipoCertificado.values),
                name="solicitud_tipo_valido",
            ),
        ]
        indexes = [models.Index(fields=["estado", "-numero"], name="solicitud_estado")]

    def __str__(self) -> str:
        return f"Solicitud {self.numero}"

    @staticmethod
    def estado_segun_pasos(pasos: Iterable[str], *, emitido: bool) -> EstadoSolicitud:
        """Return the state that follows from the states of steps 1 to 4, in order.

        `emitido` tells whether the certificate is registered: then step 4 waits for its holder.
        """
        estados = list(pasos)
        if EstadoPaso.RECHAZADO in estados:
            return EstadoSolicitud.RECHAZADA
        abiertas = [
            etapa
            for etapa, estado in zip(Etapa, estados, strict=True)
            if estado != EstadoPaso.FINALIZADO
        ]
        if not abiertas:
            return EstadoSolicitud.FINALIZADA
        if abiertas[0] == Etapa.PAGO:
            return EstadoSolicitud.PENDIENTE_PAGO
        if abiertas[0] == Etapa.ENTREGA and emitido:
            return EstadoSolicitud.POR_DESCARGAR
        return EstadoSolicitud.EN_TRAMITE


class Paso(models.Model):
    """One of the four steps of a request; changed only by `solicitudes.servicios`."""

    solicitud = models.ForeignKey(
        Solicitud, verbose_name="solicitud", on_delete=models.CASCADE, related_name="pasos"
    )
    numero = models.PositiveSmallIntegerField("paso", choices=Etapa)
    estado = models.CharField(
        "estado", max_length=12, choices=EstadoPaso, default=EstadoPaso.PENDIENTE
    )
    modificado = models.DateTimeField("modificado", null=True, blank=True)
    motivo_rechazo = models.TextField("motivo del rechazo", blank=True, max_length=1000)

    class Meta:
        verbose_name = "paso"
        verbose_name_plural = "pasos"
        ordering = ["numero"]
        constraints = [
            models.UniqueConstraint(fields=["solicitud", "numero"], name="paso_unico"),
            models.CheckConstraint(condition=Q(numero__in=Etapa.values), name="paso_numero_valido"),
            models.CheckConstraint(
                condition=Q(estado__in=EstadoPaso.values), name="paso_estado_valido"
            ),
            models.CheckConstraint(
                condition=Q(estado=EstadoPaso.RECHAZADO, motivo_rechazo__gt="")
                | (~Q(estado=EstadoPaso.RECHAZADO) & Q(motivo_rechazo="")),
                name="paso_rechazado_con_motivo",
            ),
        ]

    def __str__(self) -> str:
        return f"Paso {self.numero}: {self.get_numero_display()}"


class CertificadoQuerySet(models.QuerySet["Certificado"]):
    """Selections of certificates."""

    def con_vigencia(self, ahora: datetime | None = None) -> Self:
        """Annotate `estado_vigencia`, the validity at `ahora`, for filters and exports."""
        ahora = ahora or timezone.now()
        return self.annotate(
            estado_vigencia=Case(
                When(revocado_en__isnull=False, then=Value(Vigencia.REVOCADO)),
                When(suspendido_en__isnull=False, then=Value(Vigencia.SUSPENDIDO)),
                When(valido_desde__gt=ahora, then=Value(Vigencia.POR_EMITIR)),
                When(valido_hasta__lt=ahora, then=Value(Vigencia.VENCIDO)),
                When(valido_hasta__lte=ahora + AVISO_VENCIMIENTO, then=Value(Vigencia.POR_VENCER)),
                default=Value(Vigencia.VIGENTE),
                output_field=models.CharField(),
            )
        )


class Certificado(models.Model):
    """The certificate issued for a request: its serial, dates, suspension and revocation."""

    solicitud = models.OneToOneField(
        Solicitud,
        verbose_name="solicitud",
        on_delete=models.PROTECT,
        related_name="certificado",
    )
    serial = models.CharField("número de serie", max_length=40, unique=True)
    emisor = models.CharField("emisor", max_length=500, blank=True)
    sujeto = models.CharField("sujeto", max_length=500, blank=True)
    valido_desde = models.DateTimeField("válido desde")
    valido_hasta = models.DateTimeField("válido hasta")
    suspendido_en = models.DateTimeField("suspendido", null=True, blank=True)
    revocado_en = models.DateTimeField("revocado", null=True, blank=True)
    motivo_revocacion = models.PositiveSmallIntegerField(
        "motivo de la revocación", choices=MotivoRevocacion, null=True, blank=True
    )
    der = models.BinaryField("archivo X.509 (DER)", null=True, blank=True)
    registrado_en = models.DateTimeField("registrado", auto_now_add=True)

    objects = CertificadoQuerySet.as_manager()

    class Meta:
        verbose_name = "certificado"
        verbose_name_plural = "certificados"
        constraints = [
            models.CheckConstraint(
                # RFC 5280 §4.1.2.2: positive, at most 20 octets; kept as canonical lowercase hex.
                condition=Q(serial__regex=r"^[0-9a-f]{1,40}$"),
                name="certificado_serial_canonico",
            ),
            models.CheckConstraint(
                condition=Q(valido_hasta__gt=F("valido_desde")), name="certificado_fechas_en_orden"
            ),
            models.CheckConstraint(
                condition=Q(revocado_en__isnull=True, motivo_revocacion__isnull=True)
                # IS NOT NULL counts: a CHECK lets through what is neither true nor false.
                | Q(
                    revocado_en__isnull=False,
                    motivo_revocacion__isnull=False,
                    motivo_revocacion__in=MotivoRevocacion.values,
                ),
                name="certificado_revocado_con_motivo",
            ),
        ]
        indexes = [models.Index(fields=["valido_hasta"], name="certificado_valido_hasta")]

    def __str__(self) -> str:
        return f"Certificado {self.serial}"

    def vigencia(self, ahora: datetime | None = None) -> Vigencia:
        """Return the validity at `ahora` (aware; default the present moment)."""
        ahora = ahora or timezone.now()
        if self.revocado_en:
            return Vigencia.REVOCADO
        if self.suspendido_en:
            return Vigencia.SUSPENDIDO
        if ahora < self.valido_desde:
            return Vigencia.POR_EMITIR
        if ahora > self.valido_hasta:
            return Vigencia.VENCIDO
        if self.valido_hasta - ahora <= AVISO_VENCIMIENTO:
            return Vigencia.POR_VENCER
        return Vigencia.VIGENTE

    def vigencia_modificada(self, ahora: datetime | None = None) -> datetime:
        """Return when the present validity began: what the row Vigencia shows as «Modificado»."""
        match self.vigencia(ahora):
            case Vigencia.REVOCADO if self.revocado_en:
                return self.revocado_en
            case Vigencia.SUSPENDIDO if self.suspendido_en:
                return self.suspendido_en
            case Vigencia.VENCIDO:
                return self.valido_hasta
            case Vigencia.POR_VENCER:
                return self.valido_hasta - AVISO_VENCIMIENTO
            case _:
                return self.valido_desde


def ruta_factura(factura: "Factura", nombre: str) -> str:
    """Return where an invoice's file goes; the name that people gave it is not used."""
    return f"facturas/{factura.sha256[:2]}/{factura.sha256}.pdf"


class Factura(models.Model):
    """The invoice of an order: a PDF, served only after a one-time code."""

    orden = models.OneToOneField(
        Orden, verbose_name="orden", on_delete=models.PROTECT, related_name="factura"
    )
    archivo = models.FileField("archivo PDF", upload_to=ruta_factura, max_length=120)
    tamano = models.PositiveIntegerField("tamaño (bytes)", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    subida_en = models.DateTimeField("subida", auto_now=True)

    class Meta:
        verbose_name = "factura"
        verbose_name_plural = "facturas"

    def __str__(self) -> str:
        return f"Factura de la orden {self.orden.numero}"


class CodigoFactura(models.Model):
    """A one-time code for an order's invoice: keyed hash, ten minutes, five attempts."""

    orden = models.ForeignKey(
        Orden, verbose_name="orden", on_delete=models.CASCADE, related_name="codigos_factura"
    )
    huella = models.CharField("huella", max_length=64)
    creado = models.DateTimeField("creado", auto_now_add=True)
    vence = models.DateTimeField("vence")
    intentos = models.PositiveSmallIntegerField("intentos fallidos", default=0)
    usado_en = models.DateTimeField("usado", null=True, blank=True)

    class Meta:
        verbose_name = "código de factura"
        verbose_name_plural = "códigos de factura"
        indexes = [models.Index(fields=["orden", "-creado"], name="codigo_factura_orden")]

    def __str__(self) -> str:
        return f"Código {self.pk} de la orden {self.orden_id}"
