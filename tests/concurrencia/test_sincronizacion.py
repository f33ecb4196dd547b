"""Synchronisations with real commits: beside each other, and in a process that is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections

from contrasenas.enums import EstadoSincronizacion
from contrasenas.models import Camara, Matriculado, Sincronizacion
from contrasenas.sincronizacion.excepciones import YaEnCurso
from contrasenas.sincronizacion.servicios import INTERRUMPIDA
from portal.desarrollo.motores import RAIZ
from tests.contrasenas.recetas import crear_camara
from tests.contrasenas.sincronizacion.archivos import csv_de, fila
from tests.contrasenas.sincronizacion.pasos import cargar

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

LEER_DESPACIO = """
import os, sys, time
import django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from contrasenas.models import Camara
from contrasenas.sincronizacion import fusion
from contrasenas.sincronizacion.servicios import sincronizar
fundir = fusion.fundir
def fundir_y_quedarse(*args):
    cuentas = fundir(*args)
    print("escrito", flush=True)
    time.sleep(60)
    return cuentas
fusion.fundir = fundir_y_quedarse
with open(sys.argv[2], "rb") as flujo:
    sincronizar(camara=Camara.objects.get(), flujo=flujo, nombre="04.csv")
"""
"""Stays in the middle of its transaction, everything written and nothing committed."""


def esperar(condicion: Callable[[], bool]) -> None:
    """Return once it holds; fail if it never does."""
    limite = time.monotonic() + 60
    while not condicion():
        assert time.monotonic() < limite
        time.sleep(0.05)


def test_de_cuatro_a_la_vez_una_se_hace_y_las_demas_lo_saben() -> None:
    camara = crear_camara("04")
    contenido = csv_de(fila(n) for n in range(1, 401))
    salida = Barrier(4)

    def correr(_: int) -> str:
        try:
            salida.wait(timeout=30)
            return cargar(camara, contenido).estado
        except YaEnCurso:
            return "ocupada"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as hilos:
        suertes = list(hilos.map(correr, range(4)))
    assert set(suertes) <= {EstadoSincronizacion.TERMINADA, "ocupada"}
    hechas = Sincronizacion.objects.all()
    assert len(hechas) == suertes.count(EstadoSincronizacion.TERMINADA) >= 1
    assert sum(s.nuevas for s in hechas) == Matriculado.objects.count() == 400


def test_un_proceso_muerto_a_mitad_de_la_escritura_no_cambia_nada_ni_bloquea(
    tmp_path: Path,
) -> None:
    camara: Camara = crear_camara("04")
    cargar(camara, csv_de([fila(1)]))
    antes = list(Matriculado.objects.values())
    ruta = tmp_path / "04.csv"
    ruta.write_bytes(csv_de([fila(1, ultanoren="2026"), fila(2)]))
    proceso = subprocess.Popen(
        [sys.executable, "-c", LEER_DESPACIO, connection.settings_dict["NAME"], str(ruta)],
        cwd=RAIZ,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert proceso.stdout is not None
        assert proceso.stdout.readline() == "escrito\n"
        with pytest.raises(YaEnCurso):
            cargar(camara, csv_de([fila(3)]))
        assert list(Matriculado.objects.values()) == antes
    finally:
        proceso.send_signal(signal.SIGKILL)
        proceso.wait(timeout=30)
        proceso.stdout.close()  # type: ignore[union-attr]
    muerta = Sincronizacion.objects.latest("pk")
    assert muerta.estado == EstadoSincronizacion.EN_CURSO

    def cargada() -> bool:
        # The server takes a moment to notice that nobody is there any more.
        try:
            return cargar(camara, ruta.read_bytes()).estado == EstadoSincronizacion.TERMINADA
        except YaEnCurso:
            return False

    esperar(cargada)
    muerta.refresh_from_db()
    assert (muerta.estado, muerta.error) == (EstadoSincronizacion.RECHAZADA, INTERRUMPIDA)
    ultima = Sincronizacion.objects.latest("pk")
    assert (ultima.nuevas, ultima.cambiadas) == (1, 1)
