"""Articles for tests."""

from typing import Any

from mesa_ayuda.models import Articulo


def crear_articulo(direccion: str = "no-llega-el-correo", **valores: Any) -> Articulo:
    """Make a published article."""
    datos: dict[str, Any] = {
        "titulo": "No llega el correo de descarga",
        "resumen": "Dónde buscarlo.",
        "cuerpo": "Revise la cuarentena.\n\n- Correo no deseado\n- Filtros",
        "publicado": True,
    }
    return Articulo.objects.create(direccion=direccion, **(datos | valores))
