"""The password service in the admin: each module registers its screens."""

from contrasenas.admin import camaras, matriculados, sincronizaciones

__all__ = ["camaras", "matriculados", "sincronizaciones"]
