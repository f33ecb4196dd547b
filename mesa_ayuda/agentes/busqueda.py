"""The staff's search: number, subject, conversation with its notes, contact, company.

Each way looks in an index of its own and gives the newest keys, at most `TOPE`: what a person reads
through, however many cases there are.
"""

from typing import Final

from django.db.models import Q

from mesa_ayuda.busqueda import CON_NOTAS, consulta_de, numero_de_caso
from mesa_ayuda.models import Caso, Cuenta
from portal.busqueda import sin_acentos
from portal.usuarios.models import Usuario

TOPE: Final = 200
DUENOS: Final = 50
"""Contacts or companies whose name holds the words."""
MAYOR: Final = 2**63


def claves_de(termino: str) -> tuple[list[int], bool]:
    """Return the keys of the cases that a term can mean, and whether there may be more."""
    numero = numero_de_caso(termino)
    if numero and numero < MAYOR and Caso.objects.filter(pk=numero).exists():
        return [numero], False
    if "@" in termino:
        claves = _primeras(_de_la_direccion(termino.strip()))
        if claves:
            return claves[:TOPE], len(claves) > TOPE
    consulta = consulta_de(termino, pesos=CON_NOTAS)
    if consulta is None:
        return [], False
    hallados = [_primeras(Q(busqueda=consulta)), _primeras(_de_los_duenos(termino))]
    claves = list(dict.fromkeys(clave for parte in hallados for clave in parte[:TOPE]))
    return claves, any(len(parte) > TOPE for parte in hallados)


def _primeras(condicion: Q) -> list[int]:
    return list(
        Caso.objects.filter(condicion).order_by("-pk").values_list("pk", flat=True)[: TOPE + 1]
    )


def _de_la_direccion(correo: str) -> Q:
    usuarios = Usuario.objects.filter(email__iexact=correo).values_list("pk", flat=True)
    return Q(contacto__in=list(usuarios[:DUENOS]))


def _de_los_duenos(termino: str) -> Q:
    personas, cuentas = Usuario.objects.filter(is_staff=False), Cuenta.objects.all()
    for palabra in sin_acentos(termino).split():
        cuentas = cuentas.filter(busqueda__contains=palabra)
    for palabra in termino.split():
        personas = personas.filter(
            Q(first_name__icontains=palabra) | Q(last_name__icontains=palabra)
        )
    claves_personas = list(personas.order_by().values_list("pk", flat=True)[:DUENOS])
    claves_cuentas = list(cuentas.order_by().values_list("pk", flat=True)[:DUENOS])
    return Q(contacto__in=claves_personas) | Q(cuenta__in=claves_cuentas)
