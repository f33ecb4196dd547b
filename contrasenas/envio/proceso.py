"""One worker on one packet: claim a few rows, prepare them side by side, send them one by one."""

import logging
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from django.conf import settings
from django.utils import timezone

from contrasenas.clientes.smtp import Alcance, Conexion, FalloSmtp, Paso
from contrasenas.enums import TipoLote
from contrasenas.envio import preparacion, reclamo, registro
from contrasenas.envio.excepciones import EnvioImposible
from contrasenas.envio.politica import PLAZO_TAREA
from contrasenas.envio.preparacion import Carta
from contrasenas.envio.reclamo import Tanda
from contrasenas.envio.servicios import exigir_transporte
from contrasenas.envio.turno import turno
from contrasenas.models import Baja, Envio
from portal.firma.errores import FirmaImposible
from portal.firma.firmador import Firmador, firmador_de
from portal.firma.servicios import registrar_documentos

logger = logging.getLogger("contrasenas.envio")
HILOS: Final = 2
"""Letters in the making: argon2id and RSA work outside of Python's lock."""

TIPO_DOCUMENTO: Final = "contrasena-preasignada"
DADO_DE_BAJA: Final = "La persona pidió no recibir más estos correos de la cámara."
PRUEBA_VENCIDA: Final = "La prueba venció antes de que saliera este correo: envíe otra."
DEFECTO: Final = "No se pudo preparar el mensaje por un error interno del portal."


Trabajo = tuple[Envio, Future[Carta]]


@dataclass(slots=True)
class _Marcha:
    """A run on its way.

    `por_soltar`: claimed rows of which nothing has left. `renovado`: the row whose claim was
    renewed on the journey that recorded the message before it.
    """

    conexion: Conexion
    por_soltar: list[Envio]
    renovado: Envio | None = None


def procesar(lote_id: int) -> bool:
    """Send what is due of a packet; say whether another worker should go on from here.

    Any number may be called at once: those without a turn leave.
    """
    with turno(lote_id) as concedido, ExitStack() as pila:
        if not concedido:
            return False
        hilos = pila.enter_context(ThreadPoolExecutor(HILOS, thread_name_prefix="cartas"))
        conexion, servidor = None, None
        limite = time.monotonic() + PLAZO_TAREA.total_seconds()
        while time.monotonic() < limite:
            tanda = reclamo.reclamar(lote_id)
            if tanda is None:
                registro.terminar(lote_id)
                return False
            if conexion is None or servidor != tanda.camara.servidor:
                # Staff may have changed it in mid-packet: the old connection ends with the rest.
                servidor = tanda.camara.servidor
                conexion = pila.enter_context(Conexion(servidor, admitir_local=settings.DESARROLLO))
            if not _enviar(tanda, conexion, hilos):
                return False
    return True


def _enviar(tanda: Tanda, conexion: Conexion, hilos: ThreadPoolExecutor) -> bool:
    """Send the rows of a run; say whether the packet goes on."""
    por_soltar = list(tanda.envios)
    try:
        firmador = _preparativos(tanda, por_soltar)
        if firmador is None:
            return False
        ahora = timezone.now()
        trabajos = [
            (envio, hilos.submit(preparacion.preparar, envio, tanda.camara, firmador, ahora))
            for envio in por_soltar
        ]
        marcha = _Marcha(conexion, por_soltar)
        for actual, siguiente in zip_longest(trabajos, trabajos[1:]):
            if tanda.cierra and timezone.now() >= tanda.cierra:
                break
            if not _enviar_uno(marcha, actual, siguiente):
                for _, otro in trabajos:
                    otro.cancel()
                return False
        return True
    finally:
        # Whatever happened, what has not been tried is somebody's again at once.
        reclamo.soltar(por_soltar)


def _preparativos(tanda: Tanda, por_soltar: list[Envio]) -> Firmador | None:
    """Load the key, register the documents, and drop what is not to leave; None if it can't be."""
    try:
        exigir_transporte(tanda.camara)
        credencial = tanda.camara.credencial
        assert credencial is not None
        firmador = firmador_de(credencial)
    except EnvioImposible as error:
        registro.detener(tanda.lote.pk, str(error))
        return None
    except FirmaImposible as error:
        registro.anotar_impedimento(por_soltar.pop(0), error.mensaje, permanente=error.permanente)
        return None
    for envio, motivo in _sobrantes(tanda):
        por_soltar.remove(envio)
        registro.descartar(envio, motivo)
    prueba = tanda.lote.tipo == TipoLote.PRUEBA
    registrar_documentos(
        tipo=TIPO_DOCUMENTO,
        titulo="Contraseña preasignada (prueba)" if prueba else "Contraseña preasignada",
        emisor=tanda.camara.nombre,
        credencial=credencial,
        documentos=[e.contrasena.documento for e in por_soltar if e.contrasena.documento],
    )
    return firmador


def _sobrantes(tanda: Tanda) -> list[tuple[Envio, str]]:
    """Return the rows that are not to leave, and why: it waited too long, or was asked not to."""
    if tanda.lote.tipo == TipoLote.PRUEBA:
        ahora = timezone.now()
        return [
            (envio, PRUEBA_VENCIDA)
            for envio in tanda.envios
            if envio.contrasena.vence and envio.contrasena.vence <= ahora
        ]
    correos = {envio.contrasena.correo.lower() for envio in tanda.envios}
    bajas = set(
        Baja.objects.filter(camara=tanda.camara, correo__in=correos).values_list(
            "correo", flat=True
        )
    )
    return [
        (envio, DADO_DE_BAJA) for envio in tanda.envios if envio.contrasena.correo.lower() in bajas
    ]


def _enviar_uno(marcha: _Marcha, actual: Trabajo, siguiente: Trabajo | None) -> bool:
    """Send one message and record at once what came of it; say whether the packet goes on."""
    envio, trabajo = actual
    try:
        carta = trabajo.result()
    except FirmaImposible as error:
        marcha.por_soltar.remove(envio)
        registro.anotar_impedimento(envio, error.mensaje, permanente=error.permanente)
        return False
    except FalloSmtp as fallo:
        marcha.por_soltar.remove(envio)
        return registro.anotar_fallo(envio, fallo)
    except Exception:
        # A defect of ours; the log names class and frames, not what the exception says.
        logger.exception("defecto al preparar una contraseña", extra={"envio": envio.pk})
        marcha.por_soltar.remove(envio)
        return registro.anotar_fallo(
            envio,
            FalloSmtp(DEFECTO, paso=Paso.CONTENIDO, permanente=False, alcance=Alcance.FILA),
        )
    if marcha.renovado is not envio and not reclamo.renovar(envio):
        return False
    # From here on nobody but the sweep may take the row: its message may have left.
    marcha.por_soltar.remove(envio)
    try:
        respuesta = marcha.conexion.enviar(
            remitente=carta.remitente, destinatario=carta.destinatario, mensaje=carta.mensaje
        )
    except FalloSmtp as fallo:
        return registro.anotar_fallo(envio, fallo)
    if siguiente is None or not siguiente[1].done():
        # Its letter is still in the making: it is asked for when it can leave.
        registro.anotar_envio(envio, carta, respuesta)
        return True
    marcha.renovado = siguiente[0]
    return registro.anotar_envio(envio, carta, respuesta, sigue=siguiente[0])
