"""What a visitor's session holds of an activation: whose request it is, and how it ended.

Only keys of rows: no data, no password, no link.
"""

import uuid

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

from contrasenas.activacion.datos import Datos
from contrasenas.enums import EstadoActivacion, Resultado
from contrasenas.models import Activacion

CLAVE = "contrasenas_activacion"
# Seconds: as long as a request may last, and then as long again to read and print the end.
DURACION = 2 * 60 * 60


def abrir(session: SessionBase, activacion: Activacion) -> None:
    """Bind a request to this session; its key changes, so that one known beforehand is useless."""
    session.cycle_key()
    session[CLAVE] = {"activacion": str(activacion.pk)}
    if SESSION_KEY not in session:
        session.set_expiry(DURACION)


def anotar(session: SessionBase, resultado: Resultado) -> None:
    """Remember an end that the rows don't tell."""
    session[CLAVE] = session.get(CLAVE, {}) | {"resultado": str(resultado)}


def cerrar(session: SessionBase) -> None:
    """Forget the request."""
    session.pop(CLAVE, None)


def resultado(session: SessionBase) -> str:
    """Return the end that was noted, empty if none was."""
    return str(session.get(CLAVE, {}).get("resultado", ""))


def clave_de(session: SessionBase) -> uuid.UUID | None:
    """Return the key of this session's request."""
    texto = session.get(CLAVE, {}).get("activacion")
    return uuid.UUID(texto) if texto else None


def activacion_de(session: SessionBase) -> Activacion | None:
    """Return this session's request, with its password and chamber; None if it is gone."""
    pk = clave_de(session)
    if pk is None:
        return None
    filas = Activacion.objects.select_related("contrasena__camara")
    return filas.filter(pk=pk).first()


def ya_termino(session: SessionBase, *, ficha_hash: str = "", datos: Datos | None = None) -> bool:
    """Whether this very session activated the password of that link, or of those data.

    So that who goes back and sends the form again sees the end, not a refusal.
    """
    activacion = activacion_de(session)
    if activacion is None or activacion.estado != EstadoActivacion.ACTIVADA:
        return False
    contrasena = activacion.contrasena
    if ficha_hash:
        return contrasena.ficha_hash == ficha_hash
    return datos is not None and (
        (contrasena.numero in datos.numeros() or contrasena.es_prueba)
        and contrasena.correo.casefold() == datos.correo.casefold()
        and contrasena.celular == datos.celular
    )
