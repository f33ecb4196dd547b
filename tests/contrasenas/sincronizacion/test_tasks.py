"""The daily tasks: a worker for each chamber with a new file; the troubles of one stay there."""

import logging
from collections.abc import Callable

import pytest

from contrasenas.enums import EstadoSincronizacion
from contrasenas.models import Camara, Sincronizacion
from contrasenas.sincronizacion import carpeta, tasks
from contrasenas.sincronizacion.excepciones import YaEnCurso

pytestmark = pytest.mark.django_db
Sincronizar = Callable[..., Sincronizacion | None]


def poner(monkeypatch: pytest.MonkeyPatch, hacer: Sincronizar) -> None:
    monkeypatch.setattr(carpeta, "sincronizar_de_carpeta", hacer)


def test_se_llama_a_un_trabajador_por_camara_y_la_llamada_caduca(
    camara: Camara, otra_camara: Camara, monkeypatch: pytest.MonkeyPatch
) -> None:
    pedidas: list[tuple[tuple[int, ...], int]] = []
    monkeypatch.setattr(carpeta, "camaras_por_sincronizar", lambda: [camara, otra_camara])
    monkeypatch.setattr(
        tasks.sincronizar_camara,
        "apply_async",
        lambda args, *, expires: pedidas.append((args, expires)),
    )
    tasks.sincronizar_matriculados_diario()
    assert pedidas == [((camara.pk,), tasks.PERIODO), ((otra_camara.pk,), tasks.PERIODO)]


def test_una_camara_que_ya_no_existe_no_molesta(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def nunca(*, camara: Camara) -> None:
        pytest.fail("no chamber to synchronise")

    poner(monkeypatch, nunca)
    tasks.sincronizar_camara(10**6)


@pytest.mark.parametrize(
    ("error", "dice", "nivel"),
    [
        (YaEnCurso("otra"), "ya hay una sincronización en curso", logging.INFO),
        (PermissionError(13, "Permission denied", "/sirep/04-ana.csv"), "denied", logging.ERROR),
    ],
)
def test_lo_que_impide_leer_queda_en_los_registros_sin_la_ruta(
    camara: Camara,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    dice: str,
    nivel: int,
) -> None:
    def fallar(*, camara: Camara) -> None:
        raise error

    poner(monkeypatch, fallar)
    caplog.set_level(logging.INFO)
    tasks.sincronizar_camara(camara.pk)
    (dicho,) = [r for r in caplog.records if r.name == tasks.log.name]
    assert (dicho.levelno, dice in dicho.getMessage()) == (nivel, True)
    assert f"Cámara {camara.codigo}" in dicho.getMessage()
    assert "ana.csv" not in caplog.text


def test_lo_hecho_se_cuenta_y_si_no_hay_nada_nuevo_se_calla(
    camara: Camara, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    poner(monkeypatch, lambda *, camara: None)
    tasks.sincronizar_camara(camara.pk)
    assert not [r for r in caplog.records if r.name == tasks.log.name]
    hecha = Sincronizacion.objects.create(
        camara=camara, estado=EstadoSincronizacion.TERMINADA, leidas=12
    )
    poner(monkeypatch, lambda *, camara: hecha)
    tasks.sincronizar_camara(camara.pk)
    assert f"sincronización {hecha.pk} terminada, 12 filas" in caplog.text
