"""The look of every document: page, colours, styles of text."""

from typing import NamedTuple

from reportlab.lib.colors import Color, HexColor

from portal.pdf.lienzo import ALTO, ANCHO

IZQUIERDA = 62.0
DERECHA = ANCHO - 62.0
ESPACIO = DERECHA - IZQUIERDA
ARRIBA = ALTO - 38.0
# Below it stands the footer.
ABAJO = 98.0

TINTA = HexColor("#1c2733")
SUAVE = HexColor("#51606e")
ACENTO = HexColor("#0b4f8a")
LINEA = HexColor("#c3ccd5")
FONDO = HexColor("#f1f5f9")
AVISO = HexColor("#8a4b00")
FONDO_AVISO = HexColor("#fff4e0")
MARCA_DE_AGUA = HexColor("#f3ece0")


class Estilo(NamedTuple):
    """How text is set: typeface, size and line height in points, colour, space after it."""

    fuente: str
    cuerpo: float
    interlinea: float
    color: Color
    despues: float = 0


MEMBRETE = Estilo("negrita", 15, 18, ACENTO)
TITULO = Estilo("negrita", 18, 22, TINTA, 4)
SUBTITULO = Estilo("negrita", 11, 14, ACENTO, 3)
DATO = Estilo("normal", 8.5, 12, SUAVE, 7)
DESTINO = Estilo("negrita", 11, 14, TINTA, 1)
PARRAFO = Estilo("normal", 9.5, 13, TINTA, 6)
NOTA = Estilo("normal", 8.5, 12, SUAVE)
MARCA = Estilo("negrita", 9.5, 13, ACENTO)
ETIQUETA = Estilo("negrita", 9, 12, ACENTO)
CLAVE = Estilo("mono", 28, 34, TINTA)
CELDA = Estilo("normal", 9.5, 13, TINTA)
CELDA_TITULO = Estilo("negrita", 9.5, 13, TINTA)
CELDA_MONO = Estilo("mono", 8, 12, TINTA)
PIE = Estilo("normal", 8, 11, SUAVE)
PIE_FUERTE = Estilo("negrita", 8, 11, TINTA)
BANDA = Estilo("negrita", 10, 14, AVISO)
"""The band of a test."""
