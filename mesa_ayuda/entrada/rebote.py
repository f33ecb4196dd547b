"""What a bounce says: which mail of ours came back, and whether the address exists.

Pure, but for the key that seals our Message-IDs.
"""

import re
from dataclasses import dataclass
from typing import Final

from mesa_ayuda.entrada.lectura import CorreoLeido
from mesa_ayuda.salida.identificador import firmados_en

LEIDO_MAXIMO: Final = 1024 * 1024
"""Bytes of the report that are looked through."""
# RFC 3463: bad destination mailbox address. 5.1.10 is Exchange's own word for it.
NO_EXISTE: Final = re.compile(r"(?<![\d.])5\.1\.(1|10)(?![\d.])")


@dataclass(frozen=True, slots=True)
class Rebote:
    """`devueltos`: Message-IDs of ours that it names, seal checked."""

    devueltos: tuple[str, ...]
    no_existe: bool


def leer_rebote(correo: CorreoLeido, crudo: bytes) -> Rebote:
    """Look through the report as it came and through its parts, decoded."""
    partes = [crudo[:LEIDO_MAXIMO], *(a.contenido[:LEIDO_MAXIMO] for a in correo.adjuntos)]
    texto = "\n".join([correo.texto, *(parte.decode("latin-1") for parte in partes)])
    return Rebote(tuple(firmados_en(texto)), bool(NO_EXISTE.search(texto)))
