"""Kinds of credential, and states of a signed document."""

from django.db import models


class TipoCredencial(models.TextChoices):
    """Where the private key lives."""

    PKCS12 = "pkcs12", "Archivo PKCS#12 (.p12 o .pfx)"
    PKCS11 = "pkcs11", "Dispositivo PKCS#11 (HSM o token)"


class EstadoDocumento(models.TextChoices):
    """Whether a signed document still stands; all but the first are final."""

    VIGENTE = "vigente", "Vigente"
    USADO = "usado", "Usado"
    ANULADO = "anulado", "Cancelado"
    REEMPLAZADO = "reemplazado", "Reemplazado"


class Veredicto(models.TextChoices):
    """What checking an uploaded file amounts to."""

    AUTENTICO = "autentico", "El documento es auténtico"
    ALTERADO = "alterado", "El documento fue modificado después de firmarlo"
    AJENO = "ajeno", "El documento está firmado, pero no por este portal"
    SIN_FIRMA = "sin_firma", "El documento no está firmado"
    RECHAZADO = "rechazado", "No pudimos revisar el archivo"


class MotivoRechazo(models.TextChoices):
    """Why a file was not checked."""

    NO_ES_PDF = "no_es_pdf", "El archivo no es un PDF."
    CIFRADO = "cifrado", "El PDF está protegido con contraseña. Los documentos de este portal no."
    GRANDE = "grande", "El archivo pesa más de 10 MB."
    DEMASIADAS_FIRMAS = "demasiadas_firmas", "El PDF tiene más firmas de las que revisamos."
    ILEGIBLE = (
        "ilegible",
        "El PDF está dañado o incompleto.",
    )
