"""Pre-assigned passwords (manual 004 §6) and who wants no more of these mails."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from contrasenas.enums import ENTREGADAS, SIN_ENTREGAR, EstadoContrasena
from contrasenas.models.camara import Camara
from contrasenas.models.matriculado import Matriculado
from portal.cifrado import CampoCifrado
from portal.identificacion import TipoIdentificacion


class Contrasena(models.Model):
    """A password assigned to one person of a chamber for one year, or to a tester.

    `clave` is encrypted, and gone once the chamber's server has accepted the message: then only
    `clave_hash` (argon2id) remains, and that too only while it can be activated. `ficha` is the
    secret of the mail's link, treated alike; `ficha_hash` finds the row.

    A test (manual 004 §11) carries the chamber's test identification, the tester's e-mail and
    mobile, and an end of its life.
    """

    camara = models.ForeignKey(
        Camara, verbose_name="cámara", on_delete=models.CASCADE, related_name="contrasenas"
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
    ficha_hash = models.CharField(
        "huella de la ficha", max_length=64, null=True, blank=True, unique=True
    )
    documento = models.UUIDField("documento firmado", null=True, unique=True)
    con_pin = models.BooleanField("pide PIN", null=True)
    creada = models.DateTimeField("seleccionada", auto_now_add=True)
    enviada_en = models.DateTimeField("enviada", null=True, blank=True)
    terminada_en = models.DateTimeField("activada o cancelada", null=True, blank=True)
    vence = models.DateTimeField("deja de servir", null=True, blank=True)
    fallos = models.PositiveSmallIntegerField("claves equivocadas", default=0)
    bloqueada_hasta = models.DateTimeField("bloqueada hasta", null=True, blank=True)

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
