"""The help desk in the admin; Django finds it here, each part in a module of its own."""

from mesa_ayuda.admin import correo, escalamientos, horarios

__all__ = ["correo", "escalamientos", "horarios"]
