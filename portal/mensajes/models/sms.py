"""Outgoing SMS, and what became of it after the provider took it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portal.mensajes.enums import EstadoEntrega
from portal.mensajes.models.saliente import MensajeSaliente


class SmsSaliente(MensajeSaliente):
    """One SMS; `destinatario` is a Colombian mobile number in E.164.

    `estado` is ours: whether the provider took it. `entrega` is the carrier's, as Twilio tells it,
    for the message `sid`: a row that was sent twice has the latest.
    """

    sid = models.CharField(
        "identificador de Twilio", max_length=34, unique=True, null=True, blank=True
    )
    entrega = models.CharField("entrega", max_length=12, choices=EstadoEntrega, blank=True)
    entrega_en = models.DateTimeField("estado de entrega desde", null=True)
    entrega_error = models.CharField("código de error de la entrega", max_length=10, blank=True)

    class Meta(MensajeSaliente.Meta):
        verbose_name = "SMS saliente"
        verbose_name_plural = "SMS salientes"
        permissions = [("reintentar_smssaliente", "Puede reintentar SMS fallidos")]
        constraints = [
            *MensajeSaliente.Meta.constraints,
            models.CheckConstraint(
                name="smssaliente_entrega",
                condition=Q(entrega="", entrega_en__isnull=True)
                | Q(entrega__in=EstadoEntrega.values, entrega_en__isnull=False),
            ),
        ]

    def anotar_entrega(self, entrega: EstadoEntrega, *, sid: str | None, error: str = "") -> bool:
        """Record news about the message `sid`; return whether they were news.

        Callbacks come late, twice and out of order: a state never gives way to an earlier one, and
        what arrived has arrived, whatever is said of another attempt.
        """
        avanza = Q(entrega__in=["", *entrega.anteriores])
        nuevas = type(self)._default_manager.filter(
            ~Q(entrega=EstadoEntrega.ENTREGADO), avanza | ~Q(sid=sid), pk=self.pk
        )
        cambiadas = nuevas.update(entrega=entrega, entrega_en=Now(), entrega_error=error, sid=sid)
        self.refresh_from_db(fields=["sid", "entrega", "entrega_en", "entrega_error"])
        return cambiadas == 1
