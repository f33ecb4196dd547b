"""Folding text for searching is the same in the database and in Python."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import settings as ajustes
from hypothesis import strategies as st

from portal.busqueda import sin_acentos


def en_la_base(texto: str) -> str:
    """Fold `texto` with the database's function."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sin_acentos(%s)", [texto])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("texto", "esperado"),
    [
        ("José  Ángel MUÑOZ", "jose angel munoz"),
        (" Peña\tY\nCía. ", "pena y cia."),
        ("Güepsa", "guepsa"),
        ("", ""),
    ],
)
def test_se_pliegan_acentos_mayusculas_y_espacios(texto: str, esperado: str) -> None:
    assert sin_acentos(texto) == esperado
    assert en_la_base(texto) == esperado


@pytest.mark.django_db
@ajustes(max_examples=150, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=40))
def test_la_base_y_python_pliegan_igual(texto: str) -> None:
    assert en_la_base(texto) == sin_acentos(texto)
