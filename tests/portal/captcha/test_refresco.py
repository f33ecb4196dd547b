"""Another challenge without JavaScript: nothing typed is lost, nothing is checked."""

from typing import Any

import pytest
from captcha.models import CaptchaStore
from django import forms
from django.http import HttpResponse
from django.test import RequestFactory
from django.views.generic import FormView

from portal.captcha import servicios
from portal.captcha.formulario import FormularioConCaptcha
from portal.captcha.refresco import RefrescoCaptchaMixin, identificar_visitante
from portal.limites import LimiteExcedido

pytestmark = pytest.mark.django_db


class Consulta(FormularioConCaptcha):
    tipo = forms.ChoiceField(choices=[("CC", "Cédula"), ("NIT", "NIT")])
    numero = forms.CharField(max_length=10)
    acepta = forms.BooleanField()
    fecha = forms.SplitDateTimeField()
    adjunto = forms.FileField()


class Vista(RefrescoCaptchaMixin, FormView[Consulta]):
    form_class = Consulta
    prefix = "c"

    def get_initial(self) -> dict[str, Any]:
        return {"tipo": "CC", "numero": "inicial"}

    def render_to_response(self, context: dict[str, Any], **_: Any) -> HttpResponse:
        self.form = context["form"]
        return HttpResponse(context["form"].as_div())

    def form_valid(self, form: Consulta) -> HttpResponse:
        return HttpResponse("aceptado")


ESCRITO = {
    "c-tipo": "NIT",
    "c-numero": "860.069.804-2 & más de lo que cabe",
    "c-acepta": "on",
    "c-fecha_0": "ayer",
    "c-fecha_1": "10:00",
}


def despachar(vista: Vista) -> str:
    respuesta = vista.dispatch(vista.request)
    assert isinstance(respuesta, HttpResponse)
    return respuesta.content.decode()


def enviar(**datos: str) -> tuple[Vista, str]:
    vista = Vista()
    vista.setup(RequestFactory().post("/", {**ESCRITO, **datos}))
    return vista, despachar(vista)


def test_lo_escrito_se_conserva_tal_cual(clave: str) -> None:
    _, html = enviar(otra_imagen="1", **{"c-captcha_0": clave, "c-captcha_1": "2f5"})
    assert '<option value="NIT" selected>' in html
    assert 'value="860.069.804-2 &amp; más de lo que cabe"' in html
    assert 'value="ayer"' in html
    assert 'value="10:00"' in html
    assert "checked" in html
    assert "inicial" not in html


def test_no_se_comprueba_nada_ni_se_muestran_errores(clave: str) -> None:
    vista, html = enviar(otra_imagen="1", **{"c-captcha_0": clave})
    assert not vista.form.is_bound
    assert "error" not in html.lower()
    assert "aria-invalid" not in html


def test_el_desafio_anterior_se_desecha_y_hay_uno_nuevo_en_blanco(clave: str) -> None:
    _, html = enviar(otra_imagen="1", **{"c-captcha_0": clave, "c-captcha_1": "2f5"})
    nueva = CaptchaStore.objects.get().hashkey
    assert nueva != clave
    assert f'value="{nueva}"' in html
    assert "2f5" not in html


def test_el_foco_va_a_la_respuesta(clave: str) -> None:
    _, html = enviar(otra_imagen="1", **{"c-captcha_0": clave})
    assert html.count("autofocus") == 1
    assert "autofocus" in html[html.index('name="c-captcha_1"') :].split(">")[0]


@pytest.mark.parametrize("rara", ["", "\0", "no existe"])
def test_una_clave_dañada_no_impide_cambiar_la_imagen(rara: str) -> None:
    _, html = enviar(otra_imagen="1", **{"c-captcha_0": rara})
    assert CaptchaStore.objects.get().hashkey in html


def test_sin_el_boton_el_formulario_se_comprueba(clave: str) -> None:
    vista, html = enviar(**{"c-captcha_0": clave})
    assert vista.form.is_bound
    assert set(vista.form.errors) == {"numero", "fecha", "adjunto", "captcha"}
    assert "autofocus" not in html


def test_al_abrir_la_pagina_hay_un_desafio_sin_foco() -> None:
    vista = Vista()
    vista.setup(RequestFactory().get("/"))
    html = despachar(vista)
    assert CaptchaStore.objects.get().hashkey in html
    assert "autofocus" not in html


def test_cambiar_la_imagen_tiene_el_limite_del_visitante(
    clave: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servicios, "MAXIMO_POR_VISITANTE", 2)
    enviar(otra_imagen="1")
    enviar(otra_imagen="1")
    with pytest.raises(LimiteExcedido):
        enviar(otra_imagen="1")


def test_una_vista_sin_clases_puede_nombrar_al_visitante() -> None:
    form = Consulta()
    identificar_visitante(form, RequestFactory().get("/", REMOTE_ADDR="2800:e2::1"))
    assert form.fields["captcha"].widget.visitante == "2800:e2::/64"
