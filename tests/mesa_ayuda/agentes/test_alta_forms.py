"""The form of who calls: some way to reach them, and everything tidied before it is kept."""

from typing import Any

import pytest

from mesa_ayuda.agentes.alta_forms import AltaForm
from mesa_ayuda.enums import HorarioContacto, Via
from mesa_ayuda.models import Novedad

pytestmark = pytest.mark.django_db


def formulario(**otros: Any) -> AltaForm:
    """Return the form, filled in right but for `otros`."""
    novedad = Novedad.objects.select_related("producto").all()[0]
    datos = {
        "via": Via.TELEFONO,
        "nombre": "Nora Inventada",
        "correo": "nora@correo.example",
        "telefono": "310 555 0123",
        "horario_contacto": HorarioContacto.MANANA,
        "servicio": novedad.producto.servicio_id,
        "producto": novedad.producto_id,
        "novedad": novedad.pk,
        "asunto": "No entra",
        "descripcion": "Llamó porque no entra.",
    }
    return AltaForm(datos | otros)


def test_lo_escrito_llega_limpio() -> None:
    form = formulario(
        nombre="  Nora   Inventada ",
        correo=" Nora@Correo.EXAMPLE ",
        telefono=" 310  555   0123 ",
        asunto=" RE:  No   entra ",
    )
    assert form.is_valid()
    datos = form.datos()
    assert (datos.nombre, datos.correo) == ("Nora Inventada", "nora@correo.example")
    assert (datos.telefono, datos.asunto) == ("310 555 0123", "RE: No entra")
    assert (datos.via, datos.horario_contacto) == (Via.TELEFONO, HorarioContacto.MANANA)
    assert datos.novedad == Novedad.objects.all()[0]


@pytest.mark.parametrize(
    ("correo", "telefono"), [("", "3105550123"), ("nora@correo.example", ""), (" ", "3105550123")]
)
def test_basta_una_manera_de_ubicar_a_la_persona(correo: str, telefono: str) -> None:
    assert formulario(correo=correo, telefono=telefono).is_valid()


def test_sin_ninguna_se_pide_una_y_la_mal_escrita_se_dice_una_vez() -> None:
    assert list(formulario(correo="", telefono="").errors) == ["telefono"]
    assert list(formulario(correo="no es", telefono="").errors) == ["correo"]
    assert list(formulario(correo="", telefono="123").errors) == ["telefono"]
    assert len(formulario(correo="", telefono="123").errors["telefono"]) == 1


@pytest.mark.parametrize("campo", ["nombre", "correo", "telefono", "asunto", "descripcion"])
@pytest.mark.parametrize("valor", ["a\x00b", "x" * 50_001])
def test_lo_que_no_cabe_en_la_base_se_dice_junto_al_campo(campo: str, valor: str) -> None:
    form = formulario(**{campo: valor})
    assert list(form.errors) == [campo]
    assert form[campo].value() == valor


@pytest.mark.parametrize("asunto", ["RE:", "Fwd: RE:", "   "])
def test_un_asunto_de_solo_prefijos_no_dice_nada(asunto: str) -> None:
    assert list(formulario(asunto=asunto).errors) == ["asunto"]


@pytest.mark.parametrize("via", [Via.CORREO, Via.WEB, "", "x"])
def test_por_aqui_solo_entran_llamadas_y_chats(via: str) -> None:
    assert list(formulario(via=via).errors) == ["via"]


def test_cada_formulario_trae_su_marca_y_sin_ella_vale_por_si_solo() -> None:
    assert AltaForm()["formulario"].value() != AltaForm()["formulario"].value()
    uno, otro = formulario(), formulario()
    assert uno.is_valid()
    assert otro.is_valid()
    assert uno.cleaned_data["formulario"] != otro.cleaned_data["formulario"]
    assert list(formulario(formulario="x").errors) == ["formulario"]
