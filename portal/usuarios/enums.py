"""Roles of the staff."""

from django.db import models


class Rol(models.TextChoices):
    """A role is a group of this very name; each app's migrations give it its permissions."""

    OPERADOR_SSPS = "Operador SSPS"
    OPERADOR_CONTRASENAS = "Operador de contraseñas"
    AGENTE_1 = "Agente nivel 1"
    AGENTE_2 = "Agente nivel 2"
    AGENTE_3 = "Agente nivel 3"
    SUPERVISOR = "Supervisor"
    ADMINISTRADOR = "Administrador"
