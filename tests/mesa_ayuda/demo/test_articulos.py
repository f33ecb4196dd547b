"""The demo's articles: of every service, whole, and found by whoever describes a fault."""

import pytest
from django.test import Client
from django.urls import reverse

from mesa_ayuda.conocimiento.selectores import articulos_para, publicados
from mesa_ayuda.demo.articulos import ARTICULOS
from mesa_ayuda.demo.carga_articulos import cargar_articulos
from mesa_ayuda.models import Articulo, Servicio

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _articulos(db: None) -> None:
    cargar_articulos()
    cargar_articulos()


def test_hay_articulos_de_cada_servicio_y_uno_general() -> None:
    assert publicados().count() == len(ARTICULOS)
    de = set(Articulo.objects.values_list("servicio__nombre", flat=True))
    assert de == {None, *Servicio.objects.values_list("nombre", flat=True)}
    con_servicio = Articulo.objects.filter(servicio__isnull=False)
    assert not con_servicio.filter(producto=None).exists()


@pytest.mark.parametrize(
    ("asunto", "titulo"),
    [
        ("no me ha llegado el correo para descargar", "No me llega el correo de descarga"),
        ("TOKEN BLOQUEADO, olvidé el pin", "Olvidé el PIN del token o lo bloqueé"),
        ("mi certificado vence este mes, quiero renovarlo", "Renovar el certificado"),
        ("activar contraseña de la cámara", "Activar la contraseña"),
        ("cuánto se demora una pqrsa", "En cuánto tiempo responden una PQRSA"),
    ],
)
def test_el_asunto_de_una_persona_lleva_al_articulo(asunto: str, titulo: str) -> None:
    titulos = [articulo.titulo for articulo in articulos_para(asunto)]
    assert any(hallado.startswith(titulo) for hallado in titulos), titulos


def test_cada_articulo_se_puede_leer(client: Client) -> None:
    for texto in ARTICULOS:
        pagina = client.get(reverse("conocimiento:articulo", args=[texto.direccion]))
        assert texto.titulo in pagina.content.decode()
