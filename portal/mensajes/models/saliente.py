"""What every outgoing message has in common: its state, its attempts, its claim.

Times are compared on the database's clock: those of web and worker machines may differ.
"""

import uuid
from typing import Any, ClassVar, Self, TypeVar, cast

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from portal.cifrado import CampoCifrado
from portal.mensajes.enums import TERMINADOS, EstadoMensaje
from portal.mensajes.errores import EstadoInvalido
from portal.mensajes.politica import INTENTOS_MAXIMOS, PLAZO_RECLAMO, espera

M = TypeVar("M", bound="MensajeSaliente", covariant=True)


class MensajeQuerySet(models.QuerySet[M]):
    """Selections of outgoing messages."""

    def listos(self) -> Self:
        """Return those whose next attempt is due."""
        return self.filter(estado=EstadoMensaje.PENDIENTE, proximo_intento__lte=Now())

    def atascados(self) -> Self:
        """Return those claimed by a worker that must have died."""
        return self.filter(estado=EstadoMensaje.ENVIANDO, reclamado_en__lt=Now() - PLAZO_RECLAMO)

    def fallidos(self) -> Self:
        """Return those that ended without being delivered."""
        return self.filter(estado=EstadoMensaje.FALLIDO)


class MensajeSaliente(models.Model):
    """One message to one recipient; its text is encrypted, and erased at the end if confidential.

    `intentos` counts claims, so that the number also tells one claim from the next: a worker
    that was given up for dead can't record its failure over somebody else's attempt.
    """

    id = models.UUIDField("identificador", primary_key=True, default=uuid.uuid4, editable=False)
    proposito = models.CharField("propósito", max_length=80)
    destinatario = models.CharField("destinatario", max_length=254)
    texto = CampoCifrado("texto", null=True)
    confidencial = models.BooleanField("confidencial", default=False)
    estado = models.CharField(
        "estado", max_length=10, choices=EstadoMensaje, default=EstadoMensaje.PENDIENTE
    )
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    proximo_intento = models.DateTimeField("próximo intento", null=True, db_default=Now())
    reclamado_en = models.DateTimeField("reclamado el", null=True)
    enviado_en = models.DateTimeField("enviado el", null=True)
    # A code that has expired only confuses whoever receives it hours later.
    caduca = models.DateTimeField("deja de servir el", null=True)
    error = models.TextField("error", blank=True)
    respuesta_proveedor = models.TextField("respuesta del proveedor", blank=True)
    creado = models.DateTimeField("creado", auto_now_add=True)

    CONTENIDO: ClassVar[tuple[str, ...]] = ("texto",)
    objects = MensajeQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-creado"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_estado", condition=Q(estado__in=EstadoMensaje.values)
            ),
            models.CheckConstraint(
                name="%(class)s_reclamado",
                condition=Q(estado=EstadoMensaje.ENVIANDO, reclamado_en__isnull=False)
                | (~Q(estado=EstadoMensaje.ENVIANDO) & Q(reclamado_en__isnull=True)),
            ),
            models.CheckConstraint(
                name="%(class)s_proximo",
                condition=Q(estado=EstadoMensaje.PENDIENTE, proximo_intento__isnull=False)
                | (~Q(estado=EstadoMensaje.PENDIENTE) & Q(proximo_intento__isnull=True)),
            ),
            models.CheckConstraint(
                name="%(class)s_enviado",
                condition=Q(estado=EstadoMensaje.ENVIADO, enviado_en__isnull=False)
                | (~Q(estado=EstadoMensaje.ENVIADO) & Q(enviado_en__isnull=True)),
            ),
            models.CheckConstraint(
                name="%(class)s_contenido",
                condition=Q(confidencial=True, estado__in=TERMINADOS, texto__isnull=True)
                | (~Q(confidencial=True, estado__in=TERMINADOS) & Q(texto__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["proximo_intento"],
                name="%(class)s_listo",
                condition=Q(estado=EstadoMensaje.PENDIENTE),
            ),
            models.Index(
                fields=["reclamado_en"],
                name="%(class)s_atascado",
                condition=Q(estado=EstadoMensaje.ENVIANDO),
            ),
            models.Index(fields=["-creado"], name="%(class)s_creado"),
            # The admin's filter asks for all distinct purposes.
            models.Index(fields=["proposito"], name="%(class)s_proposito"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.proposito} {self.pk}"

    @classmethod
    def reclamar(cls, pk: uuid.UUID | str) -> Self | None:
        """Claim the row for this worker and commit; None if it isn't due or another one has it.

        Raises `RuntimeError` inside a transaction: the claim would be invisible to the others.
        """
        with transaction.atomic(durable=True):
            ganadas = (
                cls._default_manager.filter(pk=pk)
                .filter(estado=EstadoMensaje.PENDIENTE, proximo_intento__lte=Now())
                .update(
                    estado=EstadoMensaje.ENVIANDO,
                    reclamado_en=Now(),
                    proximo_intento=None,
                    intentos=F("intentos") + 1,
                )
            )
            return cast(Self, cls._default_manager.get(pk=pk)) if ganadas == 1 else None

    def marcar_enviado(self, respuesta: str) -> None:
        """Record the delivery, whoever holds the claim by now: what has left has left."""
        self._cambiar(
            ~Q(estado=EstadoMensaje.ENVIADO),
            estado=EstadoMensaje.ENVIADO,
            enviado_en=Now(),
            respuesta_proveedor=respuesta,
            error="",
        )

    def marcar_fallo(self, respuesta: str, *, permanente: bool) -> None:
        """Record a failure of the claim that this object holds: wait longer, or give up.

        Raises `EstadoInvalido` if the claim has been lost meanwhile.
        """
        propia = Q(estado=EstadoMensaje.ENVIANDO, intentos=self.intentos)
        if permanente or self.intentos >= INTENTOS_MAXIMOS:
            self._cambiar(propia, estado=EstadoMensaje.FALLIDO, error=respuesta)
        else:
            self._cambiar(
                propia,
                estado=EstadoMensaje.PENDIENTE,
                proximo_intento=Now() + espera(self.intentos),
                error=respuesta,
            )

    def reintentar(self) -> None:
        """Put a failed message back in the queue with all its attempts.

        Raises `EstadoInvalido` if it hasn't failed, or was confidential and has no text left.
        """
        self._cambiar(
            Q(estado=EstadoMensaje.FALLIDO, texto__isnull=False),
            estado=EstadoMensaje.PENDIENTE,
            proximo_intento=Now(),
            intentos=0,
        )

    def anular(self) -> None:
        """Take a waiting message out of the queue; `EstadoInvalido` if it is no longer waiting."""
        self._cambiar(Q(estado=EstadoMensaje.PENDIENTE), estado=EstadoMensaje.ANULADO)

    def borrar_anexos(self) -> None:
        """Erase what belongs to the message outside its own row; nothing unless overridden."""

    def _cambiar(self, condicion: Q, *, estado: EstadoMensaje, **valores: Any) -> None:
        nuevos = {"estado": estado, "reclamado_en": None, "proximo_intento": None, **valores}
        borrar = self.confidencial and estado in TERMINADOS
        if borrar:
            nuevos |= dict.fromkeys(self.CONTENIDO)
        with transaction.atomic():
            filas = type(self)._default_manager.filter(condicion, pk=self.pk)
            if filas.update(**nuevos) != 1:
                raise EstadoInvalido(f"{self}: no admite pasar a «{estado.label}».")
            if borrar:
                self.borrar_anexos()
        self.refresh_from_db()
