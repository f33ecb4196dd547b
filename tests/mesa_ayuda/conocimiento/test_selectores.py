"""What a search finds, and what is suggested for a case."""

import pytest

from mesa_ayuda.conocimiento.selectores import articulos_para, buscar
from mesa_ayuda.models import Producto
from tests.mesa_ayuda.conocimiento.recetas import crear_articulo

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "texto", ["correo", "CÓRREO", "descarg", "cuarentena", "llega correo", "correos", "no deseado"]
)
def test_halla_sin_acentos_ni_mayusculas_y_por_el_comienzo(texto: str) -> None:
    articulo = crear_articulo()
    assert list(buscar(texto)) == [articulo]


@pytest.mark.parametrize("texto", ["token", "correo token", "", "!!!", "'&|:*("])
def test_lo_que_no_esta_no_aparece(texto: str) -> None:
    crear_articulo()
    assert list(buscar(texto)) == []


def test_lo_no_publicado_no_se_halla_ni_se_sugiere() -> None:
    crear_articulo(publicado=False)
    assert list(buscar("correo")) == []
    assert articulos_para("no llega el correo") == []


def test_el_titulo_pesa_mas_que_el_cuerpo() -> None:
    en_cuerpo = crear_articulo("otro", titulo="Otra cosa", cuerpo="El correo, una vez.")
    en_titulo = crear_articulo()
    assert list(buscar("correo")) == [en_titulo, en_cuerpo]


def test_sugiere_con_cualquier_palabra_y_solo_del_producto() -> None:
    producto, otro = Producto.objects.all()[:2]
    general = crear_articulo("general")
    del_producto = crear_articulo("del-producto", producto=producto)
    del_otro = crear_articulo("del-otro", producto=otro)
    texto = "Desde ayer mi correo no recibe nada"
    assert set(articulos_para(texto)) == {general, del_producto, del_otro}
    assert set(articulos_para(texto, producto=producto)) == {general, del_producto}
    assert articulos_para("cor") == []
