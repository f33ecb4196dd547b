"""What can be reported (manual 001, step 07): Servicio → Producto → Novedad a reportar."""

from django.db import models

from mesa_ayuda.enums import Grado


class Servicio(models.Model):
    """A service that customers have contracted."""

    nombre = models.CharField("nombre", max_length=80, unique=True)
    orden = models.PositiveSmallIntegerField("orden", default=100)
    activo = models.BooleanField("se ofrece", default=True)

    class Meta:
        verbose_name = "servicio"
        verbose_name_plural = "servicios"
        ordering = ["orden", "nombre"]

    def __str__(self) -> str:
        return self.nombre


class Producto(models.Model):
    """A product of a service."""

    servicio = models.ForeignKey(
        Servicio, verbose_name="servicio", on_delete=models.PROTECT, related_name="productos"
    )
    nombre = models.CharField("nombre", max_length=80)
    orden = models.PositiveSmallIntegerField("orden", default=100)
    activo = models.BooleanField("se ofrece", default=True)

    class Meta:
        verbose_name = "producto"
        verbose_name_plural = "productos"
        ordering = ["servicio", "orden", "nombre"]
        constraints = [
            models.UniqueConstraint(
                fields=["servicio", "nombre"],
                name="producto_unico",
                violation_error_message="El servicio ya tiene un producto con este nombre.",
            )
        ]

    def __str__(self) -> str:
        return self.nombre


class Novedad(models.Model):
    """Something that happens with a product; it suggests the impact and the urgency of a case."""

    producto = models.ForeignKey(
        Producto, verbose_name="producto", on_delete=models.PROTECT, related_name="novedades"
    )
    nombre = models.CharField("nombre", max_length=120)
    impacto = models.PositiveSmallIntegerField("impacto", choices=Grado, default=Grado.BAJO)
    urgencia = models.PositiveSmallIntegerField("urgencia", choices=Grado, default=Grado.MEDIO)
    orden = models.PositiveSmallIntegerField("orden", default=100)
    activo = models.BooleanField("se ofrece", default=True)

    class Meta:
        verbose_name = "novedad"
        verbose_name_plural = "novedades"
        ordering = ["producto", "orden", "nombre"]
        constraints = [
            models.UniqueConstraint(
                fields=["producto", "nombre"],
                name="novedad_unica",
                violation_error_message="El producto ya tiene una novedad con este nombre.",
            ),
            models.CheckConstraint(
                condition=models.Q(impacto__in=Grado.values, urgencia__in=Grado.values),
                name="novedad_grados",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre
