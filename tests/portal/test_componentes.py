"""What the shared parts of a page write: fields, error summary, notices, states, steps, pages."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory


class FormularioDePrueba(forms.Form):
    """A field of each kind that the pages use."""

    numero = forms.CharField(label="Número", help_text="Con o sin puntos.")
    medio = forms.ChoiceField(
        label="Medio", choices=[("c", "Correo"), ("s", "SMS")], widget=forms.RadioSelect
    )
    acepto = forms.BooleanField(label="Acepto")
    nota = forms.CharField(label="Nota", required=False)
    clave = forms.CharField(widget=forms.HiddenInput)


COMPLETO = {"numero": "1", "medio": "c", "acepto": "on", "clave": "x"}


def campo(nombre: str, datos: dict[str, str] | None = None) -> str:
    return str(FormularioDePrueba(datos)[nombre].as_field_group())


def orden(texto: str, *partes: str) -> bool:
    lugares = [texto.index(parte) for parte in partes]
    return lugares == sorted(lugares)


def test_un_campo_va_rotulo_pista_error_y_control_en_ese_orden() -> None:
    assert orden(campo("numero", {}), "<label", "Con o sin puntos", "campo-error", "<input")


def test_el_control_nombra_su_pista_y_su_error() -> None:
    texto = campo("numero", {})
    assert 'aria-describedby="id_numero_helptext id_numero_error"' in texto
    assert 'id="id_numero_helptext"' in texto
    assert 'id="id_numero_error"' in texto
    assert 'aria-invalid="true"' in texto


def test_un_campo_sin_errores_no_nombra_ninguno() -> None:
    assert "error" not in campo("numero")


def test_el_rotulo_no_se_repite_dentro_del_control() -> None:
    assert "placeholder" not in campo("numero")


def test_un_grupo_de_opciones_es_un_fieldset_con_su_leyenda() -> None:
    texto = campo("medio", {})
    assert orden(texto, "<fieldset", "<legend", "campo-error", 'type="radio"', "</fieldset>")
    assert 'aria-describedby="id_medio_error"' in texto


def test_el_rotulo_de_una_casilla_va_despues_de_ella() -> None:
    texto = campo("acepto")
    assert orden(texto, 'type="checkbox"', '<label class="form-check-label" for="id_acepto">')


@pytest.mark.parametrize(("nombre", "dice"), [("nota", True), ("numero", False), ("medio", False)])
def test_solo_lo_opcional_se_anuncia(nombre: str, dice: bool) -> None:
    assert ("(opcional)" in campo(nombre)) is dice


def test_un_campo_oculto_no_lleva_rotulo_ni_marco() -> None:
    assert campo("clave").strip() == '<input type="hidden" name="clave" id="id_clave">'


def resumen(form: forms.Form) -> str:
    return render_to_string("componentes/resumen_errores.html", {"form": form})


def test_el_resumen_enlaza_cada_error_con_su_control_y_pide_el_foco() -> None:
    texto = resumen(FormularioDePrueba({}))
    assert re.findall(r'href="#(\w+)"', texto) == [
        "id_numero",
        "id_medio_0",
        "id_acepto",
        "id_clave",
    ]
    assert re.search(r'tabindex="-1"\s+autofocus', texto)
    assert 'role="alert"' in texto


def test_el_resumen_dice_las_mismas_palabras_que_el_campo() -> None:
    form = FormularioDePrueba({})
    palabras = str(form.errors["numero"][0])
    assert palabras in resumen(form)
    assert palabras in campo("numero", {})


def test_el_resumen_trae_lo_que_no_es_de_ningun_campo_sin_enlace() -> None:
    form = FormularioDePrueba(COMPLETO)
    form.add_error(None, "La consulta venció.")
    assert "<li>La consulta venció.</li>" in resumen(form)
    assert "href" not in resumen(form)


@pytest.mark.parametrize(
    "datos", [None, {"numero": "1", "medio": "c", "acepto": "1", "clave": "x"}]
)
def test_sin_errores_no_hay_resumen(datos: dict[str, str] | None) -> None:
    assert resumen(FormularioDePrueba(datos)).strip() == ""


@pytest.mark.parametrize(
    ("tono", "icono", "palabra"),
    [
        ("info", "info", ""),
        ("success", "exito", ""),
        ("warning", "atencion", "Atención: "),
        ("error", "peligro", "Error: "),
    ],
)
def test_un_aviso_tiene_dibujo_y_palabra_ademas_de_color(
    tono: str, icono: str, palabra: str
) -> None:
    texto = render_to_string("componentes/aviso.html", {"tono": tono, "texto": "Algo <b>pasó</b>"})
    assert f"iconos.svg#{icono}" in texto
    assert palabra in texto
    assert "&lt;b&gt;" in texto


@pytest.mark.parametrize(("tono", "papel"), [("error", "alert"), ("success", "status")])
def test_un_aviso_se_lee_en_voz_alta_solo_si_se_pide(tono: str, papel: str) -> None:
    contexto = {"tono": tono, "texto": "Listo"}
    assert "role=" not in render_to_string("componentes/aviso.html", contexto)
    anunciado = render_to_string("componentes/aviso.html", {**contexto, "anunciar": True})
    assert f'role="{papel}"' in anunciado


@pytest.mark.parametrize("tono", ["exito", "curso", "pendiente", "atencion", "peligro", "neutro"])
def test_un_estado_se_dice_con_palabras_y_un_dibujo_propio(tono: str) -> None:
    contexto = {"texto": "Revocado", "tono": tono}
    texto = render_to_string("componentes/etiqueta_estado.html", contexto)
    assert "Revocado" in texto
    assert f"iconos.svg#{tono}" in texto


def test_un_estado_sin_tono_es_neutro() -> None:
    assert "etiqueta-neutro" in render_to_string("componentes/etiqueta_estado.html", {"texto": "X"})


def test_los_pasos_son_una_lista_ordenada_que_marca_el_actual() -> None:
    pasos = [
        {"nombre": "Pago", "estado_texto": "Aprobado", "tono": "exito"},
        {"nombre": "Entrega", "estado_texto": "En curso", "tono": "curso", "actual": True},
    ]
    texto = render_to_string("componentes/pasos.html", {"pasos": pasos})
    assert orden(texto, "<ol", "Pago", "Aprobado", "Entrega", "En curso", "</ol>")
    assert texto.count('aria-current="step"') == 1
    assert orden(texto, 'aria-current="step"', "Entrega")


def paginas(numero: int, total: int) -> str:
    contexto = {"page_obj": Paginator(range(total), 10).page(numero)}
    request = RequestFactory().get("/lista/", {"estado": "x", "page": str(numero)})
    return render_to_string("componentes/paginacion.html", contexto, request)


def test_las_paginas_conservan_los_demas_parametros(db: None) -> None:
    texto = paginas(2, 30)
    assert 'href="?estado=x&amp;page=1"' in texto
    assert 'href="?estado=x&amp;page=3"' in texto
    assert "<strong>2</strong> de 3" in texto


def test_la_primera_pagina_no_ofrece_anterior_ni_la_ultima_siguiente(db: None) -> None:
    assert "Anterior" not in paginas(1, 30)
    assert "Siguiente" not in paginas(3, 30)
    assert paginas(1, 10).strip() == ""


@pytest.mark.parametrize("boton", ["boton_copiar", "boton_imprimir"])
def test_lo_que_pide_guion_nace_oculto(boton: str) -> None:
    texto = render_to_string(f"componentes/{boton}.html", {"destino": "serie", "que": "la serie"})
    assert re.search(r"<button[^>]*\shidden>", texto)
