"""Merging: one conversation out of two cases of the same customer.

The messages of the merged case move to the other, who took part in it takes part in the other, and
its mail leads there. It closes with a notice that says where it went; it is never opened again.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now

from mesa_ayuda import casos
from mesa_ayuda.casos import EstadoInvalido
from mesa_ayuda.enums import ABIERTOS, PQRSA, TERMINADOS, Estado
from mesa_ayuda.models import Adjunto, Caso, IdentificadorCorreo, Mensaje
from mesa_ayuda.relojes.servicios import recalcular
from mesa_ayuda.salida.correos import destinatarios
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario


@dataclass(frozen=True, slots=True)
class Alcance:
    """What a merger would move."""

    mensajes: int
    adjuntos: int
    participantes: int


def motivo_para_no_fusionar(caso: Caso, destino: Caso) -> str:
    """Return why two cases can't be merged; empty where they can."""
    if caso.pk == destino.pk:
        return "Un caso no se fusiona consigo mismo."
    if caso.fusionado_en_id or destino.fusionado_en_id:
        return "Uno de los dos casos ya se fusionó."
    if caso.estado in TERMINADOS:
        return f"{caso.numero} está cerrado: vincúlelo en vez de fusionarlo."
    if destino.estado in TERMINADOS:
        return f"{destino.numero} está cerrado: vincúlelos, o ábralo antes de fusionar."
    if caso.tipo in PQRSA or destino.tipo in PQRSA:
        return "Una PQRSA tiene su propio término legal y no se fusiona: vincúlela."
    if not _del_mismo_cliente(caso, destino):
        return "Son de clientes distintos, y cada uno leería lo del otro: vincúlelos."
    return ""


def alcance_de(caso: Caso) -> Alcance:
    """Return what merging the case would move to the other."""
    return Alcance(
        mensajes=caso.mensajes.count(),
        adjuntos=Adjunto.objects.filter(mensaje__caso=caso).count(),
        participantes=caso.participantes.count(),
    )


@transaction.atomic
def fusionar(*, caso: Caso, destino: Caso, actor: Usuario) -> int:
    """Move the conversation of `caso` to `destino` and close it; return how many messages moved.

    What somebody has begun to write in it stays where it is, theirs to read. Open work opens a
    solved `destino`. Raises `EstadoInvalido` with the reason why not.
    """
    # By number, so that two mergers the other way round wait for each other.
    filas = Caso.objects.select_for_update(of=("self",)).order_by("pk").defer("busqueda")
    bloqueados = {fila.pk: fila for fila in filas.filter(pk__in=(caso.pk, destino.pk))}
    sale, queda = bloqueados[caso.pk], bloqueados[destino.pk]
    if motivo := motivo_para_no_fusionar(sale, queda):
        raise EstadoInvalido(motivo)
    abierto = sale.estado in ABIERTOS
    movidos = Mensaje.objects.filter(caso=sale).update(caso=queda)
    IdentificadorCorreo.objects.filter(caso=sale).update(caso=queda)
    _sumar_participantes(sale, queda, actor)
    casos.vincular(caso=sale, otro=queda, actor=actor)
    casos.cambiar_estado(
        caso=sale, a=Estado.CERRADO, actor=actor, motivo=f"Fusionado en {queda.numero}"
    )
    Caso.objects.filter(pk=sale.pk).update(fusionado_en=queda)
    Caso.objects.filter(pk=queda.pk).update(actualizado=Now())
    if queda.estado == Estado.RESUELTO and abierto:
        # What is still to be done must not close by itself with what was solved.
        casos.cambiar_estado(
            caso=queda, a=Estado.ABIERTO, actor=actor, motivo=f"Se le sumó {sale.numero}"
        )
    casos.avisar(caso=sale, texto=f"Este caso se unió a {queda.numero}: siga allí.")
    casos.avisar(caso=queda, texto=f"Se sumó la conversación de {sale.numero}.")
    registrar(sale, "Fusionó", actor=actor, cambios={"fusionado en": [None, queda.numero]})
    registrar(queda, "Recibió otro caso", actor=actor, cambios={"fusionado": [None, sale.numero]})
    recalcular(caso=queda)
    return movidos


def _del_mismo_cliente(caso: Caso, otro: Caso) -> bool:
    """The same contact, the same account, or, without accounts, the same address."""
    if caso.cuenta_id is not None and caso.cuenta_id == otro.cuenta_id:
        return True
    if caso.contacto_id or otro.contacto_id:
        return caso.contacto_id == otro.contacto_id
    correo = caso.contacto_correo.lower()
    return bool(correo) and correo == otro.contacto_correo.lower()


def _sumar_participantes(sale: Caso, queda: Caso, actor: Usuario) -> None:
    """By the address that each has now: the one that they wrote from may be another's by now."""
    ya = {correo.lower() for correo in destinatarios(queda)}
    for correo in destinatarios(sale):
        if correo.lower() not in ya:
            casos.agregar_participante(caso=queda, correo=correo, actor=actor)
