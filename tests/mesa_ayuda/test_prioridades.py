"""The matrix of impact and urgency."""

import pytest

from mesa_ayuda.enums import Grado
from mesa_ayuda.prioridades import prioridad_de


@pytest.mark.parametrize(
    ("impacto", "urgencia", "prioridad"),
    [
        *((1, 1, 1), (1, 2, 2), (2, 1, 2), (1, 3, 3), (2, 2, 3), (3, 1, 3)),
        *((2, 3, 4), (3, 2, 4), (3, 3, 4)),
    ],
)
def test_cada_par_tiene_su_prioridad(impacto: int, urgencia: int, prioridad: int) -> None:
    assert prioridad_de(impacto, urgencia) == prioridad


def test_lo_que_no_es_un_grado_se_rechaza() -> None:
    with pytest.raises(ValueError, match="4"):
        prioridad_de(4, Grado.ALTO)
