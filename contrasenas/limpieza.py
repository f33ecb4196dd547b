"""Blanquear and Borrar no activados (manual 004 §6): the wiping of a year's password table.

Called by `contrasenas.ejecucion` in its transaction. A password is never wiped while a worker may
be mailing it: the chamber is locked, as by whoever makes a packet; the packets and their waiting
recipients are locked too; and the work is refused if one of them is on its way. What is locked here
and wiped can't be claimed afterwards.
"""

from collections.abc import Callable
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from psycopg.errors import LockNotAvailable

from contrasenas.enums import (
    LOTE_ABIERTO,
    EstadoContrasena,
    EstadoEnvio,
    EstadoLote,
    EstadoProgramacion,
)
from contrasenas.excepciones import OperacionImposible
from contrasenas.models import Camara, Contrasena, Envio, Lote, Programacion
from portal.firma.enums import EstadoDocumento
from portal.firma.models import DocumentoFirmado
from portal.firma.servicios import cambiar_estado

TANDA: Final = 10_000
SALIENDO: Final = (
    "Hay un paquete en curso. Póngalo en pausa o cancélelo, espere a que salga el correo que se "
    "está enviando y vuelva a intentarlo."
)

ESCOGER: Final = """
SELECT id, documento FROM contrasenas_contrasena
WHERE camara_id = %(camara)s AND ano = %(ano)s AND id > %(tras)s AND estado <> %(salvo)s
ORDER BY id LIMIT %(tanda)s FOR UPDATE
"""

# What hangs from a password goes before it; a verified user stays and forgets it. The documents
# that were mailed are no longer good: their register says so, and keeps them. Of each mail stays
# what its unsubscribe link and the chamber's quota need.
BORRAR: Final = (
    """INSERT INTO contrasenas_correoentregado (camara_id, correo, ficha_hash, enviada_en)
       SELECT camara_id, CASE WHEN es_prueba THEN '' ELSE lower(correo) END, ficha_hash, enviada_en
       FROM contrasenas_contrasena
       WHERE id = ANY(%(filas)s) AND ficha_hash IS NOT NULL AND enviada_en IS NOT NULL
       ON CONFLICT (ficha_hash) DO NOTHING""",
    """DELETE FROM contrasenas_pin p USING contrasenas_activacion a
       WHERE a.id = p.activacion_id AND a.contrasena_id = ANY(%(filas)s)""",
    "DELETE FROM contrasenas_activacion WHERE contrasena_id = ANY(%(filas)s)",
    "DELETE FROM contrasenas_envio WHERE contrasena_id = ANY(%(filas)s)",
    """UPDATE contrasenas_usuarioverificado SET contrasena_id = NULL
       WHERE contrasena_id = ANY(%(filas)s)""",
    "DELETE FROM contrasenas_contrasena WHERE id = ANY(%(filas)s)",
)


def blanquear(*, camara: Camara, ano: int, avance: Callable[[int, int], None]) -> dict[str, int]:
    """Wipe every password of the year, activated ones too. Raises OperacionImposible."""
    return _limpiar(camara, ano, avance, salvo="")


def borrar_no_activados(
    *, camara: Camara, ano: int, avance: Callable[[int, int], None]
) -> dict[str, int]:
    """Wipe the year's passwords but those that were activated. Raises OperacionImposible."""
    return _limpiar(camara, ano, avance, salvo=EstadoContrasena.ACTIVADA)


def exigir_nada_saliendo(camara: Camara, ano: int) -> None:
    """Raise OperacionImposible where a packet of the year is under way or a mail on its way."""
    lotes = Lote.objects.filter(camara=camara, ano=ano)
    if (
        lotes.filter(estado=EstadoLote.EN_CURSO).exists()
        or Envio.objects.filter(lote__in=lotes, estado=EstadoEnvio.ENVIANDO).exists()
    ):
        raise OperacionImposible(SALIENDO)


def _limpiar(
    camara: Camara, ano: int, avance: Callable[[int, int], None], *, salvo: str
) -> dict[str, int]:
    _detener_envios(camara, ano)
    filas = Contrasena.objects.filter(camara=camara, ano=ano).exclude(estado=salvo)
    total, hechas, tras = filas.count(), 0, 0
    avance(0, total)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        while True:
            cursor.execute(
                ESCOGER,
                {"camara": camara.pk, "ano": ano, "salvo": salvo, "tras": tras, "tanda": TANDA},
            )
            escogidas = cursor.fetchall()
            if not escogidas:
                break
            claves = [pk for pk, _ in escogidas]
            cambiar_estado(
                documentos=DocumentoFirmado.objects.filter(
                    pk__in=[documento for _, documento in escogidas if documento]
                ),
                estado=EstadoDocumento.ANULADO,
            )
            for orden in BORRAR:
                cursor.execute(orden, {"filas": claves})
            tras, hechas = claves[-1], hechas + len(claves)
            avance(hechas, max(hechas, total))
    vacios, _ = Lote.objects.filter(camara=camara, ano=ano, envios=None).delete()
    return {"borradas": hechas, "paquetes": vacios}


def _detener_envios(camara: Camara, ano: int) -> None:
    """Lock what sends, make sure that nothing is on its way, and end what waits.

    Nothing but the chamber's own lock is waited for: whoever holds a schedule is making a packet,
    whoever holds a packet or a recipient is sending.
    """
    programaciones = Programacion.objects.filter(
        camara=camara,
        ano=ano,
        estado__in=[EstadoProgramacion.ACTIVA, EstadoProgramacion.PAUSADA],
    )
    vivos = Envio.objects.filter(
        lote__camara=camara,
        lote__ano=ano,
        estado__in=[EstadoEnvio.PENDIENTE, EstadoEnvio.ENVIANDO],
    )
    lotes = Lote.objects.filter(camara=camara, ano=ano)
    try:
        with transaction.atomic():
            # In the order of the sweep that makes a schedule's packets.
            _bloquear(programaciones)
            Camara.objects.select_for_update(no_key=True).only("pk").get(pk=camara.pk)
            _bloquear(lotes)
            _bloquear(vivos)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise OperacionImposible(SALIENDO) from error
        raise
    exigir_nada_saliendo(camara, ano)
    lotes.filter(estado__in=LOTE_ABIERTO).update(
        estado=EstadoLote.CANCELADO, espera_hasta=None, terminado_en=Now()
    )
    programaciones.update(estado=EstadoProgramacion.CANCELADA)


def _bloquear(filas: QuerySet[Any]) -> None:
    """Lock the rows; raise OperationalError at once where somebody else has one."""
    list(filas.select_for_update(nowait=True, of=("self",)).values_list("pk", flat=True))
