"""Pre-assigned passwords (manual 004 §6) and who wants no more of these mails."""

from datetime import datetime, timedelta
from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from contrasenas.enums import ENTREGADAS, SIN_ENTREGAR, EstadoContrasena
from contrasenas.huella import huella_de_ficha
from contrasenas.models.camara import Camara
from contrasenas.models.matriculado import Matriculado
from portal.cifrado import CampoCifrado
from portal.identificacion import TipoIdentificacion

FALLOS_POR_BLOQUEO: Final = 5
FALLOS_MAXIMOS: Final = 15
BLOQUEO: Final = timedelta(minutes=15)
"""With 57.5 bits nobody guesses in fifteen tries; who mistypes gets a pause, then a person."""


class ContrasenaQuerySet(models.QuerySet["Contrasena"]):
    """Selections of passwords."""

    def con_ficha(self, ficha: str) -> Self:
        """Return the one whose mail had this link, if there is one."""
        return self.filter(ficha_hash=huella_de_ficha(ficha))

    def bloqueadas(self, ahora: datetime) -> Self:
        """Return those that wrong passwords have locked, for a while or until staff unlock them."""
        en_pausa = Q(estado=EstadoContrasena.ENVIADA, bloqueada_hasta__gt=ahora)
        return self.filter(Q(estado=EstadoContrasena.BLOQUEADA) | en_pausa)


class Contrasena(models.Model):
    """A password assigned to one person of a chamber for one year, or to a tester.

    `clave` is encrypted, and gone once the chamber's server has accepted the message: then only
    `clave_hash` (argon2id) remains, and that too only while it can be activated. `ficha` is the
    secret of the mail's link, treated alike; `ficha_hash` finds the row.

    A test (manual 004 §11) carries the chamber's test identification, the tester's e-mail and
    mobile, and an end of its life.
    """

    # Each sending writes to every index of its row: those below begin with the chamber already.
    camara = models.ForeignKey(
        Camara,
        verbose_name="cámara",
        on_delete=models.CASCADE,
        related_name="contrasenas",
        db_index=False,
    )
    ano = models.PositiveSmallIntegerField("año")
    es_prueba = models.BooleanField("de prueba", default=False)
    matriculado = models.ForeignKey(
        Matriculado,
        verbose_name="matriculado",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contrasenas",
    )
    tipo = models.CharField(
        "tipo de identificación", max_length=3, choices=TipoIdentificacion, blank=True
    )
    numero = models.CharField("identificación", max_length=20)
    nombre = models.CharField("nombre", max_length=250)
    matricula = models.CharField("matrícula", max_length=20, blank=True)
    correo = models.EmailField("correo electrónico")
    celular = models.CharField("celular", max_length=13)

    estado = models.CharField(
        "estado", max_length=10, choices=EstadoContrasena, default=EstadoContrasena.PENDIENTE
    )
    clave = CampoCifrado("clave", null=True)
    clave_hash = models.CharField("huella de la clave", max_length=128, blank=True)
    ficha = CampoCifrado("ficha del enlace", null=True)
    ficha_hash = models.CharField("huella de la ficha", max_length=64, null=True, blank=True)  # noqa: DJ001 - none yet
    documento = models.UUIDField("documento firmado", null=True)
    con_pin = models.BooleanField("pide PIN", null=True)
    creada = models.DateTimeField("seleccionada", auto_now_add=True)
    enviada_en = models.DateTimeField("enviada", null=True, blank=True)
    terminada_en = models.DateTimeField("activada o cancelada", null=True, blank=True)
    vence = models.DateTimeField("deja de servir", null=True, blank=True)
    fallos = models.PositiveSmallIntegerField("claves equivocadas", default=0)
    bloqueada_hasta = models.DateTimeField("bloqueada hasta", null=True, blank=True)

    objects = ContrasenaQuerySet.as_manager()

    class Meta:
        verbose_name = "contraseña preasignada"
        verbose_name_plural = "contraseñas preasignadas"
        permissions = [("generar_contrasena", "Puede usar el generador de contraseñas")]
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["camara", "ano", "tipo", "numero"],
                condition=Q(es_prueba=False),
                name="contrasena_una_por_persona",
            ),
            # Not of the rows without: a selection of a million has none yet.
            models.UniqueConstraint(
                fields=["ficha_hash"],
                condition=Q(ficha_hash__isnull=False),
                name="contrasena_ficha_unica",
            ),
            models.UniqueConstraint(
                fields=["documento"],
                condition=Q(documento__isnull=False),
                name="contrasena_documento_unico",
            ),
            models.CheckConstraint(
                condition=Q(estado__in=EstadoContrasena.values), name="contrasena_estado"
            ),
            models.CheckConstraint(
                condition=Q(estado__in=SIN_ENTREGAR, clave__isnull=False)
                | (~Q(estado__in=SIN_ENTREGAR) & Q(clave__isnull=True, ficha__isnull=True)),
                name="contrasena_clave_hasta_entregar",
            ),
            models.CheckConstraint(
                condition=(Q(estado__in=ENTREGADAS) & ~Q(clave_hash=""))
                | (~Q(estado__in=ENTREGADAS) & Q(clave_hash="")),
                name="contrasena_huella_entregada",
            ),
            models.CheckConstraint(
                condition=Q(es_prueba=True, vence__isnull=False) | Q(es_prueba=False),
                name="contrasena_prueba_vence",
            ),
        ]
        indexes = [
            # Pages and counts of the generator; also «the first N pending, in order».
            models.Index(fields=["camara", "ano", "estado", "id"], name="contrasena_estado_orden"),
            models.Index(fields=["camara", "numero"], name="contrasena_numero"),
        ]

    def __str__(self) -> str:
        return f"Contraseña {self.pk} de {self.ano}"

    @property
    def pide_pin(self) -> bool:
        """Whether its activation asks for a PIN: as it was sent, or as the chamber wants now."""
        return bool(self.con_pin) or self.camara.pide_pin

    def espera_activacion(self, ahora: datetime) -> bool:
        """Whether it was delivered and nothing has ended it; a lock of some minutes hasn't."""
        en_tiempo = self.vence is None or self.vence > ahora
        return self.estado == EstadoContrasena.ENVIADA and en_tiempo

    def admite_intentos(self, ahora: datetime) -> bool:
        """Whether the right data would activate it now."""
        libre = self.bloqueada_hasta is None or self.bloqueada_hasta <= ahora
        return libre and self.espera_activacion(ahora)

    def esta_bloqueada(self, ahora: datetime) -> bool:
        """Whether wrong passwords have locked it, for a while or until staff unlock it."""
        en_pausa = self.bloqueada_hasta is not None and self.bloqueada_hasta > ahora
        return self.estado == EstadoContrasena.BLOQUEADA or (
            self.estado == EstadoContrasena.ENVIADA and en_pausa
        )

    def anotar_fallo(self, ahora: datetime) -> None:
        """Count a wrong try; every fifth locks the row for a while, the fifteenth for good.

        Call it on a row that this transaction has locked. Tries while it is locked don't count:
        nobody can lock somebody out for good within a moment.
        """
        if not self.admite_intentos(ahora):
            return
        self.fallos += 1
        if self.fallos >= FALLOS_MAXIMOS:
            self.estado = EstadoContrasena.BLOQUEADA
        elif self.fallos % FALLOS_POR_BLOQUEO == 0:
            self.bloqueada_hasta = ahora + BLOQUEO
        self.save(update_fields=["fallos", "estado", "bloqueada_hasta"])

    def olvidar_fallos(self) -> None:
        """Start counting anew: its holder gave the right data."""
        if self.fallos:
            self.fallos = 0
            self.save(update_fields=["fallos"])

    def activar(self) -> bool:
        """End its life: its hash passes to the verified user. False if it can't be activated."""
        return self._terminar([EstadoContrasena.ENVIADA], EstadoContrasena.ACTIVADA)

    def cancelar(self) -> bool:
        """End its life by its holder's wish. False if it was not waiting to be activated."""
        return self._terminar(list(ENTREGADAS), EstadoContrasena.CANCELADA)

    def desbloquear(self) -> bool:
        """Let its holder try again from the start. False if it isn't locked."""
        filas = type(self)._default_manager.filter(
            Q(estado=EstadoContrasena.BLOQUEADA)
            | Q(estado=EstadoContrasena.ENVIADA, bloqueada_hasta__isnull=False),
            pk=self.pk,
        )
        cambiadas = filas.update(estado=EstadoContrasena.ENVIADA, fallos=0, bloqueada_hasta=None)
        self.refresh_from_db(fields=["estado", "fallos", "bloqueada_hasta"])
        return cambiadas == 1

    def _terminar(self, desde: list[EstadoContrasena], estado: EstadoContrasena) -> bool:
        filas = type(self)._default_manager.filter(pk=self.pk, estado__in=desde)
        cambiadas = filas.update(estado=estado, clave_hash="", terminada_en=Now())
        self.refresh_from_db(fields=["estado", "clave_hash", "terminada_en"])
        return cambiadas == 1


class Baja(models.Model):
    """An address whose holder asked a chamber for no more of these mails (RFC 8058)."""

    camara = models.ForeignKey(
        Camara, verbose_name="cámara", on_delete=models.CASCADE, related_name="bajas"
    )
    correo = models.EmailField("correo electrónico")
    creada = models.DateTimeField("pedida", auto_now_add=True)

    class Meta:
        verbose_name = "baja de correos"
        verbose_name_plural = "bajas de correos"
        constraints = [
            models.UniqueConstraint(fields=["camara", "correo"], name="baja_unica"),
            models.CheckConstraint(condition=Q(correo=Lower("correo")), name="baja_en_minusculas"),
        ]

    def __str__(self) -> str:
        return f"Baja {self.pk}"


class CorreoEntregado(models.Model):
    """What stays of a mail after its password was wiped (manual 004 §6, Blanquear).

    Its unsubscribe link goes on working, and the chamber's quota goes on counting it. `correo` is
    empty for a test: a tester leaves no list.
    """

    camara = models.ForeignKey(
        Camara, verbose_name="cámara", on_delete=models.CASCADE, related_name="entregados"
    )
    correo = models.EmailField("correo electrónico", blank=True)
    ficha_hash = models.CharField("huella de la ficha", max_length=64, unique=True)
    enviada_en = models.DateTimeField("enviado")

    class Meta:
        verbose_name = "correo entregado"
        verbose_name_plural = "correos entregados"
        indexes = [models.Index(fields=["camara", "enviada_en"], name="correoentregado_cupo")]

    def __str__(self) -> str:
        return f"Correo entregado {self.pk}"
