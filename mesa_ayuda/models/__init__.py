"""The help desk's rows: catalogue, accounts, cases, conversation, mail, clocks, PQRSA, articles."""

from mesa_ayuda.models.agente import Borrador, RespuestaPreparada, VistaGuardada
from mesa_ayuda.models.caso import CambioEstado, Caso, Encuesta, Participante, Vinculo
from mesa_ayuda.models.catalogo import Novedad, Producto, Servicio
from mesa_ayuda.models.conocimiento import Articulo, Opinion
from mesa_ayuda.models.conversacion import Adjunto, Mensaje
from mesa_ayuda.models.correo import Buzon, CorreoEntrante, IdentificadorCorreo
from mesa_ayuda.models.cuenta import Contacto, Cuenta
from mesa_ayuda.models.pqrsa import Pqrsa, TerminoLegal
from mesa_ayuda.models.reloj import (
    Escalamiento,
    FranjaHoraria,
    Horario,
    MetaAtencion,
    Nivel,
    ReglaEscalamiento,
)
from mesa_ayuda.models.sesion import SesionAbierta

__all__ = [
    "Adjunto",
    "Articulo",
    "Borrador",
    "Buzon",
    "CambioEstado",
    "Caso",
    "Contacto",
    "CorreoEntrante",
    "Cuenta",
    "Encuesta",
    "Escalamiento",
    "FranjaHoraria",
    "Horario",
    "IdentificadorCorreo",
    "Mensaje",
    "MetaAtencion",
    "Nivel",
    "Novedad",
    "Opinion",
    "Participante",
    "Pqrsa",
    "Producto",
    "ReglaEscalamiento",
    "RespuestaPreparada",
    "Servicio",
    "SesionAbierta",
    "TerminoLegal",
    "Vinculo",
    "VistaGuardada",
]
