"""The password service in the admin: each module registers its screens."""

from contrasenas.admin import camaras, contrasena, matriculados, sincronizaciones, verificado
from contrasenas.generador import admin as generador

__all__ = [
    "camaras",
    "contrasena",
    "generador",
    "matriculados",
    "sincronizaciones",
    "verificado",
]
