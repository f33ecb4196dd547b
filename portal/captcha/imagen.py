"""The picture of a challenge. Pure: text and seed in, PNG out, always the same.

Drawn at twice its size on the page, dark ink on a white card of its own, so that it is crisp on a
phone and reads the same on a light and on a dark page.
"""

import math
import random
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, ImageOps

# CSS pixels on the page; the picture has ESCALA times as many.
ANCHO, ALTO, ESCALA = 260, 84, 2
# Bitstream Vera, which reportlab ships under a free licence.
FUENTES = ("Vera.ttf", "VeraBd.ttf")
# Contrast with white of at least 7:1 (WCAG 1.4.6).
TINTAS = ("#17324d", "#3d1f4f", "#12402f", "#4f2416")
LADO_MALLA = 20

Tamano = tuple[int, int]


def dibujar(texto: str, semilla: bytes) -> bytes:
    """Return a PNG of `texto`, ANCHO × ALTO by ESCALA, that depends only on text and seed."""
    azar = random.Random(semilla)  # noqa: S311 - drawing; the seed is the secret
    tamano = (ANCHO * ESCALA, ALTO * ESCALA)
    lienzo = Image.new("L", tamano, 0)
    _escribir(lienzo, texto, azar)
    _rayar(lienzo, azar)
    lienzo = _ondular(lienzo, azar)
    _salpicar(lienzo, azar)
    imagen = ImageOps.colorize(ImageOps.invert(lienzo), azar.choice(TINTAS), "white")
    salida = BytesIO()
    imagen.quantize(16).save(salida, "PNG", optimize=True)
    return salida.getvalue()


@cache
def _fuente(nombre: str, cuerpo: int) -> ImageFont.FreeTypeFont:
    with as_file(files("reportlab") / "fonts" / nombre) as ruta:
        return ImageFont.truetype(BytesIO(ruta.read_bytes()), cuerpo)


def _escribir(lienzo: Image.Image, texto: str, azar: random.Random) -> None:
    """Paint the characters side by side, each with a face, size, turn and height of its own."""
    ancho, alto = lienzo.size
    paso = (ancho - 40) / len(texto)
    for indice, letra in enumerate(texto):
        glifo = _glifo(letra, azar)
        # M and W would cover their neighbours.
        glifo.thumbnail((round(1.15 * paso), alto))
        x = 20 + paso * (indice + 0.5) - glifo.width / 2 + azar.uniform(-6, 6)
        y = (alto - glifo.height) / 2 + azar.uniform(-14, 14)
        lienzo.paste(255, (round(x), round(y)), glifo)


def _glifo(letra: str, azar: random.Random) -> Image.Image:
    fuente = _fuente(azar.choice(FUENTES), azar.randrange(88, 109, 4))
    izquierda, arriba, derecha, abajo = map(round, fuente.getbbox(letra))
    glifo = Image.new("L", (derecha - izquierda + 4, abajo - arriba + 4), 0)
    ImageDraw.Draw(glifo).text((2 - izquierda, 2 - arriba), letra, fill=255, font=fuente)
    return glifo.rotate(azar.uniform(-17, 17), Image.Resampling.BICUBIC, expand=True)


def _rayar(lienzo: Image.Image, azar: random.Random) -> None:
    """Cross the characters with curves: two of ink, one that wipes ink away."""
    pincel = ImageDraw.Draw(lienzo)
    for color, grosor in ((255, 4), (255, 4), (0, 3)):
        pincel.line(_curva(lienzo.size, azar), fill=color, width=grosor, joint="curve")


def _curva(tamano: Tamano, azar: random.Random) -> list[tuple[float, float]]:
    ancho, alto = tamano
    medio, amplitud = azar.uniform(0.3, 0.7) * alto, azar.uniform(0.1, 0.28) * alto
    largo, fase = azar.uniform(0.6, 1.4) * ancho, azar.uniform(0, math.tau)
    return [
        (x, medio + amplitud * math.sin(math.tau * x / largo + fase))
        for x in range(-8, ancho + 8, 8)
    ]


def _ondular(lienzo: Image.Image, azar: random.Random) -> Image.Image:
    """Bend the picture along two waves, one a direction."""
    ancho, alto = lienzo.size
    fases = azar.uniform(0, math.tau), azar.uniform(0, math.tau)
    ondas = azar.uniform(150, 240), azar.uniform(120, 180)

    def mover(x: int, y: int) -> tuple[float, float]:
        return (
            x + 7 * math.sin(math.tau * y / ondas[1] + fases[0]),
            y + 8 * math.sin(math.tau * x / ondas[0] + fases[1]),
        )

    malla = []
    for x in range(0, ancho, LADO_MALLA):
        for y in range(0, alto, LADO_MALLA):
            x2, y2 = min(x + LADO_MALLA, ancho), min(y + LADO_MALLA, alto)
            origen = (*mover(x, y), *mover(x, y2), *mover(x2, y2), *mover(x2, y))
            malla.append(((x, y, x2, y2), origen))
    return lienzo.transform(
        lienzo.size, Image.Transform.MESH, malla, resample=Image.Resampling.BILINEAR
    )


def _salpicar(lienzo: Image.Image, azar: random.Random) -> None:
    """Scatter specks of ink and of paper."""
    pincel = ImageDraw.Draw(lienzo)
    for _ in range(180):
        x, y = azar.uniform(0, lienzo.width), azar.uniform(0, lienzo.height)
        radio = azar.uniform(0.8, 2.2)
        caja = (x - radio, y - radio, x + radio, y + radio)
        pincel.ellipse(caja, fill=azar.choice((0, 170, 255)))
