"""The base form: the CAPTCHA is the last thing that is checked."""

import pytest
from captcha.models import CaptchaStore
from django import forms

from portal.captcha.campo import MENSAJES
from portal.captcha.formulario import FormularioConCaptcha
from tests.portal.captcha.conftest import VISITANTE

pytestmark = pytest.mark.django_db


class Consulta(FormularioConCaptcha):
    numero = forms.IntegerField()
    nombre = forms.CharField(required=False)
    revisado = False

    def clean(self) -> None:
        if not self.errors:
            self.revisado = True


def consulta(clave: str, respuesta: str, numero: str = "1") -> Consulta:
    form = Consulta({"numero": numero, "captcha_0": clave, "captcha_1": respuesta})
    form.fields["captcha"].widget.visitante = VISITANTE
    return form


def test_el_captcha_va_de_ultimo() -> None:
    assert list(Consulta().fields) == ["numero", "nombre", "captcha"]


def test_con_todo_bien_pasa_y_el_desafio_se_gasta(clave: str, texto: str) -> None:
    form = consulta(clave, texto)
    assert form.is_valid()
    assert form.revisado
    assert not CaptchaStore.objects.exists()
    assert not consulta(clave, texto).is_valid()


def test_un_error_en_otro_campo_no_gasta_el_desafio_ni_borra_la_respuesta(
    clave: str, texto: str
) -> None:
    form = consulta(clave, texto, numero="uno")
    assert list(form.errors) == ["numero"]
    html = str(form["captcha"])
    assert f'value="{clave}"' in html
    assert f'value="{texto}"' in html
    assert consulta(clave, texto).is_valid()


def test_un_error_en_otro_campo_no_dice_si_la_respuesta_era_correcta(clave: str) -> None:
    assert list(consulta(clave, "no es", numero="uno").errors) == ["numero"]


def test_una_respuesta_errada_no_llega_a_clean_como_buena(clave: str) -> None:
    form = consulta(clave, "no es")
    assert form.errors == {"captcha": [MENSAJES["invalid"]]}
    assert not form.revisado
    assert not CaptchaStore.objects.exists()


def test_sin_captcha_no_pasa_aunque_lo_demas_este_bien() -> None:
    assert Consulta({"numero": "1"}).errors == {"captcha": [MENSAJES["required"]]}


def test_faltan_los_dos_y_se_dicen_los_dos(clave: str) -> None:
    assert list(consulta(clave, "", numero="uno").errors) == ["numero", "captcha"]
