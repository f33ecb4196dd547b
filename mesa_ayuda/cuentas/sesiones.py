"""Opening, listing and closing the sessions of a customer."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.utils.module_loading import import_string

from mesa_ayuda.cuentas.navegador import en_palabras
from mesa_ayuda.models import SesionAbierta
from portal.usuarios.models import Usuario
from portal.visitante import direccion

RECORDADA = timedelta(days=14)
# Until the browser is closed, and at most `SESSION_COOKIE_AGE`.
HASTA_CERRAR = 0
PUERTA = "django.contrib.auth.backends.ModelBackend"


def abrir_sesion(*, request: HttpRequest, usuario: Usuario, recordar: bool) -> None:
    """Sign in a user whose password or link was checked; `recordar` keeps it for 14 days."""
    login(request, usuario, backend=PUERTA)
    request.session.set_expiry(int(RECORDADA.total_seconds()) if recordar else HASTA_CERRAR)
    with transaction.atomic():
        # The row points at the session's, which Django would write only with the answer.
        request.session.save()
        clave = request.session.session_key
        assert clave is not None
        SesionAbierta.objects.create(
            usuario=usuario,
            sesion_id=clave,
            navegador=en_palabras(request.headers.get("User-Agent", "")),
            red=direccion(request),
        )


def cerrar_sesion(*, usuario: Usuario, clave: int) -> bool:
    """Close one session of that user, wherever it is; False if it is not theirs or is gone."""
    fila = SesionAbierta.objects.filter(usuario=usuario, pk=clave).first()
    if fila is None:
        return False
    _borrar(fila.sesion_id)
    return True


def cerrar_las_demas(*, usuario: Usuario, salvo: str | None) -> int:
    """Close every session of the user but the one with the key `salvo`; return how many."""
    claves = list(
        SesionAbierta.objects.filter(usuario=usuario)
        .exclude(sesion_id=salvo)
        .values_list("sesion_id", flat=True)
    )
    for clave in claves:
        _borrar(clave)
    return len(claves)


def _borrar(clave: str) -> None:
    """Delete a session from PostgreSQL and from the cache; its row of ours goes with it."""
    import_string(f"{settings.SESSION_ENGINE}.SessionStore")(clave).delete()
