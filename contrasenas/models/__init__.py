"""Chambers, their registry, the passwords that they pre-assign, and the verified users."""

from contrasenas.models.activacion import Activacion, Pin, TextoLegal
from contrasenas.models.camara import Camara
from contrasenas.models.contrasena import Baja, Contrasena, CorreoEntregado
from contrasenas.models.lote import Envio, Lote, Programacion
from contrasenas.models.matriculado import Matriculado
from contrasenas.models.operacion import Generador, Operacion
from contrasenas.models.sincronizacion import FilaRechazada, Sincronizacion
from contrasenas.models.verificado import UsuarioVerificado

__all__ = [
    "Activacion",
    "Baja",
    "Camara",
    "Contrasena",
    "CorreoEntregado",
    "Envio",
    "FilaRechazada",
    "Generador",
    "Lote",
    "Matriculado",
    "Operacion",
    "Pin",
    "Programacion",
    "Sincronizacion",
    "TextoLegal",
    "UsuarioVerificado",
]
