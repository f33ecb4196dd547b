"""`List-Unsubscribe`: the page, and the one click of mail programs (RFC 8058)."""

import pytest
from django.test import Client
from django.urls import reverse

from contrasenas.enums import EstadoContrasena
from contrasenas.limpieza import blanquear
from contrasenas.models import Baja, Camara
from tests.contrasenas.activacion.recetas import Entregada, entregar, entregar_prueba

pytestmark = pytest.mark.django_db
UN_CLIC = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def entregada(camara: Camara) -> Entregada:
    """A delivered password of the chamber."""
    return entregar(camara, correo="Ana.Perez@correo.example")


def url(entregada: Entregada) -> str:
    return reverse("contrasenas:baja", args=[entregada.ficha])


def test_mirar_no_da_de_baja(client: Client, entregada: Entregada) -> None:
    for respuesta in (client.get(url(entregada)), client.head(url(entregada))):
        assert respuesta.status_code == 200
        assert "no-store" in respuesta["Cache-Control"]
    assert not Baja.objects.exists()


def test_el_boton_da_de_baja_la_direccion_y_no_la_contrasena(
    client: Client, entregada: Entregada
) -> None:
    pagina = client.post(url(entregada)).content.decode()
    assert "No le enviaremos más" in pagina
    assert "correo.example" not in pagina
    baja = Baja.objects.get()
    assert (baja.camara, baja.correo) == (entregada.fila.camara, "ana.perez@correo.example")
    assert entregada.refrescar().estado == EstadoContrasena.ENVIADA


def test_un_programa_de_correo_lo_hace_sin_cookies_y_repetirlo_no_cambia_nada(
    entregada: Entregada,
) -> None:
    programa = Client(enforce_csrf_checks=True)
    for _ in range(3):
        assert programa.post(url(entregada), UN_CLIC).status_code == 200
    assert Baja.objects.count() == 1


def test_un_enlace_desconocido_se_lee_igual(client: Client, entregada: Entregada) -> None:
    ajena = reverse("contrasenas:baja", args=["x" * 43])
    bueno = client.post(url(entregada), UN_CLIC).content
    assert client.post(ajena, UN_CLIC).content == bueno
    assert Baja.objects.count() == 1


def test_el_enlace_sirve_aunque_la_contrasena_se_haya_borrado(
    client: Client, entregada: Entregada
) -> None:
    camara = entregada.fila.camara
    blanquear(camara=camara, ano=entregada.fila.ano, avance=lambda hechas, total: None)
    client.post(url(entregada))
    baja = Baja.objects.get()
    assert (baja.camara, baja.correo) == (camara, "ana.perez@correo.example")


def test_quien_prueba_no_queda_de_baja_ni_despues_de_borrar(client: Client, camara: Camara) -> None:
    prueba = entregar_prueba(camara)
    client.post(url(prueba))
    blanquear(camara=camara, ano=prueba.fila.ano, avance=lambda hechas, total: None)
    client.post(url(prueba))
    assert not Baja.objects.exists()
