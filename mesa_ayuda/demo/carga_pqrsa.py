"""The demo's PQRSA: just received, near its term, extended, and answered with a signed letter."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mesa_ayuda.enums import TipoCaso
from mesa_ayuda.models import CambioEstado, Caso, Mensaje, Pqrsa, TerminoLegal
from mesa_ayuda.pqrsa import plazo
from mesa_ayuda.pqrsa.ficha import ficha_de
from mesa_ayuda.pqrsa.forms import AUTORIZACION
from mesa_ayuda.pqrsa.respuesta import responder
from mesa_ayuda.pqrsa.servicios import (
    DatosPqrsa,
    buscar,
    limite_de_prorroga,
    prorrogar,
    radicar,
)
from mesa_ayuda.relojes.servicios import recalcular
from portal.calendario.servicios import dias_habiles_entre, festivos
from portal.desarrollo.llave import asegurar_credencial
from portal.desarrollo.personas import persona
from portal.paginas.privacidad import VERSION
from portal.usuarios.models import Usuario

CREDENCIAL: Final = "Demostración: respuestas a PQRSA"
ESPACIO: Final = uuid.UUID("0b8c2a0e-64c1-4a44-8f3b-3f1d7f3f9a52")
# Above those of the other demos.
PRIMERA_PERSONA: Final = 31_000


@dataclass(frozen=True, slots=True)
class Guion:
    """One PQRSA, presented so many business days ago, and what has been done with it."""

    tipo: TipoCaso
    asunto: str
    texto: str
    hace: int = 0
    clase: str = ""
    prorroga: str = ""
    respuesta: str = ""


GUIONES: Final = (
    Guion(
        TipoCaso.RECLAMO,
        "Me cobraron dos veces el mismo certificado",
        "El pago quedó registrado dos veces. Solicito la devolución del segundo.",
        hace=6,
        respuesta="""Revisamos los pagos de su orden: el segundo cobro fue un error de la pasarela.

Hicimos lo siguiente:

- Anulamos el segundo cobro.
- Pedimos al banco la devolución; suele verse en el extracto en los cinco días hábiles siguientes.
- Ajustamos la pasarela para que no se repita.

Lamentamos la molestia y agradecemos que nos lo haya informado.""",
    ),
    Guion(
        TipoCaso.PETICION,
        "Copia de los documentos de mi solicitud",
        "Pido copia de los documentos que radiqué con mi solicitud del año pasado.",
        hace=8,
        clase="documentos",
    ),
    Guion(
        TipoCaso.QUEJA,
        "Atención en la línea telefónica",
        "Llamé tres veces y en cada llamada me dieron una indicación distinta.",
        hace=9,
        prorroga="Estamos escuchando las grabaciones de las tres llamadas.",
    ),
    Guion(
        TipoCaso.SUGERENCIA,
        "Recordatorio antes del vencimiento",
        "Sería útil recibir un recordatorio un mes antes de que venza el certificado.",
    ),
)


def cargar_pqrsa(agente: Usuario) -> None:
    """Give the terms a key of the demo where they have none, and present what isn't there."""
    llave = asegurar_credencial(CREDENCIAL, settings.PORTAL_ENTIDAD)
    TerminoLegal.objects.filter(credencial=None).update(credencial=llave)
    for lugar, guion in enumerate(GUIONES):
        formulario = uuid.uuid5(ESPACIO, str(lugar))
        pqrsa = buscar(ficha=ficha_de(formulario)) or _presentar(guion, lugar, formulario, agente)
        # By itself, so that a demo that was stopped in between is finished the next time.
        if guion.respuesta and not pqrsa.respuesta:
            responder(pqrsa=pqrsa, texto=guion.respuesta, actor=agente)


@transaction.atomic
def _presentar(guion: Guion, lugar: int, formulario: uuid.UUID, agente: Usuario) -> Pqrsa:
    quien = persona(PRIMERA_PERSONA + lugar)
    datos = DatosPqrsa(
        tipo=guion.tipo,
        clase=guion.clase,
        nombre=quien.nombre.title(),
        identificacion=f"CC {quien.cedula}",
        correo=quien.correo,
        telefono="",
        direccion="",
        asunto=guion.asunto,
        texto=guion.texto,
        autorizacion=f"{AUTORIZACION} (versión {VERSION}).",
    )
    pqrsa, _ = radicar(datos=datos, formulario=formulario, usuario=None)
    if guion.hace:
        _fechar(pqrsa, _dias_habiles_antes(timezone.localdate(), guion.hace))
    if guion.prorroga:
        hasta = limite_de_prorroga(pqrsa)
        prorrogar(pqrsa=pqrsa, hasta=hasta, motivo=guion.prorroga, actor=agente)
    return pqrsa


def _dias_habiles_antes(hoy: date, dias: int) -> date:
    antes = hoy
    while dias_habiles_entre(antes, hoy) < dias:
        antes -= timedelta(days=1)
    return antes


def _fechar(pqrsa: Pqrsa, dia: date) -> None:
    """Have it presented on an earlier day: its case, its history, and the term that follows."""
    caso: Caso = pqrsa.caso
    momento = datetime.combine(dia, timezone.localtime(caso.creado).timetz())
    termino = TerminoLegal.objects.get(tipo=caso.tipo, clase=pqrsa.clase)
    pqrsa.vence_el = plazo.vencimiento(momento, termino.dias_habiles, festivos())
    pqrsa.save(update_fields=["vence_el"])
    Mensaje.objects.filter(caso=caso).update(creado=momento)
    CambioEstado.objects.filter(caso=caso).update(momento=momento)
    Caso.objects.filter(pk=caso.pk).update(creado=momento, actualizado=momento)
    caso.creado = momento
    recalcular(caso=caso)
