"""Values kept in the process for at most a minute."""

import pytest

from portal.calendario.memoria import VIGENCIA_SEGUNDOS, Memoria, olvidar_todo


class Reloj:
    """A clock that the test moves, and a source that counts how often it is read."""

    def __init__(self) -> None:
        self.ahora = 1000.0
        self.lecturas = 0

    def __call__(self) -> float:
        return self.ahora

    def cargar(self) -> int:
        self.lecturas += 1
        return self.lecturas


def test_carga_una_vez_y_responde_de_memoria_durante_un_minuto() -> None:
    reloj = Reloj()
    memoria = Memoria(reloj.cargar, reloj=reloj)
    assert memoria.leer() == 1
    reloj.ahora += VIGENCIA_SEGUNDOS - 0.001
    assert memoria.leer() == 1


def test_al_minuto_vuelve_a_cargar() -> None:
    reloj = Reloj()
    memoria = Memoria(reloj.cargar, reloj=reloj)
    memoria.leer()
    reloj.ahora += VIGENCIA_SEGUNDOS
    assert memoria.leer() == 2
    assert VIGENCIA_SEGUNDOS <= 60


def test_olvidar_hace_que_la_siguiente_lectura_cargue() -> None:
    reloj = Reloj()
    una, otra = Memoria(reloj.cargar, reloj=reloj), Memoria(reloj.cargar, reloj=reloj)
    assert (una.leer(), otra.leer()) == (1, 2)
    una.olvidar()
    assert (una.leer(), otra.leer()) == (3, 2)
    olvidar_todo()
    assert (una.leer(), otra.leer()) == (4, 5)


def test_una_carga_que_falla_no_deja_nada_guardado() -> None:
    respuestas = iter([1, 0, 5])
    reloj = Reloj()
    memoria = Memoria(lambda: 10 // next(respuestas), reloj=reloj)
    assert memoria.leer() == 10
    reloj.ahora += VIGENCIA_SEGUNDOS
    with pytest.raises(ZeroDivisionError):
        memoria.leer()
    assert memoria.leer() == 2
