"""Customers: companies (accounts) and the people of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.busqueda import SinAcentos


class Cuenta(models.Model):
    """A company that has contracted services; «Cuenta» in the list of cases."""

    nombre = models.CharField("nombre", max_length=200)
    nit = models.CharField("NIT, sin dígito de verificación", max_length=15, blank=True)
    activa = models.BooleanField("activa", default=True)
    busqueda = models.GeneratedField(
        expression=SinAcentos("nombre"), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        verbose_name = "cuenta"
        verbose_name_plural = "cuentas"
        ordering = ["nombre"]
        constraints = [
            models.UniqueConstraint(
                fields=["nit"],
                condition=~Q(nit=""),
                name="cuenta_nit_unico",
                violation_error_message="Ya existe una cuenta con este NIT.",
            )
        ]

    def __str__(self) -> str:
        return self.nombre


class Contacto(models.Model):
    """What the help desk knows of a user besides name and address.

    Only staff join somebody to an account: an address of the company's domain proves nothing.
    """

    usuario = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="usuario",
        on_delete=models.CASCADE,
        related_name="contacto",
    )
    cuenta = models.ForeignKey(
        Cuenta,
        verbose_name="cuenta",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contactos",
    )
    ve_la_cuenta = models.BooleanField("ve los casos de su cuenta", default=False)
    telefono = models.CharField("teléfono", max_length=30, blank=True)
    # Set by a bounce that says that the address doesn't exist (RFC 3463: 5.1.1).
    rebota_desde = models.DateTimeField("su correo rebota desde", null=True, blank=True)
    creado = models.DateTimeField("creado", auto_now_add=True)

    class Meta:
        verbose_name = "contacto"
        verbose_name_plural = "contactos"
        constraints = [
            models.CheckConstraint(
                condition=Q(ve_la_cuenta=False) | Q(cuenta__isnull=False),
                name="contacto_ve_su_cuenta",
            )
        ]

    def __str__(self) -> str:
        return str(self.usuario)
