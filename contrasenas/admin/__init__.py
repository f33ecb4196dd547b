"""The password service in the admin: each module registers its screens."""

from contrasenas.admin import camaras, matriculados, sincronizaciones
from contrasenas.generador import admin as generador

__all__ = ["camaras", "generador", "matriculados", "sincronizaciones"]
