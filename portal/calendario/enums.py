"""Choices of the business calendar."""

from django.db import models


class OrigenFestivo(models.TextChoices):
    """Who closes that day."""

    LEY = "ley", "Festivo de ley"
    PROPIO = "propio", "Cierre propio"
