"""Articles of the knowledge base that may answer a case before it is opened."""

from django.contrib.postgres.search import SearchRank
from django.urls import NoReverseMatch, reverse

from mesa_ayuda.busqueda import consulta_de
from mesa_ayuda.models import Articulo

CUANTAS = 3
# Letters: with fewer almost every article fits.
MINIMO = 4


def sugerencias_para(asunto: str) -> list[tuple[str, str]]:
    """Return (title, address) of the published articles nearest to a subject."""
    consulta = consulta_de(asunto, todas=False) if len(asunto.strip()) >= MINIMO else None
    if consulta is None:
        return []
    articulos = (
        Articulo.objects.filter(publicado=True, busqueda=consulta)
        .annotate(cercania=SearchRank("busqueda", consulta))
        .order_by("-cercania", "titulo")
        .values_list("titulo", "direccion")[:CUANTAS]
    )
    return [(titulo, ruta) for titulo, direccion in articulos if (ruta := _ruta(direccion))]


def _ruta(direccion: str) -> str:
    """Return the article's page; empty while the site has none."""
    try:
        return reverse("mesa_ayuda:articulo", args=[direccion])
    except NoReverseMatch:
        return ""
