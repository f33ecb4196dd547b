"""The help desk in the admin; Django finds it here, each part in a module of its own."""

from mesa_ayuda.admin import (
    agente,
    caso,
    catalogo,
    conocimiento,
    correo,
    cuenta,
    escalamientos,
    horarios,
    pqrsa,
)

__all__ = [
    "agente",
    "caso",
    "catalogo",
    "conocimiento",
    "correo",
    "cuenta",
    "escalamientos",
    "horarios",
    "pqrsa",
]
