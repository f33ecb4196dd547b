"""Cases that have to do with each other, as staff see and undo them (see `casos.vincular`)."""

from django.db import transaction
from django.db.models import Q

from mesa_ayuda.models import Caso, Vinculo
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario


def vinculados(caso: Caso) -> list[tuple[int, Caso]]:
    """Return (key of the link, the other case), by number."""
    filas = Vinculo.objects.filter(Q(caso=caso) | Q(otro=caso)).select_related("caso", "otro")
    pares = [(fila.pk, fila.otro if fila.caso_id == caso.pk else fila.caso) for fila in filas]
    return sorted(pares, key=lambda par: par[1].pk)


@transaction.atomic
def desvincular(*, caso: Caso, clave: int, actor: Usuario) -> bool:
    """Undo a link of the case; False where there is none (any more)."""
    propios = Vinculo.objects.select_for_update(of=("self",)).select_related("caso", "otro")
    fila = propios.filter(Q(caso=caso) | Q(otro=caso), pk=clave).first()
    if fila is None:
        return False
    otro = fila.otro if fila.caso_id == caso.pk else fila.caso
    fila.delete()
    registrar(caso, "Quitó un vínculo", actor=actor, cambios={"vínculo": [otro.numero, None]})
    return True
