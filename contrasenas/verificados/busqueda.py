"""Searching verified users as people type."""

import re

from django.db.models import Q, QuerySet

from contrasenas.models import UsuarioVerificado
from portal.busqueda import SinAcentos, sin_acentos

SEPARADORES = re.compile(r"[\s.,+()-]")


def buscar(filas: QuerySet[UsuarioVerificado], termino: str) -> QuerySet[UsuarioVerificado]:
    """Return those whose number, name, mail, mobile or company has what was typed.

    A number may carry dots and spaces; every word of a name must be there, in any order.
    """
    termino = termino.replace("\x00", "").strip()
    if not termino:
        return filas
    pegado = SEPARADORES.sub("", termino)
    numeros = Q(numero__icontains=pegado) | Q(celular__contains=pegado) | Q(nit__contains=pegado)
    if pegado.isdigit():
        return filas.filter(numeros)
    textos = Q()
    for palabra in sin_acentos(termino).split():
        textos &= (
            Q(_nombre__contains=palabra)
            | Q(_empresa__contains=palabra)
            | Q(correo__icontains=palabra)
        )
    return filas.alias(_nombre=SinAcentos("nombre"), _empresa=SinAcentos("empresa")).filter(
        textos | Q(numero__iexact=pegado)
    )
