"""Attachments: told by their content, kept by their hash, given under a name of ours.

Nothing here believes the name or the type that came with a file. What a browser could run (HTML,
SVG, scripts) is text to us, and only ever downloaded.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.text import slugify

from mesa_ayuda.models import Adjunto, Mensaje

CUANTOS: Final = 30
"""Files of one message, and below their bytes in all (ServiceNow's own limits)."""
BYTES: Final = 18 * 1024 * 1024
NOMBRE_MAXIMO: Final = 150
BINARIO: Final = "application/octet-stream"
TEXTO: Final = "text/plain"
# Type → the extension that we give it.
EXTENSIONES: Final = {
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/x-ole-storage": "doc",
    "application/rtf": "rtf",
    "application/gzip": "gz",
    "application/x-7z-compressed": "7z",
    "application/vnd.rar": "rar",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/tiff": "tif",
    "image/webp": "webp",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "video/mp4": "mp4",
    TEXTO: "txt",
    BINARIO: "bin",
}
# First bytes → type. https://www.garykessler.net/library/file_sigs.html
FIRMAS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
)
OFIMATICA: Final = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
# Harmless to whoever downloads them, and of use in a support case: they keep their extension.
EXTENSIONES_PROPIAS: Final = frozenset(
    {*("cer", "crt", "pem", "der", "p7b", "p7m", "p7s", "csr", "crl", "tsr", "tsq"), "csv", "log"}
    | {"xml", "json", "eml", "msg", "xls", "ppt", "doc"}
)


@dataclass(frozen=True, slots=True)
class ArchivoGuardado:
    """A file that is on disk, before any row names it."""

    nombre: str
    tipo: str
    tamano: int
    sha256: str
    ruta: str


def tipo_de(contenido: bytes) -> str:
    """Return the media type that the bytes themselves show."""
    if contenido.startswith(b"PK\x03\x04"):
        return _tipo_de_zip(contenido)
    if contenido[:4] == b"RIFF" and contenido[8:12] == b"WEBP":
        return "image/webp"
    if contenido[4:8] == b"ftyp":
        return "video/mp4"
    conocido = next((tipo for firma, tipo in FIRMAS if contenido.startswith(firma)), "")
    return conocido or (TEXTO if _es_texto(contenido) else BINARIO)


def nombre_visible(nombre: str) -> str:
    """Return a file's own name as it may be shown: one line, no folders, no invisible signs."""
    base = nombre.replace("\\", "/").rpartition("/")[2]
    limpio = " ".join("".join(c if c.isprintable() else " " for c in base).split())
    if len(limpio) <= NOMBRE_MAXIMO:
        return limpio or "adjunto"
    tallo, punto, final = limpio.rpartition(".")
    cola = f"{punto}{final}" if 0 < len(final) <= 8 else ""
    return f"{(tallo or limpio)[: NOMBRE_MAXIMO - len(cola)]}{cola}"


def nombre_de_descarga(adjunto: Adjunto, numero: str) -> str:
    """Return the name under which it is given: ASCII, with an extension that fits the content."""
    tallo, _, final = adjunto.nombre.rpartition(".")
    final = final.lower()
    generica = adjunto.tipo in (TEXTO, BINARIO, "application/x-ole-storage")
    propia = final if generica and final in EXTENSIONES_PROPIAS else ""
    extension = propia or EXTENSIONES.get(adjunto.tipo, "bin")
    return f"{numero}-{slugify(tallo or adjunto.nombre)[:60] or 'adjunto'}.{extension}"


def guardar_archivos(archivos: Iterable[tuple[str, IO[bytes]]]) -> list[ArchivoGuardado]:
    """Write (name, content) files to the storage; call it outside any transaction."""
    return [_guardar(nombre, archivo) for nombre, archivo in archivos]


def adjuntar(mensaje: Mensaje, archivos: Sequence[ArchivoGuardado]) -> None:
    """Write the rows of files already on disk, in the caller's transaction."""
    Adjunto.objects.bulk_create(
        Adjunto(
            mensaje=mensaje,
            nombre=archivo.nombre,
            tipo=archivo.tipo,
            tamano=archivo.tamano,
            sha256=archivo.sha256,
            archivo=archivo.ruta,
        )
        for archivo in archivos
    )


def _guardar(nombre: str, archivo: IO[bytes]) -> ArchivoGuardado:
    archivo.seek(0)
    contenido = archivo.read()
    huella = hashlib.sha256(contenido).hexdigest()
    ruta = f"casos/{huella[:2]}/{huella}"
    # The same content twice is one file; one of another size was cut short by a crash.
    if not (default_storage.exists(ruta) and default_storage.size(ruta) == len(contenido)):
        ruta = default_storage.save(ruta, File[Any](io.BytesIO(contenido)))
    return ArchivoGuardado(nombre_visible(nombre), tipo_de(contenido), len(contenido), huella, ruta)


def _tipo_de_zip(contenido: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as comprimido:
            nombres = comprimido.namelist()
    except (zipfile.BadZipFile, ValueError, RuntimeError, OSError, UnicodeDecodeError):
        return BINARIO
    if "[Content_Types].xml" in nombres:
        for carpeta, tipo in OFIMATICA.items():
            if any(nombre.startswith(carpeta) for nombre in nombres):
                return tipo
    return "application/zip"


def _es_texto(contenido: bytes) -> bool:
    """Whether it reads as text: UTF-8, or Latin-1 without control signs."""
    muestra = contenido[:65536]
    if b"\x00" in muestra:
        return False
    raros = sum(octeto < 32 and octeto not in (9, 10, 12, 13, 27) for octeto in muestra)
    return raros == 0
