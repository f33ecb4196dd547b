"""Mail that SendGrid posts: the secret first, then the raw bytes as they came."""

import base64
import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from mesa_ayuda.entrada.autenticidad import nombre_del_webhook
from mesa_ayuda.entrada.proceso import procesar
from mesa_ayuda.enums import Veredicto
from mesa_ayuda.models import Buzon, CorreoEntrante
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.entrada.muestras import NUEVA, correo, crudo
from tests.mesa_ayuda.recetas import crear_buzon, crear_caso

pytestmark = pytest.mark.django_db
RUTA = "/webhooks/correo/entrante/"
ENCIMA = f"Authentication-Results: {nombre_del_webhook()}; ".encode()


@pytest.fixture(autouse=True)
def _secreto(settings: Settings) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": "sendgrid:secreto"}


def entregar(
    octetos: bytes | None,
    *,
    secreto: str = "sendgrid:secreto",
    para: str = "mesa@portal.example",
    comprobado: dict[str, bytes] | None = None,
) -> int:
    """Post a mail as SendGrid does in its raw mode, and return the status of the answer."""
    limite = uuid.uuid4().hex
    campos = {"envelope": json.dumps({"to": [para], "from": "x@y.example"}).encode()}
    campos |= comprobado or {}
    if octetos is not None:
        campos["email"] = octetos
    cuerpo = b"".join(
        f'--{limite}\r\nContent-Disposition: form-data; name="{nombre}"\r\n\r\n'.encode()
        + valor
        + b"\r\n"
        for nombre, valor in campos.items()
    )
    return (
        Client()
        .post(
            RUTA,
            data=cuerpo + f"--{limite}--\r\n".encode(),
            content_type=f"multipart/form-data; boundary={limite}",
            headers={"Authorization": f"Basic {base64.b64encode(secreto.encode()).decode()}"},
        )
        .status_code
    )


def test_se_guarda_el_correo_octeto_por_octeto(buzon: Buzon) -> None:
    octetos = crudo(f"From: {NUEVA}\nSubject: x", b"\xff\x00 a\xf1o\r\n--raya\r\n\r\n")
    assert reverse("mesa_ayuda_webhooks:correo_entrante") == RUTA
    assert entregar(octetos) == 200
    fila = CorreoEntrante.objects.get()
    assert fila.crudo.read() == ENCIMA + b"none\r\n" + octetos
    assert fila.buzon == buzon


@pytest.mark.parametrize(
    ("comprobado", "cabecera"),
    [
        (
            {"SPF": b"softfail", "dkim": b"{@correo.example : pass, @z.example : fail}"},
            b"spf=softfail smtp.mailfrom=y.example; "
            b"dkim=pass header.d=correo.example; dkim=fail header.d=z.example",
        ),
        (
            {"SPF": b"fail", "dkim": b"none"},
            b"spf=fail smtp.mailfrom=y.example",
        ),
        # No header of anybody's making gets in by these fields.
        ({"SPF": b"pass\r\nX: y", "dkim": b"{@a\r\nX: y : pass}"}, b"none"),
        ({}, b"none"),
    ],
)
def test_lo_que_sendgrid_comprobo_del_remitente_va_arriba(
    buzon: Buzon, comprobado: dict[str, bytes], cabecera: bytes
) -> None:
    octetos = correo(de=NUEVA)
    assert entregar(octetos, comprobado=comprobado) == 200
    assert CorreoEntrante.objects.get().crudo.read() == ENCIMA + cabecera + b"\r\n" + octetos


@pytest.mark.parametrize(
    ("comprobado", "veredicto"),
    [
        ({"dkim": b"{@transportes.example : pass}"}, Veredicto.RESPUESTA),
        ({"dkim": b"{@mala.example : pass}"}, Veredicto.CASO_NUEVO),
        ({}, Veredicto.CASO_NUEVO),
    ],
)
def test_el_numero_solo_vale_si_sendgrid_respondio_por_el_remitente(
    buzon: Buzon, cliente: Usuario, comprobado: dict[str, bytes], veredicto: Veredicto
) -> None:
    caso = crear_caso(cliente)
    entregar(correo(de=cliente.email, asunto=caso.numero), comprobado=comprobado)
    resultado = procesar(pk=CorreoEntrante.objects.get().pk)
    assert resultado is not None
    assert resultado.veredicto == veredicto


def test_dos_entregas_del_mismo_son_un_correo(buzon: Buzon) -> None:
    octetos = correo()
    assert [entregar(octetos), entregar(octetos)] == [200, 200]
    assert CorreoEntrante.objects.count() == 1


def test_uno_mas_grande_que_cualquier_formulario_cabe(buzon: Buzon) -> None:
    assert entregar(correo("x" * 60 + "\n" + "palabra " * 600_000)) == 200
    assert CorreoEntrante.objects.get().tamano > 4_000_000


def test_llega_al_buzon_que_dice_el_sobre(buzon: Buzon) -> None:
    otro = crear_buzon("otra@portal.example")
    entregar(correo(), para="Otra@portal.example")
    assert CorreoEntrante.objects.get().buzon == otro


@pytest.mark.parametrize("secreto", ["sendgrid:otro", ":", "sendgrid:"])
def test_sin_el_secreto_no_entra_nada(buzon: Buzon, secreto: str) -> None:
    assert entregar(correo(), secreto=secreto) == 403
    assert not CorreoEntrante.objects.exists()


def test_sin_secreto_configurado_la_puerta_esta_cerrada(buzon: Buzon, settings: Settings) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": ""}
    assert entregar(correo()) == 503
    assert not CorreoEntrante.objects.exists()


def test_en_otro_modo_sendgrid_guarda_el_correo_y_vuelve_a_intentarlo(buzon: Buzon) -> None:
    assert entregar(None) == 503
    assert not CorreoEntrante.objects.exists()


def test_mirar_la_direccion_no_cambia_nada(client: Client) -> None:
    assert client.get(RUTA).status_code == 405
    assert client.head(RUTA).status_code == 200
    assert not CorreoEntrante.objects.exists()
