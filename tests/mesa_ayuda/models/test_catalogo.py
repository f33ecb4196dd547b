"""What the database itself refuses of services, products and what is reported of them."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from mesa_ayuda.enums import Grado
from mesa_ayuda.models import Caso, Novedad, Producto, Servicio
from tests.contrasenas.models.rechazo import rechaza
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


@pytest.fixture
def servicio() -> Servicio:
    """A service of ours."""
    return Servicio.objects.create(nombre="Servicio inventado")


def test_los_nombres_no_se_repiten_dentro_de_lo_mismo(servicio: Servicio) -> None:
    otro = Servicio.objects.create(nombre="Otro servicio inventado")
    with rechaza("mesa_ayuda_servicio_nombre_key"):
        Servicio.objects.create(nombre=servicio.nombre)
    producto = Producto.objects.create(servicio=servicio, nombre="Producto")
    with rechaza("producto_unico"):
        Producto.objects.create(servicio=servicio, nombre="Producto")
    segundo = Producto.objects.create(servicio=otro, nombre="Producto")
    Novedad.objects.create(producto=producto, nombre="No abre")
    with rechaza("novedad_unica"):
        Novedad.objects.create(producto=producto, nombre="No abre")
    Novedad.objects.create(producto=segundo, nombre="No abre")


@pytest.mark.parametrize("grado", [0, 4])
def test_una_novedad_propone_grados_que_existen(servicio: Servicio, grado: int) -> None:
    producto = Producto.objects.create(servicio=servicio, nombre="Producto")
    for campo in ("impacto", "urgencia"):
        with rechaza("novedad_grados"):
            Novedad.objects.create(producto=producto, nombre="No abre", **{campo: grado})
    for valor in Grado:
        Novedad.objects.create(producto=producto, nombre=valor.label, impacto=valor, urgencia=valor)


def test_lo_que_nombra_un_caso_no_se_borra(servicio: Servicio) -> None:
    producto = Producto.objects.create(servicio=servicio, nombre="Producto")
    novedad = Novedad.objects.create(producto=producto, nombre="No abre")
    crear_caso(servicio=servicio, producto=producto, novedad=novedad)
    for fila in (novedad, producto, servicio):
        with pytest.raises(ProtectedError), transaction.atomic():
            fila.delete()
    Caso.objects.all().delete()
    for fila in (novedad, producto, servicio):
        fila.delete()
    assert not Servicio.objects.filter(nombre="Servicio inventado").exists()
