"""Two people who save the same number in the admin at the same moment: one does, one is told."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.models import Orden, Persona
from tests.solicitudes.recetas import crear_orden, crear_persona

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def alguien_espera() -> bool:
    """Whether a connection waits for the lock of another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND cardinality(pg_blocking_pids(pid)) > 0"
        )
        return bool(cursor.fetchone()[0])


def mientras_otro_guarda(guardar: Callable[[], object], enviar: Callable[[], Any]) -> Any:
    """Send a form while another transaction has stored the same and not committed yet."""
    guardado, confirmar = Event(), Event()

    def el_otro() -> None:
        with transaction.atomic():
            guardar()
            guardado.set()
            assert confirmar.wait(30)
        connection.close()

    def quien_envia() -> Any:
        try:
            return enviar()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hilos:
        otro = hilos.submit(el_otro)
        assert guardado.wait(30)
        envio = hilos.submit(quien_envia)
        limite = time.monotonic() + 30
        while not alguien_espera():
            assert time.monotonic() < limite, "el segundo nunca esperó al primero"
            time.sleep(0.02)
        confirmar.set()
        otro.result(30)
        return envio.result(30)


def test_el_segundo_lee_que_el_numero_ya_existe_y_conserva_lo_escrito(
    operador: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    cliente = cliente_de(operador)
    persona = crear_persona(numero="1013592259")
    envio = {
        "numero": "434043",
        "empresa": "LA SEGUNDA",
        "proyecto": "",
        "tipo_identificacion": "CC",
        "numero_identificacion": persona.numero,
        "nombre_persona": "",
        "correo_persona": "",
    }
    respuesta = mientras_otro_guarda(
        lambda: crear_orden(numero=434043, solicitante=persona, empresa="LA PRIMERA"),
        lambda: cliente.post(reverse("admin:solicitudes_orden_add"), envio),
    )
    assert respuesta.status_code == 200
    pagina = respuesta.content.decode()
    assert "Ya existe" in pagina
    assert 'value="LA SEGUNDA"' in pagina
    assert Orden.objects.get().empresa == "LA PRIMERA"
    assert not Evento.objects.exists()


def test_lo_mismo_con_la_identificacion_de_una_persona(
    operador: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    cliente = cliente_de(operador)
    envio = {"tipo": "CC", "numero": "1013592259", "nombre": "LA SEGUNDA", "correo": ""}
    respuesta = mientras_otro_guarda(
        lambda: crear_persona(numero="1013592259", nombre="LA PRIMERA"),
        lambda: cliente.post(reverse("admin:solicitudes_persona_add"), envio),
    )
    assert "Ya existe una persona con esta identificación." in respuesta.content.decode()
    assert Persona.objects.get().nombre == "LA PRIMERA"
