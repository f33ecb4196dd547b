"""The permission that a session earns by passing the CAPTCHA: one person, for a short while.

It lives in the session alone, so that an address that somebody copies is worth nothing elsewhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from portal.identificacion import TipoIdentificacion
from solicitudes.models import Persona

# Long enough to read and print, short enough for whoever leaves a shared computer. Nothing is
# typed on the pages it opens, so nothing is lost when it ends.
DURACION = timedelta(minutes=15)
# To download an invoice again after a failed download, no longer than its code lived.
DURACION_FACTURA = timedelta(minutes=10)

# So that who comes a little late is told that the look-up has ended.
GRACIA = timedelta(minutes=5)

CLAVE = "solicitudes_consulta"
CLAVE_FACTURAS = "solicitudes_facturas"


@dataclass(frozen=True, slots=True)
class Consulta:
    """Who was looked up: a person, or (`persona_id` None) the type and number that found none."""

    persona_id: int | None
    vence: datetime
    tipo: str = ""
    numero: str = ""


def abrir(session: SessionBase, *, tipo: TipoIdentificacion, numero: str) -> None:
    """Let this session see the requests of that person; `numero` canonical.

    The same work whether the person exists or not. The session's key changes, so that a key known
    beforehand to somebody else opens nothing.
    """
    cerrar(session)
    persona_id = (
        Persona.objects.filter(tipo=tipo, numero=numero).values_list("pk", flat=True).first()
    )
    session.cycle_key()
    session[CLAVE] = {
        "persona": persona_id,
        "vence": (timezone.now() + DURACION).timestamp(),
        "tipo": "" if persona_id else str(tipo),
        "numero": "" if persona_id else numero,
    }
    _conservar(session, DURACION)


def vigente(session: SessionBase) -> Consulta | None:
    """Return the permission of this session, or None: never given, or expired."""
    datos = session.get(CLAVE)
    if datos is None or datos["vence"] <= timezone.now().timestamp():
        return None
    vence = datetime.fromtimestamp(datos["vence"], tz=timezone.get_default_timezone())
    return Consulta(datos["persona"], vence, datos["tipo"], datos["numero"])


def prolongar(session: SessionBase, lapso: timedelta) -> None:
    """Make a permission that is in force last at least `lapso` from now: a code is on its way."""
    if vigente(session) is not None:
        vence = (timezone.now() + lapso).timestamp()
        session[CLAVE] = session[CLAVE] | {"vence": max(session[CLAVE]["vence"], vence)}
        _conservar(session, max(lapso, DURACION))


def cerrar(session: SessionBase) -> None:
    """End the permission and those for invoices; a session that holds nothing else ends too."""
    session.pop(CLAVE, None)
    session.pop(CLAVE_FACTURAS, None)
    session.set_expiry(None)
    if session.session_key and not session.keys():
        session.flush()


def autorizar_factura(session: SessionBase, orden_id: int) -> None:
    """Let this session download the invoice of an order, for a while."""
    vence = (timezone.now() + DURACION_FACTURA).timestamp()
    session[CLAVE_FACTURAS] = session.get(CLAVE_FACTURAS, {}) | {str(orden_id): vence}
    prolongar(session, DURACION_FACTURA)


def factura_autorizada(session: SessionBase, orden_id: int) -> datetime | None:
    """Return until when this session may download the invoice of an order; None if it may not."""
    vence = session.get(CLAVE_FACTURAS, {}).get(str(orden_id), 0)
    if vence <= timezone.now().timestamp():
        return None
    return datetime.fromtimestamp(vence, tz=timezone.get_default_timezone())


def _conservar(session: SessionBase, lapso: timedelta) -> None:
    """Let the visitor's session row end soon after its permission; staff keep theirs."""
    if SESSION_KEY not in session:
        session.set_expiry(lapso + GRACIA)
