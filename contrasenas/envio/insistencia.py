"""Trying again what the database did not answer: a restart must not cost a second mail."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection

logger = logging.getLogger("contrasenas.envio")
P = ParamSpec("P")
R = TypeVar("R")

PACIENCIA = 90.0
"""Seconds: longer than PostgreSQL takes to start after a crash."""
PAUSA = 0.5


def insistente(funcion: Callable[P, R]) -> Callable[P, R]:
    """Call again on a new connection while the database is away; `funcion` may have been done.

    Inside a transaction it can't be mended, and the error goes on.
    """

    @wraps(funcion)
    def envuelta(*args: P.args, **kwargs: P.kwargs) -> R:
        limite = time.monotonic() + PACIENCIA
        while True:
            dentro = connection.in_atomic_block
            try:
                return funcion(*args, **kwargs)
            except (OperationalError, InterfaceError) as error:
                if dentro or time.monotonic() > limite:
                    raise
                logger.warning(
                    "la base de datos no responde", extra={"error": type(error).__name__}
                )
                connection.close()
                time.sleep(PAUSA)

    return envuelta
