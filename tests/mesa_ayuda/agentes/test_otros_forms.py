"""Forms that name another case or another person: as people write them, and what is none."""

import pytest

from mesa_ayuda.agentes.otros_forms import CopiaForm, FusionarForm, VincularForm
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Caso
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_buzon, crear_caso

pytestmark = pytest.mark.django_db


@pytest.fixture
def caso(cliente: Usuario) -> Caso:
    """The case that the forms are about."""
    return crear_caso(cliente)


def test_el_numero_se_escribe_de_varias_maneras(caso: Caso) -> None:
    otro = crear_caso()
    for numero in (otro.numero, otro.numero.lower(), f" cs {otro.pk} ", str(otro.pk)):
        form = VincularForm({"otro": numero}, caso=caso)
        assert form.is_valid(), numero
        assert form.cleaned_data["otro"] == otro


@pytest.mark.parametrize("numero", ["CS", "0", "CS0", "-1", "1 2", "CS0000001x", "9" * 19, "\x00"])
def test_lo_que_no_es_un_numero_de_caso_se_dice(caso: Caso, numero: str) -> None:
    form = VincularForm({"otro": numero}, caso=caso)
    assert list(form.errors) == ["otro"]
    assert form["otro"].value() == numero


def test_se_vincula_lo_que_no_se_fusiona(caso: Caso, forastero: Usuario, cliente: Usuario) -> None:
    for otro in (crear_caso(forastero), crear_caso(cliente, estado=Estado.CERRADO)):
        assert VincularForm({"otro": otro.numero}, caso=caso).is_valid()
        assert list(FusionarForm({"otro": otro.numero}, caso=caso).errors) == ["otro"]


def test_sin_confirmar_la_fusion_no_va_confirmada(caso: Caso, cliente: Usuario) -> None:
    otro = crear_caso(cliente)
    for confirmar, queda in (("", False), ("on", True)):
        form = FusionarForm({"otro": otro.numero, "confirmar": confirmar}, caso=caso)
        assert form.is_valid()
        assert form.cleaned_data["confirmar"] is queda


def test_el_correo_en_copia_queda_en_minusculas(caso: Caso) -> None:
    form = CopiaForm({"correo": " Copia@Correo.EXAMPLE "}, caso=caso)
    assert form.is_valid()
    assert form.cleaned_data["correo"] == "copia@correo.example"


@pytest.mark.parametrize(
    "correo", ["", "x", "a@b", "a@b.example, c@d.example", "a\x00@b.example", "a@b.example\nBcc: c"]
)
def test_lo_que_no_es_un_correo_se_dice(caso: Caso, correo: str) -> None:
    assert list(CopiaForm({"correo": correo}, caso=caso).errors) == ["correo"]


def test_nuestra_direccion_no_va_en_copia_la_escriban_como_la_escriban(caso: Caso) -> None:
    crear_buzon("Mesa@portal.example", activo=False)
    form = CopiaForm({"correo": "MESA@portal.example"}, caso=caso)
    assert form.errors["correo"] == ["Esa dirección es de la mesa de ayuda."]
