"""Priority from impact and urgency, by table (ServiceNow's, with manual 001's names). Pure."""

from typing import Final

from mesa_ayuda.enums import Grado, Prioridad

TABLA: Final = {
    (Grado.ALTO, Grado.ALTO): Prioridad.CRITICA,
    (Grado.ALTO, Grado.MEDIO): Prioridad.ALTA,
    (Grado.MEDIO, Grado.ALTO): Prioridad.ALTA,
    (Grado.ALTO, Grado.BAJO): Prioridad.MODERADA,
    (Grado.MEDIO, Grado.MEDIO): Prioridad.MODERADA,
    (Grado.BAJO, Grado.ALTO): Prioridad.MODERADA,
    (Grado.MEDIO, Grado.BAJO): Prioridad.BAJA,
    (Grado.BAJO, Grado.MEDIO): Prioridad.BAJA,
    (Grado.BAJO, Grado.BAJO): Prioridad.BAJA,
}


def prioridad_de(impacto: int, urgencia: int) -> Prioridad:
    """Return the priority; raises ValueError for what is not a degree."""
    return TABLA[Grado(impacto), Grado(urgencia)]
