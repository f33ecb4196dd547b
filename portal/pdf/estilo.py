"""The look of every document: page, colours, styles of text."""

from typing import NamedTuple

# Carta, the paper of Colombian offices.
ANCHO, ALTO = 612, 792
IZQUIERDA = 62.0
DERECHA = ANCHO - 62.0
ESPACIO = DERECHA - IZQUIERDA
ARRIBA = ALTO - 36.0
# Below it stands the footer.
ABAJO = 92.0


class Tinta(NamedTuple):
    """A colour: red, green, blue, from 0 to 1."""

    rojo: float
    verde: float
    azul: float


def _tinta(web: str) -> Tinta:
    return Tinta(*(octeto / 255 for octeto in bytes.fromhex(web)))


TINTA = _tinta("1c2733")
SUAVE = _tinta("51606e")
ACENTO = _tinta("0b4f8a")
LINEA = _tinta("c3ccd5")
FONDO = _tinta("f1f5f9")
AVISO = _tinta("8a4b00")
FONDO_AVISO = _tinta("fff4e0")
MARCA_DE_AGUA = _tinta("f3ece0")


class Estilo(NamedTuple):
    """How text is set: typeface, size and line height in points, colour, space after it."""

    fuente: str
    cuerpo: float
    interlinea: float
    color: Tinta
    despues: float = 0


MEMBRETE = Estilo("negrita", 15, 18, ACENTO)
TITULO = Estilo("negrita", 18, 22, TINTA, 4)
SUBTITULO = Estilo("negrita", 11, 14, ACENTO, 3)
DATO = Estilo("normal", 8.5, 12, SUAVE, 7)
DESTINO = Estilo("negrita", 11, 14, TINTA, 1)
PARRAFO = Estilo("normal", 9.5, 13, TINTA, 5)
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
