"""One letter before it leaves: hostile names in it, what it shows, and when there is none."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from typing import Any

import pytest

from contrasenas.clientes.smtp import Alcance, FalloSmtp
from contrasenas.enums import EstadoContrasena, Factor
from contrasenas.envio import preparacion
from contrasenas.envio.preparacion import Carta, preparar
from contrasenas.huella import huella_de_ficha, nueva_ficha, verificar
from contrasenas.models import Camara, Envio
from portal.firma.errores import FirmaImposible
from tests.contrasenas.recetas import crear_camara, crear_contrasena
from tests.lectura_pdf import texto_pdf

AHORA = datetime(2026, 11, 25, 15, tzinfo=UTC)
CLAVE = "Kx7mQp3RtZ"
pytestmark = pytest.mark.django_db


class SinFirma:
    """Leaves the document as it is: the signature has its own tests."""

    def firmar(self, pdf: bytes, *, motivo: str, documento: uuid.UUID) -> bytes:
        """Give it back."""
        return pdf


class NoFirma:
    """Has no key."""

    def firmar(self, pdf: bytes, *, motivo: str, documento: uuid.UUID) -> bytes:
        """Refuse."""
        raise FirmaImposible("La llave no está.", permanente=True)


def envio_de(camara: Camara, **valores: Any) -> Envio:
    """Return a row that was not written: preparing needs no more than its values."""
    ficha = nueva_ficha()
    contrasena = crear_contrasena(
        camara,
        **{
            "estado": EstadoContrasena.EN_LOTE,
            "clave": CLAVE,
            "ficha": ficha,
            "ficha_hash": huella_de_ficha(ficha),
            "documento": uuid.uuid4(),
            **valores,
        },
    )
    return Envio(orden=1, contrasena=contrasena, message_id="<una@camara.example>")


def hacer(camara: Camara, envio: Envio, firmador: Any = None) -> Carta:
    quien: Any = firmador or SinFirma()
    return preparar(envio, camara, quien, AHORA)


def abrir(carta: Carta) -> tuple[EmailMessage, str, str, str]:
    """Return the mail, its two texts and what is read in its PDF."""
    mensaje = message_from_bytes(carta.mensaje, policy=policy.default)
    texto, html = mensaje.get_body(("plain",)), mensaje.get_body(("html",))
    assert texto is not None
    assert html is not None
    (adjunto,) = mensaje.iter_attachments()
    pdf = texto_pdf(adjunto.get_payload(decode=True))  # type: ignore[arg-type]
    return mensaje, texto.get_content(), html.get_content(), pdf


@pytest.fixture
def camara(db: None) -> Camara:
    """A chamber without a key: the tests bring their own signer."""
    return crear_camara("04")


def test_la_clave_va_solo_en_el_pdf_y_los_datos_de_la_persona_ocultos(camara: Camara) -> None:
    envio = envio_de(camara)
    carta = hacer(camara, envio)
    mensaje, texto, html, pdf = abrir(carta)
    assert CLAVE in pdf
    assert verificar(CLAVE, carta.huella)
    assert CLAVE not in f"{mensaje['Subject']} {texto} {html} {carta!r} {carta.huella}"
    persona = envio.contrasena
    for dato in (persona.numero, persona.celular, persona.celular[3:]):
        assert dato not in f"{texto} {html} {pdf}"
    assert persona.correo not in f"{texto} {html} {pdf}"
    assert persona.ficha not in pdf
    (adjunto,) = mensaje.iter_attachments()
    pdf_enviado = adjunto.get_payload(decode=True)
    assert isinstance(pdf_enviado, bytes)
    assert (carta.tamano, carta.sha256) == (len(pdf_enviado), sha256(pdf_enviado).hexdigest())
    assert (carta.documento, carta.firmado_en) == (persona.documento, AHORA)


@pytest.mark.parametrize(
    "nombre",
    [
        "<b>ANA</b> & <script>alert(1)</script>",
        "ANA {{ camara.masivos_smtp_password_admin }} {% now 'Y' %}",
        "ANA %s %(clave)s {0} \\1",
        "(ANA) Tj ET endstream endobj",
    ],
)
def test_un_nombre_hostil_del_registro_se_lee_tal_cual_en_la_carta(
    camara: Camara, nombre: str
) -> None:
    _, _, _, pdf = abrir(hacer(camara, envio_de(camara, nombre=nombre)))
    assert nombre in " ".join(pdf.split())


@pytest.mark.parametrize("nombre", ["ANA \U0001f642 漢字", "\u202eANA\u202c", "A" * 250, "", " "])
def test_ningun_nombre_impide_la_carta(camara: Camara, nombre: str) -> None:
    _, _, _, pdf = abrir(hacer(camara, envio_de(camara, nombre=nombre)))
    assert CLAVE in pdf


def test_un_nombre_hostil_de_la_camara_no_es_marca_ni_encabezado(camara: Camara) -> None:
    camara.nombre = "Cámara <i>de</i> & «Prueba»\r\nBcc: otro@correo.example"
    camara.masivos_smtp_nombre_admin = "Prueba\r\nBcc: otro@correo.example"
    camara.ciudad = "Villa <b>"
    mensaje, texto, html, _ = abrir(hacer(camara, envio_de(camara)))
    assert mensaje["Bcc"] is None
    assert mensaje["From"].addresses[0].addr_spec == camara.masivos_smtp_correo_admin
    assert "<i>de</i>" in texto
    assert "<i>de</i>" not in html
    assert "&lt;i&gt;de&lt;/i&gt; &amp; «Prueba»" in html
    assert "\n" not in mensaje["Subject"]


def test_un_nombre_de_camara_muy_largo_no_rompe_el_asunto(camara: Camara) -> None:
    camara.nombre = "Cámara " * 17
    mensaje, *_ = abrir(hacer(camara, envio_de(camara)))
    assert len(mensaje["Subject"]) <= 150
    assert mensaje["Subject"].endswith("…")


@pytest.mark.parametrize("factor", ["", Factor.CLAVE_PIN, Factor.SOLO_CLAVE])
def test_dice_si_hara_falta_un_pin_y_lo_anota(camara: Camara, factor: str) -> None:
    camara.factor_autenticacion_firmado_contrasenas_email = factor
    carta = hacer(camara, envio_de(camara))
    con_pin = factor != Factor.SOLO_CLAVE
    assert carta.con_pin is con_pin
    _, texto, html, pdf = abrir(carta)
    assert ("PIN de activación" in pdf) is con_pin
    assert ("PIN" in texto, "PIN" in html) == (con_pin, con_pin)


def test_sin_nombre_propio_firma_la_camara(camara: Camara) -> None:
    camara.masivos_smtp_nombre_admin = ""
    mensaje, *_ = abrir(hacer(camara, envio_de(camara)))
    assert mensaje["From"].addresses[0].display_name.split() == camara.nombre.split()


def test_los_enlaces_llevan_la_ficha_y_el_pdf_la_direccion_sin_ella(camara: Camara) -> None:
    envio = envio_de(camara)
    ficha = envio.contrasena.ficha
    mensaje, texto, html, pdf = abrir(hacer(camara, envio))
    for parte in (texto, html):
        assert f"/contrasenas/activar/{ficha}/" in parte
    assert mensaje["List-Unsubscribe"].endswith(f"/contrasenas/baja/{ficha}/>")
    assert "/contrasenas/activar/" in pdf
    assert f"/verificar/{envio.contrasena.documento}/" in "".join(pdf.split())


@pytest.mark.parametrize("falta", ["clave", "ficha", "documento"])
def test_sin_la_clave_su_enlace_o_su_documento_no_hay_carta(camara: Camara, falta: str) -> None:
    envio = envio_de(camara)
    setattr(envio.contrasena, falta, None)
    with pytest.raises(ValueError, match="is gone"):
        hacer(camara, envio)


def test_sin_firma_no_hay_carta(camara: Camara) -> None:
    with pytest.raises(FirmaImposible):
        hacer(camara, envio_de(camara), NoFirma())


@pytest.mark.parametrize(
    ("remitente", "destinatario", "alcance"),
    [
        ("camara", "ana@correo.example", Alcance.PAQUETE),
        ("envios@camara.example", "ana@correo..example", Alcance.FILA),
        ("envios@camara.example", "ana luz@correo.example", Alcance.FILA),
        ("envios@camara.example", "ana@correo.example\r\nRCPT TO:<x@y.example", Alcance.FILA),
    ],
)
def test_una_direccion_imposible_se_sabe_antes_de_firmar(
    camara: Camara, remitente: str, destinatario: str, alcance: Alcance
) -> None:
    camara.masivos_smtp_correo_admin = remitente
    with pytest.raises(FalloSmtp) as recogido:
        hacer(camara, envio_de(camara, correo=destinatario), NoFirma())
    assert (recogido.value.permanente, recogido.value.alcance) == (True, alcance)
    assert "ana" not in str(recogido.value)


def test_una_carta_impresa_no_dice_ni_el_mensaje_ni_la_huella(camara: Camara) -> None:
    carta = replace(
        hacer(camara, envio_de(camara)), mensaje=b"el mensaje entero", huella="la huella"
    )
    assert "el mensaje entero" not in repr(carta)
    assert "la huella" not in repr(carta)
    assert preparacion.MOTIVO_FIRMA not in repr(carta)
