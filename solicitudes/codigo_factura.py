"""The one-time code for an invoice: how long it lives, its attempts, its keyed hash."""

from datetime import timedelta

from portal import codigos

DURACION = timedelta(minutes=10)
INTENTOS_MAXIMOS = 5
USO = "solicitudes.codigo_factura"


def huella(pk: int, codigo: str) -> str:
    """Return what is stored of a code (see `portal.codigos`)."""
    return codigos.huella(USO, pk, codigo)
