"""Schedules of packets: «500 cada hora hasta terminar»."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from contrasenas.enums import EstadoLote, EstadoProgramacion
from contrasenas.envio import ventana
from contrasenas.envio.excepciones import (
    CantidadInvalida,
    EstadoInvalido,
    PaqueteDetenido,
    SinPendientes,
)
from contrasenas.envio.servicios import crear_lote, exigir_transporte
from contrasenas.models import Camara, Lote, Programacion
from contrasenas.models.lote import CADA_MINUTOS, LOTE_MAXIMO
from portal.auditoria.servicios import registrar
from portal.calendario.servicios import festivos
from portal.usuarios.models import Usuario

ABIERTA = (EstadoProgramacion.ACTIVA, EstadoProgramacion.PAUSADA)
ORIGEN = "Programación de paquetes"


def programar(
    *, camara: Camara, ano: int, tamano: int, cada_minutos: int, actor: Usuario
) -> Programacion:
    """Have a packet of `tamano` made now and then every `cada_minutos` until nobody waits.

    Raises `CantidadInvalida`, `SinServidor`, `SinCredencial`, or `EstadoInvalido` where one is
    open already.
    """
    minimo, maximo = CADA_MINUTOS
    if not 1 <= tamano <= LOTE_MAXIMO:
        raise CantidadInvalida(f"Un paquete tiene entre 1 y {LOTE_MAXIMO} correos.")
    if not minimo <= cada_minutos <= maximo:
        raise CantidadInvalida(f"Entre un paquete y otro pasan de {minimo} a {maximo} minutos.")
    exigir_transporte(camara)
    try:
        with transaction.atomic():
            programacion = Programacion.objects.create(
                camara=camara, ano=ano, tamano=tamano, cada_minutos=cada_minutos, actor=actor
            )
            registrar(
                programacion,
                "Programó los paquetes",
                actor=actor,
                cambios={"paquetes": [None, str(programacion)]},
            )
    except IntegrityError as error:
        if "programacion_una_abierta" not in str(error):
            raise
        raise EstadoInvalido(f"Ya hay una programación abierta para {ano}.") from error
    # The default of `proximo_en` is the database's clock.
    programacion.refresh_from_db()
    return programacion


@transaction.atomic
def pausar_programacion(*, programacion: Programacion, actor: Usuario) -> None:
    """Make no more packets, for now; those made go on. Raises `EstadoInvalido`."""
    programacion.pasar([EstadoProgramacion.ACTIVA], EstadoProgramacion.PAUSADA)
    registrar(programacion, "Puso en pausa la programación", actor=actor)


@transaction.atomic
def reanudar_programacion(*, programacion: Programacion, actor: Usuario) -> None:
    """Make packets again, the next one when it is due. Raises `EstadoInvalido`."""
    exigir_transporte(programacion.camara)
    programacion.pasar([EstadoProgramacion.PAUSADA], EstadoProgramacion.ACTIVA)
    registrar(programacion, "Reanudó la programación", actor=actor)


@transaction.atomic
def cancelar_programacion(*, programacion: Programacion, actor: Usuario) -> None:
    """End a schedule; the packets that it made go on. Raises `EstadoInvalido`."""
    programacion.pasar(ABIERTA, EstadoProgramacion.CANCELADA)
    registrar(programacion, "Canceló la programación", actor=actor)


@transaction.atomic
def hacer_siguiente(*, programacion_id: int) -> Lote | None:
    """Make the packet that is due; end the schedule where nobody waits any more.

    None where none was due: another sweep was first, or it is no longer active, or the legal
    window is closed. Raises `SinServidor`, `SinCredencial` or `PaqueteDetenido`.
    """
    programacion = (
        Programacion.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=programacion_id, estado=EstadoProgramacion.ACTIVA, proximo_en__lte=Now())
        .select_related("camara", "actor")
        .first()
    )
    if programacion is None:
        return None
    if _esperar_ventana(programacion):
        return None
    detenido = programacion.lotes.filter(estado=EstadoLote.DETENIDO).first()
    if detenido is not None:
        raise PaqueteDetenido(f"El paquete {detenido.numero} se detuvo: {detenido.motivo}")
    try:
        lote = crear_lote(
            camara=programacion.camara,
            ano=programacion.ano,
            cantidad=programacion.tamano,
            actor=programacion.actor,
            programacion=programacion,
        )
    except SinPendientes:
        programacion.pasar([EstadoProgramacion.ACTIVA], EstadoProgramacion.TERMINADA)
        registrar(programacion, "Terminó la programación", actor=None, origen=ORIGEN)
        return None
    # From now, not from the moment it was due: a day with workers away is not made up for at once.
    Programacion.objects.filter(pk=programacion.pk).update(
        proximo_en=Now() + timedelta(minutes=programacion.cada_minutos)
    )
    return lote


def _esperar_ventana(programacion: Programacion) -> bool:
    """Leave the packet for when the window opens; say whether it is closed now.

    Made while it is closed, the packets of a night or a weekend would all leave at once.
    """
    if not programacion.camara.respetar_ventana:
        return False
    ahora = timezone.now()
    abre = ventana.apertura(ahora, festivos())
    if abre is not None and abre <= ahora:
        return False
    proximo = abre or ahora + timedelta(minutes=programacion.cada_minutos)
    Programacion.objects.filter(pk=programacion.pk).update(proximo_en=proximo)
    return True
