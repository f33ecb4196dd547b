"""The form field and its control."""

from html.parser import HTMLParser

import pytest
from captcha.conf import settings as de_la_biblioteca
from captcha.models import CaptchaStore
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.captcha import servicios
from portal.captcha.campo import MENSAJES, CampoCaptcha
from portal.limites import LimiteExcedido
from tests.portal.captcha.conftest import VISITANTE

pytestmark = pytest.mark.django_db
ERRADA = {"captcha": [MENSAJES["invalid"]]}


class Formulario(forms.Form):
    captcha = CampoCaptcha()


def formulario(clave: str | None = None, respuesta: str = "") -> Formulario:
    datos = None if clave is None else {"captcha_0": clave, "captcha_1": respuesta}
    form = Formulario(datos)
    form.fields["captcha"].widget.visitante = VISITANTE
    return form


class Etiquetas(HTMLParser):
    """Collects (tag, attributes) of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lista: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.lista.append((tag, dict(attrs)))

    def una(self, etiqueta: str, **atributos: str) -> dict[str, str | None]:
        halladas = [
            hallados
            for nombre, hallados in self.lista
            if nombre == etiqueta and atributos.items() <= hallados.items()
        ]
        assert len(halladas) == 1, (etiqueta, atributos, halladas)
        return halladas[0]


def dibujado(form: forms.Form) -> Etiquetas:
    return Etiquetas(form["captcha"].as_field_group())


def test_la_respuesta_correcta_pasa(clave: str, texto: str) -> None:
    assert formulario(clave, texto.lower()).is_valid()


def test_la_misma_respuesta_no_pasa_dos_veces(clave: str, texto: str) -> None:
    assert formulario(clave, texto).is_valid()
    assert formulario(clave, texto).errors == ERRADA


def test_una_respuesta_errada_gasta_el_desafio(clave: str, texto: str) -> None:
    assert formulario(clave, "no es").errors == ERRADA
    assert formulario(clave, texto).errors == ERRADA


def test_sin_respuesta_se_pide_y_el_desafio_sigue_vivo(clave: str, texto: str) -> None:
    assert formulario(clave, "  ").errors == {"captcha": [MENSAJES["required"]]}
    assert formulario(clave, texto).is_valid()


def test_el_modo_de_prueba_de_la_biblioteca_no_abre_nada(
    clave: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(de_la_biblioteca, "CAPTCHA_TEST_MODE", True)
    assert formulario(clave, "passed").errors == ERRADA
    assert formulario("a", "PASSED").errors == ERRADA


def test_no_se_puede_volver_opcional(clave: str) -> None:
    class Opcional(forms.Form):
        captcha = CampoCaptcha(required=False)

    assert not Opcional({}).is_valid()


@pytest.mark.parametrize(
    "datos",
    [
        {},
        {"captcha_0": "a"},
        {"captcha_1": "a"},
        {"captcha_0": "\0", "captcha_1": "\0"},
        {"captcha_0": "a,b", "captcha_1": "c,d"},
        {"captcha_0": "x" * 10_000, "captcha_1": "y" * 10_000},
    ],
)
def test_datos_dañados_son_un_error_del_campo_y_se_puede_seguir(datos: dict[str, str]) -> None:
    form = Formulario(datos)
    form.fields["captcha"].widget.visitante = VISITANTE
    assert list(form.errors) == ["captcha"]
    assert dibujado(form).una("input", type="hidden")["value"] != datos.get("captcha_0")


def test_limpiar_no_borra_lo_vencido_de_otros(clave: str, texto: str) -> None:
    with CaptureQueriesContext(connection) as consultas:
        assert formulario(clave, texto).is_valid()
    assert len(consultas) == 2


def test_el_formulario_nuevo_muestra_imagen_audio_y_clave_de_un_mismo_desafio() -> None:
    etiquetas = dibujado(formulario())
    clave = CaptchaStore.objects.get().hashkey
    assert etiquetas.una("input", type="hidden")["value"] == clave
    assert etiquetas.una("img")["src"] == f"/captcha/imagen/{clave}.png"
    assert etiquetas.una("audio")["src"] == f"/captcha/audio/{clave}.wav"
    assert etiquetas.una("a")["href"] == f"/captcha/audio/{clave}.wav"


def test_lo_gastado_se_cambia_por_uno_nuevo_y_en_blanco(clave: str) -> None:
    form = formulario(clave, "no es")
    assert not form.is_valid()
    etiquetas = dibujado(form)
    assert etiquetas.una("input", type="hidden")["value"] == CaptchaStore.objects.get().hashkey
    assert not etiquetas.una("input", type="text").get("value")


def test_lo_que_no_se_gasto_se_vuelve_a_mostrar_sin_gastar_otra_fila(clave: str) -> None:
    form = formulario(clave, "")
    assert not form.is_valid()
    assert dibujado(form).una("input", type="hidden")["value"] == clave
    assert CaptchaStore.objects.count() == 1


def test_sin_saber_quien_visita_no_se_hacen_desafios() -> None:
    with pytest.raises(ImproperlyConfigured, match="RefrescoCaptchaMixin"):
        str(Formulario()["captcha"])
    assert not CaptchaStore.objects.exists()


def test_el_rotulo_la_pista_y_el_error_nombran_la_casilla(clave: str) -> None:
    form = formulario(clave, "no es")
    assert not form.is_valid()
    etiquetas = dibujado(form)
    casilla = etiquetas.una("input", type="text")
    assert casilla["id"] == "id_captcha_1"
    assert etiquetas.una("label")["for"] == "id_captcha_1"
    assert casilla["aria-describedby"] == "id_captcha_helptext id_captcha_error"
    assert casilla["aria-invalid"] == "true"
    for identificador in str(casilla["aria-describedby"]).split():
        assert etiquetas.una("div", id=identificador)


def test_la_casilla_no_corrige_ni_recuerda_lo_que_se_escribe() -> None:
    casilla = dibujado(formulario()).una("input", type="text")
    assert casilla["autocomplete"] == casilla["autocapitalize"] == casilla["autocorrect"] == "off"
    assert casilla["spellcheck"] == "false"
    assert casilla["inputmode"] == "text"
    assert "required" in casilla


def test_la_clave_oculta_no_lleva_atributos_para_personas() -> None:
    oculta = dibujado(formulario()).una("input", type="hidden")
    assert set(oculta) == {"type", "name", "value", "id", "autocomplete"}


def test_la_imagen_y_el_audio_tienen_nombre_en_español() -> None:
    etiquetas = dibujado(formulario())
    assert etiquetas.una("img")["alt"] == (
        "Imagen con seis caracteres que debe escribir; si no la puede leer, escuche el audio."
    )
    audio = etiquetas.una("audio")
    assert etiquetas.una("p", id=str(audio["aria-labelledby"]))
    assert "controls" in audio
    assert "autoplay" not in audio


def test_el_boton_de_cambiar_sirve_con_y_sin_javascript() -> None:
    etiquetas = dibujado(formulario())
    boton = etiquetas.una("button", name="otra_imagen")
    assert boton["type"] == "submit"
    assert "formnovalidate" in boton
    assert "data-captcha-refrescar" in boton
    assert boton["data-url"] == "/captcha/otra/"


def test_la_tecla_entrar_no_cambia_la_imagen() -> None:
    botones = [
        atributos for nombre, atributos in dibujado(formulario()).lista if nombre == "button"
    ]
    assert "name" not in botones[0]
    assert "hidden" in botones[0]


def test_nada_va_en_linea() -> None:
    for _, atributos in dibujado(formulario()).lista:
        assert not [nombre for nombre in atributos if nombre == "style" or nombre.startswith("on")]
        assert not any(str(valor).startswith("data:") for valor in atributos.values())


def test_los_desafios_de_la_pagina_cuentan_para_el_limite_del_visitante(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(servicios, "MAXIMO_POR_VISITANTE", 1)
    str(formulario()["captcha"])
    with pytest.raises(LimiteExcedido):
        str(formulario()["captcha"])
