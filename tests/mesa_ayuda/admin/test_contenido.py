"""What came from outside, shown to staff: files for download only, mails in a sandbox."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from mesa_ayuda.archivos import guardar_archivos
from mesa_ayuda.casos import responder_como_cliente
from mesa_ayuda.enums import Via
from mesa_ayuda.models import Adjunto, Mensaje
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]


@pytest.fixture
def mensaje(cliente: Usuario, settings: Settings, tmp_path: Path) -> Mensaje:
    """A customer's mail with a hostile layout and a file that claims to be a picture."""
    settings.MEDIA_ROOT = tmp_path
    return responder_como_cliente(
        caso=crear_caso(cliente),
        autor=cliente,
        via=Via.CORREO,
        texto="Hola",
        html='<p onclick="x()">Hola</p><script>alert(1)</script><img src="https://espia.example/a">',
        adjuntos=guardar_archivos([("foto.png", io.BytesIO(b"<script>alert(1)</script>"))]),
    )


def html_de(mensaje: Mensaje) -> str:
    return reverse("admin:mesa_ayuda_mensaje_html", args=[mensaje.pk])


def test_el_html_llega_limpio_y_en_una_caja_de_arena(
    cliente_de: ClienteDe, agente: Usuario, mensaje: Mensaje
) -> None:
    respuesta = cliente_de(agente).get(html_de(mensaje))
    cuerpo = respuesta.content.decode()
    assert "<p>Hola</p>" in cuerpo
    for peligro in ("script", "onclick", "espia.example"):
        assert peligro not in cuerpo
    politica = respuesta["Content-Security-Policy"]
    assert politica.startswith("sandbox; default-src 'none'")
    assert "frame-ancestors 'self'" in politica
    assert respuesta["X-Frame-Options"] == "SAMEORIGIN"


def test_la_pagina_lo_enmarca_sin_permisos(
    cliente_de: ClienteDe, agente: Usuario, mensaje: Mensaje
) -> None:
    pagina = (
        cliente_de(agente)
        .get(reverse("admin:mesa_ayuda_caso_change", args=[mensaje.caso_id]))
        .content.decode()
    )
    assert f'src="{html_de(mensaje)}"' in pagina
    assert re.search(r"<iframe[^>]*\ssandbox\s[^>]*>", pagina)
    assert "allow-" not in pagina
    assert "alert(1)" not in pagina


def test_un_mensaje_sin_html_no_tiene_esa_pagina(
    cliente_de: ClienteDe, agente: Usuario, mensaje: Mensaje
) -> None:
    Mensaje.objects.update(html="")
    assert cliente_de(agente).get(html_de(mensaje)).status_code == 404


def test_el_archivo_se_descarga_con_nombre_nuestro_y_nunca_se_abre(
    cliente_de: ClienteDe, agente: Usuario, mensaje: Mensaje
) -> None:
    direccion = reverse("admin:mesa_ayuda_adjunto", args=[Adjunto.objects.get().pk])
    respuesta = cliente_de(agente).get(direccion)
    assert respuesta["Content-Disposition"].startswith("attachment")
    assert mensaje.caso.numero in respuesta["Content-Disposition"]
    assert respuesta["Content-Type"] == "application/octet-stream"
    assert respuesta["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("rol", [Rol.OPERADOR_SSPS, Rol.OPERADOR_CONTRASENAS, None])
def test_quien_no_es_de_la_mesa_no_ve_nada(
    cliente_de: ClienteDe, mensaje: Mensaje, rol: Rol | None
) -> None:
    ajeno = cliente_de(crear_personal("ajeno", rol))
    direccion = reverse("admin:mesa_ayuda_adjunto", args=[Adjunto.objects.get().pk])
    assert ajeno.get(html_de(mensaje)).status_code == 403
    assert ajeno.get(direccion).status_code == 403
