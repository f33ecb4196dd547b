"""Synchronising in tests, and another process beside it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from contrasenas.models import Camara, Sincronizacion
from contrasenas.sincronizacion.servicios import sincronizar


def cargar(camara: Camara, contenido: bytes, **opciones: Any) -> Sincronizacion:
    """Synchronise a chamber with these bytes."""
    return sincronizar(camara=camara, flujo=io.BytesIO(contenido), nombre="04.csv", **opciones)


@contextmanager
def otra_conexion() -> Iterator[BaseDatabaseWrapper]:
    """Another process's connection to the same database."""
    otra = connection.copy()
    try:
        yield otra
    finally:
        otra.close()
