"""Credentials that sign, the certificates they have had, and the register of signed documents."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from portal.cifrado import CampoCifrado, CampoCifradoBinario
from portal.firma.enums import EstadoDocumento, TipoCredencial
from portal.firma.validadores import url_tsa_segura


class Credencial(models.Model):
    """A private key and its certificate: in a PKCS#12 file, or in a PKCS#11 device.

    The device's library is named by the setting `PORTAL_PKCS11_MODULO` alone: loading a path that
    somebody types would run their code.
    """

    nombre = models.CharField("nombre", max_length=100, unique=True)
    tipo = models.CharField("tipo", max_length=6, choices=TipoCredencial)
    pkcs12 = CampoCifradoBinario("archivo PKCS#12", null=True, blank=True, editable=False)
    frase = CampoCifrado("frase de paso", null=True, blank=True, editable=False)
    ficha = models.CharField("etiqueta del dispositivo", max_length=32, blank=True)
    etiqueta = models.CharField("etiqueta de la llave", max_length=200, blank=True)
    pin = CampoCifrado("PIN del dispositivo", null=True, blank=True, editable=False)
    certificado = models.BinaryField("certificado")
    sujeto = models.CharField("sujeto del certificado", max_length=500)
    valido_desde = models.DateTimeField("válido desde")
    valido_hasta = models.DateTimeField("válido hasta")
    url_tsa = models.CharField(
        "servicio de estampado de tiempo (RFC 3161)",
        max_length=300,
        blank=True,
        validators=[url_tsa_segura],
    )
    activa = models.BooleanField("activa", default=True)
    creada = models.DateTimeField("creada", auto_now_add=True)
    # Whoever keeps the key loaded looks here to notice that it was replaced.
    actualizada = models.DateTimeField("actualizada", auto_now=True)

    class Meta:
        verbose_name = "credencial de firma"
        verbose_name_plural = "credenciales de firma"
        ordering = ["nombre"]
        constraints = [
            models.CheckConstraint(
                name="credencial_completa",
                condition=Q(
                    tipo=TipoCredencial.PKCS12,
                    pkcs12__isnull=False,
                    frase__isnull=False,
                    pin__isnull=True,
                    ficha="",
                    etiqueta="",
                )
                | (
                    Q(
                        tipo=TipoCredencial.PKCS11,
                        pkcs12__isnull=True,
                        frase__isnull=True,
                        pin__isnull=False,
                    )
                    & ~Q(ficha="")
                    & ~Q(etiqueta="")
                ),
            ),
            models.CheckConstraint(name="credencial_con_nombre", condition=~Q(nombre="")),
            models.CheckConstraint(
                name="credencial_vigencia", condition=Q(valido_desde__lt=F("valido_hasta"))
            ),
        ]

    def __str__(self) -> str:
        return self.nombre


class CertificadoPropio(models.Model):
    """A certificate that a credential has or had: what it signed stays ours after a replacement."""

    credencial = models.ForeignKey(
        Credencial,
        verbose_name="credencial",
        on_delete=models.CASCADE,
        related_name="certificados",
    )
    huella = models.CharField("huella SHA-256", max_length=64)
    desde = models.DateTimeField("desde", auto_now_add=True)

    class Meta:
        verbose_name = "certificado propio"
        verbose_name_plural = "certificados propios"
        constraints = [
            models.UniqueConstraint(
                fields=["credencial", "huella"], name="certificado_propio_unico"
            ),
            models.CheckConstraint(
                name="certificado_propio_huella", condition=Q(huella__regex=r"^[0-9a-f]{64}$")
            ),
        ]
        indexes = [models.Index(fields=["huella"], name="certificado_propio_huella_idx")]

    def __str__(self) -> str:
        return self.huella


class DocumentoQuerySet(models.QuerySet["DocumentoFirmado"]):
    """Selections of the register, and the changes of state of many at once."""

    def firmados(self) -> Self:
        """Return those that were signed: the others were never given to anybody."""
        return self.filter(firmado_en__isnull=False)

    def vigentes(self) -> Self:
        """Return those that still stand."""
        return self.filter(estado=EstadoDocumento.VIGENTE)

    def pasar_a(self, estado: EstadoDocumento) -> int:
        """Move those that still stand to a final state; return how many changed."""
        if estado == EstadoDocumento.VIGENTE:
            raise ValueError("a document never comes back into force")
        return self.vigentes().update(estado=estado, estado_en=Now())


class DocumentoFirmado(models.Model):
    """Public entry of a document that the portal signed: it holds no personal data, no secret.

    Signed again after a crash, it keeps its number and takes the hash of the last signature.
    """

    id = models.UUIDField("número", primary_key=True, default=uuid.uuid4, editable=False)
    tipo = models.SlugField("tipo", max_length=40, db_index=False)
    titulo = models.CharField("título", max_length=200)
    emisor = models.CharField("emisor", max_length=200)
    credencial = models.ForeignKey(
        Credencial,
        verbose_name="credencial",
        on_delete=models.PROTECT,
        related_name="documentos",
    )
    firmante = models.CharField("firmante", max_length=200)
    serial_certificado = models.CharField("serial del certificado", max_length=40)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    tamano = models.PositiveIntegerField("tamaño en bytes", default=0)
    firmado_en = models.DateTimeField("firmado el", null=True)
    estado = models.CharField(
        "estado", max_length=11, choices=EstadoDocumento, default=EstadoDocumento.VIGENTE
    )
    estado_en = models.DateTimeField("en ese estado desde", db_default=Now())
    creado = models.DateTimeField("creado", auto_now_add=True)

    objects = DocumentoQuerySet.as_manager()

    class Meta:
        verbose_name = "documento firmado"
        verbose_name_plural = "documentos firmados"
        ordering = ["-creado"]
        constraints = [
            models.CheckConstraint(
                name="documento_firmado_estado", condition=Q(estado__in=EstadoDocumento.values)
            ),
            models.CheckConstraint(
                name="documento_firmado_huella",
                condition=Q(firmado_en__isnull=True, sha256="", tamano=0)
                | Q(firmado_en__isnull=False, sha256__regex=r"^[0-9a-f]{64}$", tamano__gt=0),
            ),
        ]
        indexes = [models.Index(fields=["-creado"], name="documento_firmado_creado")]

    def __str__(self) -> str:
        return f"{self.titulo} {self.pk}"
