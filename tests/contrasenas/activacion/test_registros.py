"""No line of the log, whatever happens, names a link's secret, a password, a PIN or a person."""

import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

from contrasenas.models import Camara
from portal.trazas import FormatoJson, TrazaFiltro
from tests.contrasenas.activacion.recetas import OTRA_CLAVE, PIN, entregar, hasta_el_pin, otro

pytestmark = pytest.mark.django_db


def test_los_registros_no_llevan_secretos_ni_datos(
    client: Client, camara: Camara, monkeypatch: pytest.MonkeyPatch
) -> None:
    lineas: list[str] = []

    class Apuntador(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            TrazaFiltro().filter(record)
            lineas.append(FormatoJson().format(record))

    apuntador = Apuntador(level=logging.DEBUG)
    logging.getLogger().addHandler(apuntador)
    try:
        entregada = entregar(camara)
        client.get(entregada.url)
        client.post(entregada.url, entregada.datos(clave=OTRA_CLAVE))
        # Refused for want of a token, not found, and a limit used up: Django and we log each.
        Client(enforce_csrf_checks=True).post(entregada.url, entregada.datos())
        client.get(f"{entregada.url}nada/{entregada.ficha}")
        pin = hasta_el_pin(client, entregada)
        client.post(PIN, {"pin": otro(pin)})
        client.post(PIN, {"pin": pin})
        client.post(reverse("contrasenas:baja", args=[entregada.ficha]))
        limite = {"maximo": 1, "ventana": 60}
        monkeypatch.setattr("contrasenas.activacion.forms.POR_VISITANTE", limite)
        for _ in range(2):
            respuesta = Client().post(entregada.url, entregada.datos())
        assert respuesta.status_code == 429
    finally:
        logging.getLogger().removeHandler(apuntador)
    rutas = {json.loads(linea).get("ruta") for linea in lineas}
    assert "/contrasenas/activar/<str:ficha>/" in rutas
    todo = "\n".join(lineas)
    fila = entregada.fila
    for secreto in (
        *(entregada.ficha, entregada.clave, OTRA_CLAVE, pin),
        *(fila.correo, fila.celular[3:], fila.numero, fila.nombre),
    ):
        assert secreto not in todo
