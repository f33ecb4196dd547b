"""Canned answers: those in use, by title, each title once."""

import pytest
from django.db import IntegrityError, transaction

from mesa_ayuda.agentes.preparadas import agregar, preparadas, texto_preparado
from mesa_ayuda.models import RespuestaPreparada
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


def test_se_insertan_las_que_estan_en_uso_por_titulo() -> None:
    for titulo, activa in (("Zeta", True), ("Vieja", False), ("Alfa", True)):
        RespuestaPreparada.objects.create(titulo=titulo, texto="x", activa=activa)
    assert [str(una) for una in preparadas()] == ["Alfa", "Zeta"]


def test_de_quien_no_tiene_cuenta_ni_producto_no_queda_ninguna_marca(agente: Usuario) -> None:
    una = RespuestaPreparada.objects.create(
        titulo="Toda", texto="[{{ cuenta.nombre }}][{{ caso.producto }}]{{ contacto.nombre }}"
    )
    texto = texto_preparado(clave=str(una.pk), caso=crear_caso(), agente=agente)
    assert texto == "[][]Persona sin cuenta"


@pytest.mark.parametrize("clave", ["1.0", " 1", "+1", "1_0", "٣", "\x00"])
def test_solo_una_clave_de_cifras_nombra_una(agente: Usuario, clave: str) -> None:
    RespuestaPreparada.objects.create(pk=1, titulo="Una", texto="x")
    assert texto_preparado(clave=clave, caso=crear_caso(), agente=agente) is None


def test_insertar_dos_veces_no_pierde_la_primera() -> None:
    assert agregar(agregar("", "Uno"), "Dos") == "Uno\n\nDos"


def test_la_base_no_admite_dos_con_el_mismo_titulo() -> None:
    RespuestaPreparada.objects.create(titulo="Saludo", texto="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        RespuestaPreparada.objects.create(titulo="Saludo", texto="y")
