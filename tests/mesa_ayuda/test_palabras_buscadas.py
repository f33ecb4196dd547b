"""Queries made from what people type."""

import pytest

from mesa_ayuda.busqueda import CON_NOTAS, consulta_de, numero_de_caso
from mesa_ayuda.enums import TipoMensaje
from mesa_ayuda.models import Caso, Mensaje
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


def hallados(texto: str, pesos: str = "ABC", *, todas: bool = True) -> list[Caso]:
    consulta = consulta_de(texto, pesos=pesos, todas=todas)
    assert consulta is not None
    return list(Caso.objects.filter(busqueda=consulta))


def test_se_busca_por_palabras_enteras_o_empezadas_sin_tildes_ni_mayusculas() -> None:
    caso = crear_caso(asunto="Renovación del CERTIFICADO")
    for texto in ("renovacion", "RENOVACIÓN certificado", "certif", "certificados renov"):
        assert hallados(texto) == [caso], texto
    assert hallados("renovacion factura") == []
    assert hallados("renovacion factura", todas=False) == [caso]


def test_las_notas_internas_solo_con_su_peso() -> None:
    caso = crear_caso()
    Mensaje.objects.create(
        caso=caso, tipo=TipoMensaje.NOTA, del_personal=True, texto="sospecha de suplantación"
    )
    assert hallados("suplantacion") == []
    assert hallados("suplantacion", CON_NOTAS) == [caso]


@pytest.mark.parametrize(
    "texto", ["a & b | !c", "':*<->", "\\' )(", "x:*D", "foo:A" * 100, "de la", "\x00abc", "€ 漢字"]
)
def test_nada_de_lo_que_se_escriba_rompe_la_consulta(texto: str) -> None:
    consulta = consulta_de(texto)
    if consulta is not None:
        list(Caso.objects.filter(busqueda=consulta))


def test_sin_palabras_no_hay_consulta() -> None:
    assert consulta_de("") is consulta_de(" .,;:!¿? ") is None


@pytest.mark.parametrize(
    ("texto", "numero"),
    [
        *(("CS0053363", 53363), ("cs 53363", 53363), (" 53363 ", 53363), ("CS0000000", None)),
        *(("CS", None), ("caso 1", None), ("1" * 19, None), ("", None)),
    ],
)
def test_el_numero_del_caso_se_reconoce_escrito_de_cualquier_modo(
    texto: str, numero: int | None
) -> None:
    assert numero_de_caso(texto) == numero
