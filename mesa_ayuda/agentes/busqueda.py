"""The staff's search: number, subject, conversation with its notes, contact, company.

Each way looks in an index of its own and gives the newest keys, at most `TOPE`: what a person reads
through, however many cases there are.
"""

from functools import reduce
from operator import and_
from typing import Final

from django.db.models import Q
from django.db.models.functions import Lower

from mesa_ayuda.busqueda import CON_NOTAS, LARGO_MAXIMO, consulta_de, numero_de_caso
from mesa_ayuda.models import Caso, Cuenta
from mesa_ayuda.models.caso import DE_QUIEN
from portal.busqueda import sin_acentos
from portal.usuarios.models import Usuario

TOPE: Final = 200
POCOS: Final = 2_000
DUENOS: Final = 50
"""Companies whose name holds the words."""
LETRAS: Final = 3
MAYOR: Final = 2**63


def claves_de(termino: str) -> tuple[list[int], bool]:
    """Return the keys of the cases that a term can mean, and whether there may be more."""
    # PostgreSQL's text holds no NUL; a longer term costs much and finds nothing.
    termino = termino.replace("\x00", " ")[:LARGO_MAXIMO]
    numero = numero_de_caso(termino)
    if numero and numero < MAYOR and Caso.objects.filter(pk=numero).exists():
        return [numero], False
    if "@" in termino:
        partes = [_primeras(condicion) for condicion in _de_la_direccion(termino) if condicion]
        if claves := list(dict.fromkeys(clave for parte in partes for clave in parte)):
            return claves[:TOPE], len(claves) > TOPE
    consulta = consulta_de(termino, pesos=CON_NOTAS)
    if consulta is None:
        return [], False
    condiciones = [Q(busqueda=consulta), _de_la_persona(termino), _de_la_cuenta(termino)]
    hallados = [_primeras(condicion) for condicion in condiciones if condicion]
    claves = list(dict.fromkeys(clave for parte in hallados for clave in parte[:TOPE]))
    return claves, any(len(parte) > TOPE for parte in hallados)


def _primeras(condicion: Q) -> list[int]:
    """Return the newest keys, one more than `TOPE` where there are more.

    Few are found first and sorted afterwards. Asked for the newest at once, the planner reads all
    cases from the newest back, however few have the word; for a common one it is right.
    """
    casos = Caso.objects.alias(de_quien=DE_QUIEN).filter(condicion)
    hallados = casos.values_list("pk", flat=True)
    pocos = list(hallados.order_by()[:POCOS])
    if len(pocos) < POCOS:
        return sorted(pocos, reverse=True)[: TOPE + 1]
    return list(hallados.order_by("-pk")[: TOPE + 1])


def _de_la_direccion(escrita: str) -> list[Q]:
    """By the address that the case was opened with, or part of it; by that of its contact now."""
    usuarios = Usuario.objects.alias(minuscula=Lower("email"))
    claves = usuarios.filter(minuscula=escrita.strip().lower()).values_list("pk", flat=True)
    return [_de_la_persona(escrita), Q(contacto__in=list(claves[:DUENOS]))]


def _de_la_persona(termino: str) -> Q:
    """By words of the contact's name and address, account or not; nothing without a long one."""
    palabras = sin_acentos(termino).split()
    # The index holds groups of three letters: shorter words alone would read every case.
    if max(map(len, palabras), default=0) < LETRAS:
        return Q()
    return reduce(and_, (Q(de_quien__contains=palabra) for palabra in palabras))


def _de_la_cuenta(termino: str) -> Q:
    cuentas = Cuenta.objects.order_by()
    for palabra in sin_acentos(termino).split():
        cuentas = cuentas.filter(busqueda__contains=palabra)
    claves = list(cuentas.values_list("pk", flat=True)[:DUENOS])
    return Q(cuenta__in=claves) if claves else Q()
