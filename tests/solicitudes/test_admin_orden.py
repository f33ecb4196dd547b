"""Orders in the admin: a new one with its applicant, its requests, its corrections."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.administracion import ordenes
from solicitudes.models import Orden, Persona
from tests.solicitudes.recetas import crear_orden, crear_persona, crear_solicitud

pytestmark = pytest.mark.django_db
AGREGAR = reverse("admin:solicitudes_orden_add")
DATOS = {
    "numero": "",
    "empresa": "ACME S.A.S.",
    "proyecto": "OTROS",
    "tipo_identificacion": "CC",
    "numero_identificacion": "1.013.592.259",
    "nombre_persona": "",
    "correo_persona": "",
}


@pytest.fixture
def cliente(cliente_de: Callable[[Usuario], Client], operador: Usuario) -> Client:
    """The operator's browser."""
    return cliente_de(operador)


def ficha(orden: Orden) -> str:
    """The address of the order's page."""
    return reverse("admin:solicitudes_orden_change", args=[orden.pk])


def errores(respuesta: Any) -> dict[str, list[str]]:
    """The errors of the admin's form, by field."""
    assert respuesta.status_code == 200
    return dict(respuesta.context["adminform"].form.errors)


def test_una_orden_de_una_persona_registrada_se_numera_sola(
    cliente: Client, operador: Usuario
) -> None:
    persona = crear_persona(numero="1013592259")
    crear_orden(numero=500)
    respuesta = cliente.post(AGREGAR, DATOS)
    orden = Orden.objects.get(empresa="ACME S.A.S.")
    assert (orden.numero, orden.solicitante) == (501, persona)
    assert respuesta.headers["Location"] == ficha(orden)
    evento = Evento.objects.de(orden).get()
    assert (evento.accion, evento.actor) == ("Registró la orden", operador)
    assert evento.cambios["empresa"] == [None, "ACME S.A.S."]


def test_se_puede_dar_el_numero(cliente: Client) -> None:
    crear_persona(numero="1013592259")
    cliente.post(AGREGAR, DATOS | {"numero": "434043"})
    assert Orden.objects.get().numero == 434043


def test_un_solicitante_nuevo_se_registra_con_la_orden(cliente: Client, operador: Usuario) -> None:
    nuevo = {"nombre_persona": "ANA NUEVA", "correo_persona": "ana@correo.example"}
    cliente.post(AGREGAR, DATOS | nuevo)
    persona = Persona.objects.get()
    assert (persona.numero, persona.nombre) == ("1013592259", "ANA NUEVA")
    assert persona.correo == "ana@correo.example"
    assert Orden.objects.get().solicitante == persona
    assert Evento.objects.de(persona).get().actor == operador


@pytest.mark.parametrize(
    ("cambios", "campo", "dice"),
    [
        ({}, "nombre_persona", "no está registrada"),
        ({"numero_identificacion": "abc"}, "numero_identificacion", "dígitos"),
        ({"numero_identificacion": ""}, "numero_identificacion", ""),
        (
            {"tipo_identificacion": "NIT", "numero_identificacion": "860069804-9"},
            "numero_identificacion",
            "dígito de verificación",
        ),
        ({"tipo_identificacion": "XX"}, "tipo_identificacion", ""),
        ({"nombre_persona": "A", "correo_persona": "x"}, "correo_persona", ""),
        ({"numero": "0"}, "numero", ""),
        ({"numero": "9" * 30}, "numero", ""),
        ({"numero": "-1"}, "numero", ""),
        ({"numero": "uno"}, "numero", ""),
    ],
)
def test_los_errores_salen_junto_al_campo_y_no_se_guarda_nada(
    cliente: Client, cambios: dict[str, str], campo: str, dice: str
) -> None:
    respuesta = cliente.post(AGREGAR, DATOS | cambios)
    assert dice in errores(respuesta)[campo][0]
    assert 'value="ACME S.A.S."' in respuesta.content.decode()
    assert not Orden.objects.exists()
    assert not Persona.objects.exists()


def test_un_numero_de_orden_repetido_se_explica(cliente: Client) -> None:
    orden = crear_orden(solicitante=crear_persona(numero="1013592259"))
    respuesta = cliente.post(AGREGAR, DATOS | {"numero": str(orden.numero)})
    assert "numero" in errores(respuesta)


@pytest.mark.parametrize(
    ("campo", "valor", "dice"),
    [
        ("nombre_persona", "OTRO NOMBRE", "Ya está registrada como «ANA»"),
        ("correo_persona", "otro@correo.example", "otro correo"),
    ],
)
def test_una_persona_registrada_no_se_cambia_de_paso(
    cliente: Client, campo: str, valor: str, dice: str
) -> None:
    persona = crear_persona(numero="1013592259", nombre="ANA")
    respuesta = cliente.post(AGREGAR, DATOS | {campo: valor})
    assert dice in errores(respuesta)[campo][0]
    persona.refresh_from_db()
    assert persona.nombre == "ANA"


def test_repetir_el_nombre_y_el_correo_registrados_no_estorba(cliente: Client) -> None:
    persona = crear_persona(numero="1013592259")
    mismos = {"nombre_persona": persona.nombre, "correo_persona": persona.correo}
    cliente.post(AGREGAR, DATOS | mismos)
    assert Orden.objects.get().solicitante == persona


def test_guardar_y_agregar_otra_vuelve_al_formulario(cliente: Client) -> None:
    crear_persona(numero="1013592259")
    respuesta = cliente.post(AGREGAR, DATOS | {"_addanother": "1"})
    assert respuesta.headers["Location"] == AGREGAR


def test_la_pagina_muestra_sus_solicitudes_y_lleva_a_agregar_otra(cliente: Client) -> None:
    solicitud = crear_solicitud()
    pagina = cliente.get(ficha(solicitud.orden)).content.decode()
    assert reverse("admin:solicitudes_solicitud_change", args=[solicitud.pk]) in pagina
    agregar = reverse("admin:solicitudes_solicitud_add")
    assert f"{agregar}?orden={solicitud.orden_id}" in pagina


def test_una_orden_enorme_muestra_unas_y_lleva_a_todas(
    cliente: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordenes, "SOLICITUDES_VISIBLES", 2)
    orden = crear_orden()
    todas = [crear_solicitud(orden=orden) for _ in range(3)]
    pagina = cliente.get(ficha(orden)).content.decode()
    lista = f"{reverse('admin:solicitudes_solicitud_changelist')}?orden__id__exact={orden.pk}"
    assert lista in pagina
    assert str(todas[0].numero) not in pagina
    completa = cliente.get(lista).content.decode()
    assert all(str(solicitud.numero) in completa for solicitud in todas)


def test_corregir_la_orden_queda_en_el_historial_y_no_cambia_su_numero(
    cliente: Client, operador: Usuario
) -> None:
    orden = crear_orden(empresa="VIEJA")
    otra = crear_persona(numero="1013592259", nombre="ANA")
    cliente.post(ficha(orden), DATOS | {"numero": "1", "empresa": "NUEVA"})
    anterior = orden.solicitante
    numero = orden.numero
    orden.refresh_from_db()
    assert (orden.numero, orden.empresa, orden.solicitante) == (numero, "NUEVA", otra)
    evento = Evento.objects.de(orden).get()
    assert evento.actor == operador
    assert evento.cambios == {
        "empresa": ["VIEJA", "NUEVA"],
        "solicitante": [str(anterior), str(otra)],
    }


def test_guardar_sin_cambiar_nada_no_escribe_en_el_historial(cliente: Client) -> None:
    orden = crear_orden(solicitante=crear_persona(numero="1013592259"), empresa="ACME S.A.S.")
    respuesta = cliente.post(ficha(orden), DATOS)
    assert respuesta.status_code == 302
    assert not Evento.objects.de(orden).exists()
    avisos = [str(aviso) for aviso in get_messages(respuesta.wsgi_request)]
    assert avisos == [f"Corrigió los datos de la orden {orden.numero}."]


def test_el_formulario_de_una_orden_trae_la_identificacion_de_su_solicitante(
    cliente: Client,
) -> None:
    empresa = crear_persona(tipo="NIT", numero="860069804")  # type: ignore[arg-type]
    pagina = cliente.get(ficha(crear_orden(solicitante=empresa))).content.decode()
    assert 'value="860069804-2"' in pagina


def test_una_orden_no_se_borra(cliente: Client) -> None:
    orden = crear_orden()
    borrar = reverse("admin:solicitudes_orden_delete", args=[orden.pk])
    assert cliente.post(borrar, {"post": "yes"}).status_code == 403
    assert Orden.objects.filter(pk=orden.pk).exists()


@pytest.mark.parametrize("clave", ["999999", "x", "1e5", "9" * 40])
def test_una_orden_que_no_existe_no_rompe_nada(cliente: Client, clave: str) -> None:
    for nombre in ("change", "history"):
        direccion = reverse(f"admin:solicitudes_orden_{nombre}", args=[clave])
        assert cliente.get(direccion).status_code in (302, 404)
