"""What is done to a case, by whichever way it comes: mail, the portal, the admin.

Every change of state goes through `cambiar_estado`: `CambioEstado` is what the clocks are rebuilt
from. A customer's answer takes a case that waits, or is solved, back to work; a closed one stays
closed, and who calls decides whether it is opened anew or becomes another case.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower, Now

from mesa_ayuda.archivos import ArchivoGuardado, adjuntar
from mesa_ayuda.asuntos import LARGO, sin_prefijos
from mesa_ayuda.enums import (
    TERMINADOS,
    Estado,
    Grado,
    HorarioContacto,
    TipoCaso,
    TipoMensaje,
    Via,
)
from mesa_ayuda.models import (
    CambioEstado,
    Caso,
    Contacto,
    Cuenta,
    Mensaje,
    Novedad,
    Participante,
    Producto,
    Servicio,
    Vinculo,
)
from mesa_ayuda.models.conversacion import CUERPO_MAXIMO
from mesa_ayuda.prioridades import prioridad_de
from mesa_ayuda.relojes.servicios import recalcular
from mesa_ayuda.salida.aviso_al_encargado import avisar_al_encargado
from mesa_ayuda.salida.correos import enviar_respuesta
from mesa_ayuda.salida.opinion import pedir_opinion
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario

# From which states each may be reached. Closing without having solved is cancelling.
PASOS: Final[dict[Estado, tuple[Estado, ...]]] = {
    Estado.NUEVO: (),
    Estado.ABIERTO: (Estado.NUEVO, Estado.ESPERA, Estado.RESUELTO, Estado.CERRADO),
    Estado.ESPERA: (Estado.NUEVO, Estado.ABIERTO),
    Estado.RESUELTO: (Estado.NUEVO, Estado.ABIERTO, Estado.ESPERA),
    Estado.CERRADO: (Estado.RESUELTO, Estado.NUEVO, Estado.ABIERTO, Estado.ESPERA),
    Estado.CANCELADO: (Estado.NUEVO, Estado.ABIERTO, Estado.ESPERA),
}


SIN_ASUNTO: Final = "(sin asunto)"


class EstadoInvalido(Exception):
    """The case isn't in a state that allows this, or somebody else changed it first."""


@transaction.atomic
def abrir_caso(
    *,
    asunto: str,
    descripcion: str,
    via: Via,
    contacto: Usuario | None = None,
    contacto_nombre: str = "",
    contacto_correo: str = "",
    cuenta: Cuenta | None = None,
    actor: Usuario | None = None,
    origen: str = "",
    tipo: TipoCaso = TipoCaso.SOPORTE,
    servicio: Servicio | None = None,
    producto: Producto | None = None,
    novedad: Novedad | None = None,
    impacto: Grado | None = None,
    urgencia: Grado | None = None,
    horario_contacto: HorarioContacto = HorarioContacto.CUALQUIERA,
    telefono: str = "",
    completo: str = "",
    html: str = "",
    adjuntos: Sequence[ArchivoGuardado] = (),
    formulario: UUID | None = None,
) -> Caso:
    """Open a case with its first message. Raises `IntegrityError` for a `formulario` sent twice.

    `contacto` is the customer; without one, name and address say who it is. `cuenta` is the
    contact's own unless given. Impact and urgency come from `novedad` unless given. Prefixes such
    as «RE:» are taken off the subject, and a notice in the case says so (manual 001, step 09).
    """
    limpio, quitados = sin_prefijos(asunto)
    if contacto is not None:
        contacto_nombre = contacto.get_full_name() or contacto.username
        contacto_correo = contacto.email
        ficha = Contacto.objects.filter(usuario=contacto).select_related("cuenta").first()
        cuenta = cuenta or (ficha.cuenta if ficha else None)
    impacto = impacto or Grado(novedad.impacto if novedad else Grado.BAJO)
    urgencia = urgencia or Grado(novedad.urgencia if novedad else Grado.MEDIO)
    caso = Caso.objects.create(
        tipo=tipo,
        asunto=(limpio or SIN_ASUNTO)[:LARGO],
        descripcion=descripcion[:CUERPO_MAXIMO],
        servicio=servicio,
        producto=producto,
        novedad=novedad,
        contacto=contacto,
        contacto_nombre=contacto_nombre[:200],
        contacto_correo=contacto_correo,
        cuenta=cuenta,
        horario_contacto=horario_contacto,
        telefono=telefono,
        via=via,
        impacto=impacto,
        urgencia=urgencia,
        prioridad=prioridad_de(impacto, urgencia),
        formulario=formulario,
    )
    CambioEstado.objects.create(caso=caso, a=Estado.NUEVO, momento=caso.creado, actor=actor)
    registrar(caso, "Abrió el caso", actor=actor, origen=origen)
    mensaje = Mensaje.objects.create(
        caso=caso,
        tipo=TipoMensaje.PUBLICO,
        via=via,
        autor=contacto,
        autor_nombre=contacto_nombre[:200],
        texto=descripcion[:CUERPO_MAXIMO],
        completo=completo[:CUERPO_MAXIMO],
        html=html[:CUERPO_MAXIMO],
    )
    adjuntar(mensaje, adjuntos)
    recalcular(caso=caso, recien_abierto=True)
    if quitados:
        avisar(caso=caso, texto=f"Se quitó «{' '.join(quitados)}» del comienzo del asunto.")
    return caso


@transaction.atomic
def responder_como_cliente(
    *,
    caso: Caso,
    texto: str,
    via: Via,
    autor: Usuario | None = None,
    autor_nombre: str = "",
    completo: str = "",
    html: str = "",
    adjuntos: Sequence[ArchivoGuardado] = (),
    formulario: UUID | None = None,
    origen: str = "",
) -> Mensaje:
    """Write what a customer answers; a case that waits for them, or is solved, is open again.

    Whoever has the case is told by mail. A `formulario` sent twice gives the same message. Raises
    `EstadoInvalido` for an ended case.
    """
    if formulario and (conocido := Mensaje.objects.filter(formulario=formulario).first()):
        return conocido
    fila = Caso.objects.select_for_update(of=("self",)).only("estado").get(pk=caso.pk)
    if fila.estado in TERMINADOS:
        raise EstadoInvalido("El caso está cerrado.")
    mensaje = _escribir(
        caso,
        TipoMensaje.PUBLICO,
        texto,
        via=via,
        autor=autor,
        autor_nombre=autor_nombre,
        completo=completo,
        html=html,
        adjuntos=adjuntos,
        formulario=formulario,
    )
    if fila.estado in (Estado.ESPERA, Estado.RESUELTO):
        cambiar_estado(caso=caso, a=Estado.ABIERTO, actor=autor, origen=origen)
    avisar_al_encargado(mensaje)
    return mensaje


@transaction.atomic
def responder_como_personal(
    *,
    caso: Caso,
    autor: Usuario,
    texto: str,
    via: Via = Via.WEB,
    pasar_a: Estado | None = None,
    adjuntos: Sequence[ArchivoGuardado] = (),
    formulario: UUID | None = None,
) -> Mensaje:
    """Write a public answer, mail it to contact and participants, and change the state.

    `pasar_a` is where the case goes («en espera», «resuelto»); without it a new case is open.
    A `formulario` sent twice gives the same message. Raises `EstadoInvalido` for an ended case.
    """
    if formulario and (conocido := Mensaje.objects.filter(formulario=formulario).first()):
        return conocido
    fila = Caso.objects.select_for_update(of=("self",)).only("estado").get(pk=caso.pk)
    if fila.estado in TERMINADOS:
        raise EstadoInvalido("El caso está cerrado.")
    mensaje = _escribir(
        caso,
        TipoMensaje.PUBLICO,
        texto,
        via=via,
        autor=autor,
        autor_nombre=autor.get_full_name(),
        del_personal=True,
        adjuntos=adjuntos,
        formulario=formulario,
    )
    Caso.objects.filter(pk=caso.pk).update(respondido_en=Coalesce(F("respondido_en"), Now()))
    destino = pasar_a or (Estado.ABIERTO if fila.estado == Estado.NUEVO else None)
    if destino and destino != fila.estado:
        cambiar_estado(caso=caso, a=destino, actor=autor)
    else:
        recalcular(caso=caso)
    enviar_respuesta(mensaje)
    caso.refresh_from_db()
    return mensaje


@transaction.atomic
def anotar(
    *,
    caso: Caso,
    texto: str,
    autor: Usuario | None = None,
    autor_nombre: str = "",
    via: Via = Via.WEB,
    automatico: bool = False,
    completo: str = "",
    html: str = "",
    adjuntos: Sequence[ArchivoGuardado] = (),
    formulario: UUID | None = None,
) -> Mensaje:
    """Write an internal note: staff only, no clock, no mail.

    A machine's leaves the case in its place in lists.
    """
    return _escribir(
        caso,
        TipoMensaje.NOTA,
        texto,
        via=via,
        autor=autor,
        autor_nombre=autor_nombre or (autor.get_full_name() if autor else ""),
        del_personal=True,
        automatico=automatico,
        completo=completo,
        html=html,
        adjuntos=adjuntos,
        formulario=formulario,
        tocar=not automatico,
    )


def avisar(*, caso: Caso, texto: str) -> Mensaje:
    """Write a notice of the portal's own in the timeline, which the customer sees too."""
    return _escribir(caso, TipoMensaje.SISTEMA, texto, automatico=True, tocar=False)


@transaction.atomic
def cambiar_estado(
    *, caso: Caso, a: Estado, actor: Usuario | None, motivo: str = "", origen: str = ""
) -> None:
    """Take a case to another state, with its history.

    Raises `EstadoInvalido` where the state that the row is in doesn't lead there.
    """
    fila = Caso.objects.select_for_update(of=("self",)).only("estado").get(pk=caso.pk)
    de = Estado(fila.estado)
    if de not in PASOS[a]:
        raise EstadoInvalido(f"Un caso en «{de.label}» no pasa a «{a.label}».")
    Caso.objects.filter(pk=caso.pk).update(
        estado=a,
        actualizado=Now(),
        resuelto_en=Now() if a == Estado.RESUELTO else _si(a == Estado.CERRADO, "resuelto_en"),
        cerrado_en=Now() if a in TERMINADOS else None,
    )
    caso.refresh_from_db(fields=["estado", "actualizado", "resuelto_en", "cerrado_en"])
    CambioEstado.objects.create(caso=caso, de=de, a=a, momento=caso.actualizado, actor=actor)
    registrar(
        caso,
        f"Pasó a «{a.label}»",
        actor=actor,
        origen=origen,
        motivo=motivo,
        cambios={"estado": [de.label, a.label]},
    )
    recalcular(caso=caso)
    if a == Estado.CERRADO:
        # After the commit: by then it shows whether it was merged, and nothing undoes the closing.
        transaction.on_commit(partial(pedir_opinion, caso=caso.pk), robust=True)


@transaction.atomic
def vincular(*, caso: Caso, otro: Caso, actor: Usuario | None, origen: str = "") -> None:
    """Link two cases; once, whichever is named first."""
    menor, mayor = sorted((caso, otro), key=lambda uno: uno.pk)
    _, nuevo = Vinculo.objects.get_or_create(caso=menor, otro=mayor)
    if nuevo:
        registrar(
            caso,
            "Vinculó con otro caso",
            actor=actor,
            origen=origen,
            cambios={"vínculo": [None, otro.numero]},
        )


@transaction.atomic
def agregar_participante(*, caso: Caso, correo: str, actor: Usuario | None) -> Participante:
    """Let somebody read the case and answer in it, by address; once."""
    correo = correo.strip().lower()
    clientes = Usuario.objects.alias(minuscula=Lower("email")).filter(is_staff=False)
    usuario = clientes.filter(minuscula=correo).first()
    participante, nuevo = Participante.objects.get_or_create(
        caso=caso, correo=correo, defaults={"usuario": usuario, "agregado_por": actor}
    )
    if nuevo:
        registrar(
            caso, "Agregó un participante", actor=actor, cambios={"participante": [None, correo]}
        )
    return participante


def puede_ver(usuario: Usuario) -> Q:
    """Return the condition on cases that a customer may read and answer in.

    They are its contact, take part in it, or belong to its account with permission to see it.
    """
    return (
        Q(contacto=usuario)
        | Q(pk__in=Participante.objects.filter(usuario=usuario).values("caso"))
        | Q(cuenta__in=Contacto.objects.filter(usuario=usuario, ve_la_cuenta=True).values("cuenta"))
    )


def _escribir(
    caso: Caso,
    tipo: TipoMensaje,
    texto: str,
    *,
    via: Via = Via.WEB,
    autor: Usuario | None = None,
    autor_nombre: str = "",
    del_personal: bool = False,
    automatico: bool = False,
    completo: str = "",
    html: str = "",
    adjuntos: Sequence[ArchivoGuardado] = (),
    formulario: UUID | None = None,
    tocar: bool = True,
) -> Mensaje:
    mensaje = Mensaje.objects.create(
        caso=caso,
        tipo=tipo,
        via=via,
        autor=autor,
        autor_nombre=(autor_nombre or (autor.get_full_name() or autor.username if autor else ""))[
            :200
        ],
        del_personal=del_personal,
        automatico=automatico,
        texto=texto[:CUERPO_MAXIMO],
        completo=completo[:CUERPO_MAXIMO],
        html=html[:CUERPO_MAXIMO],
        formulario=formulario,
    )
    adjuntar(mensaje, adjuntos)
    if tocar:
        Caso.objects.filter(pk=caso.pk).update(actualizado=Now())
    return mensaje


def _si(condicion: bool, campo: str) -> F | None:
    return F(campo) if condicion else None
