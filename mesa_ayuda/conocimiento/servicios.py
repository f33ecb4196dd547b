"""What visitors say of an article."""

from django.db.models import Count, Q
from django.utils.crypto import salted_hmac

from mesa_ayuda.models import Articulo, Opinion

SAL = "mesa_ayuda.conocimiento.opinion"


def huella_de(visitante: str) -> str:
    """Return what is kept of a visitor: a keyed hash."""
    return salted_hmac(SAL, visitante, algorithm="sha256").hexdigest()


def opinar(*, articulo: Articulo, visitante: str, util: bool, comentario: str) -> Opinion:
    """Write whether it helped; the same visitor again changes their mind, and counts once."""
    opinion, _ = Opinion.objects.update_or_create(
        articulo=articulo,
        visitante=huella_de(visitante),
        defaults={"util": util, "comentario": comentario},
    )
    return opinion


def resumen(articulo: Articulo) -> tuple[int, int]:
    """Return how many said yes and how many said no."""
    cuentas = articulo.opiniones.aggregate(
        si=Count("pk", filter=Q(util=True)), no=Count("pk", filter=Q(util=False))
    )
    return cuentas["si"], cuentas["no"]
