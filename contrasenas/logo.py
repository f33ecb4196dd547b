"""A chamber's logo: only a plain picture of a sensible size goes into the signed PDFs. Pure."""

import io
import warnings
from typing import Final

from PIL import Image, UnidentifiedImageError

TAMANO_MAXIMO: Final = 200 * 1024
"""Bytes, as uploaded and as kept."""

LADO_MINIMO, LADO_MAXIMO = 40, 2000
"""Pixels."""

TIPOS: Final = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class LogoInvalido(ValueError):
    """Not a picture to use; the text, in Spanish, says why."""


def normalizar_logo(subido: bytes) -> bytes:
    """Return the picture encoded anew, without whatever else the file carried.

    Raises LogoInvalido.
    """
    if len(subido) > TAMANO_MAXIMO:
        raise LogoInvalido(f"El logo pesa más de {TAMANO_MAXIMO // 1024} kB: redúzcalo.")
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture that would take gigabytes.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _codificar(subido)
    except LogoInvalido:
        raise
    except Image.DecompressionBombError as error:
        raise LogoInvalido("El logo tiene demasiados píxeles.") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning) as error:
        raise LogoInvalido("No es una imagen PNG o JPEG, o está dañada.") from error


def tipo_de_imagen(contenido: bytes) -> str:
    """Return the media type of a logo that `normalizar_logo` made."""
    return next((t for m, t in TIPOS.items() if contenido.startswith(m)), "image/png")


def _codificar(subido: bytes) -> bytes:
    with Image.open(io.BytesIO(subido), formats=("PNG", "JPEG")) as imagen:
        _exigir_medidas(*imagen.size)
        formato = imagen.format
        salida = io.BytesIO()
        if formato == "JPEG":
            imagen.convert("RGB").save(salida, "JPEG", quality=90, optimize=True)
        else:
            imagen.convert("RGBA").save(salida, "PNG", optimize=True)
    codificado = salida.getvalue()
    if len(codificado) > TAMANO_MAXIMO:
        raise LogoInvalido(f"El logo pesa más de {TAMANO_MAXIMO // 1024} kB: redúzcalo.")
    return codificado


def _exigir_medidas(ancho: int, alto: int) -> None:
    if not (LADO_MINIMO <= ancho <= LADO_MAXIMO and LADO_MINIMO <= alto <= LADO_MAXIMO):
        raise LogoInvalido(
            f"El logo mide {ancho} × {alto} píxeles: cada lado debe tener entre {LADO_MINIMO} y "
            f"{LADO_MAXIMO}."
        )
