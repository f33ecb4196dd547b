"""What a person typed to be recognised by, and from where. Pure."""

import re
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest

from contrasenas.models import Camara
from portal.identificacion import IdentificacionInvalida, TipoIdentificacion, normalizar
from portal.mensajes.lineas import una_linea
from portal.visitante import direccion

# Blanks, and the invisible characters that come along when text is copied out of a PDF.
INVISIBLES: Final = re.compile(r"[\s\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff]")
AGENTE_MAXIMO: Final = 300


@dataclass(frozen=True, slots=True)
class Datos:
    """The four data of manual 004 §10, and the chamber where no link says it.

    `identificacion` is as typed: which number it is depends on the type of document registered.
    """

    identificacion: str = field(repr=False)
    correo: str = field(repr=False)
    celular: str = field(repr=False)
    clave: str = field(repr=False)
    camara: Camara | None = None

    def numeros(self) -> set[str]:
        """Return the canonical numbers that the text may mean, one for each type that admits it."""
        posibles = set()
        for tipo in TipoIdentificacion:
            try:
                posibles.add(normalizar(tipo, self.identificacion))
            except IdentificacionInvalida:
                continue
        return posibles

    def es_de_prueba(self, camara: Camara) -> bool:
        """Whether it is the identification of the chamber's tests (manual 004 §11)."""
        escrita = sin_invisibles(self.identificacion).casefold()
        return escrita == camara.identificacion_prueba.casefold()


@dataclass(frozen=True, slots=True)
class Visita:
    """Who accepts, as far as the connection tells: evidence (Decreto 2364 de 2012)."""

    ip: str
    agente: str


def visita_de(request: HttpRequest) -> Visita:
    """Return where a request comes from."""
    agente = una_linea(request.META.get("HTTP_USER_AGENT", ""), maximo=AGENTE_MAXIMO)
    return Visita(ip=direccion(request), agente=agente.replace("\x00", ""))


def sin_invisibles(texto: str) -> str:
    """Return a text without blanks or invisible characters, wherever they are."""
    return INVISIBLES.sub("", texto)
