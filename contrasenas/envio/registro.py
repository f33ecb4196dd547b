"""Writing down what came of a message, and what it means for its packet."""

import logging

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from contrasenas.clientes.smtp import Alcance, FalloSmtp
from contrasenas.enums import EstadoContrasena, EstadoEnvio, EstadoLote
from contrasenas.envio.insistencia import insistente
from contrasenas.envio.politica import FALLOS_SEGUIDOS_MAXIMOS, INTENTOS_MAXIMOS, espera
from contrasenas.envio.preparacion import Carta
from contrasenas.envio.reclamo import RENOVAR, bloquear_lote, propio, recoger_cancelados
from contrasenas.models import Contrasena, Envio, Lote
from portal.auditoria.servicios import registrar
from portal.firma.models import DocumentoFirmado

logger = logging.getLogger("contrasenas.envio")
ORIGEN = "Envío de contraseñas"


# One statement, so one commit and one journey: it stands between a server's acceptance and the
# next message, for each of them.
ANOTAR = f"""
WITH enviado AS (
    UPDATE {Envio._meta.db_table}
    SET estado = '{EstadoEnvio.ENVIADO}', enviado_en = statement_timestamp(),
        respuesta = %(respuesta)s, reclamado_en = NULL, proximo_intento = NULL
    WHERE id = %(envio)s AND estado IN ('{EstadoEnvio.ENVIANDO}', '{EstadoEnvio.PENDIENTE}')
    RETURNING contrasena_id, lote_id
), entregada AS (
    UPDATE {Contrasena._meta.db_table} AS contrasena
    SET estado = '{EstadoContrasena.ENVIADA}', enviada_en = statement_timestamp(),
        clave = NULL, ficha = NULL, clave_hash = %(huella)s, con_pin = %(con_pin)s
    FROM enviado
    WHERE contrasena.id = enviado.contrasena_id
        AND contrasena.estado = '{EstadoContrasena.EN_LOTE}'
), firmado AS (
    UPDATE {DocumentoFirmado._meta.db_table}
    SET sha256 = %(sha256)s, tamano = %(tamano)s, firmado_en = %(firmado_en)s
    FROM enviado
    WHERE id = %(documento)s
), calmado AS (
    UPDATE {Lote._meta.db_table} AS lote SET fallos_seguidos = 0
    FROM enviado
    WHERE lote.id = enviado.lote_id AND lote.fallos_seguidos > 0
), renovado AS ({RENOVAR} RETURNING envio.id)
SELECT (SELECT count(*) FROM enviado), (SELECT count(*) FROM renovado)
"""  # noqa: S608 - names of tables and states only


@insistente
def anotar_envio(envio: Envio, carta: Carta, respuesta: str, *, sigue: Envio | None = None) -> bool:
    """Record that the server took the message: the password goes, its hash stays.

    Done at once after each message, whoever holds the claim by now: what has left has left. The
    claim of `sigue`, whose message leaves next, is renewed on the same journey: say whether it is
    still ours, as `reclamo.renovar` does.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            ANOTAR,
            {
                "envio": envio.pk,
                "respuesta": respuesta,
                "huella": carta.huella,
                "con_pin": carta.con_pin,
                "documento": carta.documento,
                "sha256": carta.sha256,
                "tamano": carta.tamano,
                "firmado_en": carta.firmado_en,
                "renovado": sigue.pk if sigue else None,
                "intentos": sigue.intentos if sigue else None,
            },
        )
        anotados, renovados = cursor.fetchone()
    if anotados:
        logger.info("contraseña enviada", extra=_datos(envio))
    else:
        logger.warning("se envió un correo cuya fila ya no lo esperaba", extra=_datos(envio))
    return bool(renovados)


@insistente
def anotar_fallo(envio: Envio, fallo: FalloSmtp) -> bool:
    """Record that the message did not leave; say whether the packet goes on.

    What concerns everybody holds the packet back, or stops it; what concerns one recipient ends
    the row, or makes it wait longer each time. A run of failures stops the packet.
    """
    logger.warning(
        "contraseña no enviada",
        extra=_datos(envio)
        | {"permanente": fallo.permanente, "alcance": str(fallo.alcance), "paso": str(fallo.paso)},
    )
    with transaction.atomic():
        lote = bloquear_lote([envio])
        if fallo.alcance == Alcance.PAQUETE:
            propio(envio).update(
                estado=EstadoEnvio.PENDIENTE, reclamado_en=None, proximo_intento=Now()
            )
            detenido = _frenar(lote, fallo.explicacion, fallo.respuesta, fallo.permanente)
        else:
            _anotar_en_la_fila(envio, fallo)
            detenido = _contar(lote, fallo.explicacion, fallo.respuesta)
        recoger_cancelados(lote)
    return not detenido


@insistente
def anotar_impedimento(envio: Envio, explicacion: str, *, permanente: bool) -> None:
    """Record that nothing can be made to send, for a reason that every row shares."""
    with transaction.atomic():
        lote = bloquear_lote([envio])
        propio(envio).update(estado=EstadoEnvio.PENDIENTE, reclamado_en=None, proximo_intento=Now())
        _frenar(lote, explicacion, "", permanente)
        recoger_cancelados(lote)


@insistente
def descartar(envio: Envio, motivo: str) -> None:
    """End a row that is not to be sent, which is nobody's failure."""
    with transaction.atomic():
        _fallar(envio, motivo)


@insistente
def detener(lote_id: int, motivo: str) -> None:
    """Stop a packet under way: staff mend what `motivo` says, and resume it."""
    with transaction.atomic():
        lote = Lote.objects.select_for_update(no_key=True).get(pk=lote_id)
        _detener(lote, motivo)


@insistente
def terminar(lote_id: int) -> bool:
    """End a packet under way of which no row waits; say whether it was ended."""
    with transaction.atomic():
        lote = Lote.objects.select_for_update(no_key=True).filter(pk=lote_id).first()
        if lote is None or lote.estado != EstadoLote.EN_CURSO:
            return False
        # Asked under the lock: nobody can put a failed row back in the queue meanwhile.
        por_salir = [EstadoEnvio.PENDIENTE, EstadoEnvio.ENVIANDO]
        if lote.envios.filter(estado__in=por_salir).exists():
            return False
        lote.pasar(
            [EstadoLote.EN_CURSO],
            EstadoLote.TERMINADO,
            terminado_en=Now(),
            espera_hasta=None,
            motivo="",
        )
    return True


def _anotar_en_la_fila(envio: Envio, fallo: FalloSmtp) -> None:
    respuesta = fallo.respuesta or fallo.explicacion
    if not fallo.permanente and envio.fallos + 1 < INTENTOS_MAXIMOS:
        propio(envio).update(
            estado=EstadoEnvio.PENDIENTE,
            reclamado_en=None,
            fallos=F("fallos") + 1,
            proximo_intento=Now() + espera(envio.fallos + 1),
            respuesta=respuesta,
        )
    else:
        _fallar(envio, respuesta)


def _fallar(envio: Envio, respuesta: str) -> None:
    fallidos = propio(envio).update(
        estado=EstadoEnvio.FALLIDO,
        reclamado_en=None,
        fallos=F("fallos") + 1,
        respuesta=respuesta,
    )
    if fallidos:
        Contrasena.objects.filter(pk=envio.contrasena_id, estado=EstadoContrasena.EN_LOTE).update(
            estado=EstadoContrasena.FALLIDA
        )


def _contar(lote: Lote, explicacion: str, respuesta: str) -> bool:
    """Count a failure of the packet; stop it after a run of them."""
    lote.fallos_seguidos += 1
    Lote.objects.filter(pk=lote.pk).update(fallos_seguidos=lote.fallos_seguidos)
    if lote.fallos_seguidos < FALLOS_SEGUIDOS_MAXIMOS:
        return False
    return _detener(
        lote,
        f"Se detuvo después de {lote.fallos_seguidos} fallos seguidos. El último: "
        f"{_completa(explicacion, respuesta)}",
    )


def _frenar(lote: Lote, explicacion: str, respuesta: str, permanente: bool) -> bool:
    """Stop the packet, or hold it back for a while where it may pass; always say so."""
    if permanente:
        _detener(lote, _completa(explicacion, respuesta))
        return True
    ahora = timezone.now()
    if lote.espera_hasta and lote.espera_hasta > ahora:
        return True  # another worker met the same trouble first: it counts once
    if not _contar(lote, explicacion, respuesta):
        Lote.objects.filter(pk=lote.pk, estado=EstadoLote.EN_CURSO).update(
            espera_hasta=ahora + espera(lote.fallos_seguidos),
            motivo=_completa(explicacion, respuesta),
        )
    return True


def _detener(lote: Lote, motivo: str) -> bool:
    detenidos = Lote.objects.filter(pk=lote.pk, estado=EstadoLote.EN_CURSO).update(
        estado=EstadoLote.DETENIDO, motivo=motivo, espera_hasta=None
    )
    if detenidos:
        registrar(lote, "Se detuvo el paquete", actor=None, origen=ORIGEN, motivo=motivo)
        logger.error("paquete detenido", extra={"lote": lote.pk})
    return bool(detenidos)


def _completa(explicacion: str, respuesta: str) -> str:
    return f"{explicacion} El servidor dijo: «{respuesta}»." if respuesta else explicacion


def _datos(envio: Envio) -> dict[str, object]:
    return {"lote": envio.lote_id, "envio": envio.pk, "intento": envio.intentos}
