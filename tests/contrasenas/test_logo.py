"""A chamber's logo: a plain picture encoded anew, or the reason why not."""

import io
import struct
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from contrasenas.logo import (
    LADO_MAXIMO,
    TAMANO_MAXIMO,
    LogoInvalido,
    normalizar_logo,
    tipo_de_imagen,
)


def imagen(formato: str = "PNG", ancho: int = 100, alto: int = 60, modo: str = "RGB") -> bytes:
    salida = io.BytesIO()
    Image.new(modo, (ancho, alto)).save(salida, formato)
    return salida.getvalue()


def png_que_dice_medir(ancho: int, alto: int) -> bytes:
    """Return a few bytes that say they are a picture so large."""

    def trozo(tipo: bytes, datos: bytes) -> bytes:
        cuerpo = tipo + datos
        return struct.pack(">I", len(datos)) + cuerpo + struct.pack(">I", zlib.crc32(cuerpo))

    medidas = struct.pack(">IIBBBBB", ancho, alto, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + trozo(b"IHDR", medidas) + trozo(b"IEND", b"")


@pytest.mark.parametrize(
    ("formato", "modo", "tipo"),
    [
        *(("PNG", "RGB", "image/png"), ("PNG", "RGBA", "image/png"), ("PNG", "P", "image/png")),
        *(("PNG", "L", "image/png"), ("JPEG", "RGB", "image/jpeg"), ("JPEG", "L", "image/jpeg")),
        ("JPEG", "CMYK", "image/jpeg"),
    ],
)
def test_toda_imagen_corriente_sirve(formato: str, modo: str, tipo: str) -> None:
    limpia = normalizar_logo(imagen(formato, modo=modo))
    assert tipo_de_imagen(limpia) == tipo
    with Image.open(io.BytesIO(limpia)) as leida:
        assert leida.size == (100, 60)


def test_de_lo_que_el_archivo_llevaba_ademas_no_queda_nada() -> None:
    salida, info = io.BytesIO(), PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    Image.new("RGB", (50, 50)).save(salida, "PNG", pnginfo=info)
    subido = salida.getvalue() + b"PK\x03\x04 otro archivo detras"
    limpia = normalizar_logo(subido)
    assert b"script" in subido
    assert b"script" not in limpia
    assert b"otro archivo" not in limpia


@pytest.mark.parametrize("lado", [40, LADO_MAXIMO])
def test_los_dos_extremos_caben(lado: int) -> None:
    assert normalizar_logo(imagen(ancho=lado, alto=lado))


@pytest.mark.parametrize(
    ("subido", "dice"),
    [
        (imagen(ancho=39), "El logo mide 39 × 60 píxeles"),
        (imagen(alto=39), "El logo mide 100 × 39 píxeles"),
        (imagen(ancho=LADO_MAXIMO + 1), "El logo mide 2001 × 60 píxeles"),
        (b"x" * (TAMANO_MAXIMO + 1), "pesa más de 200 kB"),
        (imagen("GIF"), "No es una imagen PNG o JPEG"),
        (imagen("BMP"), "No es una imagen PNG o JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "No es una imagen PNG o JPEG"),
        (b"", "No es una imagen PNG o JPEG"),
        (imagen()[:60], "No es una imagen PNG o JPEG"),
        (imagen("JPEG")[:300], "No es una imagen PNG o JPEG"),
        (png_que_dice_medir(60_000, 60_000), "demasiados píxeles|píxeles"),
        (png_que_dice_medir(10_000, 10_000), "píxeles|dañada"),
        (png_que_dice_medir(100, 100), "No es una imagen PNG o JPEG"),
    ],
)
def test_lo_que_no_sirve_dice_por_que(subido: bytes, dice: str) -> None:
    with pytest.raises(LogoInvalido, match=dice):
        normalizar_logo(subido)


def test_una_imagen_que_al_codificarla_pesa_demasiado_no_se_guarda() -> None:
    salida = io.BytesIO()
    # Noise: a JPEG of little quality that weighs much more as it is kept.
    Image.effect_noise((900, 700), 90).convert("RGB").save(salida, "JPEG", quality=8)
    subido = salida.getvalue()
    assert len(subido) <= TAMANO_MAXIMO
    with pytest.raises(LogoInvalido, match="pesa más de 200 kB"):
        normalizar_logo(subido)
