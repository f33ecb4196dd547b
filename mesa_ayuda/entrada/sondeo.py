"""Polling of a mailbox: fetch, store, mark as read; what goes wrong is written on the mailbox."""

import logging
import ssl
from typing import Final

from django.core.cache import cache
from django.db import DatabaseError
from django.db.models.functions import Now

from mesa_ayuda.entrada import imap
from mesa_ayuda.entrada.recepcion import TAMANO_GUARDADO, recibir
from mesa_ayuda.models import Buzon

logger = logging.getLogger("mesa_ayuda.entrada")
POR_VEZ: Final = 100
"""Mails that are stored in one go; the next minute goes on with the others."""
CERROJO: Final = 5 * 60
"""Seconds after which a reader that died no longer keeps others out."""


def leer_buzon(*, pk: int, contexto: ssl.SSLContext | None = None) -> int:
    """Store what is new in a mailbox and return how many mails that was; one reader at a time."""
    buzon = Buzon.objects.sondeados().filter(pk=pk).first()
    if buzon is None or not cache.add(f"mesa_buzon:{pk}", 1, CERROJO):
        return 0
    try:
        nuevos = _leer(buzon, contexto)
    except imap.FalloImap as error:
        Buzon.objects.filter(pk=pk).update(error=str(error))
        logger.warning("buzón que no se pudo leer", extra={"buzon": pk, "fallo": str(error)})
        return 0
    finally:
        cache.delete(f"mesa_buzon:{pk}")
    return nuevos


def _leer(buzon: Buzon, contexto: ssl.SSLContext | None) -> int:
    cuenta = imap.CuentaImap(
        servidor=buzon.imap_servidor,
        puerto=buzon.imap_puerto,
        usuario=buzon.imap_usuario,
        clave=buzon.imap_clave,
        carpeta=buzon.imap_carpeta,
    )
    nuevos, leidos, fallidos = 0, 0, 0
    with imap.abrir(cuenta, contexto) as abierto:
        for uid in abierto.nuevos():
            # Stored first, then marked: a crash in between only fetches it again.
            try:
                crudo = abierto.traer(uid, maximo=TAMANO_GUARDADO)
                nuevos += recibir(buzon=buzon, crudo=crudo).nuevo
                abierto.marcar_leido(uid)
            except (DatabaseError, OSError, imap.OrdenRechazada) as error:
                fallidos += 1
                datos = {"buzon": buzon.pk, "error": type(error).__name__}
                logger.warning("correo que no se pudo guardar", extra=datos)
                continue
            leidos += 1
            # Those that the server won't give stay unread, and must not keep the others out.
            if leidos >= POR_VEZ:
                break
    aviso = (
        f"{fallidos} mensajes no se pudieron guardar; se intentará de nuevo." if fallidos else ""
    )
    Buzon.objects.filter(pk=buzon.pk).update(leido_en=Now(), error=aviso)
    return nuevos
