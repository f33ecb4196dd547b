"""Puts the demo's articles into the knowledge base."""

from mesa_ayuda.demo.articulos import ARTICULOS, Texto
from mesa_ayuda.models import Articulo, Producto, Servicio


def cargar_articulos() -> None:
    """Publish the articles whose address isn't taken yet."""
    servicios = {servicio.nombre: servicio for servicio in Servicio.objects.all()}
    productos = {
        (producto.servicio_id, producto.nombre): producto for producto in Producto.objects.all()
    }
    for texto in ARTICULOS:
        servicio = servicios.get(texto.servicio)
        producto = productos.get((servicio.pk, texto.producto)) if servicio else None
        _publicar(texto, servicio, producto)


def _publicar(texto: Texto, servicio: Servicio | None, producto: Producto | None) -> None:
    Articulo.objects.get_or_create(
        direccion=texto.direccion,
        defaults={
            "titulo": texto.titulo,
            "resumen": texto.resumen,
            "cuerpo": texto.cuerpo,
            "servicio": servicio,
            "producto": producto,
            "publicado": True,
        },
    )
