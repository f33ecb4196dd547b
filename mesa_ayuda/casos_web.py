"""What customers do with cases on the web, on top of `casos`; files go to disk before the act.

Where two people act at once, the first wins and the other is told (`EstadoInvalido`).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from mesa_ayuda import casos
from mesa_ayuda.archivos import ArchivoGuardado, guardar_archivos
from mesa_ayuda.casos import EstadoInvalido
from mesa_ayuda.enums import ABIERTOS, TERMINADOS, Estado, HorarioContacto, Via
from mesa_ayuda.models import Caso, Contacto, Encuesta, Mensaje, Novedad
from mesa_ayuda.salida.correos import enviar_recibido
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario

Archivos = Sequence[tuple[str, IO[bytes]]]
# No manual sets it: a proposal, like the targets of migration 0003.
DIAS_PARA_REABRIR: Final = 15
PARTICIPANTES_MAXIMOS: Final = 20
CAMBIO = "El caso cambió mientras usted lo veía. Revise su estado y vuelva a intentarlo."


@dataclass(frozen=True, slots=True)
class DatosCaso:
    """What the form of manual 001, step 07, brings."""

    novedad: Novedad
    horario_contacto: HorarioContacto
    telefono: str
    asunto: str
    descripcion: str


def nombre_de(usuario: Usuario) -> str:
    """Return how the conversation names a user."""
    return usuario.get_full_name() or usuario.username


def se_puede_reabrir(caso: Caso, ahora: datetime) -> bool:
    """Whether it was closed so few days ago that it may go on."""
    return (
        caso.estado == Estado.CERRADO
        and caso.fusionado_en_id is None
        and caso.cerrado_en is not None
        and ahora < caso.cerrado_en + timedelta(days=DIAS_PARA_REABRIR)
    )


def solicitar_caso(
    *, contacto: Usuario, datos: DatosCaso, archivos: Archivos = (), formulario: uuid.UUID
) -> Caso:
    """Open a case and mail its number; the same form again returns the case that it made.

    Raises `EstadoInvalido` where somebody else's form had that mark.
    """
    if previo := _caso_del_formulario(contacto, formulario):
        return previo
    guardados = guardar_archivos(archivos)
    try:
        return _abrir(contacto, datos, guardados, formulario)
    except IntegrityError:
        # The second click came while the first was writing.
        if otro := _caso_del_formulario(contacto, formulario):
            return otro
        raise


def responder(
    *, caso: Caso, autor: Usuario, texto: str, archivos: Archivos = (), formulario: uuid.UUID
) -> Mensaje:
    """Add a customer's answer; a case that waited for it, or was solved, is open again.

    The same form again returns the message that it made. Raises `EstadoInvalido` when it is
    closed, or where the form was used for another case.
    """
    if previo := _mensaje_del_formulario(caso, autor, formulario):
        return previo
    guardados = guardar_archivos(archivos)
    try:
        return casos.responder_como_cliente(
            caso=caso,
            texto=texto,
            via=Via.WEB,
            autor=autor,
            adjuntos=guardados,
            formulario=formulario,
        )
    except IntegrityError:
        if otro := _mensaje_del_formulario(caso, autor, formulario):
            return otro
        raise


@transaction.atomic
def aceptar_solucion(*, caso: Caso, actor: Usuario) -> None:
    """Close a solved case. Raises `EstadoInvalido`."""
    _pasar(caso, Estado.CERRADO, (Estado.RESUELTO,), actor)
    casos.avisar(caso=caso, texto=f"{nombre_de(actor)} aceptó la solución: caso cerrado.")


@transaction.atomic
def rechazar_solucion(*, caso: Caso, actor: Usuario, motivo: str) -> None:
    """Open a solved case again, with what is still wrong. Raises `EstadoInvalido`."""
    _exigir(caso, (Estado.RESUELTO,))
    casos.avisar(caso=caso, texto=f"{nombre_de(actor)} rechazó la solución: caso abierto.")
    casos.responder_como_cliente(caso=caso, texto=motivo, via=Via.WEB, autor=actor)


@transaction.atomic
def cerrar(*, caso: Caso, actor: Usuario, motivo: str = "") -> None:
    """Close a case that its customer no longer needs. Raises `EstadoInvalido`."""
    _exigir(caso, ABIERTOS)
    if motivo:
        casos.responder_como_cliente(caso=caso, texto=motivo, via=Via.WEB, autor=actor)
    _pasar(caso, Estado.CERRADO, ABIERTOS, actor)
    casos.avisar(caso=caso, texto=f"{nombre_de(actor)} cerró el caso.")


@transaction.atomic
def reabrir(*, caso: Caso, actor: Usuario, motivo: str) -> None:
    """Open a closed case again, within `DIAS_PARA_REABRIR` days. Raises `EstadoInvalido`."""
    fila = _exigir(caso, TERMINADOS)
    if not se_puede_reabrir(fila, timezone.now()):
        raise EstadoInvalido("El plazo para reabrir este caso terminó. Solicite uno nuevo.")
    _pasar(caso, Estado.ABIERTO, (Estado.CERRADO,), actor)
    casos.avisar(caso=caso, texto=f"{nombre_de(actor)} reabrió el caso.")
    casos.responder_como_cliente(caso=caso, texto=motivo, via=Via.WEB, autor=actor)


@transaction.atomic
def agregar_participante(*, caso: Caso, correo: str, actor: Usuario) -> bool:
    """Put an address in copy; False if it was. Raises `EstadoInvalido` when there are too many."""
    Caso.objects.select_for_update(of=("self",)).only("pk").get(pk=caso.pk)
    actuales = set(caso.participantes.values_list("correo", flat=True))
    if correo.lower() in actuales:
        return False
    if len(actuales) >= PARTICIPANTES_MAXIMOS:
        raise EstadoInvalido(f"Un caso admite hasta {PARTICIPANTES_MAXIMOS} participantes.")
    casos.agregar_participante(caso=caso, correo=correo, actor=actor)
    casos.avisar(caso=caso, texto=f"{nombre_de(actor)} agregó como participante a {correo}.")
    return True


@transaction.atomic
def quitar_participante(*, caso: Caso, clave: int, actor: Usuario) -> bool:
    """Take somebody out of copy; False if they were not."""
    fila = caso.participantes.filter(pk=clave).first()
    if fila is None or not fila.delete()[0]:
        return False
    registrar(
        caso, "Retiró un participante", actor=actor, cambios={"participante": [fila.correo, None]}
    )
    casos.avisar(
        caso=caso, texto=f"{nombre_de(actor)} retiró de los participantes a {fila.correo}."
    )
    return True


@transaction.atomic
def calificar(*, caso: Caso, puntaje: int, comentario: str) -> bool:
    """Answer the survey of a closed case, once; False if it was answered before.

    Raises `EstadoInvalido` while the case goes on.
    """
    _exigir(caso, (Estado.CERRADO,))
    encuesta, _ = Encuesta.objects.get_or_create(caso=caso)
    return bool(
        Encuesta.objects.filter(pk=encuesta.pk, respondida_en=None).update(
            puntaje=puntaje, comentario=comentario, respondida_en=timezone.now()
        )
    )


def _caso_del_formulario(contacto: Usuario, formulario: uuid.UUID) -> Caso | None:
    previo = Caso.objects.filter(formulario=formulario).first()
    if previo and previo.contacto_id != contacto.pk:
        raise EstadoInvalido(CAMBIO)
    return previo


def _mensaje_del_formulario(caso: Caso, autor: Usuario, formulario: uuid.UUID) -> Mensaje | None:
    previo = Mensaje.objects.filter(formulario=formulario).first()
    if previo and (previo.caso_id, previo.autor_id) != (caso.pk, autor.pk):
        raise EstadoInvalido(CAMBIO)
    return previo


@transaction.atomic
def _abrir(
    contacto: Usuario,
    datos: DatosCaso,
    archivos: Sequence[ArchivoGuardado],
    formulario: uuid.UUID,
) -> Caso:
    novedad = datos.novedad
    caso = casos.abrir_caso(
        asunto=datos.asunto,
        descripcion=datos.descripcion,
        via=Via.WEB,
        contacto=contacto,
        actor=contacto,
        servicio=novedad.producto.servicio,
        producto=novedad.producto,
        novedad=novedad,
        horario_contacto=datos.horario_contacto,
        telefono=datos.telefono,
        adjuntos=archivos,
        formulario=formulario,
    )
    # «Número de contacto actualizado»: the next form begins with it.
    Contacto.objects.filter(usuario=contacto).update(telefono=datos.telefono)
    enviar_recibido(caso)
    return caso


def _exigir(caso: Caso, estados: Sequence[Estado]) -> Caso:
    """Hold the row and return it. Raises `EstadoInvalido` unless it is in one of those states."""
    fila = Caso.objects.select_for_update(of=("self",)).get(pk=caso.pk)
    if fila.estado not in estados:
        raise EstadoInvalido(CAMBIO)
    return fila


def _pasar(caso: Caso, estado: Estado, desde: Sequence[Estado], actor: Usuario) -> None:
    _exigir(caso, desde)
    casos.cambiar_estado(caso=caso, a=estado, actor=actor)
