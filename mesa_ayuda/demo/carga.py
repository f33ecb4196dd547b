"""Puts the demo's cases into the desk, by the very services that people's acts go through."""

from mesa_ayuda.casos import (
    abrir_caso,
    anotar,
    cambiar_estado,
    responder_como_cliente,
    responder_como_personal,
)
from mesa_ayuda.demo.casos import GUIONES, Guion
from mesa_ayuda.enums import Estado, Via
from mesa_ayuda.models import Caso, Contacto, Cuenta, Nivel, Novedad
from portal.usuarios.models import Usuario

ORIGEN = "demo"


def cargar_cuenta(cliente: Usuario, agente: Usuario) -> None:
    """Join the customer to a company, and the agent to the first level."""
    cuenta, _ = Cuenta.objects.get_or_create(nombre="TEXTILES ALBORADA S.A.", nit="999100011")
    contacto, _ = Contacto.objects.get_or_create(usuario=cliente)
    contacto.cuenta, contacto.ve_la_cuenta = cuenta, True
    contacto.save(update_fields=["cuenta", "ve_la_cuenta"])
    nivel = Nivel.objects.filter(numero=1).first()
    if nivel is not None:
        nivel.personas.add(agente)


def cargar_casos(cliente: Usuario, agente: Usuario) -> None:
    """Report the cases and play them to the end, unless the customer has any."""
    if Caso.objects.filter(contacto=cliente).exists():
        return
    for guion in GUIONES:
        _representar(guion, cliente, agente)


def _representar(guion: Guion, cliente: Usuario, agente: Usuario) -> None:
    novedad = Novedad.objects.select_related("producto__servicio").get(
        producto__nombre=guion.producto, nombre=guion.novedad
    )
    caso = abrir_caso(
        asunto=guion.asunto,
        descripcion=guion.descripcion,
        via=Via.WEB,
        contacto=cliente,
        actor=cliente,
        origen=ORIGEN,
        servicio=novedad.producto.servicio,
        producto=novedad.producto,
        novedad=novedad,
    )
    for lugar, texto in enumerate(guion.turnos):
        caso.refresh_from_db()
        if lugar % 2:
            responder_como_cliente(caso=caso, texto=texto, via=Via.WEB, autor=cliente)
        else:
            responder_como_personal(
                caso=caso, autor=agente, texto=texto, pasar_a=_tras_responder(guion)
            )
    if guion.nota:
        anotar(caso=caso, texto=guion.nota, autor=agente)
    if guion.estado == Estado.CERRADO:
        caso.refresh_from_db()
        cambiar_estado(caso=caso, a=Estado.CERRADO, actor=cliente)


def _tras_responder(guion: Guion) -> Estado | None:
    return guion.estado if guion.estado in (Estado.ESPERA, Estado.RESUELTO) else None
