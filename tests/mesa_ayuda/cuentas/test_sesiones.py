"""My sessions: seen by me alone, and closed for good."""

import pytest
from django.test import Client

from mesa_ayuda.cuentas.navegador import en_palabras
from mesa_ayuda.models import SesionAbierta
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE

pytestmark = pytest.mark.django_db
SESIONES = "/mesa-de-ayuda/sesiones/"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"


def entrar(usuario: Usuario, agente: str = CHROME) -> Client:
    cliente = Client(headers={"user-agent": agente})
    cliente.post("/mesa-de-ayuda/ingresar/", {"usuario": usuario.email, "clave": CLAVE})
    return cliente


def test_se_ven_las_propias_y_se_cierra_otra(cliente: Usuario, forastero: Usuario) -> None:
    mia, otra, ajena = entrar(cliente), entrar(cliente, "Firefox/1 Android"), entrar(forastero)
    pagina = mia.get(SESIONES).content.decode()
    assert "Chrome en Windows" in pagina
    assert "Firefox en Android" in pagina
    assert pagina.count('name="sesion"') == 1
    fila = SesionAbierta.objects.get(navegador="Firefox en Android")
    mia.post(f"{SESIONES}cerrar/", {"sesion": fila.pk})
    assert otra.get(SESIONES).status_code == 302
    assert mia.get(SESIONES).status_code == ajena.get(SESIONES).status_code == 200


def test_la_de_otra_persona_no_se_cierra(cliente: Usuario, forastero: Usuario) -> None:
    mia, ajena = entrar(cliente), entrar(forastero)
    fila = SesionAbierta.objects.get(usuario=forastero)
    mia.post(f"{SESIONES}cerrar/", {"sesion": fila.pk})
    assert ajena.get(SESIONES).status_code == 200


def test_se_cierran_todas_menos_esta(cliente: Usuario) -> None:
    mia, una, dos = (entrar(cliente) for _ in range(3))
    mia.post(f"{SESIONES}cerrar/", {"todas": "1"})
    assert [c.get(SESIONES).status_code for c in (mia, una, dos)] == [200, 302, 302]


@pytest.mark.parametrize("clave", ["", "x", "-1", "9" * 30, "\x00", "²"])
def test_una_clave_inventada_no_rompe_nada(cliente: Usuario, clave: str) -> None:
    mia = entrar(cliente)
    assert mia.post(f"{SESIONES}cerrar/", {"sesion": clave}).status_code == 302
    assert mia.get(SESIONES).status_code == 200


def test_del_navegador_no_se_copia_nada() -> None:
    assert en_palabras("<script>alert(1)</script>") == "Navegador desconocido"
    assert en_palabras("x" * 10_000) == "Navegador desconocido"
    assert en_palabras("Mozilla/5.0 (iPhone) Version/17 Safari/604") == "Safari en iOS"
