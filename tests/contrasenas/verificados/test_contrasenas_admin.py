"""Passwords in the admin: what became of each, which are locked, and unlocking them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contrasenas.enums import EstadoContrasena
from contrasenas.models import Camara, Contrasena
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.contrasenas.activacion.recetas import (
    NAVEGADOR,
    PIN,
    Entregada,
    dar_datos,
    entregar,
    entregar_prueba,
    hasta_el_pin,
)
from tests.contrasenas.recetas import crear_contrasena

pytestmark = pytest.mark.django_db
Entrar = Callable[[Usuario], Client]
LISTA = reverse("admin:contrasenas_contrasena_changelist")


@pytest.fixture
def bloqueada(camara: Camara) -> Entregada:
    return entregar(camara, estado=EstadoContrasena.BLOQUEADA, fallos=15, nombre="LA BLOQUEADA")


@pytest.fixture
def en_pausa(camara: Camara) -> Entregada:
    hasta = timezone.now() + timedelta(minutes=9)
    return entregar(camara, bloqueada_hasta=hasta, fallos=5, nombre="LA EN PAUSA")


def ficha(fila: Contrasena) -> str:
    return reverse("admin:contrasenas_contrasena_change", args=[fila.pk])


def elegir(client: Client, *filas: Contrasena, **mas: str) -> Any:
    datos = {"action": "desbloquear", "_selected_action": [str(f.pk) for f in filas], **mas}
    return client.post(LISTA, datos, follow=True)


def test_el_filtro_deja_las_bloqueadas_ahora(
    operadora: Usuario,
    camara: Camara,
    bloqueada: Entregada,
    en_pausa: Entregada,
    cliente_de: Entrar,
) -> None:
    entregar(camara, nombre="LA LIBRE")
    antes = timezone.now() - timedelta(minutes=1)
    entregar(camara, nombre="LA DESCANSADA", bloqueada_hasta=antes, fallos=5)
    pagina = cliente_de(operadora).get(LISTA, {"bloqueo": "si"}).content.decode()
    assert "LA BLOQUEADA" in pagina
    assert "Hasta que se desbloquee" in pagina
    assert "LA EN PAUSA" in pagina
    assert "Hasta las" in pagina
    assert "LA LIBRE" not in pagina
    assert "LA DESCANSADA" not in pagina


def test_desbloquear_pide_motivo_queda_escrito_y_deja_activar(
    operadora: Usuario, bloqueada: Entregada, en_pausa: Entregada, cliente_de: Entrar
) -> None:
    client = cliente_de(operadora)
    filas = (bloqueada.fila, en_pausa.fila)
    assert "Se aplicará a 2 filas" in elegir(client, *filas).content.decode()
    assert "Escriba el motivo" in elegir(client, *filas, confirmar="1").content.decode()
    assert bloqueada.refrescar().estado == EstadoContrasena.BLOQUEADA
    elegir(client, *filas, confirmar="1", motivo="Llamó y respondió las preguntas")
    for entregada in (bloqueada, en_pausa):
        fila = entregada.refrescar()
        assert (fila.estado, fila.fallos) == (EstadoContrasena.ENVIADA, 0)
        assert fila.bloqueada_hasta is None
        evento = Evento.objects.de(fila).get()
        assert evento.accion == "Desbloqueó"
        assert evento.motivo == "Llamó y respondió las preguntas"
        assert dar_datos(Client(), entregada)["Location"] == PIN


def test_lo_que_no_esta_bloqueado_no_se_desbloquea(
    operadora: Usuario, camara: Camara, cliente_de: Entrar
) -> None:
    libre = entregar(camara).fila
    pagina = elegir(cliente_de(operadora), libre).content.decode()
    assert "Ninguna de las elegidas está bloqueada" in pagina


@pytest.mark.parametrize("con", ["numero", "matricula", "correo"])
def test_se_busca_por_valores_completos(
    operadora: Usuario, camara: Camara, cliente_de: Entrar, con: str
) -> None:
    buscada = entregar(camara, nombre="LA BUSCADA", numero="1020304", matricula="556677").fila
    entregar(camara, nombre="LA OTRA", numero="1020305")
    termino = {"numero": "1.020.304", "matricula": "0556677", "correo": buscada.correo.upper()}[con]
    pagina = cliente_de(operadora).get(LISTA, {"q": termino}).content.decode()
    assert "LA BUSCADA" in pagina
    assert "LA OTRA" not in pagina


@pytest.mark.parametrize("termino", ["000", "0", ".", "- -", "🙂"])
def test_buscar_sin_un_numero_no_trae_las_de_prueba(
    operadora: Usuario, camara: Camara, cliente_de: Entrar, termino: str
) -> None:
    # A test's row has no registration, and neither have these terms any digit that counts.
    entregar_prueba(camara, nombre="LA DE PRUEBA", matricula="")
    pagina = cliente_de(operadora).get(LISTA, {"q": termino})
    assert pagina.status_code == 200
    assert "LA DE PRUEBA" not in pagina.content.decode()


def test_la_de_prueba_se_busca_por_su_identificacion_y_por_quien_prueba(
    operadora: Usuario, camara: Camara, cliente_de: Entrar
) -> None:
    prueba = entregar_prueba(camara, nombre="LA DE PRUEBA", matricula="").fila
    entregar(camara, nombre="LA OTRA")
    for termino in (camara.identificacion_prueba, prueba.correo.upper()):
        pagina = cliente_de(operadora).get(LISTA, {"q": termino}).content.decode()
        assert "LA DE PRUEBA" in pagina
        assert "LA OTRA" not in pagina


def test_la_ficha_muestra_las_solicitudes_y_ningun_secreto(
    operadora: Usuario, camara: Camara, cliente_de: Entrar
) -> None:
    entregada = entregar(camara)
    pin = hasta_el_pin(Client(), entregada)
    pagina = cliente_de(operadora).get(ficha(entregada.fila)).content.decode()
    assert NAVEGADOR in pagina
    assert "Espera el PIN" in pagina
    fila = entregada.fila
    for secreto in (pin, entregada.ficha, fila.ficha_hash, fila.clave_hash, entregada.clave):
        assert secreto is not None
        assert secreto not in pagina


def test_tampoco_la_clave_que_aun_no_sale(
    operadora: Usuario, camara: Camara, cliente_de: Entrar
) -> None:
    fila = crear_contrasena(camara, ficha="una-ficha-secreta")
    pagina = cliente_de(operadora).get(ficha(fila)).content.decode()
    assert fila.numero in pagina
    assert fila.clave is not None
    assert fila.clave not in pagina
    assert "una-ficha-secreta" not in pagina


def test_para_otra_camara_no_existe(
    forastero: Usuario, bloqueada: Entregada, cliente_de: Entrar
) -> None:
    client = cliente_de(forastero)
    consultas: list[dict[str, str]] = [{}, {"bloqueo": "si"}, {"q": bloqueada.fila.numero}]
    for parametros in consultas:
        assert "LA BLOQUEADA" not in client.get(LISTA, parametros).content.decode()
    assert client.get(ficha(bloqueada.fila)).status_code == 404
    elegir(client, bloqueada.fila, confirmar="1", motivo="x")
    assert bloqueada.refrescar().estado == EstadoContrasena.BLOQUEADA


def test_nadie_crea_ni_edita_ni_borra(
    operadora: Usuario, bloqueada: Entregada, cliente_de: Entrar
) -> None:
    client = cliente_de(operadora)
    assert client.get(LISTA + "add/").status_code == 403
    borrar = reverse("admin:contrasenas_contrasena_delete", args=[bloqueada.fila.pk])
    assert client.post(borrar, {"post": "yes"}).status_code == 403
    client.post(ficha(bloqueada.fila), {"estado": "enviada"})
    assert bloqueada.refrescar().estado == EstadoContrasena.BLOQUEADA
