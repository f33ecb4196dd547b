"""The demo chamber's key."""

from typing import Final

from contrasenas.models import Camara
from portal.desarrollo.llave import asegurar_credencial

NOMBRE: Final = "Demostración"


def asegurar_llave(camara: Camara) -> None:
    """Give the chamber a key to sign with, unless it has one."""
    if camara.credencial is not None:
        return
    camara.credencial = asegurar_credencial(NOMBRE, camara.nombre)
    camara.save(update_fields=["credencial"])
