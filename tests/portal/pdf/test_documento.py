"""Blocks, pages, tags and foot of a document."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
import segno
from PIL import Image

from portal.pdf import estilo
from portal.pdf.documento import LADO_QR
from portal.pdf.imagenes import MARGEN_QR, MASCARA_QR
from portal.pdf.renglones import partir
from tests.lectura_pdf import (
    catalogo,
    ejecutar,
    ejecutar_octetos,
    leer,
    numero_de_paginas,
    texto_pdf,
)
from tests.portal.pdf.recetas import ENLACE, NUMERO, crear_completo, crear_documento, crear_logo

PARRAFO = "Un párrafo bastante largo que se reparte en varios renglones. " * 6


def recorrer(elemento: Any) -> Iterator[Any]:
    """Walk the structure tree, in reading order."""
    yield elemento
    hijos = elemento.get("/K", [])
    for hijo in hijos if isinstance(hijos, list) else [hijos]:
        hijo = hijo.get_object() if hasattr(hijo, "get_object") else hijo
        if hasattr(hijo, "get") and "/S" in hijo:
            yield from recorrer(hijo)


def tipos(pdf: bytes) -> list[str]:
    """Return the type of every element of the structure, in order."""
    return [e["/S"][1:] for e in recorrer(catalogo(pdf)["/StructTreeRoot"]["/K"])]


def contenido(pdf: bytes, pagina: int = 0) -> bytes:
    """Return the operators of a page."""
    return bytes(catalogo(pdf)["/Pages"]["/Kids"][pagina]["/Contents"].data)


def test_cada_bloque_lleva_la_etiqueta_de_lo_que_es() -> None:
    assert tipos(crear_completo()) == [
        *("Document", "P", "P", "H1", "P", "P", "Div", "P", "P", "P", "H2"),
        *("L", "LI", "Lbl", "LBody", "LI", "Lbl", "LBody"),
        *("L", "LI", "Lbl", "LBody", "LI", "Lbl", "LBody"),
        *("Table", "TR", "TH", "TD", "TR", "TH", "TD"),
        *("Figure", "P"),
    ]


def test_todo_lo_dibujado_esta_etiquetado_o_es_adorno() -> None:
    operadores = re.findall(rb"\b(BDC|BMC|EMC|Tj|BI|re|S|Do)\b", contenido(crear_completo()))
    abiertos = 0
    for operador in operadores:
        if operador in (b"BDC", b"BMC"):
            abiertos += 1
        elif operador == b"EMC":
            abiertos -= 1
        else:
            assert abiertos == 1, operador
    assert abiertos == 0
    assert len(operadores) > 40


def test_cada_marca_de_la_pagina_apunta_a_su_elemento() -> None:
    pdf = crear_completo(crear_logo())
    marcas = re.findall(rb"/(\w+) <</MCID (\d+)>> BDC", contenido(pdf))
    nums = catalogo(pdf)["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert nums[0] == 0
    assert [int(numero) for _, numero in marcas] == list(range(len(nums[1])))
    for (tipo, numero), referido in zip(marcas, nums[1], strict=True):
        elemento = referido.get_object()
        assert elemento["/S"] == f"/{tipo.decode()}"
        assert int(numero) in elemento["/K"]


def test_las_figuras_dicen_con_palabras_lo_que_son() -> None:
    arbol = catalogo(crear_completo(crear_logo()))["/StructTreeRoot"]["/K"]
    alternativos = [e["/Alt"] for e in recorrer(arbol) if e["/S"] == "/Figure"]
    assert alternativos == [
        "Logo de Cámara de Comercio de Villanueva",
        f"Código QR para verificar este documento en {ENLACE}",
    ]


def test_dice_su_idioma_y_muestra_su_titulo() -> None:
    raiz = catalogo(crear_documento("Señal").terminar())
    assert raiz["/Lang"] == "es-CO"
    assert raiz["/MarkInfo"]["/Marked"]
    assert raiz["/ViewerPreferences"]["/DisplayDocTitle"]


def test_los_metadatos_llevan_el_numero_y_dicen_lo_mismo_en_los_dos_sitios() -> None:
    pdf = crear_documento("Señal & ruido <1>").terminar()
    datos = leer(pdf).trailer["/Info"]
    arbol = ElementTree.fromstring(leer(pdf).root["/Metadata"].data)
    espacios = {
        "dc": "http://purl.org/dc/elements/1.1/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    }

    def xmp(ruta: str) -> str:
        return arbol.findtext(f".//{ruta}", namespaces=espacios) or ""

    assert datos["/Subject"] == xmp("dc:identifier") == NUMERO.urn
    assert datos["/Title"] == xmp("dc:title//rdf:li") == "Señal & ruido <1>"
    assert datos["/Author"] == xmp("dc:creator//rdf:li") == "Cámara de Comercio de Villanueva"
    assert datos["/CreationDate"] == "D:20261123000000-05'00'"
    assert xmp("xmp:CreateDate") == "2026-11-23T00:00:00-05:00"
    assert (xmp("pdfaid:part"), xmp("pdfaid:conformance")) == ("2", "A")


def test_lo_que_no_cabe_sigue_en_otra_pagina_que_dice_de_que_es() -> None:
    documento = crear_documento("Una historia larga")
    for numero in range(30):
        documento.parrafo(f"[{numero}] {PARRAFO}")
    pdf = documento.terminar()
    assert numero_de_paginas(pdf) == 3
    texto = texto_pdf(pdf)
    for pagina in (1, 2, 3):
        assert f"Página {pagina} de 3" in texto
    assert texto.count("Cámara de Comercio de Villanueva · Una historia larga") == 2
    assert [int(n) for n in re.findall(r"\[(\d+)\]", texto)] == list(range(30))


def test_un_parrafo_partido_es_un_solo_elemento_en_dos_paginas() -> None:
    documento = crear_documento()
    documento.parrafo("Corto.")
    documento.parrafo("palabra " * 1200)
    pdf = documento.terminar()
    arbol = catalogo(pdf)["/StructTreeRoot"]["/K"]
    (partido,) = [
        e for e in recorrer(arbol) if any(getattr(h, "get", None) for h in e["/K"]) and "/Pg" in e
    ]
    (resto,) = [hijo for hijo in partido["/K"] if getattr(hijo, "get", None)]
    assert resto["/Pg"] == catalogo(pdf)["/Pages"]["/Kids"][1]
    # One word more for the header of the second page would be one too many.
    assert texto_pdf(pdf).count("palabra") == 1200


def test_una_tabla_reparte_sus_filas_entre_paginas() -> None:
    documento = crear_documento()
    documento.tabla([(f"Fila {n}", "Texto " * 30) for n in range(40)])
    documento.tabla([("Enorme", "x" * 9000), ("Siguiente", "y")])
    texto = texto_pdf(documento.terminar())
    assert [int(n) for n in re.findall(r"Fila (\d+)", texto)] == list(range(40))
    assert texto.count("x") > 9000
    assert "Siguiente" in texto


def test_el_subtitulo_no_queda_solo_al_pie() -> None:
    for relleno in (24, 26, 27, 28, 29, 30, 31):
        documento = crear_documento()
        for _ in range(relleno):
            documento.parrafo("Renglón.")
        documento.subtitulo("Subtítulo")
        documento.parrafo("Seguido.")
        primera = ejecutar("pdftotext", "-l", "1", "PDF", "-", pdf=documento.terminar())
        assert ("Subtítulo" in primera) == ("Seguido" in primera)


def test_el_codigo_qr_que_se_ve_lleva_a_la_verificacion() -> None:
    puntos = 216
    salida = en_imagen(crear_completo(), puntos)
    octetos = salida.tobytes()
    matriz = segno.make(ENLACE, error="m", micro=False, mask=MASCARA_QR).matrix
    modulo = LADO_QR / (len(matriz) + 2 * MARGEN_QR)
    izquierda = estilo.IZQUIERDA - 6
    arriba = estilo.ALTO - (estilo.ABAJO - 18)

    def oscuro(fila: int, columna: int) -> bool:
        x = izquierda + (columna + MARGEN_QR + 0.5) * modulo
        y = arriba + (fila + MARGEN_QR + 0.5) * modulo
        return octetos[round(y * puntos / 72) * salida.width + round(x * puntos / 72)] < 128

    lado = range(len(matriz))
    visto = [[oscuro(fila, columna) for columna in lado] for fila in lado]
    assert visto == [[bool(bit) for bit in fila] for fila in matriz]


def en_imagen(pdf: bytes, puntos: int) -> Image.Image:
    """Return the first page as poppler draws it, in greys."""
    orden = ("pdftoppm", "-r", str(puntos), "-l", "1", "-gray", "PDF")
    return Image.open(BytesIO(ejecutar_octetos(*orden, pdf=pdf)))


def test_varios_hilos_hacen_lo_mismo_que_uno() -> None:
    def hacer(numero: int) -> bytes:
        documento = crear_documento(f"Ωmega {chr(0x410 + numero)} Łódź")
        documento.parrafo("".join(chr(0x410 + (numero + n) % 32) for n in range(32)))
        return documento.terminar()

    solos = [hacer(numero) for numero in range(12)]
    with ThreadPoolExecutor(4) as hilos:
        assert list(hilos.map(hacer, range(12))) == solos


def test_el_secreto_del_recuadro_no_queda_en_memoria(monkeypatch: pytest.MonkeyPatch) -> None:
    partidos: list[str] = []

    def espia(texto: str, *resto: Any) -> tuple[str, ...]:
        partidos.append(texto)
        return partir(texto, *resto)

    monkeypatch.setattr("portal.pdf.documento.partir", espia)
    crear_completo()
    assert "Un párrafo con ñandúes." in partidos
    # What goes through there is remembered from one document to the next.
    assert not any("Xk7mQ2vPz9" in texto for texto in partidos)
