"""Which articles the public reads, and which may answer a question."""

from django.contrib.postgres.search import SearchRank
from django.db.models import Q, QuerySet

from mesa_ayuda.busqueda import consulta_de
from mesa_ayuda.models import Articulo, Producto

SUGERIDOS = 3
# Letters: with fewer almost every article fits.
MINIMO = 4


def publicados() -> QuerySet[Articulo]:
    """Return what the public may read, by service, product and title."""
    return (
        Articulo.objects.filter(publicado=True)
        .select_related("servicio", "producto")
        .order_by("servicio__orden", "servicio__nombre", "producto__orden", "titulo")
    )


def buscar(texto: str) -> QuerySet[Articulo]:
    """Return the published articles that have every word, begun or whole; the nearest first."""
    consulta = consulta_de(texto)
    if consulta is None:
        return Articulo.objects.none()
    return (
        publicados()
        .filter(busqueda=consulta)
        .annotate(cercania=SearchRank("busqueda", consulta))
        .order_by("-cercania", "titulo")
    )


def articulos_para(texto: str, producto: Producto | None = None) -> list[Articulo]:
    """Return the few that may answer a case about `texto`; with a product, those of it and of all.

    Any word counts: who describes a fault does not use the article's own words.
    """
    consulta = consulta_de(texto, todas=False) if len(texto.strip()) >= MINIMO else None
    if consulta is None:
        return []
    hallados = publicados().filter(busqueda=consulta)
    if producto is not None:
        hallados = hallados.filter(Q(producto=producto) | Q(producto__isnull=True))
    cercanos = hallados.annotate(cercania=SearchRank("busqueda", consulta))
    return list(cercanos.order_by("-cercania", "titulo")[:SUGERIDOS])
