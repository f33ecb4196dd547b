"""Acting on the steps of one request, with the buttons of its page."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.enums import EstadoSolicitud, Vigencia
from solicitudes.models import Solicitud
from tests.solicitudes.recetas import F, P, R, T, crear_solicitud

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]


@pytest.fixture
def cliente(cliente_de: ClienteDe, operador: Usuario) -> Client:
    """The operator's browser."""
    return cliente_de(operador)


def acto(solicitud: Solicitud, nombre: str, etapa: int) -> str:
    """The address of an act on a step."""
    return reverse(f"admin:solicitudes_paso_{nombre}", args=[solicitud.pk, etapa])


def ficha(solicitud: Solicitud) -> str:
    """The address of the request's page."""
    return reverse("admin:solicitudes_solicitud_change", args=[solicitud.pk])


def estados(solicitud: Solicitud) -> tuple[str, ...]:
    """The states of the four steps."""
    return tuple(solicitud.pasos.values_list("estado", flat=True))


def avisos(respuesta: object) -> list[str]:
    """The messages of a response."""
    return [str(m) for m in get_messages(respuesta.wsgi_request)]  # type: ignore[attr-defined]


def test_la_pagina_muestra_los_pasos_y_solo_los_actos_posibles(cliente: Client) -> None:
    solicitud = crear_solicitud(pasos=(F, T, P, P))
    pagina = cliente.get(ficha(solicitud)).content.decode()
    assert "Verificación de pago" in pagina
    assert f'action="{acto(solicitud, "finalizar", 2)}"' in pagina
    assert f'href="{acto(solicitud, "rechazar", 2)}"' in pagina
    assert f'href="{acto(solicitud, "reabrir", 1)}"' in pagina
    for nombre, etapa in (("finalizar", 1), ("reabrir", 2), ("rechazar", 3), ("finalizar", 4)):
        assert acto(solicitud, nombre, etapa) not in pagina


def test_el_boton_finaliza_el_paso_y_vuelve_a_la_solicitud(
    cliente: Client, operador: Usuario
) -> None:
    solicitud = crear_solicitud(pasos=(T, P, P, P))
    respuesta = cliente.post(acto(solicitud, "finalizar", 1))
    assert respuesta.headers["Location"] == ficha(solicitud)
    assert avisos(respuesta) == ["Finalizó el paso 1: Radicación de documentos."]
    assert estados(solicitud) == (F, T, P, P)
    assert Evento.objects.de(solicitud).get().actor == operador


def test_abrir_la_direccion_del_boton_no_cambia_nada(cliente: Client) -> None:
    solicitud = crear_solicitud(pasos=(T, P, P, P))
    assert cliente.get(acto(solicitud, "finalizar", 1)).status_code == 405
    for nombre in ("rechazar", "reabrir"):
        cliente.get(acto(solicitud, nombre, 1))
    assert estados(solicitud) == (T, P, P, P)


def test_quien_llega_segundo_lee_que_paso(cliente: Client) -> None:
    solicitud = crear_solicitud(pasos=(T, P, P, P))
    cliente.post(acto(solicitud, "finalizar", 1))
    respuesta = cliente.post(acto(solicitud, "finalizar", 1))
    assert avisos(respuesta)[-1].startswith("«Radicación de documentos» está en el estado")
    assert estados(solicitud) == (F, T, P, P)


def test_la_entrega_sin_certificado_no_ofrece_finalizar_y_si_se_intenta_se_explica(
    cliente: Client,
) -> None:
    solicitud = crear_solicitud(pasos=(F, F, F, T))
    assert acto(solicitud, "finalizar", 4) not in cliente.get(ficha(solicitud)).content.decode()
    respuesta = cliente.post(acto(solicitud, "finalizar", 4))
    assert "Registre primero el certificado" in avisos(respuesta)[0]


def test_rechazar_pide_el_motivo_y_lo_muestra_en_el_paso(cliente: Client) -> None:
    solicitud = crear_solicitud(pasos=(F, T, P, P))
    formulario = cliente.get(acto(solicitud, "rechazar", 2)).content.decode()
    assert "2. Verificación de pago" in formulario
    respuesta = cliente.post(acto(solicitud, "rechazar", 2), {"motivo": "No llegó el pago"})
    assert respuesta.headers["Location"] == ficha(solicitud)
    assert estados(solicitud) == (F, R, P, P)
    assert "No llegó el pago" in cliente.get(ficha(solicitud)).content.decode()


@pytest.mark.parametrize("nombre", ["rechazar", "reabrir"])
def test_sin_motivo_el_error_sale_junto_al_campo_y_nada_cambia(
    cliente: Client, nombre: str
) -> None:
    pasos = (F, T, P, P) if nombre == "rechazar" else (F, R, P, P)
    solicitud = crear_solicitud(pasos=pasos)
    respuesta = cliente.post(acto(solicitud, nombre, 2), {"motivo": "   "})
    assert respuesta.status_code == 200
    assert respuesta.context["form"].errors["motivo"]
    assert estados(solicitud) == pasos


def test_lo_escrito_no_se_pierde_si_otra_persona_se_adelanto(
    cliente: Client, cliente_de: ClienteDe, colega: Usuario
) -> None:
    solicitud = crear_solicitud(pasos=(F, T, P, P))
    cliente_de(colega).post(acto(solicitud, "finalizar", 2))
    respuesta = cliente.post(acto(solicitud, "rechazar", 2), {"motivo": "Un motivo largo"})
    pagina = respuesta.content.decode()
    assert "otra persona pudo haberlo cambiado" in pagina
    assert "Un motivo largo" in pagina
    assert estados(solicitud) == (F, F, T, P)


def test_reabrir_devuelve_el_paso_a_tramite(cliente: Client) -> None:
    solicitud = crear_solicitud(pasos=(F, R, P, P))
    cliente.post(acto(solicitud, "reabrir", 2), {"motivo": "Ya pagó"})
    assert estados(solicitud) == (F, T, P, P)


@pytest.mark.parametrize(("nombre", "etapa"), [("rechazar", 1), ("reabrir", 3), ("reabrir", 2)])
def test_el_formulario_de_un_acto_imposible_devuelve_a_la_solicitud(
    cliente: Client, nombre: str, etapa: int
) -> None:
    solicitud = crear_solicitud(pasos=(F, T, P, P))
    respuesta = cliente.get(acto(solicitud, nombre, etapa))
    assert respuesta.headers["Location"] == ficha(solicitud)
    assert f"El paso {etapa} ya no se puede {nombre}" in avisos(respuesta)[0]


@pytest.mark.parametrize("etapa", [0, 5, 99])
def test_un_paso_que_no_existe_es_404(cliente: Client, etapa: int) -> None:
    solicitud = crear_solicitud()
    assert cliente.post(acto(solicitud, "finalizar", etapa)).status_code == 404
    assert cliente.get(acto(solicitud, "rechazar", etapa)).status_code == 404


def test_una_solicitud_que_no_existe_es_404(cliente: Client) -> None:
    for clave in (999_999, 10**30):
        direccion = f"/admin/solicitudes/solicitud/{clave}/paso/1/finalizar/"
        assert cliente.post(direccion).status_code == 404


def test_sin_el_token_csrf_nada_cambia(operador: Usuario, cliente_de: ClienteDe) -> None:
    solicitud = crear_solicitud(pasos=(T, P, P, P))
    cliente = cliente_de(operador)
    cliente.handler.enforce_csrf_checks = True
    assert cliente.post(acto(solicitud, "finalizar", 1)).status_code == 403
    assert estados(solicitud) == (T, P, P, P)


def test_terminada_la_entrega_la_solicitud_queda_finalizada(cliente: Client) -> None:
    solicitud = crear_solicitud(pasos=(F, F, F, T), certificado=Vigencia.VIGENTE)
    cliente.post(acto(solicitud, "finalizar", 4))
    solicitud.refresh_from_db()
    assert solicitud.estado == EstadoSolicitud.FINALIZADA
