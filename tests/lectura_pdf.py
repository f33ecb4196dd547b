"""Reading PDFs in tests: poppler's and qpdf's words, and pyHanko's view of the objects."""

import os
import re
import shutil
import subprocess
from io import BytesIO
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader


def ejecutar(programa: str, *argumentos: str, pdf: bytes) -> str:
    """Return what `programa` prints about `pdf`, whose path takes the place of «PDF»."""
    return ejecutar_octetos(programa, *argumentos, pdf=pdf).decode()


def ejecutar_octetos(programa: str, *argumentos: str, pdf: bytes) -> bytes:
    """Return what `programa` writes, which is no text."""
    if not shutil.which(programa):
        falta = f"{programa} is not installed (apt-get install poppler-utils qpdf)"
        if os.environ.get("CI"):
            pytest.fail(falta)
        pytest.skip(f"NOT PROVEN: {falta}")
    with NamedTemporaryFile(suffix=".pdf") as archivo:
        archivo.write(pdf)
        archivo.flush()
        orden = [programa, *(archivo.name if a == "PDF" else a for a in argumentos)]
        return subprocess.run(orden, capture_output=True, check=True).stdout


def texto_pdf(pdf: bytes) -> str:
    """Return the text of every page in reading order, each white space as one space."""
    return re.sub(r"\s+", " ", ejecutar("pdftotext", "PDF", "-", pdf=pdf))


def leer(pdf: bytes) -> PdfFileReader:
    """Open `pdf`."""
    return PdfFileReader(BytesIO(pdf))


def catalogo(pdf: bytes) -> Any:
    """Return its catalogue."""
    return leer(pdf).root


def numero_de_paginas(pdf: bytes) -> int:
    """Return how many pages it has."""
    return int(catalogo(pdf)["/Pages"]["/Count"])
