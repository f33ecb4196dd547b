"""The folder of SIREP: which file is taken, once, and only when nobody is writing it any more."""

import os
import time
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from pytest_django import Settings

from contrasenas.enums import EstadoSincronizacion
from contrasenas.models import Camara, Matriculado, Sincronizacion
from contrasenas.sincronizacion import carpeta, entrada, tasks
from contrasenas.sincronizacion.servicios import INTERRUMPIDA
from tests.contrasenas.sincronizacion.archivos import csv_de, fila

pytestmark = pytest.mark.django_db


@pytest.fixture
def sirep(tmp_path: Path, settings: Settings) -> Path:
    """The folder, empty."""
    settings.PORTAL_SIREP = str(tmp_path)
    settings.CELERY_TASK_ALWAYS_EAGER = True
    return tmp_path


def dejar(ruta: Path, contenido: bytes, *, hace: int = 300) -> Path:
    """Write a file that was last changed so many seconds ago."""
    ruta.write_bytes(contenido)
    os.utime(ruta, (time.time() - hace, time.time() - hace))
    return ruta


def correr() -> list[Sincronizacion]:
    """Run the periodic task; return all the synchronisations, oldest first."""
    for camara in carpeta.camaras_por_sincronizar():
        tasks.sincronizar_camara(camara.pk)
    return list(Sincronizacion.objects.order_by("pk"))


def test_cada_camara_toma_su_archivo_y_solo_el_suyo(
    sirep: Path, camara: Camara, otra_camara: Camara
) -> None:
    dejar(sirep / "04.csv", csv_de([fila(1)]))
    dejar(sirep / "05-20260101.CSV", csv_de([fila(2), fila(3)]))
    dejar(sirep / "041.csv", csv_de([fila(9)]))
    dejar(sirep / "leame.txt", b"x")
    hechas = correr()
    assert [(s.camara.codigo, s.archivo, s.nuevas) for s in hechas] == [
        ("04", "04.csv", 1),
        ("05", "05-20260101.CSV", 2),
    ]
    assert {s.actor for s in hechas} == {None}


def test_vale_el_mas_nuevo(sirep: Path, camara: Camara) -> None:
    dejar(sirep / "04-lunes.csv", csv_de([fila(1)]), hace=90_000)
    dejar(sirep / "04-martes.csv", csv_de([fila(2)]), hace=100)
    dejar(sirep / "04.csv", csv_de([fila(3)]), hace=180_000)
    assert [s.archivo for s in correr()] == ["04-martes.csv"]


def test_un_archivo_ya_tomado_no_se_toma_otra_vez_ni_con_otro_nombre(
    sirep: Path, camara: Camara
) -> None:
    contenido = csv_de([fila(1)])
    dejar(sirep / "04.csv", contenido)
    assert len(correr()) == len(correr()) == 1
    dejar(sirep / "04-copia.csv", contenido, hace=100)
    assert len(correr()) == 1
    dejar(sirep / "04-nuevo.csv", csv_de([fila(1), fila(2)]), hace=80)
    assert [s.nuevas for s in correr()] == [1, 1]


def test_uno_rechazado_espera_a_que_lo_cambien(sirep: Path, camara: Camara) -> None:
    ruta = dejar(sirep / "04.csv", csv_de([fila(1)])[:-5])
    assert [s.estado for s in correr()] == [EstadoSincronizacion.RECHAZADA]
    assert len(correr()) == 1
    os.utime(ruta, (time.time() - 600, time.time() - 600))
    assert len(correr()) == 1
    Sincronizacion.objects.update(iniciada_en="2026-01-01T00:00:00Z")
    dejar(ruta, csv_de([fila(1)]))
    assert correr()[-1].estado == EstadoSincronizacion.TERMINADA


def test_uno_que_se_interrumpio_se_vuelve_a_leer(sirep: Path, camara: Camara) -> None:
    dejar(sirep / "04.csv", csv_de([fila(1)]))
    Sincronizacion.objects.create(
        camara=camara,
        archivo="04.csv",
        estado=EstadoSincronizacion.RECHAZADA,
        error=INTERRUMPIDA,
    )
    assert correr()[-1].nuevas == 1


def test_uno_que_se_acaba_de_escribir_espera(sirep: Path, camara: Camara) -> None:
    ruta = dejar(sirep / "04.csv", csv_de([fila(1)]), hace=20)
    assert correr() == []
    os.utime(ruta, (time.time() - 61, time.time() - 61))
    assert len(correr()) == 1


@pytest.mark.parametrize("igual_de_largo", [True, False])
def test_si_cambia_mientras_se_lee_no_cambia_nada(
    sirep: Path, camara: Camara, monkeypatch: pytest.MonkeyPatch, igual_de_largo: bool
) -> None:
    contenido = csv_de(fila(n) for n in range(1, 9))
    ruta = dejar(sirep / "04.csv", contenido)
    original = entrada.tabla

    def tabla_mientras_escriben() -> AbstractContextManager[None]:
        with ruta.open("r+b") as archivo:
            archivo.write(contenido if igual_de_largo else contenido * 2)
        return original()

    monkeypatch.setattr(entrada, "tabla", tabla_mientras_escriben)
    carpeta.sincronizar_de_carpeta(camara=camara)
    assert "El archivo cambió mientras se leía" in Sincronizacion.objects.get().error
    assert not Matriculado.objects.exists()


def test_sin_carpeta_o_sin_archivo_no_pasa_nada(
    sirep: Path, camara: Camara, settings: Settings
) -> None:
    assert correr() == []
    for valor in ("", str(sirep / "no-existe")):
        settings.PORTAL_SIREP = valor
        assert carpeta.archivo_de(camara) is None
        assert correr() == []
    tasks.sincronizar_camara(10**9)


def test_la_tarea_diaria_despierta_una_por_camara_y_solo_con_su_clave(
    sirep: Path, camara: Camara, otra_camara: Camara, monkeypatch: pytest.MonkeyPatch
) -> None:
    dejar(sirep / "04.csv", csv_de([fila(1)]))
    pedidas: list[object] = []
    monkeypatch.setattr(
        tasks.sincronizar_camara, "apply_async", lambda args, **_: pedidas.append(args)
    )
    tasks.sincronizar_matriculados_diario()
    assert pedidas == [(camara.pk,)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_un_archivo_que_no_se_deja_leer_no_tumba_la_tarea(sirep: Path, camara: Camara) -> None:
    dejar(sirep / "04.csv", csv_de([fila(1)])).chmod(0)
    assert correr() == []
