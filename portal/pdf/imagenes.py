"""The logo and the QR code, as PDF draws them."""

import io
from functools import lru_cache
from typing import NamedTuple

import segno
from PIL import Image, UnidentifiedImageError

from portal.pdf.objetos import flujo

# Pixels. Drawn at most 160 × 38 points: 225 dots an inch.
LOGO_ANCHO, LOGO_ALTO = 500, 120
# Pixels of an image that is looked at; more is no logo but an attack on memory.
PIXELES_MAXIMOS = 25_000_000
# Choosing the best of the eight masks takes segno four fifths of its time (5 ms to 1 ms); readers
# undo any of them (ISO/IEC 18004, 7.8).
MASCARA_QR = 3
MARGEN_QR = 4


class LogoInvalido(ValueError):
    """The bytes are no image that can be a logo."""


class Logo(NamedTuple):
    """An image without transparency, ready to be written."""

    ancho: int
    alto: int
    objeto: bytes


@lru_cache(maxsize=32)
def preparar_logo(contenido: bytes) -> Logo:
    """Read a PNG, JPEG, GIF or WebP onto white, no larger than it is drawn.

    Raises `LogoInvalido`.
    """
    try:
        with Image.open(io.BytesIO(contenido), formats=("PNG", "JPEG", "GIF", "WEBP")) as abierta:
            if abierta.width * abierta.height > PIXELES_MAXIMOS:
                raise LogoInvalido("El logo es demasiado grande.")
            abierta.draft("RGB", (LOGO_ANCHO, LOGO_ALTO))
            imagen = abierta.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise LogoInvalido("El logo no es una imagen PNG, JPEG, GIF o WebP.") from error
    imagen.thumbnail((LOGO_ANCHO, LOGO_ALTO), Image.Resampling.LANCZOS)
    fondo = Image.new("RGBA", imagen.size, "white")
    plana = Image.alpha_composite(fondo, imagen).convert("RGB")
    entradas = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB"
        b" /BitsPerComponent 8" % plana.size
    )
    return Logo(*plana.size, flujo(plana.tobytes(), entradas))


class QR(NamedTuple):
    """A QR code as a one-bit image: `lado` modules with the quiet zone, rows padded to bytes."""

    lado: int
    hexadecimal: str


def preparar_qr(texto: str) -> QR:
    """Encode `texto` with error correction M; a dark module is a 1."""
    matriz = segno.make(texto, error="m", micro=False, mask=MASCARA_QR).matrix
    lado = len(matriz) + 2 * MARGEN_QR
    octetos = -(-lado // 8)
    vacia = "00" * octetos * MARGEN_QR
    # A row is a bytearray of zeros and ones: read it as a binary number, then shift it into place.
    digitos = bytes.maketrans(b"\x00\x01", b"01")
    corrida = octetos * 8 - MARGEN_QR - len(matriz)
    filas = (f"{int(fila.translate(digitos), 2) << corrida:0{octetos * 2}X}" for fila in matriz)
    return QR(lado, vacia + "".join(filas) + vacia)
