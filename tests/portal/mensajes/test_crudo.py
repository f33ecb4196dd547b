"""Reading raw mails."""

from django.core.mail import EmailMultiAlternatives

from portal.mensajes.adjunto import Adjunto
from portal.mensajes.crudo import leer


def crudo(**partes: bytes) -> bytes:
    mensaje = EmailMultiAlternatives(
        "Su código «ñ»", "Texto con ñ", "p@portal.example", ["ana@uno.example"]
    )
    mensaje.attach_alternative("<p>HTML con ñ</p>", "text/html")
    for nombre, contenido in partes.items():
        mensaje.attach(f"{nombre}.bin", contenido, "application/octet-stream")
    return mensaje.message().as_bytes()


def test_se_leen_texto_html_y_cabeceras() -> None:
    leido = leer(crudo())

    assert leido.texto.strip() == "Texto con ñ"
    assert leido.html.strip() == "<p>HTML con ñ</p>"
    assert ("Subject", "Su código «ñ»") in leido.cabeceras
    assert ("To", "ana@uno.example") in leido.cabeceras
    assert leido.adjuntos == []


def test_se_leen_los_adjuntos_en_orden_y_byte_por_byte() -> None:
    leido = leer(crudo(uno=b"\x00\xff", dos=b""))

    assert leido.adjuntos == [
        Adjunto("uno.bin", "application/octet-stream", b"\x00\xff"),
        Adjunto("dos.bin", "application/octet-stream", b""),
    ]


def test_un_correo_sin_html_no_lo_inventa() -> None:
    leido = leer(b"To: +573105550123\r\n\r\nSu PIN es 123456.\r\n")

    assert leido.html == ""
    assert "Su PIN es 123456." in leido.texto


def test_un_adjunto_sin_nombre_recibe_uno() -> None:
    mensaje = EmailMultiAlternatives("x", "x", "p@portal.example", ["ana@uno.example"])
    mensaje.attach(None, b"%PDF", "application/pdf")

    assert [adjunto.nombre for adjunto in leer(mensaje.message().as_bytes()).adjuntos] == [
        "adjunto"
    ]


def test_un_mensaje_vacio_se_lee_sin_error() -> None:
    assert leer(b"") == leer(b"\r\n")
    assert leer(b"").adjuntos == []
