"""Identification of people and companies: types, spellings, the check digit of the NIT. Pure.

The types are those of Colombian procedures (Registraduría, Migración Colombia, DIAN). People type
dots, commas, spaces, apostrophes and dashes, and paste other scripts' digits and invisible
characters: all of that is forgiven; what is left must be what the type expects.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import TextChoices

# Longest canonical number of any type: the width of a database column for it.
LONGITUD_MAXIMA = 20
# Longest text looked at; a number with a separator after each character is far shorter.
LONGITUD_TEXTO = 100
# DIAN, Orden Administrativa 4 of 1989: weights, from the last digit leftwards.
PESOS_NIT = (3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71)

SEPARADORES = frozenset(".,'’‘`´·_/\u2212")
CATEGORIAS_SEPARADORAS = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"})


class TipoIdentificacion(TextChoices):
    """Identification types; the value is what the database and the import files carry."""

    CC = "CC", "Cédula de ciudadanía"
    CE = "CE", "Cédula de extranjería"
    NIT = "NIT", "NIT"
    PA = "PA", "Pasaporte"
    TI = "TI", "Tarjeta de identidad"
    PPT = "PPT", "Permiso por protección temporal"
    PEP = "PEP", "Permiso especial de permanencia"
    RC = "RC", "Registro civil"
    CD = "CD", "Carné diplomático"
    DE = "DE", "Documento extranjero"


class IdentificacionInvalida(ValueError):
    """The text is no number of its type; the message, in Spanish, says what is expected."""


@dataclass(frozen=True)
class Forma:
    """What a type's number looks like: its length, and whether it may have letters."""

    minimo: int
    maximo: int
    letras: bool

    @property
    def esperado(self) -> str:
        """What to write, for people."""
        if self.letras:
            return (
                f"Escriba entre {self.minimo} y {self.maximo} letras y dígitos, "
                "con al menos un dígito."
            )
        return f"Escriba un número de {self.minimo} a {self.maximo} dígitos, sin letras."


# Old cards are short; birth certificates issued from 2000 to 2003 carry letters.
FORMAS = {
    TipoIdentificacion.CC: Forma(3, 10, letras=False),
    TipoIdentificacion.CE: Forma(3, 10, letras=False),
    TipoIdentificacion.TI: Forma(3, 11, letras=False),
    TipoIdentificacion.PA: Forma(4, 16, letras=True),
    TipoIdentificacion.PPT: Forma(4, 15, letras=True),
    TipoIdentificacion.PEP: Forma(4, 15, letras=True),
    TipoIdentificacion.RC: Forma(3, 15, letras=True),
    TipoIdentificacion.CD: Forma(3, 15, letras=True),
    TipoIdentificacion.DE: Forma(3, LONGITUD_MAXIMA, letras=True),
}

# The number of a NIT without its check digit: a company's (nine digits), or a person's cédula
# (up to nine digits, or ten that begin with 1 since the NUIP of 2003).
NUMERO_NIT = re.compile(r"[1-9]\d{2,8}|1\d{9}")
NIT_ESPERADO = (
    "Escriba el NIT sin el dígito de verificación, o con él después de un guion: "
    "por ejemplo 860069804 o 860069804-2."
)


def normalizar(tipo: TipoIdentificacion, texto: str) -> str:
    """Return the canonical number: ASCII, without separators, letters in capitals.

    Numeric types lose their leading zeros (SII compares numbers without them); the others keep
    them. A NIT is canonical **without** its check digit, and is read by this rule:

    - a dash before one last digit makes it a check digit, which must be right;
    - without that dash, ten digits that begin with 8 or 9 are a company's nine and its check digit,
      and eleven that begin with 1 are a ten-digit cédula and its check digit: it must be right;
    - anything else without that dash is the number alone: nine digits or fewer, or a ten-digit
      cédula, which begins with 1.

    Idempotent. Raises `IdentificacionInvalida`.
    """
    tipo = TipoIdentificacion(tipo)
    limpio = _unificar(texto)
    if tipo == TipoIdentificacion.NIT:
        return _normalizar_nit(limpio)
    forma = FORMAS[tipo]
    numero = limpio.replace("-", "")
    if forma.letras:
        valido = numero.isascii() and numero.isalnum() and not numero.isalpha()
    else:
        valido = _son_digitos(numero)
        numero = numero.lstrip("0")
    if not valido or not forma.minimo <= len(numero) <= forma.maximo:
        raise IdentificacionInvalida(forma.esperado)
    return numero.upper()


def digito_verificacion(numero: str) -> int:
    """Return the check digit of a NIT's `numero`, 1 to 15 ASCII digits.

    Raises `ValueError` for any other text.
    """
    if not _son_digitos(numero) or len(numero) > len(PESOS_NIT):
        raise ValueError("numero must be 1 to 15 digits")
    digitos = map(int, reversed(numero))
    resto = sum(peso * digito for peso, digito in zip(PESOS_NIT, digitos, strict=False)) % 11
    return resto if resto < 2 else 11 - resto


def mostrar(tipo: TipoIdentificacion, numero: str) -> str:
    """Return a canonical `numero` as people read it: a NIT with its check digit, others as is."""
    if tipo == TipoIdentificacion.NIT:
        return f"{numero}-{digito_verificacion(numero)}"
    return numero


def _unificar(texto: str) -> str:
    """Return `texto` without separators; dashes of every kind are left as «-», digits as ASCII."""
    if len(texto) > LONGITUD_TEXTO:
        return ""
    # Before NFKC, which would make a space and a combining mark of it.
    letras = unicodedata.normalize("NFKC", texto.replace("´", "'"))
    return "".join(_unificar_letra(letra) for letra in letras)


def _unificar_letra(letra: str) -> str:
    categoria = unicodedata.category(letra)
    if categoria == "Nd":
        return str(unicodedata.decimal(letra))
    if categoria == "Pd" or letra == "\u2212":
        return "-"
    if categoria in CATEGORIAS_SEPARADORAS or letra in SEPARADORES:
        return ""
    return letra


def _son_digitos(texto: str) -> bool:
    return texto.isascii() and texto.isdigit()


def _normalizar_nit(limpio: str) -> str:
    guion = re.fullmatch(r"(.*\d)-+(\d)", limpio)
    numero = (guion[1] if guion else limpio).replace("-", "").lstrip("0")
    digito = guion[2] if guion else ""
    if not _son_digitos(numero):
        raise IdentificacionInvalida(NIT_ESPERADO)
    if not guion and re.fullmatch(r"[89]\d{9}|1\d{10}", numero):
        numero, digito = numero[:-1], numero[-1]
    if not NUMERO_NIT.fullmatch(numero):
        raise IdentificacionInvalida(NIT_ESPERADO)
    correcto = digito_verificacion(numero)
    if digito and int(digito) != correcto:
        raise IdentificacionInvalida(
            f"El dígito de verificación no corresponde: para {numero} es {correcto}."
        )
    return numero
