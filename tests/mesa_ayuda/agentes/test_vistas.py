"""Saved views: what of an address is kept, under which name, how many, and whose."""

import pytest
from django.db import IntegrityError, transaction

from mesa_ayuda.agentes.vistas import (
    MAXIMO,
    VistaInvalida,
    borrar_vista,
    guardar_vista,
    normalizar,
)
from mesa_ayuda.models import VistaGuardada
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_agente

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("consulta", "queda"),
    [
        ("cola=mias&p=3&e=1&all=&_popup=1&_to_field=id&_facets=True", "cola=mias"),
        ("q=&cola=mias&nivel=", "cola=mias"),
        ("q=", ""),
        ("q=caf%C3%A9 con leche", "q=caf%C3%A9+con+leche"),
        ("estado=nuevo&estado=&estado=espera", "estado=nuevo&estado=espera"),
        ("q=\x00<script>", "q=%00%3Cscript%3E"),
        ("&&&", ""),
        ("a=1&" * 1_001, ""),
    ],
)
def test_de_la_direccion_quedan_los_filtros(consulta: str, queda: str) -> None:
    assert normalizar(consulta) == queda


@pytest.mark.parametrize("consulta", ["", "q=", "p=4&all=1", "a=1&" * 5_000, "q=" + "x" * 499])
def test_sin_filtros_o_con_demasiados_no_hay_vista(agente: Usuario, consulta: str) -> None:
    with pytest.raises(VistaInvalida, match="Elija primero"):
        guardar_vista(usuario=agente, nombre="Mías", consulta=consulta)
    assert not VistaGuardada.objects.exists()


@pytest.mark.parametrize("nombre", ["", " \t\n", "x" * 61, "a\x00b"])
def test_un_nombre_que_no_sirve_se_dice(agente: Usuario, nombre: str) -> None:
    with pytest.raises(VistaInvalida, match="hasta 60 letras"):
        guardar_vista(usuario=agente, nombre=nombre, consulta="cola=mias")


def test_lo_mas_largo_que_cabe_se_guarda(agente: Usuario) -> None:
    vista = guardar_vista(usuario=agente, nombre="ñ" * 60, consulta="q=" + "x" * 498)
    vista.refresh_from_db()
    assert (len(vista.nombre), len(vista.consulta)) == (60, 500)


def test_a_la_que_hace_veintiuna_no_le_hay_lugar_pero_una_vieja_se_cambia(agente: Usuario) -> None:
    for n in range(MAXIMO):
        guardar_vista(usuario=agente, nombre=f"Vista {n}", consulta="cola=mias")
    with pytest.raises(VistaInvalida, match="hasta 20 vistas"):
        guardar_vista(usuario=agente, nombre="Otra", consulta="cola=mias")
    guardar_vista(usuario=agente, nombre=" Vista  7 ", consulta="cola=vencidas")
    assert agente.vistas_guardadas.get(nombre="Vista 7").consulta == "cola=vencidas"
    # Another person's don't count.
    guardar_vista(usuario=crear_agente("otra"), nombre="Otra", consulta="cola=mias")
    assert VistaGuardada.objects.count() == MAXIMO + 1


def test_cada_quien_borra_las_suyas(agente: Usuario) -> None:
    vista = guardar_vista(usuario=agente, nombre="Mía", consulta="cola=mias")
    assert borrar_vista(usuario=crear_agente("otra"), clave=vista.pk) == ""
    assert borrar_vista(usuario=agente, clave=2**70) == ""
    assert borrar_vista(usuario=agente, clave=vista.pk) == "Mía"
    assert borrar_vista(usuario=agente, clave=vista.pk) == ""


def test_la_base_no_admite_dos_con_el_mismo_nombre(agente: Usuario) -> None:
    vista = guardar_vista(usuario=agente, nombre="Mía", consulta="cola=mias")
    with pytest.raises(IntegrityError, match="vistaguardada_unica"), transaction.atomic():
        VistaGuardada.objects.create(usuario=agente, nombre=vista.nombre, consulta="q=x")


def test_con_la_persona_se_van_sus_vistas(agente: Usuario) -> None:
    guardar_vista(usuario=agente, nombre="Mía", consulta="cola=mias")
    agente.delete()
    assert not VistaGuardada.objects.exists()
