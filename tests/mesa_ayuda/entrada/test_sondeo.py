"""Reading a mailbox by IMAP, against a server that speaks it."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError

from mesa_ayuda.entrada import sondeo
from mesa_ayuda.entrada.recepcion import recibir
from mesa_ayuda.models import Buzon, CorreoEntrante
from mesa_ayuda.tasks import leer_buzones
from tests.mesa_ayuda.entrada.muestras import correo
from tests.mesa_ayuda.recetas import crear_buzon
from tests.mesa_ayuda.servidor_imap import ServidorImap

pytestmark = pytest.mark.django_db


@pytest.fixture
def servidor(tmp_path: Path) -> Iterator[ServidorImap]:
    """Two unread mails."""
    with ServidorImap(tmp_path) as servidor:
        servidor.mensajes = {7: correo("Siete"), 9: correo("Nueve con ñ\n)\nA1 OK falso")}
        yield servidor


@pytest.fixture
def sondeado(servidor: ServidorImap) -> Buzon:
    """The mailbox of that server."""
    return crear_buzon(
        imap_servidor="127.0.0.1",
        imap_puerto=servidor.puerto,
        imap_usuario=servidor.usuario,
        imap_clave=servidor.clave,
    )


def leer(buzon: Buzon, servidor: ServidorImap) -> int:
    """Poll, trusting the test's certificate."""
    return sondeo.leer_buzon(pk=buzon.pk, contexto=servidor.confianza)


def test_lo_nuevo_se_guarda_octeto_por_octeto_y_se_marca_leido(
    sondeado: Buzon, servidor: ServidorImap
) -> None:
    assert leer(sondeado, servidor) == 2
    guardados = [fila.crudo.read() for fila in CorreoEntrante.objects.order_by("pk")]
    assert guardados == list(servidor.mensajes.values())
    assert servidor.leidos == {7, 9}
    sondeado.refresh_from_db()
    assert sondeado.leido_en is not None
    assert sondeado.error == ""
    assert leer(sondeado, servidor) == 0


def test_lo_que_quedo_sin_marcar_no_se_guarda_dos_veces(
    sondeado: Buzon, servidor: ServidorImap
) -> None:
    leer(sondeado, servidor)
    servidor.leidos.clear()
    assert leer(sondeado, servidor) == 0
    assert CorreoEntrante.objects.count() == 2
    assert servidor.leidos == {7, 9}


def test_uno_que_no_se_puede_guardar_no_detiene_a_los_demas(
    sondeado: Buzon, servidor: ServidorImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    bueno = recibir

    def a_veces(*, buzon: Buzon, crudo: bytes) -> object:
        if b"Siete" in crudo:
            raise DatabaseError
        return bueno(buzon=buzon, crudo=crudo)

    monkeypatch.setattr(sondeo, "recibir", a_veces)
    assert leer(sondeado, servidor) == 1
    assert servidor.leidos == {9}
    sondeado.refresh_from_db()
    assert sondeado.error.startswith("1 mensajes no se pudieron guardar")


@pytest.mark.parametrize(
    "respuesta", [b"NO [UNAVAILABLE] roto", b"BAD Command Error. 10", b"OK y nada"]
)
def test_uno_que_el_servidor_no_entrega_no_detiene_a_los_demas(
    sondeado: Buzon, servidor: ServidorImap, respuesta: bytes
) -> None:
    servidor.niega = {7: respuesta}
    assert leer(sondeado, servidor) == 1
    assert servidor.leidos == {9}
    sondeado.refresh_from_db()
    assert sondeado.error.startswith("1 mensajes no se pudieron guardar")
    servidor.niega = {}
    assert leer(sondeado, servidor) == 1
    assert servidor.leidos == {7, 9}


def test_los_que_el_servidor_no_entrega_no_ocupan_el_lugar_de_los_demas(
    sondeado: Buzon, servidor: ServidorImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sondeo, "POR_VEZ", 1)
    servidor.mensajes = {uid: correo(f"Mensaje {uid}") for uid in range(1, 5)}
    servidor.niega = {1: b"NO roto", 2: b"NO roto"}
    assert [leer(sondeado, servidor) for _ in range(3)] == [1, 1, 0]
    assert servidor.leidos == {3, 4}


def test_una_clave_rechazada_se_dice_sin_mostrarla(sondeado: Buzon, servidor: ServidorImap) -> None:
    servidor.clave = "otra"
    assert leer(sondeado, servidor) == 0
    sondeado.refresh_from_db()
    assert sondeado.error == "El servidor no aceptó el usuario o la contraseña."


def test_un_certificado_desconocido_no_se_acepta(sondeado: Buzon, servidor: ServidorImap) -> None:
    assert sondeo.leer_buzon(pk=sondeado.pk, contexto=ssl.create_default_context()) == 0
    sondeado.refresh_from_db()
    assert "certificado" in sondeado.error
    assert "LOGIN" not in servidor.ordenes


@pytest.mark.parametrize("orden", ["SELECT", "SEARCH", "FETCH", "STORE"])
def test_una_conexion_que_se_corta_se_dice_y_no_pierde_nada(
    sondeado: Buzon, servidor: ServidorImap, orden: str
) -> None:
    servidor.calla = {orden}
    leer(sondeado, servidor)
    sondeado.refresh_from_db()
    assert sondeado.error != ""
    servidor.calla = set()
    leer(sondeado, servidor)
    assert CorreoEntrante.objects.count() == 2
    sondeado.refresh_from_db()
    assert sondeado.error == ""


def test_nadie_escucha_ahi(sondeado: Buzon, servidor: ServidorImap) -> None:
    Buzon.objects.update(imap_puerto=1)
    assert leer(sondeado, servidor) == 0
    sondeado.refresh_from_db()
    assert sondeado.error == "Nadie atiende en ese servidor y puerto."


def test_una_carpeta_que_no_existe_se_dice(sondeado: Buzon, servidor: ServidorImap) -> None:
    Buzon.objects.update(imap_carpeta='Otra "carpeta"')
    leer(sondeado, servidor)
    sondeado.refresh_from_db()
    assert "No existe la carpeta" in sondeado.error


def test_un_buzon_que_no_se_usa_o_no_tiene_servidor_no_se_sondea(
    sondeado: Buzon, servidor: ServidorImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    crear_buzon("webhook@portal.example")
    crear_buzon("viejo@portal.example", imap_servidor="127.0.0.1", activo=False)
    despertados: list[int] = []
    monkeypatch.setattr(
        "mesa_ayuda.tasks.leer_buzon.apply_async", lambda args, **_: despertados.extend(args)
    )
    leer_buzones()
    assert despertados == [sondeado.pk]
