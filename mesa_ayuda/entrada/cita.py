"""Cuts what a reply quotes from what its writer says (Spanish and English mail programs). Pure.

The shortest result that is not empty wins; the whole message is kept beside it, so that a wrong cut
hides something behind «ver mensaje completo» and loses nothing.
"""

import re
from typing import Final

MARCA: Final = "— Escriba su respuesta por encima de esta línea —"
"""Stands at the top of every mail of ours about a case."""

LINEAS_DE_ATRIBUCION: Final = 4
"""A «El … escribió:» is broken over so many lines at most."""

# «El mié, 25 nov 2026 a las 10:02, Ana (<ana@…>) escribió:», «On … wrote:» and the like.
ATRIBUCION: Final = re.compile(
    r"^[>\s]*(el|on|en|le|em|am|il)\b.{0,400}?"
    r"(escribi[oó]|wrote|ha escrito|escreveu|a écrit|schrieb|ha scritto)\s*:\s*$",
    re.IGNORECASE | re.DOTALL,
)
# «2026-11-25 10:02 GMT-05:00 Ana <ana@…>:» (old Gmail), «Ana <ana@…> escribió:»
ATRIBUCION_BREVE: Final = re.compile(
    r"^[>\s]*(\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}.{0,200}<[^<>\s]+@[^<>\s]+>\s*:|"
    r".{0,120}<[^<>\s]+@[^<>\s]+>\s*(escribi[oó]|wrote)\s*:)\s*$",
    re.IGNORECASE,
)
SEPARADOR: Final = re.compile(
    r"^[>\s]*(-{2,}\s*(mensaje original|original message|mensaje reenviado|forwarded message|"
    r"mensagem original|message d'origine|ursprüngliche nachricht|mensaje original de correo)"
    r"\s*-{2,}|_{10,}|inicio del mensaje reenviado\s*:|begin forwarded message\s*:|"
    r"-{5,}\s*respuesta\s*-{5,})\s*$",
    re.IGNORECASE,
)
# Outlook's block: «De:», then «Enviado», «Para», «Asunto» in some order within a few lines.
DE: Final = re.compile(r"^[>\s]*\*?(de|from|desde|remitente)\s*:\*?\s*\S", re.IGNORECASE)
DEL_BLOQUE: Final = re.compile(
    r"^[>\s]*\*?(enviado( el)?|enviada( em)?|sent|fecha|date|para|to|cc|asunto|subject)\s*:\*?",
    re.IGNORECASE,
)
# «-- » (RFC 3676), and what telephones add by themselves.
FIRMA: Final = re.compile(r"^--\s*$")
DEL_TELEFONO: Final = re.compile(
    r"^\s*(enviado desde (mi|outlook|yahoo|correo|el|un|samsung)|sent from (my|outlook|yahoo|mail)|"
    r"obtener outlook para|get outlook for|descarga outlook|enviado con |este mensaje fue enviado "
    r"desde)\b.{0,80}$",
    re.IGNORECASE,
)


def separar(texto: str) -> str:
    """Return what the writer says, without quotes and signature; the whole if nothing is left.

    Answers written between the lines of a quote stay with the quote around them: without it they
    would make no sense.
    """
    entero = texto.strip()
    propio = _sin_firma(_antes_de_la_cita(_antes_de_la_marca(entero))).strip()
    if not propio:
        # Written below the quote.
        propio = _sin_firma(_despues_de_la_cita(entero)).strip()
    return propio or entero


def _antes_de_la_marca(texto: str) -> str:
    lugar = texto.find(MARCA)
    if lugar < 0:
        return texto
    antes = texto[:lugar].rstrip("> \t\n")
    return antes if antes.strip() else texto


def _antes_de_la_cita(texto: str) -> str:
    lineas = texto.split("\n")
    corte = next((n for n in range(len(lineas)) if _empieza_la_cita(lineas, n)), len(lineas))
    propias = lineas[:corte]
    if corte == len(lineas):
        propias = _sin_cita_final(lineas)
    return "\n".join(propias)


def _empieza_la_cita(lineas: list[str], n: int) -> bool:
    linea = lineas[n]
    if SEPARADOR.match(linea) or ATRIBUCION_BREVE.match(linea):
        # A rule of underscores alone is a quote only where Outlook's block follows.
        return linea.strip("> _") != "" or _bloque_de_outlook(lineas, n + 1)
    if _bloque_de_outlook(lineas, n):
        return True
    for largo in range(1, LINEAS_DE_ATRIBUCION + 1):
        tramo = lineas[n : n + largo]
        if len(tramo) < largo or (largo > 1 and not tramo[-1].strip()):
            return False
        if ATRIBUCION.match("\n".join(tramo)):
            return _cita_debajo(lineas, n + largo)
    return False


def _cita_debajo(lineas: list[str], n: int) -> bool:
    """Whether an attribution is followed by a quote, or by everything that is left of the mail.

    Answers between the lines of a quote: the lines after it are a mixture, and nothing is cut.
    """
    resto = [linea for linea in lineas[n:] if linea.strip()]
    citadas = [linea.lstrip().startswith(">") for linea in resto]
    if not any(citadas):
        return True
    ultima = len(citadas) - citadas[::-1].index(True)
    propias_en_medio = citadas[citadas.index(True) : ultima].count(False)
    return propias_en_medio == 0


def _bloque_de_outlook(lineas: list[str], n: int) -> bool:
    while n < len(lineas) and not lineas[n].strip():
        n += 1
    if n >= len(lineas) or not DE.match(lineas[n]):
        return False
    siguientes = [linea for linea in lineas[n + 1 : n + 7] if linea.strip()][:4]
    return sum(bool(DEL_BLOQUE.match(linea)) for linea in siguientes) >= 2


def _sin_cita_final(lineas: list[str]) -> list[str]:
    """Drop the lines with «>» at the end of a mail without any attribution."""
    fin = len(lineas)
    while fin and (not lineas[fin - 1].strip() or lineas[fin - 1].lstrip().startswith(">")):
        fin -= 1
    return lineas[:fin]


def _despues_de_la_cita(texto: str) -> str:
    lineas = texto.split("\n")
    citadas = [n for n, linea in enumerate(lineas) if linea.lstrip().startswith(">")]
    return "\n".join(lineas[citadas[-1] + 1 :]) if citadas else ""


def _sin_firma(texto: str) -> str:
    lineas = texto.split("\n")
    for n, linea in enumerate(lineas):
        if FIRMA.match(linea) and any(previa.strip() for previa in lineas[:n]):
            lineas = lineas[:n]
            break
    while lineas and (not lineas[-1].strip() or DEL_TELEFONO.match(lineas[-1])):
        lineas.pop()
    return "\n".join(lineas)
