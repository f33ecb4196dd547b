"""The knowledge base: public articles by service and product."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from mesa_ayuda.models.catalogo import Producto, Servicio


class Articulo(models.Model):
    """One article; `cuerpo` is plain text with blank lines between paragraphs and «- » lists."""

    titulo = models.CharField("título", max_length=160)
    direccion = models.SlugField("dirección", max_length=160, unique=True)
    resumen = models.CharField("resumen", max_length=300, blank=True)
    cuerpo = models.TextField("cuerpo")
    servicio = models.ForeignKey(
        Servicio,
        verbose_name="servicio",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articulos",
    )
    producto = models.ForeignKey(
        Producto,
        verbose_name="producto",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articulos",
    )
    publicado = models.BooleanField("publicado", default=False)
    creado = models.DateTimeField("creado", auto_now_add=True)
    actualizado = models.DateTimeField("actualizado", auto_now=True)
    busqueda = SearchVectorField("búsqueda", null=True, editable=False)

    class Meta:
        verbose_name = "artículo"
        verbose_name_plural = "artículos"
        ordering = ["titulo"]
        indexes = [GinIndex(fields=["busqueda"], name="articulo_busqueda")]

    def __str__(self) -> str:
        return self.titulo


class Opinion(models.Model):
    """«¿Le sirvió?», once a visitor (a keyed hash of the session)."""

    articulo = models.ForeignKey(
        Articulo, verbose_name="artículo", on_delete=models.CASCADE, related_name="opiniones"
    )
    visitante = models.CharField("visitante", max_length=64)
    util = models.BooleanField("le sirvió")
    comentario = models.CharField("comentario", max_length=500, blank=True)
    creada = models.DateTimeField("creada", auto_now_add=True)

    class Meta:
        verbose_name = "opinión"
        verbose_name_plural = "opiniones"
        constraints = [
            models.UniqueConstraint(fields=["articulo", "visitante"], name="opinion_una_vez")
        ]

    def __str__(self) -> str:
        return f"Opinión {self.pk}"
