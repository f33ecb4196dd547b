"""What is shown of a datum to whom may not be its owner: enough to recognise, not to learn. Pure.

Who owns it knows it, and nobody else learns it. What is hidden is always as long, so that the
length tells nothing.
"""

OCULTO = "•••"
# Shorter numbers show nothing: their last digits would be most of them.
MINIMO_VISIBLE = 6


def enmascarar_correo(correo: str) -> str:
    """«s•••@d•••.co»."""
    usuario, _, dominio = correo.rpartition("@")
    nombre, _, final = dominio.rpartition(".")
    return f"{usuario[:1]}{OCULTO}@{nombre[:1]}{OCULTO}.{final}"


def enmascarar_identificacion(numero: str) -> str:
    """«•••259»: the last three, or none of a number shorter than six."""
    return _ultimos(numero, 3)


def enmascarar_celular(celular: str) -> str:
    """«•••37»: the last two."""
    return _ultimos(celular, 2)


def _ultimos(texto: str, visibles: int) -> str:
    return f"{OCULTO}{texto[-visibles:] if len(texto) >= MINIMO_VISIBLE else ''}"
