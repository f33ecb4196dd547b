"""Mails made to keep a worker busy: each is read, or said to be too much, in little time."""

import time

import pytest

from mesa_ayuda.entrada.automatico import juzgar
from mesa_ayuda.entrada.desmesura import CABECERAS_MAXIMAS, CONTENEDORES_MAXIMOS
from mesa_ayuda.entrada.lectura import CorreoIlegible, decodificar, leer, presentar
from mesa_ayuda.enums import TipoMensaje, Veredicto
from mesa_ayuda.models import CorreoEntrante, Mensaje
from tests.mesa_ayuda.entrada.conftest import Tomar
from tests.mesa_ayuda.entrada.muestras import anidado

COMIENZO = b"From: Eva <eva@mala.example>\r\nSubject: x\r\n"
POCO = 5
"""Seconds; the worst of these took minutes, some of them hours."""
PUNYCODE = b"a" * 2_000 + b"-" + b"bcdefgh" * 100_000
DESMESURADOS = {
    "asunto": (b"From: a@b.co\r\nSubject: " + b"=?utf-8?q?a?= " * 100_000 + b"\r\n\r\nx", "256 KB"),
    "ni una letra": (b" \r\n" * 1_000_000, "256 KB"),
    "parámetros": (COMIENZO + b"Content-Type: text/plain" + b';"' * 9_000 + b"\r\n\r\nx", "larga"),
    "de una parte": (
        COMIENZO
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment"
        + b";\r\n a=b" * 300_000
        + b"\r\n\r\nx",
        "larga",
    ),
    "contenedores": (anidado(CONTENEDORES_MAXIMOS + 1) + b"\r\nx" * 300_000, "demasiadas partes"),
}
LEIBLES = {
    "punycode en el cuerpo": b"Content-Type: text/plain; charset=punycode\r\n\r\n" + PUNYCODE,
    "un párrafo de vacíos": b"\r\nhola" + b"\n" * 3_000_000,
    "etiquetas sin fin": b"Content-Type: text/html\r\n\r\n" + b"<a " * 200_000,
    "comillas sin fin": b"Content-Type: text/html\r\n\r\n" + b'<a a="' * 100_000,
    "comentarios sin fin": b"Content-Type: text/html\r\n\r\n" + b"<!-- x>" * 100_000,
}


@pytest.mark.parametrize("cual", DESMESURADOS)
def test_lo_desmesurado_se_dice_en_poco_tiempo(cual: str) -> None:
    octetos, motivo = DESMESURADOS[cual]
    inicio = time.monotonic()
    with pytest.raises(CorreoIlegible, match=motivo):
        leer(octetos)
    presentar(octetos)
    assert time.monotonic() - inicio < POCO


@pytest.mark.django_db
@pytest.mark.parametrize("cual", LEIBLES)
def test_lo_que_solo_es_raro_se_recibe_en_poco_tiempo(tomar: Tomar, cual: str) -> None:
    inicio = time.monotonic()
    assert tomar(COMIENZO + LEIBLES[cual]).veredicto == Veredicto.CASO_NUEVO
    assert time.monotonic() - inicio < POCO
    assert Mensaje.objects.get(tipo=TipoMensaje.PUBLICO).texto != ""


def test_los_juegos_de_los_dominios_no_valen_para_una_carta() -> None:
    inicio = time.monotonic()
    assert decodificar(PUNYCODE, "Punycode").startswith("aaa")
    nombre = leer(b"From: =?punycode?q?" + PUNYCODE[:200_000] + b"?= <a@b.co>\r\n\r\nx").remitente
    assert nombre.correo == "a@b.co"
    assert time.monotonic() - inicio < POCO


def test_una_carta_con_muchos_destinatarios_no_es_desmesurada() -> None:
    para = b",\r\n ".join(b"persona%d@empresa.example" % n for n in range(2_000))
    octetos = COMIENZO + b"To: " + para + b"\r\n\r\nhola"
    assert len(octetos) < CABECERAS_MAXIMAS
    leido = leer(octetos)
    assert len(leido.para) == 2_000
    assert juzgar(leido).motivo == ""


@pytest.mark.django_db
def test_de_lo_que_no_se_lee_se_sabe_quien_lo_envia(tomar: Tomar) -> None:
    assert tomar(COMIENZO + b"\r\n" + b"x" * 11 * 1024 * 1024).veredicto == Veredicto.NO_IMPORTADO
    fila = CorreoEntrante.objects.no_importados().get()
    assert (fila.remitente, fila.asunto) == ("eva@mala.example", "x")
