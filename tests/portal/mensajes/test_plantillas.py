"""Rendering of mails, and what every mail of the portal says."""

import re

import pytest
from django.template import TemplateDoesNotExist
from pytest_django import Settings

from portal.mensajes.plantillas import Cuerpo, componer

pytestmark = pytest.mark.usefixtures("plantillas")


@pytest.fixture
def cuerpo(settings: Settings) -> Cuerpo:
    settings.PORTAL_NOMBRE = "Portal de Pruebas"
    settings.PORTAL_ENTIDAD = "Entidad & Compañía"
    settings.PORTAL_URL = "https://portal.example"
    contexto = {"nombre": "Pérez & Hijos <Ltda>", "codigo": "482913"}
    return componer("prueba/aviso", contexto, asunto="Su <código>")


def test_el_texto_plano_no_se_escapa(cuerpo: Cuerpo) -> None:
    assert cuerpo.texto.startswith("Hola, Pérez & Hijos <Ltda>:\n\nSu código es 482913.\n")
    assert "Entidad & Compañía" in cuerpo.texto


def test_el_html_se_escapa(cuerpo: Cuerpo) -> None:
    assert "<p>Hola, Pérez &amp; Hijos &lt;Ltda&gt;:</p>" in cuerpo.html
    assert "<title>Su &lt;código&gt;</title>" in cuerpo.html


@pytest.mark.parametrize("parte", ["texto", "html"])
def test_dice_quien_lo_envia_por_que_y_como_hablar_con_una_persona(
    cuerpo: Cuerpo, parte: str
) -> None:
    escrito = getattr(cuerpo, parte)

    assert "Portal de Pruebas" in escrito
    assert "Recibe este mensaje porque" in escrito
    assert "https://portal.example/canales/" in escrito


def test_se_lee_en_lo_oscuro_y_no_carga_nada(cuerpo: Cuerpo) -> None:
    assert "prefers-color-scheme: dark" in cuerpo.html
    assert '<html lang="es-CO">' in cuerpo.html
    assert not re.search(r"<(img|script|link|iframe|form)\b|url\(|@import", cuerpo.html)


def test_el_texto_no_arrastra_restos_de_su_plantilla(cuerpo: Cuerpo) -> None:
    assert "<p" not in cuerpo.texto
    assert "{" not in cuerpo.texto
    assert cuerpo.texto.endswith("/canales/\n")
    assert "\n\n\n" not in cuerpo.texto


def test_no_se_puede_olvidar_la_parte_de_texto() -> None:
    with pytest.raises(TemplateDoesNotExist, match=r"prueba/sin_texto\.txt"):
        componer("prueba/sin_texto", {}, asunto="x")
