"""Articles of the knowledge base that may answer a case before it is opened."""

from django.urls import reverse

from mesa_ayuda.conocimiento.selectores import articulos_para


def sugerencias_para(asunto: str) -> list[tuple[str, str]]:
    """Return (title, address) of the published articles nearest to a subject."""
    return [
        (articulo.titulo, reverse("conocimiento:articulo", args=[articulo.direccion]))
        for articulo in articulos_para(asunto)
    ]
