"""My sessions: seen by me alone, and closed for good."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from mesa_ayuda.cuentas.fichas import ruta_de_clave
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


def test_cerrar_esta_es_salir(cliente: Usuario) -> None:
    mia, otra = entrar(cliente), entrar(cliente, "Firefox/1 Android")
    fila = SesionAbierta.objects.exclude(navegador="Firefox en Android").get()
    hecha = mia.post(f"{SESIONES}cerrar/", {"sesion": fila.pk})
    assert hecha.headers["Location"] == "/mesa-de-ayuda/ingresar/?aviso=salida"
    assert [c.get(SESIONES).status_code for c in (mia, otra)] == [302, 200]


def test_cerrar_todas_no_toca_las_de_otra_persona(cliente: Usuario, forastero: Usuario) -> None:
    mia, otra, ajena = entrar(cliente), entrar(cliente), entrar(forastero)
    mia.post(f"{SESIONES}cerrar/", {"todas": "1"})
    assert [c.get(SESIONES).status_code for c in (mia, otra, ajena)] == [200, 302, 200]


def test_una_sesion_que_ya_vencio_no_se_muestra_como_abierta(cliente: Usuario) -> None:
    mia = entrar(cliente)
    entrar(cliente, "Firefox/1 Android")
    vencida = SesionAbierta.objects.get(navegador="Firefox en Android")
    assert "Firefox en Android" in mia.get(SESIONES).content.decode()
    ayer = timezone.now() - timedelta(days=1)
    Session.objects.filter(pk=vencida.sesion_id).update(expire_date=ayer)
    assert "Firefox en Android" not in mia.get(SESIONES).content.decode()


def test_las_que_cerro_una_clave_nueva_no_se_muestran(client: Client, cliente: Usuario) -> None:
    entrar(cliente, "Firefox/1 Android")
    nueva = "otra clave larga de prueba 43"
    cliente.refresh_from_db()
    client.post(ruta_de_clave(cliente), {"new_password1": nueva, "new_password2": nueva})
    pagina = client.get(SESIONES).content.decode()
    assert "Firefox en Android" not in pagina
    assert SesionAbierta.objects.filter(usuario=cliente).count() == 1


def test_sin_sesion_o_con_un_enlace_no_se_cierra_nada(client: Client, cliente: Usuario) -> None:
    mia = entrar(cliente)
    fila = SesionAbierta.objects.get()
    assert client.post(f"{SESIONES}cerrar/", {"sesion": fila.pk}).status_code == 302
    assert mia.get(f"{SESIONES}cerrar/", {"sesion": fila.pk}).status_code == 405
    assert mia.get(SESIONES).status_code == 200
