"""The MIME message: what bulk mail must have, and nothing that a receiver can't read."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Any

import pytest

from contrasenas.envio.mensaje import Partes, componer

PARTES = Partes(
    remitente="envios@xn--cmara-xqa.example",
    nombre_remitente="Cámara de Comercio de «Ñuñez», y un nombre bastante largo de verdad",
    destinatario="persona@correo.example",
    asunto="Su contraseña para trámites virtuales — Cámara de Comercio de Villa Prueba y su área",
    texto="Apreciado comerciante:\n\n.\nFrom aquí\n" + "ñ" * 1500 + "\n",
    html="<p>¡Hola!</p>" + "<b>á</b>" * 1000,
    pdf=b"%PDF-1.7\r\nno es texto \x00\xff\n" * 200,
    message_id="<0123456789abcdef0123456789abcdef@xn--una-camara-con-nombre-largo.camara.example>",
    fecha=datetime(2026, 11, 25, 14, 30, tzinfo=UTC),
    url_baja=f"https://portal.entidad-certificadora.example/contrasenas/baja/{'A' * 43}/",
)


def leer(partes: Partes) -> EmailMessage:
    return message_from_bytes(componer(partes), policy=policy.default)


def test_lleva_las_cabeceras_del_correo_masivo() -> None:
    mensaje = leer(PARTES)
    esperadas = {
        "To": "persona@correo.example",
        "Date": "Wed, 25 Nov 2026 14:30:00 +0000",
        "Message-ID": PARTES.message_id,
        "List-ID": "<contrasenas-preasignadas.xn--cmara-xqa.example>",
        "List-Unsubscribe": f"<{PARTES.url_baja}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Precedence": "bulk",
        "Subject": PARTES.asunto,
    }
    assert {nombre: mensaje[nombre] for nombre in esperadas} == esperadas
    # Not the newer parser: it doubles the blank between two encoded words.
    remitente = message_from_bytes(componer(PARTES))["From"]
    leido = str(make_header(decode_header(remitente)))
    assert leido == f"{PARTES.nombre_remitente} <{PARTES.remitente}>"


def test_texto_html_y_pdf_llegan_como_se_escribieron() -> None:
    mensaje = leer(PARTES)
    texto, html = mensaje.get_body(("plain",)), mensaje.get_body(("html",))
    assert texto is not None
    assert html is not None
    assert texto.get_content().replace("\r\n", "\n") == PARTES.texto
    assert html.get_content() == PARTES.html
    (adjunto,) = mensaje.iter_attachments()
    assert adjunto.get_filename() == "contrasena-preasignada.pdf"
    assert adjunto.get_content_type() == "application/pdf"
    assert adjunto.get_content() == PARTES.pdf


def test_las_lineas_terminan_en_crlf_caben_y_son_ascii() -> None:
    crudo = componer(PARTES)
    assert crudo.isascii()
    assert crudo.count(b"\n") == crudo.count(b"\r") == crudo.count(b"\r\n")
    assert max(map(len, crudo.split(b"\r\n"))) <= 998
    cabeza, cuerpo = crudo.split(b"\r\n\r\n", 1)
    assert all(len(linea) <= 76 for linea in cuerpo.split(b"\r\n") if b"boundary=" not in linea)
    for palabra in re.findall(rb"=\?utf-8\?\S*\?=", cabeza):
        assert len(palabra) <= 75


def test_lo_que_se_lee_por_maquina_va_en_una_sola_linea_y_sin_codificar() -> None:
    cabeza = componer(PARTES).split(b"\r\n\r\n", 1)[0]
    assert f"\r\nList-Unsubscribe: <{PARTES.url_baja}>\r\n".encode() in cabeza
    assert f"\r\nMessage-ID: {PARTES.message_id}\r\n".encode() in cabeza


def test_un_nombre_sin_tildes_pero_con_comas_va_entre_comillas() -> None:
    mensaje = leer(replace(PARTES, nombre_remitente='Camara de Prueba, S.A. "La mejor"'))
    (remitente,) = mensaje["From"].addresses
    assert remitente.display_name == 'Camara de Prueba, S.A. "La mejor"'


@pytest.mark.parametrize("campo", ["nombre_remitente", "destinatario", "message_id", "url_baja"])
def test_nadie_anade_cabeceras_con_un_salto_de_linea(campo: str) -> None:
    cambio: dict[str, Any] = {campo: "a@b.example>\r\nBcc: otro@correo.example"}
    partes = replace(PARTES, **cambio)
    with pytest.raises(HeaderParseError):
        componer(partes)
