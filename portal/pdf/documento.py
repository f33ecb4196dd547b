"""A document of the portal: letterhead, blocks one below another, footer with its number and QR.

    documento = Documento(titulo=…, membrete=Membrete(…), numero=…, fecha=…, enlace_verificar=…)
    documento.parrafo("…")
    contenido = documento.terminar()

Text is plain text; letters that the typefaces lack are replaced. What does not fit goes on to the
next page. The document's number also stands in the file's metadata: `/Subject` of its information
and `dc:identifier` of its XMP, both `urn:uuid:…`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.pdf import estilo as e
from portal.pdf.estilo import ABAJO, ARRIBA, DERECHA, ESPACIO, IZQUIERDA, Estilo, Tinta
from portal.pdf.estructura import Elemento
from portal.pdf.imagenes import preparar_logo, preparar_qr
from portal.pdf.lienzo import Lienzo
from portal.pdf.renglones import ancho, legible, partir
from portal.templatetags.portal import fecha_larga

# The logo's box, in points.
LOGO_ANCHO, LOGO_ALTO = 160.0, 38.0
LADO_QR = 60.0
SANGRIA = 16.0
RELLENO = 10.0
# Of the width, for the first column of a table.
PRIMERA_COLUMNA = 0.34


@dataclass(frozen=True, slots=True)
class Membrete:
    """Who issues the document; `logo` holds the bytes of an image, or None."""

    emisor: str
    ciudad: str
    logo: bytes | None = None


class Documento:
    """A document that grows downwards, block by block, until `terminar`."""

    def __init__(
        self,
        *,
        titulo: str,
        membrete: Membrete,
        numero: UUID,
        fecha: date,
        enlace_verificar: str,
        aviso: str = "",
    ) -> None:
        """Begin with letterhead, `aviso` in a band (for tests), place and date, and the title."""
        self._numero = numero
        self._enlace = enlace_verificar
        self._qr = preparar_qr(enlace_verificar)
        self._membrete = membrete
        self._titulo = legible(titulo)
        self._lienzo = Lienzo(
            titulo=self._titulo, autor=legible(membrete.emisor), numero=numero, fecha=fecha
        )
        self._raiz = Elemento("Document")
        self._y = ARRIBA
        self._encabezar()
        if aviso:
            self._banda(aviso)
        self._bloque("H1", titulo, e.TITULO)
        lugar = f"{membrete.ciudad}, {fecha_larga(fecha)}"
        self.parrafo(f"{lugar}  ·  Documento n.º {numero}", e.DATO)

    def subtitulo(self, texto: str) -> None:
        """Add a heading; it stays with the lines that follow."""
        self._reservar(e.SUBTITULO.interlinea + 6 + 2 * e.PARRAFO.interlinea)
        self._y -= 3
        self._bloque("H2", texto, e.SUBTITULO)

    def parrafo(self, texto: str, estilo: Estilo = e.PARRAFO) -> None:
        """Add a paragraph."""
        self._bloque("P", texto, estilo)

    def lista(self, puntos: Iterable[str]) -> None:
        """Add a list with bullets."""
        self._enumerar((("•", punto) for punto in puntos), e.PARRAFO)

    def pasos(self, pasos: Iterable[str]) -> None:
        """Add a numbered list."""
        self._enumerar(((f"{n}.", paso) for n, paso in enumerate(pasos, 1)), e.PARRAFO)

    def tabla(self, filas: Iterable[tuple[str, str]], *, mono: Iterable[str] = ()) -> None:
        """Add a table of two columns: what, and its value. Rows named in `mono` are digests."""
        tabla = self._raiz.hijo("Table")
        for nombre, valor in filas:
            self._fila(tabla, nombre, valor, e.CELDA_MONO if nombre in mono else e.CELDA)
        self._y -= e.PARRAFO.despues

    def recuadro(self, etiqueta: str, valor: str, nota: str) -> None:
        """Add a box with `valor` large, in letters that can't be confused, between two texts."""
        nota_partida = self._partir(nota, e.NOTA, ESPACIO - 2 * RELLENO)
        alto = (
            2 * RELLENO
            + e.ETIQUETA.interlinea
            + e.CLAVE.interlinea
            + 4
            + len(nota_partida) * e.NOTA.interlinea
        )
        self._reservar(alto)
        self._caja(alto, e.FONDO, e.ACENTO)
        self._y -= RELLENO
        division = self._raiz.hijo("Div")
        for texto, estilo in (
            ((legible(etiqueta),), e.ETIQUETA),
            ((legible(valor, "mono"),), e.CLAVE),
        ):
            centro = IZQUIERDA + (ESPACIO - ancho(texto[0], estilo.fuente, estilo.cuerpo)) / 2
            self._escribir(division.hijo("P"), texto, estilo, centro)
        self._y -= 4
        nota_mas_ancha = max((ancho(linea, *e.NOTA[:2]) for linea in nota_partida), default=0)
        x = IZQUIERDA + (ESPACIO - nota_mas_ancha) / 2
        self._escribir(division.hijo("P"), nota_partida, e.NOTA, x)
        self._y -= RELLENO + 8

    def terminar(self) -> bytes:
        """Return the file; nothing can be added afterwards."""
        return self._lienzo.terminar(self._raiz, self._pie)

    # Blocks

    def _bloque(self, tipo: str, texto: str, estilo: Estilo) -> None:
        lineas = self._partir(texto, estilo, ESPACIO)
        if not lineas:
            return
        self._escribir(self._raiz.hijo(tipo), lineas, estilo, IZQUIERDA)
        self._y -= estilo.despues

    def _centrar(self, padre: Elemento, lineas: Sequence[str], estilo: Estilo) -> None:
        """Write a paragraph whose widest line stands in the middle."""
        anchos = [ancho(linea, estilo.fuente, estilo.cuerpo) for linea in lineas]
        largo = max(anchos, default=0)
        self._escribir(padre.hijo("P"), lineas, estilo, IZQUIERDA + (ESPACIO - largo) / 2)

    def _enumerar(self, puntos: Iterable[tuple[str, str]], estilo: Estilo) -> None:
        lista = self._raiz.hijo("L")
        for marca, texto in puntos:
            lineas = self._partir(texto, estilo, ESPACIO - SANGRIA)
            self._reservar(min(2, len(lineas)) * estilo.interlinea)
            punto = lista.hijo("LI")
            y = self._y
            self._escribir(punto.hijo("Lbl"), (marca,), e.MARCA, IZQUIERDA + 2)
            self._y = y
            self._escribir(punto.hijo("LBody"), lineas, estilo, IZQUIERDA + SANGRIA)
            self._y -= 2
        self._y -= estilo.despues - 2

    def _fila(self, tabla: Elemento, nombre: str, valor: str, estilo: Estilo) -> None:
        corte = ESPACIO * PRIMERA_COLUMNA
        columnas = (
            ("TH", self._partir(nombre, e.CELDA_TITULO, corte - 8), e.CELDA_TITULO, IZQUIERDA),
            ("TD", self._partir(valor, estilo, ESPACIO - corte), estilo, IZQUIERDA + corte),
        )
        alto = 8 + max(len(lineas) * como.interlinea for _, lineas, como, _ in columnas)
        self._reservar(alto)
        fila = tabla.hijo("TR")
        pagina, arriba, bajo = self._lienzo.getPageNumber(), self._y - 3, self._y
        for tipo, lineas, como, x in columnas:
            self._y = arriba
            atributos = b" /A <</O /Table /Scope /Row>>" if tipo == "TH" else b""
            self._escribir(fila.hijo(tipo, atributos=atributos), lineas, como, x)
            # A value longer than the page ends on another one.
            bajo = min(bajo, self._y) if self._lienzo.getPageNumber() == pagina else self._y
        self._y = bajo - 5
        self._regla(e.LINEA)

    # Place and paper

    def _partir(self, texto: str, estilo: Estilo, espacio: float) -> tuple[str, ...]:
        return partir(texto, estilo.fuente, estilo.cuerpo, espacio)

    def _reservar(self, alto: float) -> None:
        """Go to the next page unless `alto` points fit on this one."""
        if self._y - alto < ABAJO:
            self._lienzo.pasar_pagina()
            self._y = ARRIBA
            with self._lienzo.marcar(None):
                texto = f"{self._membrete.emisor} · {self._titulo}"
                lineas = self._partir(texto, e.PIE, ESPACIO)[:1]
                self._lienzo.texto(lineas, e.PIE, IZQUIERDA, self._y - 8)
            self._y -= 14
            self._regla(e.LINEA)
            self._y -= 16

    def _escribir(
        self, elemento: Elemento, lineas: Sequence[str], estilo: Estilo, x: float
    ) -> None:
        """Write lines downwards from here as content of `elemento`, from page to page."""
        while lineas:
            self._reservar(estilo.interlinea)
            caben = max(1, int((self._y - ABAJO) / estilo.interlinea))
            ahora, lineas = lineas[:caben], lineas[caben:]
            # A space where a line goes on in the next, so that readers get two words, not one.
            ahora = [f"{linea} " for linea in ahora[:-1]] + [ahora[-1] + (" " if lineas else "")]
            with self._lienzo.marcar(elemento):
                base = self._y - (estilo.interlinea + estilo.cuerpo * 0.72) / 2
                self._lienzo.texto(ahora, estilo, x, base)
            self._y -= len(ahora) * estilo.interlinea

    def _caja(self, alto: float, fondo: Tinta, borde: Tinta) -> None:
        with self._lienzo.marcar(None):
            self._lienzo.caja(IZQUIERDA, self._y - alto, ESPACIO, alto, fondo=fondo, borde=borde)

    def _regla(self, color: Tinta, grueso: float = 0.6) -> None:
        with self._lienzo.marcar(None):
            self._lienzo.regla(IZQUIERDA, self._y, DERECHA, color, grueso)

    def _encabezar(self) -> None:
        emisor = legible(self._membrete.emisor)
        if self._membrete.logo is None:
            lineas = self._partir(emisor, e.MEMBRETE, ESPACIO)
            self._escribir(self._raiz.hijo("P"), lineas, e.MEMBRETE, IZQUIERDA)
        else:
            logo = preparar_logo(self._membrete.logo)
            escala = min(LOGO_ANCHO / logo.ancho, LOGO_ALTO / logo.alto)
            largo, alto = logo.ancho * escala, logo.alto * escala
            self._y -= alto
            with self._lienzo.marcar(self._raiz.hijo("Figure", f"Logo de {emisor}")):
                self._lienzo.logo(logo, IZQUIERDA, self._y, largo, alto)
        self._y -= 8
        self._regla(e.ACENTO, 1.4)
        self._y -= 14

    def _banda(self, aviso: str) -> None:
        with self._lienzo.marcar(None):
            self._lienzo.marca_de_agua("PRUEBA", e.MARCA_DE_AGUA)
        lineas = self._partir(aviso, e.BANDA, ESPACIO - 2 * RELLENO)
        alto = len(lineas) * e.BANDA.interlinea + 10
        self._caja(alto, e.FONDO_AVISO, e.AVISO)
        self._y -= 5
        self._escribir(self._raiz.hijo("P"), lineas, e.BANDA, IZQUIERDA + RELLENO)
        self._y -= 5 + 8

    def _pie(self, numero: int, total: int) -> None:
        """Draw the foot of a page: on the first it is content, on the others a repetition."""
        lienzo = self._lienzo
        self._y = ABAJO - 12
        self._regla(e.LINEA)
        arriba = ABAJO - 18
        figura = texto = None
        if numero == 1:
            alternativo = f"Código QR para verificar este documento en {self._enlace}"
            figura = self._raiz.hijo("Figure", alternativo)
            texto = self._raiz.hijo("P")
        with lienzo.marcar(figura):
            lienzo.qr(self._qr, IZQUIERDA - 6, arriba - LADO_QR, LADO_QR)
        x = IZQUIERDA + LADO_QR + 4
        lineas = self._partir(self._enlace, e.PIE, DERECHA - x)
        with lienzo.marcar(texto):
            lienzo.texto(
                ("Compruebe que este documento es auténtico ",), e.PIE_FUERTE, x, arriba - 16
            )
            invitacion = "Lea el código QR con su celular o escriba esta dirección: "
            lienzo.texto((invitacion, *lineas), e.PIE, x, arriba - 27)
        with lienzo.marcar(None):
            pagina = f"Página {numero} de {total}"
            izquierda = DERECHA - ancho(pagina, e.PIE.fuente, e.PIE.cuerpo)
            lienzo.texto((pagina,), e.PIE, izquierda, arriba - 51)
