"""Invented people for the demo: put together by number, so that a number is always the same one.

Identification numbers are of ranges that nobody has been given.
"""

import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Final

NOMBRES: Final = (
    *("ANA", "BEATRIZ", "CAMILA", "DANIELA", "ELENA", "FABIOLA", "GLORIA", "INÉS", "JULIANA"),
    *("LUCÍA", "MARCELA", "NATALIA", "PATRICIA", "ROSA", "SANDRA", "TATIANA", "VALENTINA"),
    *("ANDRÉS", "BERNARDO", "CARLOS", "DAVID", "EDUARDO", "FELIPE", "GUSTAVO", "HERNÁN", "IVÁN"),
    *("JAIME", "LEONARDO", "MAURICIO", "NICOLÁS", "ÓSCAR", "PEDRO", "RICARDO", "TOMÁS"),
)
SEGUNDOS: Final = (
    *("ALEJANDRA", "CRISTINA", "MARÍA", "SOFÍA", "ALBERTO", "ENRIQUE", "JOSÉ", "MANUEL", ""),
)
APELLIDOS: Final = (
    *("ACEVEDO", "BELTRÁN", "CÁRDENAS", "DUARTE", "ESCOBAR", "FORERO", "GUTIÉRREZ", "HERRERA"),
    *("IBÁÑEZ", "JARAMILLO", "LEÓN", "MARTÍNEZ", "NIÑO", "OSPINA", "PINZÓN", "QUINTERO", "ROJAS"),
    *("SALAZAR", "TORRES", "URIBE", "VARGAS", "YEPES", "ZAPATA", "MUÑOZ", "PEÑA", "ARIZA"),
)
PRIMERA_CEDULA: Final = 1_999_000_000
DOMINIO: Final = "ejemplo.example"


@dataclass(frozen=True, slots=True)
class PersonaInventada:
    """Two names, of which the second may be '', and two surnames."""

    nombre1: str
    nombre2: str
    apellido1: str
    apellido2: str
    cedula: str
    correo: str

    @property
    def nombre(self) -> str:
        """The whole name."""
        partes = (self.nombre1, self.nombre2, self.apellido1, self.apellido2)
        return " ".join(parte for parte in partes if parte)


def persona(numero: int) -> PersonaInventada:
    """Return invented person `numero`, at least 0."""
    azar = Random(numero)  # noqa: S311 - invented data
    nombre1, nombre2 = azar.choice(NOMBRES), azar.choice(SEGUNDOS)
    apellido1, apellido2 = azar.sample(APELLIDOS, 2)
    return PersonaInventada(
        nombre1=nombre1,
        nombre2=nombre2,
        apellido1=apellido1,
        apellido2=apellido2,
        cedula=str(PRIMERA_CEDULA + numero),
        correo=f"{_simple(nombre1)}.{_simple(apellido1)}{numero}@{DOMINIO}",
    )


def _simple(nombre: str) -> str:
    plano = unicodedata.normalize("NFD", nombre.lower())
    return "".join(letra for letra in plano if letra.isascii() and letra.isalpha())
