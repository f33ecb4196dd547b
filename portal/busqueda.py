"""Searching text as people type it: without accents, case or double spaces.

`sin_acentos` exists twice, as SQL (migration 0001 of `portal`, usable in generated columns and
indexes) and here for what is searched; a test holds them together.
"""

import unicodedata

from django.db.models import Func, TextField


class SinAcentos(Func):
    """SQL expression: its text folded for searching (function `sin_acentos` of the database)."""

    function = "sin_acentos"
    output_field = TextField()


def sin_acentos(texto: str) -> str:
    """Return `texto` in lower case, without accents (ñ becomes n) and with single spaces."""
    plano = unicodedata.normalize("NFD", texto.lower())
    return " ".join("".join(c for c in plano if not unicodedata.combining(c)).split())
