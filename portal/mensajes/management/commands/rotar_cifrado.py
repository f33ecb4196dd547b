"""`manage.py rotar_cifrado`: encrypt every stored value again with the first key."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction

from portal.cifrado import campos_cifrados


class Command(BaseCommand):
    """Run it after putting a new key in front, and before taking the old one away."""

    help = "Cifra de nuevo, con la primera clave de PORTAL_CLAVES_CIFRADO, todo lo cifrado."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate every model and say how many rows each had."""
        for modelo in apps.get_models():
            nombres = [campo.name for campo in campos_cifrados(modelo)]
            if nombres:
                filas = _rotar(modelo, nombres)
                self.stdout.write(f"{modelo._meta.label}: {filas}")


def _rotar(modelo: type[models.Model], campos: list[str]) -> int:
    filas = 0
    for pk in modelo._base_manager.values_list("pk", flat=True).order_by("pk").iterator():
        # Under the row's lock: a text erased meanwhile must not come back.
        with transaction.atomic():
            fila = modelo._base_manager.select_for_update().only(*campos).filter(pk=pk).first()
            if fila is not None:
                fila.save(update_fields=campos)
                filas += 1
    return filas
