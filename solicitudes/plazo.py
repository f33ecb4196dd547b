"""When a request should be done: a range of business days, and how people say it. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portal.calendario.palabras import MESES
from portal.calendario.tiempo_habil import sumar_dias_habiles

# Manual 002 §4: «entre cinco y ocho días hábiles luego de radicados los documentos».
DIAS_MINIMO, DIAS_MAXIMO = 5, 8


@dataclass(frozen=True, slots=True)
class Plazo:
    """The days between which the certificate is expected, both included."""

    desde: date
    hasta: date

    @classmethod
    def desde_radicacion(cls, radicado: date, festivos: Collection[date]) -> "Plazo":
        """The range that starts to count the day after the documents were filed."""
        return cls(
            sumar_dias_habiles(radicado, DIAS_MINIMO, festivos),
            sumar_dias_habiles(radicado, DIAS_MAXIMO, festivos),
        )

    def vencido(self, hoy: date) -> bool:
        """Whether the whole range has gone by."""
        return hoy > self.hasta

    def __str__(self) -> str:
        """«entre el 8 y el 12 de agosto de 2026»; month and year once where they are the same."""
        inicio = f"{self.desde.day}"
        if (self.desde.year, self.desde.month) != (self.hasta.year, self.hasta.month):
            inicio += f" de {MESES[self.desde.month - 1]}"
        if self.desde.year != self.hasta.year:
            inicio += f" de {self.desde.year}"
        fin = f"{self.hasta.day} de {MESES[self.hasta.month - 1]} de {self.hasta.year}"
        return f"entre el {inicio} y el {fin}"
