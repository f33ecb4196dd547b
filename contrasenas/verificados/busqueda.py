"""Searching verified users as people type."""

import re

from django.db.models import Q, QuerySet

from contrasenas.models import UsuarioVerificado
from portal.busqueda import sin_acentos

SEPARADORES = re.compile(r"[\s.,+()-]")


def buscar(filas: QuerySet[UsuarioVerificado], termino: str) -> QuerySet[UsuarioVerificado]:
    """Return those whose number, name, company, NIT, mail or mobile has what was typed.

    A number may carry dots and spaces; every word must be there, in any order, accents or not.
    """
    termino = termino.replace("\x00", "").strip()
    if not termino:
        return filas
    pegado = SEPARADORES.sub("", termino).lower()
    if pegado.isdigit():
        return filas.filter(busqueda__contains=pegado)
    palabras = Q()
    for palabra in sin_acentos(termino).split():
        palabras &= Q(busqueda__contains=palabra)
    return filas.filter(palabras | Q(numero__iexact=pegado))
