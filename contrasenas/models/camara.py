"""A chamber of commerce and its parameters: the file commonXX of manual 004 §3."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from contrasenas.clientes.sesion_smtp import Cifrado, Servidor
from contrasenas.enums import CifradoSmtp, EstadoSincronizacion, Factor
from portal.cifrado import CampoCifrado
from portal.firma.models import Credencial
from portal.usuarios.models import Usuario

if TYPE_CHECKING:
    from contrasenas.models.sincronizacion import Sincronizacion


class CamaraQuerySet(models.QuerySet["Camara"]):
    """Selections of chambers."""

    def de(self, usuario: Usuario) -> Self:
        """Return the chambers that a member of staff works for; a superuser's are all."""
        return self.all() if usuario.is_superuser else self.filter(personal=usuario)

    def ligeras(self) -> Self:
        """Leave the mail server's password and the logo where they are until they are needed."""
        return self.defer("masivos_smtp_password_admin", "logo")


class Camara(models.Model):
    """One chamber; `MASIVOS_SMTP_*` and the factor stand under the manual's own names."""

    codigo = models.CharField(
        "código",
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^\d{2}$", "Escriba dos dígitos, por ejemplo 04.")],
        help_text="Dos dígitos: el XX del archivo commonXX.",
    )
    nombre = models.CharField("nombre", max_length=120)
    ciudad = models.CharField("ciudad", max_length=80)
    url_renovar = models.URLField("dirección web de «Renovar matrícula»")
    url_menu = models.URLField("dirección web de «Menú principal»")
    logo = models.BinaryField("logo (PNG o JPEG)", null=True, blank=True)
    personal = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="personal", related_name="camaras", blank=True
    )

    masivos_smtp_server = models.CharField("MASIVOS_SMTP_SERVER", max_length=253, blank=True)
    masivos_smtp_port = models.PositiveIntegerField(
        "MASIVOS_SMTP_PORT",
        default=587,
        validators=[MinValueValidator(1), MaxValueValidator(65535)],
    )
    masivos_smtp_authentication = models.BooleanField("MASIVOS_SMTP_AUTHENTICATION", default=True)
    masivos_smtp_encription = models.CharField(
        "MASIVOS_SMTP_ENCRIPTION",
        max_length=3,
        choices=CifradoSmtp,
        default=CifradoSmtp.TLS,
        blank=True,
    )
    masivos_smtp_cuenta_admin = models.CharField(
        "MASIVOS_SMTP_CUENTA_ADMIN", max_length=254, blank=True
    )
    masivos_smtp_password_admin = CampoCifrado(
        "MASIVOS_SMTP_PASSWORD_ADMIN", default="", blank=True
    )
    masivos_smtp_correo_admin = models.EmailField("MASIVOS_SMTP_CORREO_ADMIN", blank=True)
    masivos_smtp_nombre_admin = models.CharField(
        "MASIVOS_SMTP_NOMBRE_ADMIN", max_length=120, blank=True
    )
    factor_autenticacion_firmado_contrasenas_email = models.CharField(
        "FACTOR_AUTENTICACION_FIRMADO_CONTRASENAS_EMAIL",
        max_length=10,
        choices=Factor,
        blank=True,
        help_text="Sin definir vale el doble factor: CLAVE + PIN (SMS).",
    )

    credencial = models.ForeignKey(
        Credencial,
        verbose_name="credencial de firma",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="camaras",
        help_text="Firma los PDF. Sin ella la cámara no puede enviar contraseñas.",
    )
    identificacion_prueba = models.CharField(
        "identificación de prueba", max_length=20, default="PRUEBA2247@"
    )
    horas_sincronizacion = models.PositiveSmallIntegerField(
        "horas que sirve una sincronización",
        default=36,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 31)],
        help_text="Con datos más viejos, Seleccionar no se ejecuta (manual 004 §3).",
    )
    # A free Gmail account takes 500 a day, Workspace 2,000: the quota is the transport's own.
    cuota_hora = models.PositiveIntegerField(
        "correos por hora", default=500, validators=[MinValueValidator(1)]
    )
    cuota_dia = models.PositiveIntegerField(
        "correos por día", default=2000, validators=[MinValueValidator(1)]
    )
    respetar_ventana = models.BooleanField(
        "enviar sólo en el horario legal",
        default=True,
        help_text="Ley 2300 de 2023: lunes a viernes de 7 a 19, sábados de 8 a 15, sin festivos.",
    )

    objects = CamaraQuerySet.as_manager()

    class Meta:
        verbose_name = "cámara de comercio"
        verbose_name_plural = "cámaras de comercio"
        ordering = ["codigo"]
        constraints = [
            models.CheckConstraint(condition=Q(codigo__regex=r"^\d{2}$"), name="camara_codigo"),
            models.CheckConstraint(
                condition=Q(masivos_smtp_port__range=(1, 65535)), name="camara_puerto"
            ),
            models.CheckConstraint(
                condition=Q(masivos_smtp_encription__in=["", *CifradoSmtp.values]),
                name="camara_cifrado",
            ),
            models.CheckConstraint(
                condition=Q(
                    factor_autenticacion_firmado_contrasenas_email__in=["", *Factor.values]
                ),
                name="camara_factor",
            ),
            models.CheckConstraint(
                condition=Q(cuota_hora__gte=1, cuota_dia__gte=1, horas_sincronizacion__gte=1),
                name="camara_cuotas",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.codigo} {self.nombre}"

    @property
    def ultima_sincronizacion(self) -> "Sincronizacion | None":
        """The last file that was taken, None before the first."""
        return self.sincronizaciones.filter(estado=EstadoSincronizacion.TERMINADA).first()

    def datos_frescos(self, ahora: datetime) -> bool:
        """Whether the registry is recent enough to select from (manual 004 §3)."""
        ultima = self.ultima_sincronizacion
        if ultima is None or ultima.terminada_en is None:
            return False
        return ahora - ultima.terminada_en <= timedelta(hours=self.horas_sincronizacion)

    @property
    def pide_pin(self) -> bool:
        """Whether activation asks for a PIN besides the password (unset: yes)."""
        return self.factor_autenticacion_firmado_contrasenas_email != Factor.SOLO_CLAVE

    @property
    def tiene_servidor(self) -> bool:
        """Whether it can send: the portal's own transport is never used for mass mail."""
        return bool(self.masivos_smtp_server and self.masivos_smtp_correo_admin)

    @property
    def servidor(self) -> Servidor:
        """Its mail server, with the password."""
        cifrado: Cifrado = self.masivos_smtp_encription  # type: ignore[assignment]
        return Servidor(
            server=self.masivos_smtp_server,
            puerto=self.masivos_smtp_port,
            autenticacion=self.masivos_smtp_authentication,
            cifrado=cifrado,
            cuenta=self.masivos_smtp_cuenta_admin,
            clave=self.masivos_smtp_password_admin or "",
        )
