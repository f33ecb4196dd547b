"""Searching as staff type it: any number of the SSPS, a name, a company, a serial in any spelling.

A term is first resolved, through one index at a time, into the primary keys that it can mean; only
those rows are then joined and ordered. Nothing here reads a table from end to end: with a million
requests a search takes milliseconds.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from portal.busqueda import sin_acentos
from portal.identificacion import IdentificacionInvalida, TipoIdentificacion, normalizar
from solicitudes import serial
from solicitudes.models import Certificado, Factura, Orden, Persona, Solicitud

# Rows that one search looks at; a term that means more than this is too vague to be useful.
TOPE = 1000
LONGITUD_TERMINO = 200
NUMERO = re.compile(r"(?:n[°ºo.]*\s*)?(\d{1,18})", re.IGNORECASE)
NUMERO_MAXIMO = 2**63 - 1
# The shortest text that a trigram index can find inside a word.
TRIGRAMA = 3


@dataclass(frozen=True)
class Hallazgo:
    """Primary keys of what was found, and whether there was more than could be looked at."""

    claves: frozenset[int]
    truncado: bool = False


def personas(termino: str) -> Hallazgo:
    """Find persons by identification number, of any type, or by words of their name."""
    limpio = _limpiar(termino)
    return _hallazgo(
        Persona.objects.filter(numero__in=_identificaciones(limpio)),
        _por_texto(Persona.objects.all(), limpio),
    )


def ordenes(termino: str) -> Hallazgo:
    """Find orders by number, the number of a request, applicant, or words of the company."""
    limpio = _limpiar(termino)
    numeros, gente = _numeros(limpio), personas(limpio)
    return _hallazgo(
        Orden.objects.filter(numero__in=numeros),
        Orden.objects.filter(solicitudes__numero__in=numeros),
        Orden.objects.filter(solicitante__in=gente.claves),
        _por_texto(Orden.objects.all(), limpio),
        truncado=gente.truncado,
    )


def solicitudes(termino: str) -> Hallazgo:
    """Find requests by number, serial of the certificate, order, person or company."""
    limpio = _limpiar(termino)
    gente, pedidos = personas(limpio), ordenes(limpio)
    return _hallazgo(
        Solicitud.objects.filter(numero__in=_numeros(limpio)),
        Solicitud.objects.filter(certificado__serial__in=serial.interpretaciones(limpio)),
        Solicitud.objects.filter(titular__in=gente.claves),
        Solicitud.objects.filter(orden__in=pedidos.claves),
        truncado=gente.truncado or pedidos.truncado,
    )


def certificados(termino: str) -> Hallazgo:
    """Find certificates by serial number, or by whatever finds their request."""
    halladas = solicitudes(termino)
    return _hallazgo(
        Certificado.objects.filter(solicitud__in=halladas.claves), truncado=halladas.truncado
    )


def facturas(termino: str) -> Hallazgo:
    """Find invoices by whatever finds their order."""
    halladas = ordenes(termino)
    return _hallazgo(Factura.objects.filter(orden__in=halladas.claves), truncado=halladas.truncado)


def _limpiar(termino: str) -> str:
    return " ".join(termino[:LONGITUD_TERMINO].replace("\0", "").split())


def _numeros(limpio: str) -> list[int]:
    """Return the order or request number that the term can be: «434070», «N° 434.070»."""
    hallado = NUMERO.fullmatch(re.sub(r"(?<=\d)[.,\s](?=\d{3})", "", limpio))
    return [int(hallado[1])] if hallado and int(hallado[1]) <= NUMERO_MAXIMO else []


def _identificaciones(limpio: str) -> set[str]:
    """Return the canonical numbers that the term can be, one for each type that takes it."""
    candidatos = set()
    for tipo in TipoIdentificacion:
        with suppress(IdentificacionInvalida):
            candidatos.add(normalizar(tipo, limpio.upper().removeprefix(f"{tipo} ")))
    return candidatos


def _por_texto(filas: QuerySet[Any], limpio: str) -> QuerySet[Any]:
    """Filter by the folded column `busqueda`: every word must be there, in any order.

    Words shorter than a trigram must begin a word: so the index can find them too («3M»).
    """
    palabras = sin_acentos(limpio).split()
    if not any(len(palabra) > 1 for palabra in palabras):
        return filas.none()
    condicion = Q()
    for palabra in palabras:
        if len(palabra) >= TRIGRAMA:
            condicion &= Q(busqueda__contains=palabra)
        else:
            condicion &= Q(busqueda__startswith=palabra) | Q(busqueda__contains=f" {palabra}")
    return filas.filter(condicion)


def _hallazgo(*grupos: QuerySet[Any], truncado: bool = False) -> Hallazgo:
    """Gather the keys of `grupos`, the surest first, up to TOPE; one query each."""
    claves: dict[int, None] = {}
    for grupo in grupos:
        falta = TOPE + 1 - len(claves)
        # One more than allowed tells that there are more.
        nuevas = grupo.exclude(pk__in=claves) if claves else grupo
        claves.update(dict.fromkeys(nuevas.order_by().values_list("pk", flat=True)[:falta]))
        if len(claves) > TOPE:
            return Hallazgo(frozenset(list(claves)[:TOPE]), truncado=True)
    return Hallazgo(frozenset(claves), truncado)
