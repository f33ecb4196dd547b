"""From what to what: the values of a row as people read them, before and after it is saved."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from portal.cifrado import CampoCifrado

Cambios = dict[str, list[str | None]]
# Never written to the history, whatever their name.
SECRETOS = (CampoCifrado, models.BinaryField)


def cambios_de(objeto: models.Model, datos: Mapping[str, Any] | None = None) -> Cambios:
    """Return {label: [before, after]} of what saving `objeto` will change; call it before.

    `datos` are the cleaned data of its form, which hold the new members of its relations: those
    are saved later. Passwords and encrypted columns are left out.
    """
    datos = datos or {}
    antes = type(objeto)._base_manager.filter(pk=objeto.pk).first() if objeto.pk else None
    cambios: Cambios = {}
    for campo in objeto._meta.concrete_fields:
        if _se_cuenta(campo):
            previo = _valor(antes, campo) if antes else None
            nuevo = _valor(objeto, campo)
            if previo != nuevo:
                cambios[str(campo.verbose_name)] = [previo, nuevo]
    for relacion in objeto._meta.many_to_many:
        if relacion.name in datos:
            viejos = list(getattr(antes, relacion.name).all()) if antes else []
            previo, nuevo = _lista(viejos), _lista(datos[relacion.name])
            if previo != nuevo:
                cambios[str(relacion.verbose_name)] = [previo, nuevo]
    return cambios


def en_palabras(valor: object) -> str | None:
    """Return a value as a person reads it; None where there is none."""
    if valor is None or valor == "":
        return None
    if isinstance(valor, bool):
        return "sí" if valor else "no"
    if isinstance(valor, datetime):
        return f"{timezone.localtime(valor):%d/%m/%Y %H:%M:%S}"
    if isinstance(valor, date):
        return f"{valor:%d/%m/%Y}"
    return str(valor)


def _se_cuenta(campo: models.Field[Any, Any]) -> bool:
    secreto = isinstance(campo, SECRETOS) or campo.name.startswith("password")
    return campo.editable and not campo.primary_key and not secreto


def _valor(objeto: models.Model, campo: models.Field[Any, Any]) -> str | None:
    mostrar = getattr(objeto, f"get_{campo.name}_display", None)
    return en_palabras(mostrar() if mostrar else getattr(objeto, campo.name))


def _lista(filas: Any) -> str | None:
    return ", ".join(sorted(str(fila) for fila in filas)) or None
