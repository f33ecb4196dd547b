"""Answers and notes of staff: written once, and only to the conversation that was read."""

from collections.abc import Sequence
from typing import IO
from uuid import UUID

from django.db import transaction

from mesa_ayuda import casos
from mesa_ayuda.agentes.borradores import olvidar
from mesa_ayuda.archivos import guardar_archivos
from mesa_ayuda.casos import EstadoInvalido
from mesa_ayuda.enums import PQRSA, Estado, TipoMensaje
from mesa_ayuda.models import Caso, Mensaje
from portal.usuarios.models import Usuario

Archivos = Sequence[tuple[str, IO[bytes]]]
FORMULARIO_AJENO = "Este formulario ya se usó. Vuelva a abrir el caso y escriba allí."


class LlegoOtroMensaje(Exception):
    """Somebody wrote in the case after it was read: `mensaje` is the newest."""

    def __init__(self, mensaje: Mensaje) -> None:
        super().__init__("Llegó un mensaje nuevo mientras escribía: revíselo y envíe de nuevo.")
        self.mensaje = mensaje


def ultimo_publico(caso: Caso) -> int:
    """Return the key of the newest public message, 0 without any: what an answer answers to.

    They are written under the case's lock, so within one case a later key is a later message.
    """
    publicos = Mensaje.objects.filter(caso=caso, tipo=TipoMensaje.PUBLICO)
    return publicos.order_by("-pk").values_list("pk", flat=True).first() or 0


def responder(
    *,
    caso: Caso,
    autor: Usuario,
    texto: str,
    pasar_a: Estado | None,
    ultimo: int,
    archivos: Archivos = (),
    formulario: UUID,
) -> Mensaje:
    """Answer the customer, unless something public was said after `ultimo`; forget the draft.

    The same form again gives the same message. Raises `LlegoOtroMensaje`, `EstadoInvalido`.
    """
    if caso.tipo in PQRSA:
        raise EstadoInvalido(
            "Una PQRSA se responde con una carta firmada: hágalo desde la página de la PQRSA."
        )
    guardados = guardar_archivos(archivos)
    with transaction.atomic():
        bloquear(caso)
        if previo := _ya_escrito(caso, autor, TipoMensaje.PUBLICO, formulario):
            return previo
        nuevos = Mensaje.objects.filter(caso=caso, tipo=TipoMensaje.PUBLICO, pk__gt=ultimo)
        if nuevo := nuevos.order_by("-pk").first():
            raise LlegoOtroMensaje(nuevo)
        mensaje = casos.responder_como_personal(
            caso=caso,
            autor=autor,
            texto=texto,
            pasar_a=pasar_a,
            adjuntos=guardados,
            formulario=formulario,
        )
        olvidar(caso=caso, usuario=autor, parte="texto")
    return mensaje


def anotar(
    *, caso: Caso, autor: Usuario, texto: str, archivos: Archivos = (), formulario: UUID
) -> Mensaje:
    """Write an internal note; forget its draft. The same form again gives the same note.

    Raises `EstadoInvalido` where the form was used for something else.
    """
    guardados = guardar_archivos(archivos)
    with transaction.atomic():
        bloquear(caso)
        if previo := _ya_escrito(caso, autor, TipoMensaje.NOTA, formulario):
            return previo
        mensaje = casos.anotar(
            caso=caso, texto=texto, autor=autor, adjuntos=guardados, formulario=formulario
        )
        olvidar(caso=caso, usuario=autor, parte="nota")
    return mensaje


def bloquear(caso: Caso) -> None:
    """Hold the case's row: who writes in it waits for the end of this transaction."""
    Caso.objects.select_for_update(of=("self",)).only("pk").get(pk=caso.pk)


def _ya_escrito(caso: Caso, autor: Usuario, tipo: TipoMensaje, formulario: UUID) -> Mensaje | None:
    previo = Mensaje.objects.filter(formulario=formulario).first()
    if previo and (previo.caso_id, previo.autor_id, previo.tipo) != (caso.pk, autor.pk, tipo):
        raise EstadoInvalido(FORMULARIO_AJENO)
    return previo
