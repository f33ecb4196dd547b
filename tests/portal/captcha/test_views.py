"""Picture, sound and the script's refresh, over HTTP."""

import random
import wave
from datetime import timedelta
from io import BytesIO

import pytest
from captcha.models import CaptchaStore
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from portal.captcha import servicios, views
from portal.captcha.servicios import resolver_desafio

pytestmark = pytest.mark.django_db
MEDIOS = ["captcha-image", "captcha-image-2x", "captcha-audio"]
REFRESCO = "/captcha/otra/"


def pedir(client: Client, medio: str, clave: str, **cabeceras: str) -> bytes:
    respuesta = client.get(reverse(medio, args=[clave]), headers=cabeceras)
    assert respuesta.status_code in (200, 206)
    return respuesta.getvalue()


def test_la_imagen_es_un_png(client: Client, clave: str) -> None:
    respuesta = client.get(reverse("captcha-image", args=[clave]))
    assert respuesta.headers["Content-Type"] == "image/png"
    assert Image.open(BytesIO(respuesta.content)).size == (520, 168)


def test_el_audio_es_un_wav_de_largo_conocido(client: Client, clave: str) -> None:
    respuesta = client.get(reverse("captcha-audio", args=[clave]))
    contenido = respuesta.getvalue()
    assert respuesta.headers["Content-Type"] == "audio/wav"
    assert int(respuesta.headers["Content-Length"]) == len(contenido)
    with wave.open(BytesIO(contenido)) as archivo:
        assert archivo.getnframes() > 4 * archivo.getframerate()


@pytest.mark.parametrize("medio", MEDIOS)
def test_nadie_guarda_copia(client: Client, clave: str, medio: str) -> None:
    respuesta = client.get(reverse(medio, args=[clave]))
    assert "no-store" in respuesta.headers["Cache-Control"]
    assert "private" in respuesta.headers["Cache-Control"]


@pytest.mark.parametrize("medio", MEDIOS)
def test_verlo_u_oirlo_no_lo_gasta_ni_hace_filas(
    client: Client, clave: str, texto: str, medio: str
) -> None:
    for _ in range(3):
        pedir(client, medio, clave)
        client.head(reverse(medio, args=[clave]))
    assert CaptchaStore.objects.count() == 1
    assert resolver_desafio(clave=clave, respuesta=texto)


@pytest.mark.parametrize("medio", MEDIOS)
def test_lo_desconocido_lo_vencido_y_lo_gastado_ya_no_existe(
    client: Client, clave: str, medio: str
) -> None:
    assert client.get(reverse(medio, args=["f" * 40])).status_code == 410
    assert client.get(reverse(medio, args=["dummy"])).status_code == 410
    CaptchaStore.objects.update(expiration=timezone.now() - timedelta(seconds=1))
    vencido = client.get(reverse(medio, args=[clave]))
    assert vencido.status_code == 410
    assert "no-store" in vencido.headers["Cache-Control"]
    CaptchaStore.objects.update(expiration=timezone.now() + timedelta(minutes=1))
    resolver_desafio(clave=clave, respuesta="no es")
    assert client.get(reverse(medio, args=[clave])).status_code == 410


@pytest.mark.parametrize("medio", MEDIOS)
def test_el_azar_global_queda_como_estaba(client: Client, clave: str, medio: str) -> None:
    random.seed(7)
    estado = random.getstate()
    pedir(client, medio, clave)
    assert random.getstate() == estado


@pytest.mark.parametrize("medio", MEDIOS)
def test_la_misma_clave_da_siempre_lo_mismo(client: Client, clave: str, medio: str) -> None:
    assert pedir(client, medio, clave) == pedir(client, medio, clave)


@pytest.mark.parametrize("medio", MEDIOS)
def test_conocer_la_clave_y_el_texto_no_basta_para_predecirlo(
    client: Client, clave: str, medio: str, settings: Settings
) -> None:
    antes = pedir(client, medio, clave)
    settings.SECRET_KEY = "otro secreto"
    assert pedir(client, medio, clave) != antes


@pytest.mark.parametrize("medio", ["captcha-image", "captcha-audio"])
def test_dos_desafios_con_el_mismo_texto_no_se_parecen(
    client: Client, clave: str, texto: str, medio: str
) -> None:
    otra = servicios.crear_desafio(visitante="a")
    CaptchaStore.objects.filter(hashkey=otra).update(challenge=texto)
    assert pedir(client, medio, clave) != pedir(client, medio, otra)


def test_un_reproductor_puede_pedir_el_audio_por_pedazos(client: Client, clave: str) -> None:
    ruta = reverse("captcha-audio", args=[clave])
    entero = pedir(client, "captcha-audio", clave)
    primero = client.get(ruta, headers={"Range": "bytes=0-1"})
    assert primero.status_code == 206
    assert primero.headers["Content-Range"] == f"bytes 0-1/{len(entero)}"
    assert primero.getvalue() == b"RI"
    assert pedir(client, "captcha-audio", clave, Range="bytes=44-") == entero[44:]
    assert pedir(client, "captcha-audio", clave, Range="bytes=-100") == entero[-100:]


@pytest.mark.parametrize(
    "rango",
    ["", "bytes", "bytes=", "bytes=5-3", "bytes=a-b", "x=0-1", "bytes=--5", "bytes=99999999-"],
)
def test_un_rango_que_no_se_entiende_da_el_audio_entero(
    client: Client, clave: str, rango: str
) -> None:
    entero = pedir(client, "captcha-audio", clave)
    assert pedir(client, "captcha-audio", clave, Range=rango) == entero


@pytest.mark.parametrize(
    ("nombre", "maximo"), [("captcha-audio", "MAXIMO_AUDIOS"), ("captcha-image", "MAXIMO_IMAGENES")]
)
def test_audios_e_imagenes_tienen_un_limite_por_visitante(
    client: Client, clave: str, monkeypatch: pytest.MonkeyPatch, nombre: str, maximo: str
) -> None:
    monkeypatch.setattr(views, maximo, 2)
    pedir(client, nombre, clave)
    pedir(client, nombre, clave)
    assert client.get(reverse(nombre, args=[clave])).status_code == 429


def test_refrescar_da_otro_desafio_y_desecha_el_anterior(client: Client, clave: str) -> None:
    respuesta = client.post(REFRESCO, {"clave": clave})
    nuevo = respuesta.json()
    assert set(nuevo) == {"clave", "imagen", "audio"}
    assert CaptchaStore.objects.get().hashkey == nuevo["clave"] != clave
    assert client.get(nuevo["imagen"]).status_code == 200
    assert client.get(nuevo["audio"]).status_code == 200
    assert "no-store" in respuesta.headers["Cache-Control"]


@pytest.mark.parametrize("rara", ["", "\0", "no existe", "x" * 5_000])
def test_refrescar_sin_una_clave_buena_tambien_da_otro(client: Client, rara: str) -> None:
    assert client.post(REFRESCO, {"clave": rara}).status_code == 200
    assert CaptchaStore.objects.count() == 1


def test_refrescar_con_get_no_hace_nada(client: Client) -> None:
    assert client.get(REFRESCO).status_code == 405
    assert not CaptchaStore.objects.exists()


def test_refrescar_exige_la_marca_contra_falsificacion() -> None:
    assert Client(enforce_csrf_checks=True).post(REFRESCO).status_code == 403
    assert not CaptchaStore.objects.exists()


def test_refrescar_tiene_un_limite_por_visitante(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servicios, "MAXIMO_POR_VISITANTE", 3)
    codigos = [client.post(REFRESCO).status_code for _ in range(4)]
    assert codigos == [200, 200, 200, 429]
    assert CaptchaStore.objects.count() == 3
