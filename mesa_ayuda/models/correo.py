"""Mail that arrives: mailboxes, the ledger of every message, and which ids lead to which case."""

from datetime import timedelta
from typing import Final, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from mesa_ayuda.enums import EstadoCorreo, Veredicto
from mesa_ayuda.models.caso import Caso
from portal.cifrado import CampoCifrado


class BuzonQuerySet(models.QuerySet["Buzon"]):
    """Selections of mailboxes."""

    def sondeados(self) -> Self:
        """Return those in use that have an IMAP server."""
        return self.filter(activo=True).exclude(imap_servidor="")


class Buzon(models.Model):
    """A mailbox of the help desk; polled by IMAP where it has a server."""

    nombre = models.CharField("nombre", max_length=80, unique=True)
    direccion = models.EmailField("dirección", unique=True)
    activo = models.BooleanField("activo", default=True)
    imap_servidor = models.CharField("servidor IMAP", max_length=253, blank=True)
    imap_puerto = models.PositiveIntegerField("puerto IMAP", default=993)
    imap_usuario = models.CharField("usuario IMAP", max_length=254, blank=True)
    imap_clave = CampoCifrado("contraseña IMAP", default="", blank=True)
    imap_carpeta = models.CharField("carpeta", max_length=120, default="INBOX")
    autenticador = models.CharField(
        "servidor que comprueba a los remitentes", max_length=253, blank=True
    )
    leido_en = models.DateTimeField("leído", null=True, blank=True, editable=False)
    error = models.TextField("último error", blank=True, editable=False)

    objects = BuzonQuerySet.as_manager()

    class Meta:
        verbose_name = "buzón de entrada"
        verbose_name_plural = "buzones de entrada"
        ordering = ["nombre"]
        constraints = [
            models.CheckConstraint(condition=Q(imap_puerto__range=(1, 65535)), name="buzon_puerto"),
        ]

    def __str__(self) -> str:
        return self.nombre


PLAZO_RECLAMO: Final = timedelta(minutes=5)
"""A mail still claimed after this belongs to a worker that died."""
ESPERA_BARRIDO: Final = timedelta(minutes=1)
INTENTOS_MAXIMOS: Final = 4


class CorreoQuerySet(models.QuerySet["CorreoEntrante"]):
    """Selections of what arrived."""

    def desatendidos(self) -> Self:
        """Return those that wait and that nobody works on."""
        return self.filter(estado=EstadoCorreo.RECIBIDO).filter(
            Q(reclamado_en__isnull=True, recibido_en__lt=Now() - ESPERA_BARRIDO)
            | Q(reclamado_en__lt=Now() - PLAZO_RECLAMO)
        )

    def no_importados(self) -> Self:
        """Return those that staff have to see to."""
        return self.filter(estado=EstadoCorreo.NO_IMPORTADO)


def ruta_correo(correo: "CorreoEntrante", nombre: str) -> str:
    """Return where a raw mail goes, by its hash."""
    return f"correos/{correo.sha256[:2]}/{correo.sha256}.eml"


class CorreoEntrante(models.Model):
    """One raw mail: stored and committed before anybody reads it.

    `clave` is its Message-ID, or the hash of its bytes where it has none; once per mailbox.
    """

    buzon = models.ForeignKey(
        Buzon, verbose_name="buzón", on_delete=models.PROTECT, related_name="correos"
    )
    clave = models.CharField("Message-ID o huella", max_length=300)
    sha256 = models.CharField("SHA-256", max_length=64)
    tamano = models.PositiveIntegerField("tamaño en bytes")
    crudo = models.FileField("mensaje en crudo", upload_to=ruta_correo, max_length=120)
    remitente = models.CharField("remitente", max_length=320, blank=True)
    asunto = models.CharField("asunto", max_length=300, blank=True)
    estado = models.CharField(
        "estado", max_length=12, choices=EstadoCorreo, default=EstadoCorreo.RECIBIDO
    )
    veredicto = models.CharField("veredicto", max_length=12, choices=Veredicto, blank=True)
    motivo = models.TextField("motivo", blank=True)
    caso = models.ForeignKey(
        Caso,
        verbose_name="caso",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="correos",
    )
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    reclamado_en = models.DateTimeField("reclamado", null=True, editable=False)
    recibido_en = models.DateTimeField("recibido", db_default=Now())
    procesado_en = models.DateTimeField("procesado", null=True, blank=True)

    objects = CorreoQuerySet.as_manager()

    class Meta:
        verbose_name = "correo recibido"
        verbose_name_plural = "correos recibidos"
        ordering = ["-pk"]
        permissions = [("reintentar_correoentrante", "Puede reintentar correos no importados")]
        constraints = [
            models.UniqueConstraint(fields=["buzon", "clave"], name="correoentrante_una_vez"),
            models.CheckConstraint(
                condition=Q(estado__in=EstadoCorreo.values), name="correoentrante_estado"
            ),
            models.CheckConstraint(
                condition=Q(veredicto__in=["", *Veredicto.values]), name="correoentrante_veredicto"
            ),
        ]
        indexes = [
            models.Index(
                fields=["recibido_en"],
                name="correoentrante_pendiente",
                condition=Q(estado=EstadoCorreo.RECIBIDO),
            ),
            models.Index(
                fields=["-recibido_en"],
                name="correoentrante_no_importado",
                condition=Q(estado=EstadoCorreo.NO_IMPORTADO),
            ),
            models.Index(fields=["remitente", "-recibido_en"], name="correoentrante_remitente"),
        ]

    def __str__(self) -> str:
        return f"Correo {self.pk}"

    @classmethod
    def reclamar(cls, pk: int) -> "CorreoEntrante | None":
        """Claim the row for this worker and commit; None if it is done or another one has it."""
        libre = Q(reclamado_en__isnull=True) | Q(reclamado_en__lt=Now() - PLAZO_RECLAMO)
        with transaction.atomic(durable=True):
            ganadas = cls.objects.filter(libre, pk=pk, estado=EstadoCorreo.RECIBIDO).update(
                reclamado_en=Now(), intentos=F("intentos") + 1
            )
            return cls.objects.select_related("buzon").get(pk=pk) if ganadas == 1 else None

    def terminar(
        self, estado: EstadoCorreo, veredicto: Veredicto, motivo: str, caso: Caso | None = None
    ) -> bool:
        """Record what became of it; False if the claim that this object holds has been lost."""
        return self._cambiar(
            estado=estado,
            veredicto=veredicto,
            motivo=motivo,
            caso=caso,
            remitente=self.remitente,
            asunto=self.asunto,
            procesado_en=Now(),
        )

    def soltar(self, motivo: str) -> bool:
        """Let the sweep try again; False if the claim has been lost."""
        return self._cambiar(motivo=motivo)

    def _cambiar(self, **valores: object) -> bool:
        propio = CorreoEntrante.objects.filter(
            pk=self.pk, estado=EstadoCorreo.RECIBIDO, intentos=self.intentos
        )
        # What the sweep waits for is counted from now.
        return propio.update(**{"reclamado_en": None, **valores}) == 1


class IdentificadorCorreo(models.Model):
    """A Message-ID, of ours or of theirs, and the case that it belongs to."""

    message_id = models.CharField("Message-ID", max_length=300, unique=True)
    caso = models.ForeignKey(
        Caso, verbose_name="caso", on_delete=models.CASCADE, related_name="identificadores"
    )
    propio = models.BooleanField("nuestro")
    creado = models.DateTimeField("creado", auto_now_add=True)

    class Meta:
        verbose_name = "identificador de correo"
        verbose_name_plural = "identificadores de correo"

    def __str__(self) -> str:
        return self.message_id
