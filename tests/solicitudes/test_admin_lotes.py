"""Acting on many requests from the list: ask, name each step, report what was and was not done."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.administracion import lotes
from solicitudes.models import Solicitud
from tests.solicitudes.recetas import F, P, R, T, crear_solicitud

pytestmark = pytest.mark.django_db
LISTA = reverse("admin:solicitudes_solicitud_changelist")


@pytest.fixture
def cliente(cliente_de: Callable[[Usuario], Client], operador: Usuario) -> Client:
    """The operator's browser."""
    return cliente_de(operador)


def pedir(cliente: Client, accion: str, *solicitudes: Solicitud, **mas: str) -> Any:
    """Choose rows in the list and run an action."""
    datos = {"action": accion, "_selected_action": [s.pk for s in solicitudes], **mas}
    return cliente.post(LISTA, datos)


def confirmar(cliente: Client, pregunta: Any, **mas: str) -> Any:
    """Answer yes on the confirmation page, as its form does."""
    contexto = pregunta.context
    datos = {
        "action": contexto["accion"],
        "_selected_action": [fila.pk for fila, _ in contexto["filas"]],
        "confirmar": "1",
        **contexto["ocultos"],
        **mas,
    }
    return cliente.post(LISTA, datos)


def estados(solicitud: Solicitud) -> tuple[str, ...]:
    """The states of the four steps."""
    return tuple(solicitud.pasos.values_list("estado", flat=True))


def avisos(respuesta: Any) -> list[str]:
    """The messages of a response."""
    return [str(m) for m in get_messages(respuesta.wsgi_request)]


def test_antes_de_finalizar_pregunta_cuantas_y_que_paso_de_cada_una(cliente: Client) -> None:
    una, otra = crear_solicitud(pasos=(T, P, P, P)), crear_solicitud(pasos=(F, F, T, P))
    pagina = pedir(cliente, "finalizar_pasos", una, otra).content.decode()
    assert "Se aplicará a 2 filas" in pagina
    assert f"Solicitud {una.numero} — paso 1: Radicación de documentos" in pagina
    assert f"Solicitud {otra.numero} — paso 3: Aprobación de solicitud" in pagina
    assert estados(una) == (T, P, P, P)


def test_confirmado_finaliza_cada_paso_y_lo_informa(cliente: Client, operador: Usuario) -> None:
    una, otra = crear_solicitud(pasos=(T, P, P, P)), crear_solicitud(pasos=(F, F, T, P))
    respuesta = confirmar(cliente, pedir(cliente, "finalizar_pasos", una, otra))
    assert avisos(respuesta) == ["Pasos finalizados: 2."]
    assert (estados(una), estados(otra)) == ((F, T, P, P), (F, F, F, T))
    assert {evento.actor for evento in Evento.objects.de(una)} == {operador}


def test_las_que_no_tienen_paso_en_tramite_se_dicen_y_no_cambian(cliente: Client) -> None:
    una, terminada = crear_solicitud(pasos=(T, P, P, P)), crear_solicitud(pasos=(F, F, F, F))
    pregunta = pedir(cliente, "finalizar_pasos", una, terminada)
    assert "1 no cambiarán: cada una no tiene un paso en trámite" in pregunta.content.decode()
    assert [fila for fila, _ in pregunta.context["filas"]] == [una]


def test_si_ninguna_tiene_paso_lo_informa_sin_preguntar(cliente: Client) -> None:
    terminada = crear_solicitud(pasos=(F, F, F, F))
    respuesta = pedir(cliente, "finalizar_pasos", terminada)
    assert respuesta.status_code == 302
    assert f"Solicitud {terminada.numero}: no tiene un paso en trámite" in avisos(respuesta)[0]


def test_lo_que_cambio_mientras_confirmaba_se_rehusa_con_su_razon(cliente: Client) -> None:
    una, otra = crear_solicitud(pasos=(T, P, P, P)), crear_solicitud(pasos=(T, P, P, P))
    pregunta = pedir(cliente, "finalizar_pasos", una, otra)
    cliente.post(reverse("admin:solicitudes_paso_finalizar", args=[una.pk, 1]))
    respuesta = confirmar(cliente, pregunta)
    hechas, sin_cambios = avisos(respuesta)[-2:]
    assert hechas == "Pasos finalizados: 1."
    assert "Sin cambios: 1." in sin_cambios
    assert f"Solicitud {una.numero}: «Radicación de documentos» está en el" in sin_cambios
    assert (estados(una), estados(otra)) == ((F, T, P, P), (F, T, P, P))


def test_lo_que_salio_del_filtro_mientras_confirmaba_tambien_se_informa(cliente: Client) -> None:
    solicitud = crear_solicitud(pasos=(F, T, P, P))
    filtrada = f"{LISTA}?estado__exact=pendiente_pago"
    pregunta = cliente.post(
        filtrada, {"action": "finalizar_pasos", "_selected_action": [solicitud.pk]}
    )
    cliente.post(reverse("admin:solicitudes_paso_finalizar", args=[solicitud.pk, 2]))
    datos = {"action": "finalizar_pasos", "_selected_action": [solicitud.pk], "confirmar": "1"}
    respuesta = cliente.post(filtrada, datos | pregunta.context["ocultos"])
    assert "«Verificación de pago» está en el estado" in avisos(respuesta)[-1]


def test_rechazar_pide_un_motivo_para_todas(cliente: Client) -> None:
    una, otra = crear_solicitud(pasos=(F, T, P, P)), crear_solicitud(pasos=(T, P, P, P))
    pregunta = pedir(cliente, "rechazar_pasos", una, otra)
    sin_motivo = confirmar(cliente, pregunta, motivo=" ")
    assert sin_motivo.context["form"].errors["motivo"]
    assert estados(una) == (F, T, P, P)
    confirmar(cliente, sin_motivo, motivo="Documentos ilegibles")
    assert (estados(una), estados(otra)) == ((F, R, P, P), (R, P, P, P))
    assert otra.pasos.get(numero=1).motivo_rechazo == "Documentos ilegibles"


def test_reabrir_toma_el_ultimo_paso_decidido_de_cada_una(cliente: Client) -> None:
    rechazada, avanzada = crear_solicitud(pasos=(F, R, P, P)), crear_solicitud(pasos=(F, F, T, P))
    nueva = crear_solicitud(pasos=(T, P, P, P))
    pregunta = pedir(cliente, "reabrir_pasos", rechazada, avanzada, nueva)
    respuesta = confirmar(cliente, pregunta, motivo="Corrección")
    assert avisos(respuesta)[0] == "Pasos reabiertos: 2."
    assert (estados(rechazada), estados(avanzada)) == ((F, T, P, P), (F, T, P, P))
    assert estados(nueva) == (T, P, P, P)


def test_no_se_actua_sobre_mas_de_las_que_una_persona_lee(
    cliente: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lotes, "MAXIMO", 2)
    tres = [crear_solicitud(pasos=(T, P, P, P)) for _ in range(3)]
    respuesta = pedir(cliente, "finalizar_pasos", *tres)
    assert avisos(respuesta) == ["Elija 2 solicitudes a lo sumo cada vez."]
    todas = pedir(cliente, "finalizar_pasos", tres[0], select_across="1")
    assert "Elija 2 solicitudes" in avisos(todas)[-1]
    assert [estados(s) for s in tres] == [(T, P, P, P)] * 3


@pytest.mark.parametrize("etapas", ["", "x", "1:9", "1:", ":1", "²:1", "1:1,,"])
def test_una_confirmacion_falsificada_no_hace_nada_ni_se_rompe(
    cliente: Client, etapas: str
) -> None:
    solicitud = crear_solicitud(pasos=(T, P, P, P))
    respuesta = pedir(cliente, "finalizar_pasos", solicitud, confirmar="1", etapas=etapas)
    assert respuesta.status_code == 302
    assert estados(solicitud) == (T, P, P, P)


def test_el_informe_se_corta_cuando_son_muchas(
    cliente: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lotes, "REHUSADAS_VISIBLES", 1)
    filas = [crear_solicitud(pasos=(F, F, F, F)) for _ in range(3)]
    assert "… y 2 más" in avisos(pedir(cliente, "finalizar_pasos", *filas))[0]


def test_los_textos_del_informe_no_llevan_html_ajeno(cliente: Client) -> None:
    pregunta = pedir(cliente, "rechazar_pasos", crear_solicitud(pasos=(T, P, P, P)))
    confirmar(cliente, pregunta, motivo="<script>alert(1)</script>")
    solicitud = Solicitud.objects.get()
    ficha = reverse("admin:solicitudes_solicitud_change", args=[solicitud.pk])
    assert "<script>alert(1)" not in cliente.get(ficha).content.decode()
