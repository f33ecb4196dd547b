"""Invented names: common ones put together by number, so that the same number gives the same name.

Identification numbers are of ranges that nobody has been given.
"""

import unicodedata
from random import Random

from portal.identificacion import TipoIdentificacion
from solicitudes.models import Persona

NOMBRES = (
    *("ANA", "BEATRIZ", "CAMILA", "DANIELA", "ELENA", "FABIOLA", "GLORIA", "INÉS", "JULIANA"),
    *("LUCÍA", "MARCELA", "NATALIA", "PATRICIA", "ROSA", "SANDRA", "TATIANA", "VALENTINA"),
    *("ANDRÉS", "BERNARDO", "CARLOS", "DAVID", "EDUARDO", "FELIPE", "GUSTAVO", "HERNÁN", "IVÁN"),
    *("JAIME", "LEONARDO", "MAURICIO", "NICOLÁS", "ÓSCAR", "PEDRO", "RICARDO", "TOMÁS"),
)
SEGUNDOS = ("ALEJANDRA", "CRISTINA", "MARÍA", "SOFÍA", "ALBERTO", "ENRIQUE", "JOSÉ", "MANUEL", "")
APELLIDOS = (
    *("ACEVEDO", "BELTRÁN", "CÁRDENAS", "DUARTE", "ESCOBAR", "FORERO", "GUTIÉRREZ", "HERRERA"),
    *("IBÁÑEZ", "JARAMILLO", "LEÓN", "MARTÍNEZ", "NIÑO", "OSPINA", "PINZÓN", "QUINTERO", "ROJAS"),
    *("SALAZAR", "TORRES", "URIBE", "VARGAS", "YEPES", "ZAPATA", "MUÑOZ", "PEÑA", "ARIZA"),
)
EMPRESAS = (
    *("ARENALES DEL NORTE S.A.S.", "BOTÁNICA EL ROBLE LTDA.", "CONSTRUCTORA TRES ESQUINAS S.A."),
    *("DISTRIBUIDORA LA CEIBA S.A.S.", "ESTUDIO CONTABLE PUNTO Y CIFRA S.A.S."),
    *("FUNDACIÓN SEMILLA CLARA", "GRUPO LOGÍSTICO ANDÉN S.A.", "HOSPITAL DE EJEMPLO E.S.E."),
    *("INGENIERÍA RÍO MANSO S.A.S.", "JARDÍN INFANTIL COMETA", "ALCALDÍA DE VALLE DE EJEMPLO"),
    "TEXTILES ALBORADA S.A.",
)
PRIMERA_CEDULA = 1_999_000_000
PRIMER_NIT = 999_100_000
DOMINIO = "ejemplo.example"


def persona(numero: int) -> Persona:
    """Return invented person `numero`, unsaved; one in twenty is a foreigner."""
    azar = Random(numero)  # noqa: S311 - invented data
    partes = (azar.choice(NOMBRES), azar.choice(SEGUNDOS), *azar.sample(APELLIDOS, 2))
    nombre = " ".join(parte for parte in partes if parte)
    extranjera = numero % 20 == 7
    return Persona(
        tipo=TipoIdentificacion.PPT if extranjera else TipoIdentificacion.CC,
        numero=str(9_900_000 + numero if extranjera else PRIMERA_CEDULA + numero),
        nombre=nombre,
        correo=f"{_simple(partes[0])}.{_simple(partes[2])}{numero}@{DOMINIO}",
    )


def empresa(numero: int) -> Persona:
    """Return invented company `numero` modulo how many there are, unsaved."""
    numero %= len(EMPRESAS)
    return Persona(
        tipo=TipoIdentificacion.NIT,
        numero=str(PRIMER_NIT + numero),
        nombre=EMPRESAS[numero],
        correo=f"certificados.empresa{numero}@{DOMINIO}",
    )


def _simple(nombre: str) -> str:
    plano = unicodedata.normalize("NFD", nombre.lower())
    return "".join(letra for letra in plano if letra.isascii() and letra.isalpha())
