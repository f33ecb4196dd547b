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
