"""Choices of the channels of attention."""

from django.db import models


class TipoCanal(models.TextChoices):
    """By what means a person reaches us; it decides how the value becomes a link."""

    TELEFONO = "telefono", "Teléfono"
    CELULAR = "celular", "Celular"
    CORREO = "correo", "Correo electrónico"
    CHAT = "chat", "Chat en línea"
    WEB = "web", "Página web"
    CITA = "cita", "Cita"

    @property
    def es_telefonico(self) -> bool:
        """Whether the value is a number to dial."""
        return self in {TipoCanal.TELEFONO, TipoCanal.CELULAR}


class TipoSolicitud(models.TextChoices):
    """What the channel is for (manual 003, column «Tipo solicitud»)."""

    TODAS = "todas", "Todas las solicitudes"
    PRIORIDAD_1 = "prioridad_1", "Incidentes de prioridad 1 (críticos)"
    PQRSA = "pqrsa", "Peticiones, quejas, reclamos, sugerencias y apelaciones (PQRSA)"


class DiaSemana(models.IntegerChoices):
    """Day of the week as Python counts it (`date.weekday`)."""

    LUNES = 0, "Lunes"
    MARTES = 1, "Martes"
    MIERCOLES = 2, "Miércoles"
    JUEVES = 3, "Jueves"
    VIERNES = 4, "Viernes"
    SABADO = 5, "Sábado"
    DOMINGO = 6, "Domingo"
