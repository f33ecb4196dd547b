"""`make` sets the environment up once, and says clearly what it lacks."""

import os
import subprocess
from pathlib import Path

import pytest

from portal.desarrollo.motores import RAIZ

INSTALAR = RAIZ / "portal" / "desarrollo" / "instalar.sh"


@pytest.fixture
def proyecto(tmp_path: Path) -> Path:
    """A project without dependencies, in a path with spaces."""
    ruta = tmp_path / "mi proyecto"
    ruta.mkdir()
    (ruta / "requirements-dev.lock").write_text("# nada\n")
    return ruta


def instalar(proyecto: Path, **entorno: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["/bin/sh", INSTALAR],
        cwd=proyecto,
        env={**os.environ, **entorno},
        capture_output=True,
        text=True,
    )


def test_se_instala_una_sola_vez_mientras_nada_cambie(proyecto: Path) -> None:
    primera = instalar(proyecto)
    assert primera.returncode == 0, primera.stderr
    assert primera.stderr.startswith("Instalando las dependencias")
    assert len(primera.stderr.splitlines()) == 1
    assert (proyecto / ".venv" / "bin" / "python").exists()

    segunda = instalar(proyecto)
    assert (segunda.returncode, segunda.stdout, segunda.stderr) == (0, "", "")

    (proyecto / "requirements-dev.lock").write_text("# otra cosa\n")
    tercera = instalar(proyecto)
    assert tercera.stderr.startswith("Instalando las dependencias")


def test_un_paquete_sin_su_huella_se_rechaza(proyecto: Path) -> None:
    (proyecto / "requirements-dev.lock").write_text("django==5.2.19\n")

    intento = instalar(proyecto)

    assert intento.returncode == 1
    assert "--hash" in intento.stderr
    assert "No se pudieron instalar las dependencias" in intento.stderr
    # Without its stamp the next run tries again.
    assert not (proyecto / ".venv" / "huella").exists()


def test_sin_un_python_reciente_se_dice_cual_hace_falta(proyecto: Path, tmp_path: Path) -> None:
    programas = tmp_path / "bin"
    programas.mkdir()
    for nombre in ("cat", "flock", "mkdir", "sha256sum"):
        origen = next(r / nombre for r in map(Path, ["/usr/bin", "/bin"]) if (r / nombre).exists())
        (programas / nombre).symlink_to(origen)
    viejo = programas / "python3"
    viejo.write_text("#!/bin/sh\nexit 1\n")
    viejo.chmod(0o755)

    intento = instalar(proyecto, PATH=str(programas))

    assert intento.returncode == 1
    assert intento.stderr.startswith("Se necesita Python 3.11 o posterior")
    assert not (proyecto / ".venv").exists()
