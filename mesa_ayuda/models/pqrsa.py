"""Petitions, complaints, claims, suggestions and appeals with their legal terms (Ley 1755/2015)."""

from datetime import date, timedelta
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from mesa_ayuda.enums import PQRSA, ClasePeticion, TipoCaso
from mesa_ayuda.models.caso import Caso
from portal.firma.models import Credencial


def nombre_de(tipo: str, clase: str) -> str:
    """Return how people are told of a type: «Petición de documentos o información»."""
    return f"{TipoCaso(tipo).label} {ClasePeticion(clase).label if clase else ''}".strip()


class TerminoLegal(models.Model):
    """Business days to answer each type, from the day after receipt."""

    tipo = models.CharField("tipo", max_length=10, choices=TipoCaso)
    clase = models.CharField(
        "clase de petición", max_length=10, choices=ClasePeticion, blank=True, default=""
    )
    dias_habiles = models.PositiveSmallIntegerField("días hábiles", default=15)
    fundamento = models.CharField("fundamento", max_length=120, blank=True)
    credencial = models.ForeignKey(
        Credencial,
        verbose_name="credencial que firma las respuestas",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Sin credencial, las respuestas de este tipo no se pueden firmar ni enviar.",
    )

    class Meta:
        verbose_name = "término legal"
        verbose_name_plural = "términos legales"
        ordering = ["tipo", "clase"]
        constraints = [
            models.UniqueConstraint(fields=["tipo", "clase"], name="terminolegal_unico"),
            models.CheckConstraint(
                condition=Q(clase="") | Q(tipo=TipoCaso.PETICION, clase__in=ClasePeticion.values),
                name="terminolegal_clase",
            ),
            models.CheckConstraint(condition=Q(tipo__in=PQRSA), name="terminolegal_tipo"),
            models.CheckConstraint(condition=Q(dias_habiles__gte=1), name="terminolegal_dias"),
        ]

    def __str__(self) -> str:
        return f"{self.nombre}: {self.dias_habiles} días hábiles"

    @property
    def nombre(self) -> str:
        """The type in words."""
        return nombre_de(self.tipo, self.clase)


ULTIMO: Final = Coalesce("prorroga_hasta", "vence_el")
PLAZO_FIRMA: Final = timedelta(minutes=10)
"""A worker that died while it signed holds its claim no longer than this."""


class PqrsaQuerySet(models.QuerySet["Pqrsa"]):
    """Selections by the last day to answer, the extension included."""

    def por_plazo(self) -> Self:
        """Order by that day, what is answered at the end."""
        return self.order_by(F("respondida_en").desc(nulls_first=True), ULTIMO, "pk")

    def pendientes(self) -> Self:
        """Return those without an answer."""
        return self.filter(respondida_en__isnull=True)

    def libres(self) -> Self:
        """Return those without an answer that nobody is signing at this moment."""
        libre = Q(firmando_desde__isnull=True) | Q(firmando_desde__lt=Now() - PLAZO_FIRMA)
        return self.pendientes().filter(libre)

    def vencen_hasta(self, dia: date) -> Self:
        """Return those whose last day is `dia` or before it."""
        return self.alias(ultimo=ULTIMO).filter(ultimo__lte=dia)

    def vencidas(self, hoy: date) -> Self:
        """Return those without an answer whose last day has gone by."""
        return self.pendientes().vencen_hasta(hoy - timedelta(days=1))


class Pqrsa(models.Model):
    """What a PQRSA has besides its case: identification, legal term, extension, signed answer."""

    caso = models.OneToOneField(
        Caso, verbose_name="caso", on_delete=models.CASCADE, related_name="pqrsa"
    )
    clase = models.CharField(
        "clase de petición", max_length=10, choices=ClasePeticion, blank=True, default=""
    )
    identificacion = models.CharField("identificación", max_length=30, blank=True)
    direccion = models.CharField("dirección de notificación", max_length=200, blank=True)
    # Who has no account follows the case with number and this secret: its hash.
    ficha_hash = models.CharField("huella de la ficha", max_length=64, unique=True)
    # The very words that the person accepted (Ley 1581/2012), with the notice's version.
    autorizacion = models.TextField("autorización del tratamiento de datos", blank=True)
    vence_el = models.DateField("responder a más tardar el")
    prorroga_hasta = models.DateField("prórroga hasta", null=True, blank=True)
    prorroga_motivo = models.TextField("motivo de la prórroga", blank=True)
    prorroga_avisada_en = models.DateTimeField("prórroga avisada", null=True, blank=True)
    aviso_vencimiento_en = models.DateTimeField("personal avisado", null=True, blank=True)
    respuesta = models.TextField("respuesta", blank=True)
    respuesta_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="responde",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Claimed by whoever signs at this moment; a claim grows stale if its worker dies.
    firmando_desde = models.DateTimeField("firmando desde", null=True, blank=True)
    documento = models.UUIDField("respuesta firmada", null=True, blank=True, unique=True)
    respondida_en = models.DateTimeField("respondida", null=True, blank=True)

    objects = PqrsaQuerySet.as_manager()

    class Meta:
        verbose_name = "PQRSA"
        verbose_name_plural = "PQRSA"
        constraints = [
            models.CheckConstraint(
                condition=Q(clase__in=["", *ClasePeticion.values]), name="pqrsa_clase"
            ),
            models.CheckConstraint(
                condition=Q(prorroga_hasta__isnull=True, prorroga_avisada_en__isnull=True)
                | (
                    # A comparison with NULL is NULL, which a check lets in.
                    Q(
                        prorroga_hasta__isnull=False,
                        prorroga_hasta__gt=models.F("vence_el"),
                        prorroga_avisada_en__isnull=False,
                    )
                    & ~Q(prorroga_motivo="")
                ),
                name="pqrsa_prorroga_avisada",
            ),
            models.CheckConstraint(
                condition=Q(respondida_en__isnull=True)
                | (Q(documento__isnull=False) & ~Q(respuesta="")),
                name="pqrsa_respuesta_firmada",
            ),
        ]
        indexes = [
            models.Index(
                fields=["vence_el"],
                name="pqrsa_por_vencer",
                condition=Q(respondida_en__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"PQRSA {self.caso}"

    @property
    def nombre(self) -> str:
        """The type in words."""
        return nombre_de(self.caso.tipo, self.clase)

    @property
    def plazo(self) -> date:
        """The last day to answer, the extension included."""
        return self.prorroga_hasta or self.vence_el
