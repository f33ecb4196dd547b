"""Telling by its content whether a file is a whole PDF (ISO 32000-2 §7.5). Pure."""

import re

TAMANO_MAXIMO = 5 * 1024 * 1024
CABECERA = re.compile(rb"%PDF-[12]\.\d")
# The file ends with the offset of its cross-reference table or stream; readers allow for some
# octets after it.
FINAL = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*", re.DOTALL)
COLA = 1024
REFERENCIAS = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")


def revisar_pdf(contenido: bytes) -> str:
    """Return in Spanish why `contenido` is no invoice that could be served, or nothing."""
    if len(contenido) > TAMANO_MAXIMO:
        return f"El archivo pesa más de {TAMANO_MAXIMO // 1024**2} MB."
    # Only at the very start: a file that is a web page first and a PDF later must not pass.
    if not CABECERA.match(contenido):
        return "El archivo no es un PDF, aunque su nombre lo diga."
    finales = list(FINAL.finditer(contenido, max(0, len(contenido) - COLA)))
    if not finales:
        return "El PDF está incompleto: le falta el final. Descárguelo o genérelo de nuevo."
    if not REFERENCIAS.match(contenido, int(finales[-1][1])):
        return "El PDF está dañado: su tabla de contenido no está donde dice. Genérelo de nuevo."
    return ""
