"""Limits, against the real Redis."""

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import redis
from django.conf import settings as ajustes
from pytest_django import Settings

from portal import limites
from portal.limites import LimiteExcedido, LimitesNoDisponibles, clave, consumir, liberar

SUJETO = "1013592259"
SIN_REDIS = "unix:///no/hay/nada.sock"


@pytest.fixture
def servidor() -> redis.Redis:
    return redis.Redis.from_url(ajustes.REDIS_URL, decode_responses=True)


def usar(veces: int, *, nombre: str = "prueba", sujeto: str = SUJETO) -> None:
    for _ in range(veces):
        consumir(nombre, sujeto, maximo=3, ventana=60)


def test_deja_pasar_hasta_el_maximo_y_ni_una_mas() -> None:
    usar(3)
    with pytest.raises(LimiteExcedido) as excepcion:
        usar(1)
    assert excepcion.value.nombre == "prueba"
    assert 1 <= excepcion.value.reintentar_en <= 60


def test_cada_sujeto_tiene_su_propia_cuenta() -> None:
    usar(3)
    usar(3, sujeto="860069804")


def test_cada_limite_tiene_su_propia_cuenta() -> None:
    usar(3)
    usar(3, nombre="otro")


def test_el_nombre_y_el_sujeto_no_se_confunden_al_juntarse() -> None:
    assert clave("a", "b:c") != clave("a:b", "c")
    assert clave("a", "bc").split(":")[2] != clave("ab", "c").split(":")[2]


def test_al_terminar_la_ventana_se_vuelve_a_empezar(servidor: redis.Redis) -> None:
    usar(3)
    servidor.pexpire(clave("prueba", SUJETO), 0)
    usar(3)


def test_los_usos_no_alargan_la_ventana(servidor: redis.Redis) -> None:
    usar(3)
    servidor.pexpire(clave("prueba", SUJETO), 5_000)
    with pytest.raises(LimiteExcedido) as excepcion:
        usar(1)
    assert excepcion.value.reintentar_en <= 5


def test_la_ventana_dura_lo_que_se_pidio(servidor: redis.Redis) -> None:
    usar(1)
    assert 50_000 < servidor.pttl(clave("prueba", SUJETO)) <= 60_000


def test_una_cuenta_que_perdio_su_vencimiento_lo_recupera(servidor: redis.Redis) -> None:
    usar(3)
    servidor.persist(clave("prueba", SUJETO))
    with pytest.raises(LimiteExcedido):
        usar(1)
    assert 0 < servidor.pttl(clave("prueba", SUJETO)) <= 60_000


def test_liberar_olvida_sólo_esa_cuenta() -> None:
    usar(3)
    usar(3, nombre="otro")
    liberar("prueba", SUJETO)
    usar(3)
    with pytest.raises(LimiteExcedido):
        usar(1, nombre="otro")


def test_en_redis_no_queda_el_sujeto(servidor: redis.Redis) -> None:
    usar(1)
    claves = servidor.keys("*")
    assert len(claves) == 1
    assert SUJETO not in claves[0]
    assert servidor.get(claves[0]) == "1"


def test_la_huella_del_sujeto_depende_del_secreto(settings: Settings) -> None:
    antes = clave("prueba", SUJETO)
    settings.SECRET_KEY = "otro secreto"
    assert clave("prueba", SUJETO) != antes


@pytest.mark.parametrize("sujeto", ["", "\0", "ñandú@ejemplo.co", "\ud800", "x" * 100_000])
def test_cualquier_texto_sirve_de_sujeto(sujeto: str) -> None:
    usar(3, sujeto=sujeto)
    with pytest.raises(LimiteExcedido):
        usar(1, sujeto=sujeto)


@pytest.mark.parametrize(("maximo", "ventana"), [(0, 60), (-1, 60), (3, 0), (3, -5)])
def test_un_limite_sin_sentido_es_un_error_de_programa(maximo: int, ventana: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        consumir("prueba", SUJETO, maximo=maximo, ventana=ventana)


def test_sin_redis_se_dice_claramente(settings: Settings) -> None:
    settings.REDIS_URL = SIN_REDIS
    with pytest.raises(LimitesNoDisponibles):
        usar(1)
    with pytest.raises(LimitesNoDisponibles):
        liberar("prueba", SUJETO)


def test_un_redis_que_no_contesta_no_hace_esperar_para_siempre(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(limites, "ESPERA_MAXIMA", 0.05)
    with socket.socket(socket.AF_UNIX) as mudo:
        mudo.bind(str(tmp_path / "mudo.sock"))
        mudo.listen()
        settings.REDIS_URL = f"unix://{tmp_path}/mudo.sock"
        with pytest.raises(LimitesNoDisponibles):
            usar(1)


def test_de_cincuenta_a_la_vez_pasan_exactamente_las_permitidas() -> None:
    barrera = Barrier(50)

    def intentar(_: int) -> bool:
        barrera.wait()
        try:
            consumir("simultaneo", SUJETO, maximo=7, ventana=60)
        except LimiteExcedido:
            return False
        return True

    with ThreadPoolExecutor(50) as hilos:
        assert sum(hilos.map(intentar, range(50))) == 7
