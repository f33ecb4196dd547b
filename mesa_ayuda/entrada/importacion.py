"""Carries a decision out: a case, an answer, a note, and what is mailed back. One transaction.

A machine's mail never causes an answer, an account, a reopening or a new clock. A person's answer
is answered by nobody but an agent; a new case gets one mail. So two desks that answer each other
come to rest at once where the other keeps the thread, and after a few mails where it doesn't.
"""

import re
from typing import Final

from django.db import transaction
from django.db.models.functions import Now

from mesa_ayuda.casos import (
    abrir_caso,
    anotar,
    avisar,
    cambiar_estado,
    responder_como_cliente,
    vincular,
)
from mesa_ayuda.entrada.contenido import Contenido
from mesa_ayuda.entrada.decision import Decision
from mesa_ayuda.entrada.lectura import CorreoLeido
from mesa_ayuda.entrada.remitentes import ORIGEN, crear_cliente, nombre_visible
from mesa_ayuda.enums import Estado, Veredicto, Via
from mesa_ayuda.models import Buzon, Caso, Contacto, IdentificadorCorreo
from mesa_ayuda.salida.correos import enviar_bienvenida, enviar_recibido
from portal.limites import LimiteExcedido, consumir
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario

RESPUESTAS_AUTOMATICAS: Final = 10
VENTANA_AUTOMATICAS: Final = 180 * 60
NOTAS_AUTOMATICAS: Final = 20
"""Notes of machines that one case takes in that time: the rest stays in the ledger alone."""
MARCA_DE_CASO: Final = re.compile(r"\[CS\d{7,9}\]", re.IGNORECASE)
DIA: Final = 24 * 60 * 60


class LlegoALaVez(Exception):
    """The same mail came to two mailboxes and was read at the same moment: try again."""


@transaction.atomic(savepoint=False)
def importar(
    *, leido: CorreoLeido, decision: Decision, contenido: Contenido, buzon: Buzon
) -> Caso | None:
    """Write what was decided; return the case that the mail went into, if any."""
    if decision.veredicto == Veredicto.RESPUESTA:
        assert decision.caso is not None
        caso = _responder(decision.caso, leido, decision, contenido)
    elif decision.veredicto == Veredicto.CASO_NUEVO:
        caso = _abrir(leido, decision, contenido, buzon)
    else:
        if decision.veredicto in (Veredicto.AUTOMATICO, Veredicto.REBOTE):
            _anotar(leido, decision, contenido)
        return decision.caso
    for aviso in contenido.avisos:
        avisar(caso=caso, texto=aviso)
    return caso


def _responder(caso: Caso, leido: CorreoLeido, decision: Decision, contenido: Contenido) -> Caso:
    autor = _autor(decision.usuario)
    if caso.estado == Estado.CERRADO:
        cambiar_estado(
            caso=caso, a=Estado.ABIERTO, actor=autor, motivo="Respondió por correo", origen=ORIGEN
        )
    responder_como_cliente(
        caso=caso,
        texto=contenido.texto,
        via=Via.CORREO,
        autor=autor,
        autor_nombre="" if autor else leido.remitente.correo,
        completo=contenido.completo,
        html=contenido.html,
        adjuntos=contenido.archivos,
        origen=ORIGEN,
    )
    # The case is locked by now: whoever wrote this very mail into it has committed.
    if IdentificadorCorreo.objects.filter(message_id=leido.message_id, caso=caso).exists():
        raise LlegoALaVez
    _recordar(leido, caso)
    return caso


def _abrir(leido: CorreoLeido, decision: Decision, contenido: Contenido, buzon: Buzon) -> Caso:
    remitente = leido.remitente
    usuario = decision.usuario
    nombre = nombre_visible(remitente) if usuario is None or usuario.is_staff else ""
    if usuario is None and not decision.dudoso:
        usuario = crear_cliente(remitente.correo, nombre=nombre)
    contacto = _autor(usuario) if not decision.dudoso else None
    caso = abrir_caso(
        # The mark of another case would lead its answers there.
        asunto=MARCA_DE_CASO.sub(" ", leido.asunto),
        descripcion=contenido.texto,
        via=Via.CORREO,
        contacto=contacto,
        contacto_nombre=nombre or remitente.correo,
        contacto_correo=remitente.correo,
        completo=contenido.completo,
        html=contenido.html,
        adjuntos=contenido.archivos,
        origen=ORIGEN,
    )
    _recordar(leido, caso)
    if decision.vinculo is not None:
        vincular(caso=caso, otro=decision.vinculo, actor=None, origen=ORIGEN)
    if decision.motivo:
        anotar(caso=caso, texto=decision.motivo, autor_nombre="Portal", automatico=True)
    if not decision.dudoso:
        _acusar(caso, contacto, en_respuesta_a=leido.message_id, buzon=buzon)
    return caso


def _acusar(caso: Caso, contacto: Usuario | None, *, en_respuesta_a: str, buzon: Buzon) -> None:
    """Answer a new case, with credentials for whoever has no password yet, within the caps."""
    correo = caso.contacto_correo.lower()
    try:
        consumir(
            "mesa_automaticas", correo, maximo=RESPUESTAS_AUTOMATICAS, ventana=VENTANA_AUTOMATICAS
        )
    except LimiteExcedido:
        return
    if contacto is not None and not contacto.has_usable_password() and _cabe_credencial(correo):
        enviar_bienvenida(caso, contacto, en_respuesta_a=en_respuesta_a, buzon=buzon)
    else:
        enviar_recibido(caso, en_respuesta_a=en_respuesta_a, buzon=buzon)


def _cabe_credencial(correo: str) -> bool:
    try:
        consumir("mesa_credenciales", correo, maximo=1, ventana=DIA)
    except LimiteExcedido:
        return False
    return True


def _anotar(leido: CorreoLeido, decision: Decision, contenido: Contenido) -> None:
    if decision.no_existe:
        _marcar_inexistentes(decision.devueltos)
    if decision.caso is None:
        return
    try:
        consumir(
            "mesa_notas_automaticas",
            decision.caso.numero,
            maximo=NOTAS_AUTOMATICAS,
            ventana=VENTANA_AUTOMATICAS,
        )
    except LimiteExcedido:
        return
    anotar(
        caso=decision.caso,
        texto=f"{decision.motivo}\n\n{leido.asunto}\n\n{contenido.texto}",
        autor_nombre=leido.remitente.correo or "Sistema de correo",
        via=Via.CORREO,
        automatico=True,
        html=contenido.html,
        adjuntos=contenido.archivos,
    )


def _marcar_inexistentes(devueltos: tuple[str, ...]) -> None:
    """Flag whom those mails of ours went to: the report's own word for it could be anybody's."""
    correos = CorreoSaliente.objects.filter(message_id__in=devueltos).values_list(
        "destinatario", flat=True
    )
    for correo in set(correos):
        Contacto.objects.filter(usuario__email__iexact=correo, rebota_desde=None).update(
            rebota_desde=Now()
        )


def _autor(usuario: Usuario | None) -> Usuario | None:
    """Return the customer; staff who write by mail speak under their address, not their name."""
    return usuario if usuario is not None and not usuario.is_staff else None


def _recordar(leido: CorreoLeido, caso: Caso) -> None:
    """Keep the mail's id. Raises `LlegoALaVez` if another mailbox has just made a case of it."""
    if not leido.message_id:
        return
    ids = IdentificadorCorreo.objects
    # Where another transaction is writing the same id, this waits for its end.
    ids.bulk_create(
        [IdentificadorCorreo(message_id=leido.message_id, caso=caso, propio=False)],
        ignore_conflicts=True,
    )
    guardado, correo = ids.values_list("caso", "caso__contacto_correo").get(
        message_id=leido.message_id
    )
    if guardado != caso.pk and correo.lower() == leido.remitente.correo:
        raise LlegoALaVez
