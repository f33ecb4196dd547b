"""Persons in the admin: canonical numbers, corrections with history, search."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.models import Persona
from tests.solicitudes.recetas import crear_persona, crear_solicitud

pytestmark = pytest.mark.django_db
AGREGAR = reverse("admin:solicitudes_persona_add")
LISTA = reverse("admin:solicitudes_persona_changelist")


@pytest.fixture
def cliente(cliente_de: Callable[[Usuario], Client], operador: Usuario) -> Client:
    """The operator's browser."""
    return cliente_de(operador)


def datos(**cambios: str) -> dict[str, str]:
    """What the form sends."""
    return {"tipo": "CC", "numero": "1.013.592.259", "nombre": "ANA", "correo": ""} | cambios


def ficha(persona: Persona) -> str:
    """The address of the person's page."""
    return reverse("admin:solicitudes_persona_change", args=[persona.pk])


def errores(respuesta: Any) -> dict[str, list[str]]:
    """The errors of the admin's form, by field."""
    assert respuesta.status_code == 200
    return dict(respuesta.context["adminform"].form.errors)


@pytest.mark.parametrize(
    ("tipo", "escrito", "guardado"),
    [
        ("CC", "1.013.592.259", "1013592259"),
        ("NIT", "860.069.804-2", "860069804"),
        ("PA", "ab 123456", "AB123456"),
    ],
)
def test_el_numero_se_guarda_en_su_forma_unica(
    cliente: Client, tipo: str, escrito: str, guardado: str
) -> None:
    cliente.post(AGREGAR, datos(tipo=tipo, numero=escrito))
    assert Persona.objects.get().numero == guardado


@pytest.mark.parametrize(
    ("cambios", "campo"),
    [
        ({"numero": "abc"}, "numero"),
        ({"tipo": "NIT", "numero": "860069804-9"}, "numero"),
        ({"tipo": ""}, "tipo"),
        ({"nombre": " "}, "nombre"),
        ({"correo": "x"}, "correo"),
    ],
)
def test_los_errores_salen_junto_al_campo(
    cliente: Client, cambios: dict[str, str], campo: str
) -> None:
    assert campo in errores(cliente.post(AGREGAR, datos(**cambios)))
    assert not Persona.objects.exists()


def test_una_identificacion_repetida_se_explica(cliente: Client) -> None:
    crear_persona(numero="1013592259")
    faltas = errores(cliente.post(AGREGAR, datos()))
    assert "Ya existe una persona con esta identificación." in faltas["__all__"]


def test_corregir_el_correo_queda_en_el_historial(cliente: Client, operador: Usuario) -> None:
    persona = crear_persona(numero="1013592259", nombre="ANA", correo="vieja@correo.example")
    cliente.post(ficha(persona), datos(correo="nueva@correo.example"))
    evento = Evento.objects.de(persona).get()
    assert (evento.accion, evento.actor) == ("Modificó", operador)
    assert evento.cambios == {
        "correo electrónico registrado": ["vieja@correo.example", "nueva@correo.example"]
    }


@pytest.mark.parametrize("termino", ["1013592259", "CC 1.013.592.259", "muñoz ana", "MUNOZ"])
def test_se_halla_por_identificacion_y_por_nombre(cliente: Client, termino: str) -> None:
    persona = crear_persona(numero="1013592259", nombre="ANA LUCÍA MUÑOZ")
    crear_persona(nombre="OTRA")
    respuesta = cliente.get(LISTA, {"q": termino})
    assert list(respuesta.context["cl"].result_list) == [persona]


def test_su_pagina_lleva_a_sus_solicitudes(cliente: Client) -> None:
    solicitud = crear_solicitud()
    crear_solicitud()
    pagina = cliente.get(ficha(solicitud.titular)).content.decode()
    enlace = pagina.split('">Ver sus solicitudes')[0].rsplit('href="', 1)[1]
    respuesta = cliente.get(enlace.replace("&amp;", "&"))
    assert list(respuesta.context["cl"].result_list) == [solicitud]
