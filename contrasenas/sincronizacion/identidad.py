"""Who a registration is of: the SII's `idclase` and `numid` in the portal's own form. Pure."""

from functools import lru_cache

from portal.identificacion import IdentificacionInvalida, TipoIdentificacion, normalizar

TIPOS = {
    "1": TipoIdentificacion.CC,
    "2": TipoIdentificacion.NIT,
    "3": TipoIdentificacion.CE,
    "4": TipoIdentificacion.TI,
    "5": TipoIdentificacion.PA,
    "R": TipoIdentificacion.RC,
    "E": TipoIdentificacion.DE,
    # Venezuelans' permits: the special one of 2017, and the temporary protection of 2021.
    "V": TipoIdentificacion.PEP,
    "P": TipoIdentificacion.PPT,
}
"""`idclase` of the SII; 7 and 0 mean none."""

NADIE = ("", "")


def leer(idclase: str, numid: str) -> tuple[str, str]:
    """Return type and canonical number; nothing of either where they name nobody."""
    if idclase == "1" and numid.isdigit() and numid.isascii():
        # Nearly all rows.
        numero = numid.lstrip("0")
        return ("CC", numero) if 3 <= len(numero) <= 10 else NADIE
    return _leer(idclase, numid)


@lru_cache(maxsize=10_000)
def _leer(idclase: str, numid: str) -> tuple[str, str]:
    tipo = TIPOS.get(idclase)
    if tipo is None or not numid.strip("0"):
        return NADIE
    try:
        return tipo.value, normalizar(tipo, numid)
    except IdentificacionInvalida:
        return NADIE
