"""A value kept in the process for a short while, so that a page does not ask the database for it.

For the few rows that every page shows and staff seldom edit (holidays, channels): what an
administrator changes is on the site within `VIGENCIA_SEGUNDOS`, in every process, with no
messages among processes.
"""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

VIGENCIA_SEGUNDOS = 60.0
T = TypeVar("T")
_todas: "list[Memoria[Any]]" = []


class Memoria(Generic[T]):
    """Remembers what `cargar` returned, at most `VIGENCIA_SEGUNDOS`; the value must be immutable.

    Two threads may load at the same moment; both get a right value, so no lock is needed. A load
    that raises leaves nothing behind.
    """

    def __init__(
        self, cargar: Callable[[], T], *, reloj: Callable[[], float] = time.monotonic
    ) -> None:
        self._cargar = cargar
        self._reloj = reloj
        self._guardado: tuple[float, T] | None = None
        _todas.append(self)

    def leer(self) -> T:
        """The value, loaded again when it is older than `VIGENCIA_SEGUNDOS`."""
        guardado, ahora = self._guardado, self._reloj()
        if guardado is None or ahora - guardado[0] >= VIGENCIA_SEGUNDOS:
            guardado = self._guardado = (ahora, self._cargar())
        return guardado[1]

    def olvidar(self) -> None:
        """The next reading loads again."""
        self._guardado = None


def olvidar_todo() -> None:
    """Empties every memory of this process (between tests, whose rows are rolled back)."""
    for memoria in _todas:
        memoria.olvidar()
