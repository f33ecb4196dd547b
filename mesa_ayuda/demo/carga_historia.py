"""Puts ninety days of cases into the desk: rows with their dates, and the clocks worked out.

The services write «now»; what happened in the past is written here, and `recalcular` judges it.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from mesa_ayuda.demo.historia import EMPRESAS, TEMAS, Episodio, episodios
from mesa_ayuda.enums import TERMINADOS, Estado, Grado, TipoMensaje, Via
from mesa_ayuda.models import CambioEstado, Caso, Contacto, Cuenta, Encuesta, Mensaje, Novedad
from mesa_ayuda.prioridades import prioridad_de
from mesa_ayuda.relojes.configuracion import metas
from mesa_ayuda.relojes.servicios import recalcular
from portal.calendario.tiempo_habil import BOGOTA
from portal.desarrollo.personas import persona
from portal.usuarios.models import Usuario

ESPACIO: Final = uuid.UUID("6f0d3f2e-7a54-4d53-9b1c-0d0a5d2b7c11")
# Above those of the other demos.
PRIMERA_PERSONA: Final = 30_000
COLEGA: Final = "colega"
AGENTES: Final = ("agente", "agente2", "supervisor")


def cargar_historia(agente: Usuario) -> None:
    """Write the cases of the last ninety days, unless they were written before."""
    if Caso.objects.filter(formulario=_clave(0)).exists():
        return
    ahora = timezone.now()
    contactos = [_contacto(lugar) for lugar in range(len(EMPRESAS))]
    conocidos = {u.username: u for u in Usuario.objects.filter(username__in=AGENTES, is_staff=True)}
    agentes = [conocidos.get(nombre, agente) for nombre in AGENTES]
    for episodio in episodios(timezone.localdate(ahora, BOGOTA)):
        _escribir(episodio, contactos[episodio.empresa], agentes[episodio.agente], ahora)


def _clave(numero: int) -> uuid.UUID:
    return uuid.uuid5(ESPACIO, str(numero))


def _contacto(lugar: int) -> Contacto:
    """Return who writes for a company: of the demo customer's, her colleague."""
    nombre, nit = EMPRESAS[lugar]
    cuenta, _ = Cuenta.objects.get_or_create(nit=nit, defaults={"nombre": nombre})
    usuario = Usuario.objects.filter(username=COLEGA, is_staff=False).first() if not lugar else None
    if usuario is None:
        quien = persona(PRIMERA_PERSONA + lugar)
        usuario, nuevo = Usuario.objects.get_or_create(
            username=quien.correo,
            defaults={
                "email": quien.correo,
                "first_name": quien.nombre1.title(),
                "last_name": quien.apellido1.title(),
            },
        )
        if nuevo:
            usuario.set_unusable_password()
            usuario.save(update_fields=["password"])
    contacto, _ = Contacto.objects.get_or_create(usuario=usuario)
    contacto.cuenta = cuenta
    contacto.save(update_fields=["cuenta"])
    return contacto


def _escribir(episodio: Episodio, contacto: Contacto, agente: Usuario, ahora: datetime) -> None:
    producto, tema, asunto, descripcion, respuesta = TEMAS[episodio.tema]
    novedad = Novedad.objects.select_related("producto__servicio").get(
        producto__nombre=producto, nombre=tema
    )
    impacto, urgencia = Grado(novedad.impacto), Grado(novedad.urgencia)
    usuario = contacto.usuario
    caso = Caso.objects.create(
        asunto=asunto,
        descripcion=descripcion,
        servicio=novedad.producto.servicio,
        producto=novedad.producto,
        novedad=novedad,
        contacto=usuario,
        contacto_nombre=usuario.get_full_name(),
        contacto_correo=usuario.email,
        cuenta=contacto.cuenta,
        via=Via.CORREO if episodio.via_correo else Via.WEB,
        impacto=impacto,
        urgencia=urgencia,
        prioridad=prioridad_de(impacto, urgencia),
        asignado=None if episodio.estado == Estado.NUEVO else agente,
        formulario=_clave(episodio.numero),
    )
    pasos = _pasos(episodio, caso, ahora)
    _mensajes(caso, pasos, agente, respuesta)
    _fechar(caso, pasos)
    CambioEstado.objects.bulk_create(
        CambioEstado(
            caso=caso,
            de=pasos[lugar - 1][0] if lugar else "",
            a=estado,
            momento=momento,
            actor=agente if lugar else usuario,
        )
        for lugar, (estado, momento) in enumerate(pasos)
    )
    recalcular(caso=caso)
    if episodio.puntaje is not None:
        Encuesta.objects.create(caso=caso, puntaje=episodio.puntaje, respondida_en=caso.cerrado_en)


Pasos = Sequence[tuple[Estado, datetime]]


def _pasos(episodio: Episodio, caso: Caso, ahora: datetime) -> Pasos:
    """Return the states that the case went through and when, none of them in the future."""
    calendario = metas().de(prioridad=caso.prioridad, cuenta=caso.cuenta_id).calendario
    respondido = calendario.sumar_minutos(episodio.creado, episodio.respuesta)
    resuelto = calendario.sumar_minutos(respondido, episodio.solucion)
    cerrado = resuelto + timedelta(hours=episodio.espera)
    camino = {
        Estado.NUEVO: (),
        Estado.ABIERTO: ((Estado.ABIERTO, respondido),),
        Estado.ESPERA: ((Estado.ESPERA, respondido),),
        Estado.CANCELADO: ((Estado.CANCELADO, respondido),),
        Estado.RESUELTO: ((Estado.ABIERTO, respondido), (Estado.RESUELTO, resuelto)),
        Estado.CERRADO: (
            (Estado.ABIERTO, respondido),
            (Estado.RESUELTO, resuelto),
            (Estado.CERRADO, cerrado),
        ),
    }[episodio.estado]
    # What is still to come has not happened: the case stands where it is now.
    vividos = [(estado, momento) for estado, momento in camino if momento <= ahora]
    return [(Estado.NUEVO, episodio.creado), *vividos]


def _mensajes(caso: Caso, pasos: Pasos, agente: Usuario, respuesta: str) -> None:
    """Write what was said, and date it."""
    momentos = dict(pasos)
    dichos = [(caso.descripcion, caso.contacto, False, momentos[Estado.NUEVO])]
    if recibida := momentos.get(Estado.ABIERTO):
        dichos.append(("Lo estamos revisando; le contamos en un rato.", agente, True, recibida))
    if pedida := momentos.get(Estado.ESPERA):
        dichos.append(("¿Nos envía una imagen del mensaje completo?", agente, True, pedida))
    if resuelta := momentos.get(Estado.RESUELTO):
        dichos.append((respuesta, agente, True, resuelta))
    mensajes = [
        Mensaje(
            caso=caso,
            tipo=TipoMensaje.PUBLICO,
            via=Via.WEB if del_personal else caso.via,
            autor=autor,
            autor_nombre=autor.get_full_name() if autor else "",
            del_personal=del_personal,
            texto=texto,
        )
        for texto, autor, del_personal, _ in dichos
    ]
    Mensaje.objects.bulk_create(mensajes)
    for mensaje, dicho in zip(mensajes, dichos, strict=True):
        mensaje.creado = dicho[-1]
    Mensaje.objects.bulk_update(mensajes, ["creado"])


def _fechar(caso: Caso, pasos: Pasos) -> None:
    """Put the dates, which `auto_now_add` would have as of now, and the state that it came to."""
    momentos = dict(pasos)
    caso.estado, caso.actualizado = pasos[-1]
    caso.creado = pasos[0][1]
    caso.respondido_en = momentos.get(Estado.ABIERTO) or momentos.get(Estado.ESPERA)
    caso.resuelto_en = momentos.get(Estado.RESUELTO)
    caso.cerrado_en = next((cuando for estado, cuando in pasos if estado in TERMINADOS), None)
    caso.save(
        update_fields=[
            *("estado", "creado", "actualizado", "respondido_en", "resuelto_en", "cerrado_en")
        ]
    )
