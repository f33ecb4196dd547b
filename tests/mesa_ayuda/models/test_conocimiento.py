"""What the database itself refuses of articles and of what readers say of them."""

import pytest
from django.contrib.postgres.search import SearchQuery

from mesa_ayuda.models import Articulo, Opinion, Servicio
from tests.contrasenas.models.rechazo import rechaza

pytestmark = pytest.mark.django_db


@pytest.fixture
def articulo() -> Articulo:
    """An article of a service."""
    return Articulo.objects.create(
        titulo="Instalar el certificado",
        direccion="instalar-inventado",
        cuerpo="Conecte la impresora.",
        servicio=Servicio.objects.create(nombre="Servicio inventado"),
    )


def test_dos_articulos_no_tienen_la_misma_direccion(articulo: Articulo) -> None:
    with rechaza("mesa_ayuda_articulo_direccion_key"):
        Articulo.objects.create(titulo="Otro", direccion=articulo.direccion, cuerpo="Otro.")


def test_un_articulo_sobrevive_a_su_servicio(articulo: Articulo) -> None:
    assert articulo.servicio
    articulo.servicio.delete()
    articulo.refresh_from_db()
    assert articulo.servicio_id is None


def test_cada_visitante_opina_una_vez_de_cada_articulo(articulo: Articulo) -> None:
    otro = Articulo.objects.create(titulo="Otro", direccion="otro-inventado", cuerpo="Otro.")
    Opinion.objects.create(articulo=articulo, visitante="a" * 64, util=True)
    with rechaza("opinion_una_vez"):
        Opinion.objects.create(articulo=articulo, visitante="a" * 64, util=False)
    Opinion.objects.create(articulo=articulo, visitante="b" * 64, util=False)
    Opinion.objects.create(articulo=otro, visitante="a" * 64, util=True)
    articulo.delete()
    assert Opinion.objects.get().articulo == otro


def test_lo_que_se_busca_sigue_al_texto(articulo: Articulo) -> None:
    Articulo.objects.filter(pk=articulo.pk).update(cuerpo="Conecte el lector óptico.")
    propio = Articulo.objects.filter(pk=articulo.pk)
    for palabra, hallado in (("optico", True), ("impresora", False), ("certificado", True)):
        consulta = SearchQuery(palabra, config="spanish", search_type="raw")
        assert propio.filter(busqueda=consulta).exists() is hallado
