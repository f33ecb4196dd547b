"""Raw mails on disk: .eml files, mbox, Maildir, folders of them, standard input."""

import mailbox
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ES_MBOX: Final = re.compile(rb"From \S+.*\d{4}\r?\n")
"""A mail begins with a header; what begins with «From » and ends with a year is an mbox."""


@dataclass(frozen=True, slots=True)
class CorreoEnDisco:
    """A raw mail and where it was: `folder/x.eml`, `box.mbox:3`, `-`."""

    archivo: str
    crudo: bytes


def recorrer(ruta: str) -> Iterator[CorreoEnDisco]:
    """Yield every mail of a path, in order of name. Raises `OSError` where it can't be read."""
    if ruta == "-":
        yield from _de_octetos("-", sys.stdin.buffer.read())
        return
    camino = Path(ruta)
    if not camino.is_dir():
        yield from _de_octetos(ruta, camino.read_bytes(), camino)
        return
    es_maildir = (camino / "cur").is_dir() and (camino / "new").is_dir()
    carpetas = (camino / "new", camino / "cur") if es_maildir else (camino,)
    for carpeta in carpetas:
        for hijo in sorted(carpeta.iterdir()):
            if hijo.is_dir() or (hijo.is_file() and not hijo.name.startswith(".")):
                yield from recorrer(str(hijo))


def _de_octetos(
    archivo: str, octetos: bytes, camino: Path | None = None
) -> Iterator[CorreoEnDisco]:
    if not ES_MBOX.match(octetos):
        yield CorreoEnDisco(archivo, octetos)
    elif camino is not None:
        caja = mailbox.mbox(camino, create=False)
        try:
            for clave in caja.keys():  # noqa: SIM118 - iterating it yields parsed messages
                yield CorreoEnDisco(f"{archivo}:{int(clave) + 1}", caja.get_bytes(clave))
        finally:
            caja.close()
    else:
        partes = re.split(rb"(?:^|\n)From \S+.*\d{4}\r?\n", octetos)[1:]
        for n, parte in enumerate(partes, start=1):
            yield CorreoEnDisco(f"{archivo}:{n}", parte)
