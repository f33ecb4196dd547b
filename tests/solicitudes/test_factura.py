"""The invoice's pages: code sent, code typed, PDF downloaded."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.limites import liberar
from portal.mensajes.models import CorreoSaliente
from solicitudes.factura_views import CODIGO_INVALIDO
from solicitudes.models import Factura, Solicitud
from tests.solicitudes.recetas import (
    PDF,
    caso_del_manual,
    crear_factura,
    crear_orden,
    crear_persona,
    crear_solicitud,
)
from tests.solicitudes.recorrido import abrir_consulta, url
from tests.solicitudes.test_codigo_factura import SEIS_DIGITOS, otro

pytestmark = pytest.mark.django_db


@pytest.fixture
def solicitud(client: Client) -> Solicitud:
    """The manual's request with its invoice, looked up in the client's session."""
    del_manual = caso_del_manual()
    crear_factura(del_manual.orden)
    abrir_consulta(client, del_manual.titular)
    return del_manual


def codigo_enviado() -> str:
    correo = CorreoSaliente.objects.order_by("-creado").first()
    assert correo is not None
    hallado = SEIS_DIGITOS.search(correo.texto)
    assert hallado is not None
    return hallado[0]


def pedir(client: Client, solicitud: Solicitud) -> str:
    liberar("factura-minuto", str(solicitud.orden_id))
    assert client.post(url("factura", solicitud))["Location"] == url("factura_codigo", solicitud)
    return codigo_enviado()


def escribir(client: Client, solicitud: Solicitud, codigo: str) -> Any:
    return client.post(url("factura_codigo", solicitud), {"codigo": codigo})


def autorizar(client: Client, solicitud: Solicitud) -> None:
    respuesta = escribir(client, solicitud, pedir(client, solicitud))
    assert respuesta["Location"] == url("factura", solicitud)


def test_explica_a_donde_va_el_codigo_sin_mostrar_la_direccion(
    client: Client, solicitud: Solicitud
) -> None:
    pagina = client.get(url("factura", solicitud)).content.decode()
    assert "s•••@c•••.example" in pagina
    assert solicitud.orden.solicitante.correo not in pagina
    assert CorreoSaliente.objects.count() == 0


def test_ver_la_pagina_no_envia_nada_ni_con_head(client: Client, solicitud: Solicitud) -> None:
    for nombre in ("factura", "factura_codigo", "factura_descargar"):
        client.get(url(nombre, solicitud))
        client.head(url(nombre, solicitud))
    assert CorreoSaliente.objects.count() == 0


def test_el_codigo_correcto_deja_descargar_el_pdf(client: Client, solicitud: Solicitud) -> None:
    autorizar(client, solicitud)
    pagina = client.get(url("factura", solicitud)).content.decode()
    assert url("factura_descargar", solicitud) in pagina
    respuesta = client.get(url("factura_descargar", solicitud))
    assert respuesta.getvalue() == PDF
    assert respuesta["Content-Type"] == "application/pdf"
    assert respuesta["Content-Disposition"] == 'attachment; filename="factura-orden-434043.pdf"'
    assert respuesta["X-Content-Type-Options"] == "nosniff"
    assert respuesta["Content-Length"] == str(len(PDF))
    assert "no-store" in respuesta["Cache-Control"]


def test_se_puede_descargar_varias_veces_durante_diez_minutos(
    client: Client, solicitud: Solicitud
) -> None:
    autorizar(client, solicitud)
    assert "m. puede descargar su factura" in client.get(url("factura", solicitud)).content.decode()
    ahora = timezone.now()
    with time_machine.travel(ahora + timedelta(minutes=9)):
        for _ in range(2):
            assert client.get(url("factura_descargar", solicitud)).status_code == 200
    with time_machine.travel(ahora + timedelta(minutes=11)):
        respuesta = client.get(url("factura_descargar", solicitud))
        assert respuesta["Location"] == url("factura", solicitud)


def test_sin_codigo_la_descarga_lleva_a_pedirlo(client: Client, solicitud: Solicitud) -> None:
    respuesta = client.get(url("factura_descargar", solicitud))
    assert (respuesta.status_code, respuesta["Location"]) == (302, url("factura", solicitud))


def test_el_permiso_es_de_esta_sesion_y_de_esta_orden(client: Client, solicitud: Solicitud) -> None:
    otra = crear_solicitud(orden=crear_orden(solicitante=solicitud.titular))
    crear_factura(otra.orden)
    autorizar(client, solicitud)
    assert client.get(url("factura_descargar", otra)).status_code == 302
    vecino = Client()
    abrir_consulta(vecino, solicitud.titular)
    assert vecino.get(url("factura_descargar", solicitud)).status_code == 302


def test_equivocado_usado_vencido_y_reemplazado_se_leen_igual(
    client: Client, solicitud: Solicitud
) -> None:
    primero = pedir(client, solicitud)
    paginas = [escribir(client, solicitud, otro(primero))]
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=30)):
        paginas.append(escribir(client, solicitud, primero))
    assert escribir(client, solicitud, primero).status_code == 302
    paginas.append(escribir(client, solicitud, primero))
    segundo = pedir(client, solicitud)
    reemplazado = primero if primero != segundo else otro(segundo)
    paginas.append(escribir(client, solicitud, reemplazado))
    for pagina in paginas:
        assert pagina.status_code == 200
        assert pagina.content.decode().count(CODIGO_INVALIDO) == 2


def test_lo_que_no_es_un_codigo_no_gasta_un_intento(client: Client, solicitud: Solicitud) -> None:
    codigo = pedir(client, solicitud)
    for escrito in ("", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "9" * 41):
        assert escribir(client, solicitud, escrito).status_code == 200
    assert escribir(client, solicitud, codigo).status_code == 302


def test_el_codigo_se_puede_escribir_con_espacios(client: Client, solicitud: Solicitud) -> None:
    codigo = pedir(client, solicitud)
    assert escribir(client, solicitud, f"{codigo[:3]} {codigo[3:]}").status_code == 302


def test_pedir_otro_enseguida_dice_cuando_se_puede(client: Client, solicitud: Solicitud) -> None:
    pedir(client, solicitud)
    respuesta = client.post(url("factura", solicitud))
    assert respuesta.status_code == 429
    assert 0 < int(respuesta["Retry-After"]) <= 60
    assert "Espere un poco para pedir otro código" in respuesta.content.decode()
    assert CorreoSaliente.objects.count() == 1


def test_al_cuarto_codigo_de_la_hora_se_detiene(client: Client, solicitud: Solicitud) -> None:
    for _ in range(3):
        pedir(client, solicitud)
    liberar("factura-minuto", str(solicitud.orden_id))
    assert client.post(url("factura", solicitud)).status_code == 429


def test_pedir_el_codigo_alarga_la_consulta_lo_que_dura_el_codigo(
    client: Client, solicitud: Solicitud
) -> None:
    ahora = timezone.now()
    with time_machine.travel(ahora + timedelta(minutes=14)):
        codigo = pedir(client, solicitud)
    with time_machine.travel(ahora + timedelta(minutes=23)):
        assert escribir(client, solicitud, codigo).status_code == 302
        assert client.get(url("factura_descargar", solicitud)).status_code == 200


def test_sin_correo_registrado_manda_a_un_canal(client: Client) -> None:
    persona = crear_persona(correo="")
    solicitud = crear_solicitud(titular=persona)
    crear_factura(solicitud.orden)
    abrir_consulta(client, persona)
    direccion = url("factura", solicitud)
    for respuesta in (client.get(direccion), client.post(direccion)):
        pagina = respuesta.content.decode()
        assert "no tiene un correo registrado" in pagina
        assert reverse("canales") in pagina
        assert "Enviar el código" not in pagina


def test_un_archivo_perdido_se_dice_sin_fallar(client: Client, solicitud: Solicitud) -> None:
    autorizar(client, solicitud)
    Path(Factura.objects.get().archivo.path).unlink()
    respuesta = client.get(url("factura_descargar", solicitud))
    assert respuesta.status_code == 404
    assert "no podemos entregarle el archivo" in respuesta.content.decode()


@pytest.mark.parametrize("nombre", ["factura", "factura_codigo", "factura_descargar"])
def test_sin_ser_el_solicitante_no_existe(client: Client, nombre: str) -> None:
    ajena = crear_solicitud()
    crear_factura(ajena.orden)
    de_titular = crear_solicitud(orden=ajena.orden, titular=crear_persona())
    sin_factura = crear_solicitud(titular=de_titular.titular)
    assert client.get(url(nombre, ajena)).status_code == 404
    abrir_consulta(client, de_titular.titular)
    for negada in (ajena, de_titular, sin_factura):
        assert client.get(url(nombre, negada)).status_code == 404
        assert client.post(url(nombre, negada)).status_code in (404, 405)


def test_la_consulta_vencida_tampoco_da_la_factura(client: Client, solicitud: Solicitud) -> None:
    autorizar(client, solicitud)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        for nombre in ("factura", "factura_codigo", "factura_descargar"):
            assert client.get(url(nombre, solicitud)).status_code == 404


def test_terminar_la_consulta_quita_el_permiso_de_la_factura(
    client: Client, solicitud: Solicitud
) -> None:
    autorizar(client, solicitud)
    client.post(reverse("solicitudes:salir"))
    abrir_consulta(client, solicitud.titular)
    assert client.get(url("factura_descargar", solicitud)).status_code == 302


def test_el_campo_pide_el_teclado_y_el_llenado_de_un_codigo(
    client: Client, solicitud: Solicitud
) -> None:
    pagina = client.get(url("factura_codigo", solicitud)).content.decode()
    campo = pagina[pagina.index('name="codigo"') :].split(">")[0]
    assert 'autocomplete="one-time-code"' in campo
    assert 'inputmode="numeric"' in campo


@pytest.mark.parametrize("nombre", ["factura", "factura_codigo"])
def test_sin_el_token_del_formulario_no_hace_nada(solicitud: Solicitud, nombre: str) -> None:
    estricto = Client(enforce_csrf_checks=True)
    respuesta = estricto.post(url(nombre, solicitud), {"codigo": "123456"})
    assert respuesta.status_code == 403
    assert CorreoSaliente.objects.count() == 0


@pytest.mark.parametrize("nombre", ["factura", "factura_codigo"])
def test_son_privadas_y_no_se_guardan(client: Client, solicitud: Solicitud, nombre: str) -> None:
    respuesta = client.get(url(nombre, solicitud))
    assert "no-store" in respuesta["Cache-Control"]
    assert respuesta["Referrer-Policy"] == "same-origin"
