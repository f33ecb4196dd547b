"""Which files are taken, by what they hold: an allow-list. Pure.

Programs, macros and archives that swell when opened are refused with a reason; so are keys, which
their owner must not give to anybody (Ley 527 de 1999: they are under their sole control).
"""

import io
import warnings
import zipfile
from typing import Final

from PIL import Image

from mesa_ayuda.archivos import BINARIO, EXTENSIONES_PROPIAS, TEXTO, tipo_de

DESCOMPRIMIDO_MAXIMO: Final = 200 * 1024 * 1024
MIEMBROS_MAXIMOS: Final = 2_000
FORMATOS: Final = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
    "image/webp": "WEBP",
}
# What Windows, a browser or a shell would run.
_EJECUTABLES: Final = (
    "exe com scr pif bat cmd ps1 psm1 vbs vbe js jse wsf wsh hta msi msp msc cpl dll sys jar lnk "
    "reg inf scf chm app deb rpm apk iso img vhd vhdx sh bash run appimage url xll xlam docm xlsm "
    "pptm dotm xltm potm ppam sldm one svg svgz html htm xhtml mht mhtml shtml xsl xslt swf"
)
EJECUTABLES: Final = frozenset(_EJECUTABLES.split())
CLAVES: Final = frozenset({"p12", "pfx", "jks", "keystore", "key", "ppk"})
PROGRAMAS: Final = (
    *(b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!"),
    *(b"L\x00\x00\x00\x01\x14\x02\x00", b"dex\n"),
)
WINMAIL: Final = b"\x78\x9f\x3e\x22"
"""What Outlook sends to who doesn't use Exchange (TNEF)."""


def motivo_de_rechazo(nombre: str, contenido: bytes) -> str:
    """Return, in Spanish, why a file is not taken; '' for one that is."""
    extension = _extension(nombre)
    if not contenido:
        return "está vacío"
    if extension in CLAVES or b"PRIVATE KEY-----" in contenido[:4096]:
        return "contiene una clave privada, que no debe compartir con nadie"
    if extension in EJECUTABLES or contenido.startswith(PROGRAMAS):
        return "es un programa o puede ejecutar código"
    tipo = tipo_de(contenido)
    if tipo in FORMATOS:
        return _motivo_de_imagen(contenido, FORMATOS[tipo])
    if contenido.startswith(b"PK\x03\x04"):
        return _motivo_de_zip(contenido)
    if tipo == "application/x-ole-storage":
        return "contiene macros" if "_VBA_PROJECT".encode("utf-16-le") in contenido else ""
    if tipo == TEXTO:
        comienzo = contenido[:1024].lstrip().lower()
        activo = comienzo.startswith((b"<!doctype html", b"<html", b"<script", b"<svg"))
        return "es una página web, que puede ejecutar código" if activo else ""
    if tipo == BINARIO and not contenido.startswith(WINMAIL):
        return "" if extension in EXTENSIONES_PROPIAS else "es de un tipo que no recibimos"
    return ""


def _motivo_de_imagen(contenido: bytes, formato: str) -> str:
    try:
        with warnings.catch_warnings():
            # A picture of more pixels than any screen or scanner gives is a bomb.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(contenido), formats=[formato]) as imagen:
                imagen.verify()
    except Exception:  # Pillow raises whatever its decoders meet
        return "no es una imagen que se pueda abrir"
    return ""


def _motivo_de_zip(contenido: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as archivo:
            miembros = archivo.infolist()
    except (zipfile.BadZipFile, ValueError, RuntimeError, OSError):
        return "está dañado"
    if (
        len(miembros) > MIEMBROS_MAXIMOS
        or sum(miembro.file_size for miembro in miembros) > DESCOMPRIMIDO_MAXIMO
    ):
        return "al abrirlo ocupa demasiado"
    nombres = [miembro.filename for miembro in miembros]
    if any(nombre.lower().rpartition("/")[2] == "vbaproject.bin" for nombre in nombres):
        return "contiene macros"
    if any(_extension(nombre) in EJECUTABLES for nombre in nombres):
        return "contiene un programa o algo que puede ejecutar código"
    return ""


def _extension(nombre: str) -> str:
    """Return the extension as Windows takes it: spaces and points at the end don't count."""
    return nombre.lower().rstrip(". \t\r\n").rpartition(".")[2]
