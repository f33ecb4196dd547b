"""Forms of answer and note: apart, bounded, and each counted once."""

from typing import Any

import pytest

from mesa_ayuda.agentes.forms import NotaForm, RespuestaForm
from mesa_ayuda.campo_texto import MUY_LARGO, TEXTO_MAXIMO
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import RespuestaPreparada

pytestmark = pytest.mark.django_db


def respuesta(**campos: Any) -> RespuestaForm:
    datos = {"texto": "Reinicie."} | campos
    return RespuestaForm({f"respuesta-{campo}": valor for campo, valor in datos.items()})


def test_lo_de_un_formulario_no_llega_al_otro() -> None:
    datos = {"respuesta-texto": "Al cliente"}
    assert RespuestaForm(datos).is_valid()
    assert NotaForm(datos).errors["texto"] == ["Escriba la nota."]
    assert RespuestaForm({"nota-texto": "Interno"}).errors["texto"] == ["Escriba la respuesta."]


@pytest.mark.parametrize(("largo", "cabe"), [(TEXTO_MAXIMO, True), (TEXTO_MAXIMO + 1, False)])
def test_hasta_donde_cabe_lo_decimos_nosotros(largo: int, cabe: bool) -> None:
    form = respuesta(texto="x" * largo)
    assert form.is_valid() is cabe
    assert form.errors.get("texto", []) == ([] if cabe else [MUY_LARGO])
    assert "maxlength" not in str(form["texto"])


@pytest.mark.parametrize("texto", ["", " \n\t ", "a\x00b"])
def test_sin_palabras_no_hay_respuesta(texto: str) -> None:
    assert list(respuesta(texto=texto).errors) == ["texto"]


@pytest.mark.parametrize("pasar_a", ["", Estado.ESPERA, Estado.RESUELTO])
def test_despues_de_responder_espera_o_queda_resuelto(pasar_a: str) -> None:
    assert respuesta(pasar_a=pasar_a).is_valid()


@pytest.mark.parametrize("pasar_a", [Estado.CERRADO, Estado.CANCELADO, Estado.NUEVO, "x"])
def test_al_responder_no_se_cierra_ni_se_cancela(pasar_a: str) -> None:
    assert list(respuesta(pasar_a=pasar_a).errors) == ["pasar_a"]


@pytest.mark.parametrize(("ultimo", "leido"), [("", 0), ("0", 0), ("17", 17)])
def test_quien_no_dice_que_leyo_no_leyo_nada(ultimo: str, leido: int) -> None:
    form = respuesta(ultimo=ultimo)
    assert form.is_valid()
    assert form.cleaned_data["ultimo"] == leido


@pytest.mark.parametrize("ultimo", ["-1", "x", "1.5"])
def test_lo_leido_es_un_numero(ultimo: str) -> None:
    assert list(respuesta(ultimo=ultimo).errors) == ["ultimo"]


def test_solo_se_ofrecen_las_preparadas_en_uso_y_por_titulo() -> None:
    for titulo, activa in (("Zeta", True), ("Vieja", False), ("Alfa", True)):
        RespuestaPreparada.objects.create(titulo=titulo, texto="x", activa=activa)
    pagina = str(RespuestaForm()["preparada"])
    assert "Vieja" not in pagina
    assert pagina.index("Alfa") < pagina.index("Zeta")


@pytest.mark.parametrize("cual", ["", "vieja", "x", "9999999", "\x00"])
def test_una_preparada_que_ya_no_esta_no_detiene_la_respuesta(cual: str) -> None:
    vieja = RespuestaPreparada.objects.create(titulo="Vieja", texto="x", activa=False)
    form = respuesta(preparada=vieja.pk if cual == "vieja" else cual)
    assert form.is_valid()
    assert form.cleaned_data["texto"] == "Reinicie."
    assert not form.errors
