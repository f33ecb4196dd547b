"""Forms of the acts: what they begin with, what they offer, and what they ask for."""

from typing import Any

import pytest

from mesa_ayuda.agentes.actos_forms import (
    PASAR_A,
    AsignarForm,
    ClasificarForm,
    EstadoForm,
    PrioridadForm,
)
from mesa_ayuda.casos import PASOS
from mesa_ayuda.enums import Estado, Grado
from mesa_ayuda.models import Caso, Novedad
from mesa_ayuda.models.conversacion import CUERPO_MAXIMO
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_agente, crear_caso

pytestmark = pytest.mark.django_db


def estado(caso: Caso, **campos: Any) -> EstadoForm:
    """Return the form as it comes back from whoever saw the case as `caso` holds it."""
    datos = {"visto": str(caso.estado)} | campos
    return EstadoForm({f"estado-{campo}": valor for campo, valor in datos.items()}, caso=caso)


def asignar(caso: Caso, **campos: Any) -> AsignarForm:
    return AsignarForm({f"asignar-{campo}": valor for campo, valor in campos.items()}, caso=caso)


def test_cada_formulario_empieza_como_esta_el_caso(agente: Usuario) -> None:
    caso = crear_caso(asignado=agente, nivel=2, impacto=Grado.ALTO, urgencia=Grado.BAJO)
    assert AsignarForm(caso=caso).initial == {"visto": f"{agente.pk}/2", "a": agente.pk, "nivel": 2}
    assert PrioridadForm(caso=caso).initial == {"visto": "1/3", "impacto": 1, "urgencia": 3}
    assert EstadoForm(caso=caso).initial == {"visto": "nuevo"}
    assert ClasificarForm(caso=caso).initial["con_prioridad"] is True


def test_lo_ya_clasificado_no_propone_cambiar_su_prioridad() -> None:
    novedad = Novedad.objects.select_related("producto").all()[0]
    caso = crear_caso(
        novedad=novedad, producto=novedad.producto, servicio=novedad.producto.servicio
    )
    inicial = ClasificarForm(caso=caso).initial
    assert (inicial["novedad"], inicial["con_prioridad"]) == (novedad.pk, False)
    assert inicial["visto"] == f"{caso.servicio_id}/{caso.producto_id}/{novedad.pk}"


def test_cada_persona_sale_con_el_rol_con_que_atiende(supervisor: Usuario) -> None:
    sin_nombre = crear_agente("beto", Rol.AGENTE_2)
    Usuario.objects.filter(pk=sin_nombre.pk).update(first_name="")
    campo = asignar(crear_caso()).fields["a"]
    rotulos = [str(rotulo) for _, rotulo in campo.widget.choices]
    assert rotulos == [
        "Nadie: queda por tomar en el nivel",
        "beto (Agente nivel 2)",
        "Supervisor (Supervisor)",
    ]


def test_de_quien_se_retiro_se_ve_que_no_lo_tiene_nadie_que_atienda(agente: Usuario) -> None:
    caso = crear_caso(asignado=agente)
    Usuario.objects.filter(pk=agente.pk).update(is_active=False)
    form = asignar(caso, a=agente.pk, nivel=1)
    assert form.errors["a"] == ["Esa persona no atiende casos."]


@pytest.mark.parametrize("a", ["x", "-1", "9" * 30, "\x00", "0"])
def test_una_persona_inventada_se_dice_junto_al_campo(a: str) -> None:
    assert asignar(crear_caso(), a=a, nivel=1).errors["a"]


@pytest.mark.parametrize("nivel", ["0", "4", "1.5", "x", "-1", "9" * 30])
def test_un_nivel_inventado_se_dice_junto_al_campo(nivel: str) -> None:
    errores = asignar(crear_caso(), nivel=nivel).errors
    assert errores == {"nivel": ["Seleccione un nivel de la lista."]}


@pytest.mark.parametrize("grado", ["", "0", "4", "alto", "\x00"])
def test_un_grado_inventado_se_dice_junto_al_campo(grado: str) -> None:
    datos = {"prioridad-impacto": grado, "prioridad-urgencia": "1"}
    form = PrioridadForm(datos, caso=crear_caso())
    assert list(form.errors) == ["impacto"]
    assert str(form.errors["impacto"][0]).startswith("Seleccione impacto")


def test_los_grados_llegan_como_grados() -> None:
    datos = {"prioridad-impacto": "1", "prioridad-urgencia": "3"}
    form = PrioridadForm(datos, caso=crear_caso())
    assert form.is_valid()
    assert (form.cleaned_data["impacto"], form.cleaned_data["urgencia"]) == (Grado.ALTO, Grado.BAJO)


@pytest.mark.parametrize("desde", Estado)
def test_se_ofrece_lo_que_los_pasos_permiten(desde: Estado) -> None:
    form = EstadoForm(caso=Caso(estado=desde))
    ofrece = {valor for valor, _ in form.fields["a"].choices if valor}  # type: ignore[attr-defined]
    assert ofrece == {a for a in PASAR_A if desde in PASOS[a]}
    assert form.lleva_a_algo == bool(ofrece)


@pytest.mark.parametrize(
    ("desde", "a", "pide"),
    [
        (Estado.NUEVO, Estado.ABIERTO, False),
        (Estado.RESUELTO, Estado.CERRADO, False),
        (Estado.ABIERTO, Estado.CERRADO, True),
        (Estado.ESPERA, Estado.RESUELTO, True),
        (Estado.ABIERTO, Estado.CANCELADO, True),
    ],
)
def test_solo_calla_lo_que_el_cliente_ya_sabe(desde: Estado, a: Estado, pide: bool) -> None:
    caso = crear_caso(estado=desde)
    for texto in ("", "  \n "):
        assert ("texto" in estado(caso, a=a, texto=texto).errors) is pide
    assert estado(caso, a=a, texto="Se dice").is_valid()


def test_decir_que_se_vio_resuelto_no_deja_cerrar_callando() -> None:
    # The act itself finds that it isn't: here nothing but what the page showed is known.
    caso = crear_caso(estado=Estado.ABIERTO)
    form = estado(caso, a=Estado.CERRADO, visto="")
    assert form.errors["texto"] == ["Escriba por qué se cierra sin haberse resuelto."]


@pytest.mark.parametrize("texto", ["x" * (CUERPO_MAXIMO + 1), "a\x00b"])
def test_un_texto_que_no_cabe_se_dice_y_no_se_pierde(texto: str) -> None:
    form = estado(crear_caso(), a=Estado.RESUELTO, texto=texto)
    assert form.errors["texto"]
    assert form["texto"].value() == texto


def test_una_marca_larguisima_no_pasa() -> None:
    assert estado(crear_caso(), a=Estado.ABIERTO, visto="x" * 101).errors["visto"]


def test_lo_que_dejo_de_ofrecerse_no_clasifica() -> None:
    novedad = Novedad.objects.select_related("producto").all()[0]
    datos = {
        "servicio": novedad.producto.servicio_id,
        "producto": novedad.producto_id,
        "novedad": novedad.pk,
    }
    form = ClasificarForm(datos, caso=crear_caso())
    assert form.is_valid()
    assert form.novedad_elegida() == novedad
    Novedad.objects.filter(pk=novedad.pk).update(activo=False)
    assert list(ClasificarForm(datos, caso=crear_caso()).errors) == ["novedad"]
