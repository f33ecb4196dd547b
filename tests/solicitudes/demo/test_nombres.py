"""Invented people: always the same ones, and nobody real."""

from collections import Counter

import pytest
from django.core.validators import validate_email

from portal.desarrollo.personas import PRIMERA_CEDULA
from portal.identificacion import TipoIdentificacion, normalizar
from solicitudes.demo.casos import PERSONAS
from solicitudes.demo.nombres import EMPRESAS, empresa, persona


def test_el_mismo_numero_da_siempre_la_misma_persona() -> None:
    assert persona(5).nombre == persona(5).nombre
    assert persona(5).numero == persona(5).numero
    assert len({persona(n).nombre for n in range(PERSONAS)}) > PERSONAS * 0.9


@pytest.mark.parametrize("hacer", [persona, empresa])
def test_las_identificaciones_son_canonicas_y_los_correos_no_llegan_a_nadie(
    hacer: object,
) -> None:
    for numero in range(PERSONAS):
        inventada = hacer(numero)  # type: ignore[operator]
        tipo = TipoIdentificacion(inventada.tipo)
        assert normalizar(tipo, inventada.numero) == inventada.numero
        validate_email(inventada.correo)
        assert inventada.correo.endswith("@ejemplo.example")
        assert inventada.correo.isascii()
        assert inventada.nombre == " ".join(inventada.nombre.split())


def test_las_cedulas_son_de_un_rango_que_no_se_ha_expedido() -> None:
    cedulas = [persona(n).numero for n in range(PERSONAS) if persona(n).tipo == "CC"]
    # The Registraduría was at about 1.2 thousand million in 2026.
    assert all(int(cedula) >= PRIMERA_CEDULA > 1_900_000_000 for cedula in cedulas)
    assert len(set(cedulas)) == len(cedulas)


def test_hay_extranjeros_y_empresas_de_todas() -> None:
    assert Counter(persona(n).tipo for n in range(PERSONAS))["PPT"] > 5
    assert {empresa(n).nombre for n in range(100)} == set(EMPRESAS)
    assert {empresa(n).tipo for n in range(100)} == {"NIT"}
