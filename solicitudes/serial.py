"""Serial numbers of X.509 certificates: one canonical form, any spelling. Pure.

Canonical: lowercase hexadecimal digits of the positive integer, whole octets (an even number of
digits, so one leading zero at most), without sign octet; 2 to 40 digits, since a serial number has
at most 20 octets (RFC 5280 §4.1.2.2). Manual 002 §4 shows `3b00cdd4a8d648335efb415e3b273bd8`.

Spellings and how they are read:

- hexadecimal: `0x` in front, a letter a–f anywhere, colons, groups of exactly two digits;
- decimal: groups of thousands (`1.234.567`), or more than 40 digits, too many for 20 octets;
- both at once, as OpenSSL prints small ones: `4660 (0x1234)`;
- digits alone can be either, and a search looks for both. To register one, a leading zero or 32
  digits mean hexadecimal (16 octets, as this authority writes them), 33 to 39 digits mean decimal
  (14 to 17 octets; of random serials that long in hexadecimal, fewer than one in a million has no
  letter); any other length is refused with the two ways of writing it clearly.
"""

import re
import unicodedata
from contextlib import suppress

OCTETOS_MAXIMOS = 20
# Longest text looked at: 49 decimal digits, or 20 octets, with some separators after each digit.
LONGITUD_TEXTO = 200

CATEGORIAS_ESPACIO = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})

HEXADECIMAL_Y_DECIMAL = re.compile(r"(\d+) ?\( ?(0x[0-9a-f]+) ?\)")
MILES = re.compile(r"\d{1,3}(?:([., '])\d{3})(?:\1\d{3})*")
PARES = re.compile(r"[0-9a-f]{2}(?:[ -][0-9a-f]{2})+")

ESPERADO = "Escriba el número de serie en hexadecimal (3b:00:cd… o 3b00cd…) o en decimal."
DEMASIADO_LARGO = "El número de serie tiene más de 20 octetos: revise si sobran dígitos."
NO_POSITIVO = "El número de serie debe ser un número positivo."
AMBIGUO = (
    "Este número puede ser hexadecimal o decimal. Si es hexadecimal, escriba 0x{hexadecimal}; "
    "si es decimal, escriba su equivalente 0x{decimal}."
)


class SerialInvalido(ValueError):
    """The text is no serial number, or is ambiguous; the message is in Spanish."""


def normalizar(texto: str, *, base: int | None = None) -> str:
    """Return the canonical form of one serial number, for registering it.

    `base` (10 or 16) settles a text of digits alone; to read a canonical form again, pass 16.
    Raises `SerialInvalido` if it is no serial number, or could be either and no base is given.
    """
    if base not in (None, 10, 16):
        raise ValueError("base must be 10, 16 or None")
    bases, digitos = _leer(_limpiar(texto))
    if base is not None:
        if base not in bases:
            raise SerialInvalido(ESPERADO)
        return _canonico(digitos, base)
    formas = [_canonico(digitos, posible) for posible in bases]
    if len(set(formas)) > 1 and not _es_claro(digitos):
        raise SerialInvalido(AMBIGUO.format(hexadecimal=digitos, decimal=_canonico(digitos, 10)))
    return formas[0]


def interpretaciones(texto: str) -> list[str]:
    """Return every canonical form that `texto` can stand for, the likeliest first; for searches.

    One or two forms; an empty list if it is no serial number. Never raises.
    """
    try:
        bases, digitos = _leer(_limpiar(texto))
    except SerialInvalido:
        return []
    formas = []
    for base in bases:
        with suppress(SerialInvalido):
            formas.append(_canonico(digitos, base))
    return list(dict.fromkeys(formas))


def decimal(hexa: str) -> str:
    """Return the decimal digits of a canonical serial number."""
    return str(int(hexa, 16))


def con_dos_puntos(hexa: str) -> str:
    """Return a canonical serial number as octets: `3b:00:cd:…`."""
    return ":".join(hexa[inicio : inicio + 2] for inicio in range(0, len(hexa), 2))


def _limpiar(texto: str) -> str:
    """Return `texto` in lowercase ASCII digits, inner blanks as single spaces, dashes as «-»."""
    if len(texto) > LONGITUD_TEXTO:
        raise SerialInvalido(DEMASIADO_LARGO)
    letras = unicodedata.normalize("NFKC", texto)
    return " ".join("".join(map(_unificar_letra, letras)).lower().split())


def _unificar_letra(letra: str) -> str:
    categoria = unicodedata.category(letra)
    if categoria == "Nd":
        return str(unicodedata.decimal(letra))
    if categoria == "Pd" or letra == "\u2212":
        return "-"
    if categoria in CATEGORIAS_ESPACIO:
        return " " if letra.isspace() else ""
    return letra


def _leer(limpio: str) -> tuple[tuple[int, ...], str]:
    """Return the bases that a spelling allows, the likeliest first, and its digits."""
    cuerpo = limpio.removeprefix("0x").strip()
    if cuerpo.startswith("-"):
        raise SerialInvalido(NO_POSITIVO)
    if doble := HEXADECIMAL_Y_DECIMAL.fullmatch(limpio):
        if int(doble[1]) != int(doble[2], 16):
            raise SerialInvalido("Las formas decimal y hexadecimal no son el mismo número.")
        return (16,), doble[2][2:]
    if MILES.fullmatch(limpio):
        return (10,), re.sub(r"\D", "", limpio)
    digitos = re.sub(r"[ .-]", "", _unir_octetos(cuerpo))
    if not re.fullmatch(r"[0-9a-f]+", digitos):
        raise SerialInvalido(ESPERADO)
    if limpio != cuerpo or ":" in cuerpo or PARES.fullmatch(cuerpo) or not digitos.isdigit():
        return (16,), digitos
    if len(digitos) > 2 * OCTETOS_MAXIMOS:
        return (10,), digitos
    return ((10, 16) if _parece_decimal(digitos) else (16, 10)), digitos


def _unir_octetos(cuerpo: str) -> str:
    """Join colon-separated octets; some tools drop an octet's leading zero (`3b:0:cd`)."""
    if ":" not in cuerpo:
        return cuerpo
    octetos = [octeto.strip() for octeto in cuerpo.split(":")]
    if not all(1 <= len(octeto) <= 2 for octeto in octetos):
        raise SerialInvalido(ESPERADO)
    return "".join(octeto.zfill(2) for octeto in octetos)


def _parece_decimal(digitos: str) -> bool:
    return 33 <= len(digitos) <= 39 and not digitos.startswith("0")


def _es_claro(digitos: str) -> bool:
    return digitos.startswith("0") or len(digitos) == 32 or _parece_decimal(digitos)


def _canonico(digitos: str, base: int) -> str:
    numero = int(digitos, base)
    if numero == 0:
        raise SerialInvalido(NO_POSITIVO)
    octetos = (numero.bit_length() + 7) // 8
    if octetos > OCTETOS_MAXIMOS:
        raise SerialInvalido(DEMASIADO_LARGO)
    return numero.to_bytes(octetos, "big").hex()
