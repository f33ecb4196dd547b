"""The staff's search by who a case is of: name or address, whole or in part, account or not."""

import pytest
from django.db import connection

from mesa_ayuda.agentes import busqueda
from mesa_ayuda.agentes.busqueda import claves_de
from mesa_ayuda.models import Caso
from mesa_ayuda.models.caso import DE_QUIEN
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "termino",
    ["ines", "Muñóz", "ines munoz", "MUNOZ in", "ines@pqrsa.example", "@pqrsa.example", "es@pqrsa"],
)
def test_se_halla_por_partes_del_nombre_o_de_la_direccion(termino: str) -> None:
    suyo = crear_caso(contacto_nombre="Inés Muñoz", contacto_correo="Ines@PQRSA.example")
    crear_caso(contacto_nombre="Otra Persona", contacto_correo="otra@correo.example")
    assert claves_de(termino) == ([suyo.pk], False)


def test_tambien_por_la_direccion_que_el_contacto_tiene_ahora(cliente: Usuario) -> None:
    caso = crear_caso(cliente)
    cliente.email = "Nueva@direccion.example"
    cliente.save()
    assert claves_de("nueva@direccion.example") == ([caso.pk], False)
    assert claves_de(caso.contacto_correo) == ([caso.pk], False)


@pytest.mark.parametrize("termino", ["in", "mu in", "%%%", "___", "in%s", "@", "i@", "m @", ""])
def test_lo_muy_corto_y_los_comodines_no_hallan_a_todos(termino: str) -> None:
    crear_caso(contacto_nombre="Inés Muñoz")
    assert claves_de(termino) == ([], False)


def test_la_busqueda_por_persona_tiene_indice() -> None:
    casos = Caso.objects.alias(de_quien=DE_QUIEN).filter(de_quien__contains="munoz").order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "caso_de_quien" in casos.values("pk").explain()


@pytest.mark.parametrize("pocos", [2, 2_000])
def test_muchos_o_pocos_salen_del_mas_reciente_al_mas_antiguo(
    monkeypatch: pytest.MonkeyPatch, pocos: int
) -> None:
    monkeypatch.setattr(busqueda, "POCOS", pocos)
    monkeypatch.setattr(busqueda, "TOPE", 3)
    casos = [crear_caso(asunto="La zarigüeya no firma") for _ in range(5)]
    recientes = [caso.pk for caso in reversed(casos)]
    assert busqueda.claves_de("zarigueya") == (recientes[:3], True)


def test_un_nulo_o_un_termino_enorme_no_rompen_la_busqueda() -> None:
    caso = crear_caso(contacto_nombre="Inés Muñoz")
    assert claves_de("ines\x00munoz") == ([caso.pk], False)
    assert claves_de("ines " * 5_000) == ([caso.pk], False)
    assert claves_de("x" * 100_000) == ([], False)


def test_un_numero_que_no_hay_se_busca_como_palabra() -> None:
    caso = crear_caso(asunto="Error 9999999 al firmar")
    assert claves_de("9999999") == ([caso.pk], False)
    assert claves_de(f"cs {caso.pk}") == ([caso.pk], False)


def test_lo_hallado_de_dos_maneras_sale_una_vez(cliente: Usuario) -> None:
    caso = crear_caso(cliente, asunto="Ana no entra")
    assert claves_de("ana") == ([caso.pk], False)
    assert claves_de(cliente.email) == ([caso.pk], False)
