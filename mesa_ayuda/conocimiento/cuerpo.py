"""The body of an article, from plain text to blocks that a template draws. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bloque:
    """A paragraph (one text) or a list (its items)."""

    es_lista: bool
    textos: tuple[str, ...]


def bloques(texto: str) -> list[Bloque]:
    """Return the blocks: blank lines part paragraphs, lines that begin with «- » make lists."""
    hechos: list[Bloque] = []
    for parte in texto.replace("\r\n", "\n").replace("\r", "\n").split("\n\n"):
        for linea in filter(None, map(str.strip, parte.split("\n"))):
            es_lista = linea.startswith("- ")
            limpio = linea[2:].strip() if es_lista else linea
            if es_lista and hechos and hechos[-1].es_lista:
                hechos[-1] = Bloque(True, (*hechos[-1].textos, limpio))
            else:
                hechos.append(Bloque(es_lista, (limpio,)))
    return hechos
