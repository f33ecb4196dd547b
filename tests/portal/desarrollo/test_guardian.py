"""When the engines go off, and what a violent end leaves behind: nothing that hinders a start."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from portal.desarrollo import guardian
from portal.desarrollo.motores import RAIZ, Motores, asegurar, soltar
from tests.portal.desarrollo.procesos import Usuario, hasta


def procesos(carpeta: Path) -> dict[int, bytes]:
    return guardian.procesos((carpeta / "motores").resolve())


def contar(motores: Motores) -> int:
    """Add one row to a table that survives, and return how many there are."""
    with psycopg.connect(motores.database_url) as conexion:
        conexion.execute("CREATE TABLE IF NOT EXISTS fila (n int)")
        conexion.execute("INSERT INTO fila VALUES (1)")
        fila = conexion.execute("SELECT count(*) FROM fila").fetchone()
    assert fila is not None
    return int(fila[0])


@pytest.fixture
def encendida(carpeta: Path) -> Iterator[Path]:
    asegurar(carpeta)
    yield carpeta
    soltar(carpeta)


def test_el_ultimo_en_salir_apaga_la_luz(carpeta: Path, usar: Callable[[Path], Usuario]) -> None:
    primero, segundo = usar(carpeta), usar(carpeta)
    motores = primero.motores()
    assert segundo.motores() == motores
    enchufes = Path((carpeta / "motores" / guardian.SOCKETS).read_text())

    primero.terminar()
    assert contar(motores) == 1
    segundo.terminar()

    hasta(lambda: not procesos(carpeta))
    hasta(lambda: not enchufes.exists())
    # A clean stop: the next start finds no pid file.
    assert not (carpeta / "motores" / "pg" / "postmaster.pid").exists()


def test_la_luz_se_apaga_tambien_si_matan_al_ultimo(
    carpeta: Path, usar: Callable[[Path], Usuario]
) -> None:
    usuario = usar(carpeta)
    usuario.motores()

    usuario.matar()

    hasta(lambda: not procesos(carpeta))


def test_un_hijo_que_termina_no_apaga_los_motores_de_su_padre(carpeta: Path) -> None:
    programa = (
        "import os, sys, psycopg\n"
        "from pathlib import Path\n"
        "from portal.desarrollo.motores import asegurar\n"
        "motores = asegurar(Path(sys.argv[1]))\n"
        "if os.fork() == 0:\n"
        "    sys.exit()\n"
        "os.wait()\n"
        "for intento in range(20):\n"
        "    psycopg.connect(motores.database_url).close()\n"
    )

    subprocess.run([sys.executable, "-c", programa, carpeta], cwd=RAIZ, check=True)


def test_soltar_devuelve_el_control_con_los_motores_apagados(carpeta: Path) -> None:
    asegurar(carpeta)
    assert procesos(carpeta)

    soltar(carpeta)

    assert not procesos(carpeta)


def test_soltar_no_apaga_los_motores_de_otro(
    carpeta: Path, usar: Callable[[Path], Usuario]
) -> None:
    motores = usar(carpeta).motores()
    asegurar(carpeta)

    soltar(carpeta)

    assert contar(motores) == 1


@pytest.mark.parametrize("motor", [guardian.POSTGRES, guardian.VALKEY])
def test_un_motor_muerto_se_vuelve_a_encender(encendida: Path, motor: bytes) -> None:
    antes = asegurar(encendida)
    contar(antes)
    base = (encendida / "motores").resolve()
    for pid in guardian.procesos(base, [motor]):
        os.kill(pid, signal.SIGKILL)

    despues = asegurar(encendida)

    assert despues == antes
    assert contar(despues) == 2
    with redis.Redis.from_url(despues.redis_url) as cliente:
        assert cliente.ping()


def test_matar_solo_al_postmaster_no_estorba(encendida: Path) -> None:
    contar(asegurar(encendida))
    for pid, programa in procesos(encendida).items():
        if programa.endswith(b"/postgres"):
            os.kill(pid, signal.SIGKILL)

    assert contar(asegurar(encendida)) == 2


def test_si_matan_tambien_al_guardian_hay_otro(
    carpeta: Path, usar: Callable[[Path], Usuario]
) -> None:
    primero = usar(carpeta)
    contar(primero.motores())
    for pid in guardianes(carpeta):
        os.kill(pid, signal.SIGKILL)
    primero.matar()

    segundo = usar(carpeta)
    assert contar(segundo.motores()) == 2
    assert len(guardianes(carpeta)) == 1

    segundo.terminar()
    hasta(lambda: not procesos(carpeta))


def guardianes(carpeta: Path) -> list[int]:
    programa = guardian.__file__.encode()
    encontrados = []
    for ruta in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            orden = ruta.read_bytes()
        except OSError:
            continue
        if programa in orden and os.fsencode(carpeta) in orden:
            encontrados.append(int(ruta.parent.name))
    return encontrados


def test_un_archivo_de_pid_que_nombra_a_otro_proceso_no_estorba(carpeta: Path) -> None:
    asegurar(carpeta)
    soltar(carpeta)
    (carpeta / "motores" / "pg" / "postmaster.pid").write_text(f"{os.getpid()}\n{carpeta}\n")

    assert contar(asegurar(carpeta)) == 1
    soltar(carpeta)


def test_una_creacion_cortada_se_repite(carpeta: Path) -> None:
    cortada = carpeta / "motores" / "pg.nuevo-cortada"
    cortada.mkdir(parents=True)
    (carpeta / "motores").chmod(0o711)
    (cortada / "PG_VERSION").write_text("18\n")

    assert contar(asegurar(carpeta)) == 1
    soltar(carpeta)
    assert not cortada.exists()


def test_si_alguien_borra_los_enchufes_hay_otros(encendida: Path) -> None:
    contar(asegurar(encendida))
    enchufes = Path((encendida / "motores" / guardian.SOCKETS).read_text())
    shutil.rmtree(enchufes)

    assert contar(asegurar(encendida)) == 2
    assert not enchufes.exists()


def test_una_carpeta_de_enchufes_abierta_a_todos_no_se_usa(encendida: Path) -> None:
    asegurar(encendida)
    enchufes = Path((encendida / "motores" / guardian.SOCKETS).read_text())
    enchufes.chmod(0o777)

    motores = asegurar(encendida)

    assert str(enchufes.name) not in motores.database_url
    assert contar(motores) == 1


def test_una_copia_de_la_carpeta_no_toca_los_motores_del_original(
    encendida: Path, carpetas: Callable[[], Path]
) -> None:
    original = asegurar(encendida)
    contar(original)
    copia = carpetas()
    subprocess.run(["cp", "-a", f"{encendida}/.", copia], check=True)

    motores = asegurar(copia)
    assert motores.redis_url != original.redis_url
    assert contar(motores) == 2
    soltar(copia)

    assert contar(original) == 2


def test_quien_llega_mientras_se_apaga_espera_y_enciende_de_nuevo(
    carpeta: Path, usar: Callable[[Path], Usuario]
) -> None:
    asegurar(carpeta)
    soltar(carpeta)
    with (carpeta / "motores.uso").open("rb") as apagando:
        fcntl.flock(apagando, fcntl.LOCK_EX)
        usuario = usar(carpeta)
        with pytest.raises(subprocess.TimeoutExpired):
            usuario.proceso.wait(timeout=1)
        assert not procesos(carpeta)
    assert contar(usuario.motores()) == 1


def test_los_efimeros_de_un_proceso_matado_desaparecen() -> None:
    programa = (
        "import sys\n"
        "from portal.desarrollo.motores import efimeros\n"
        "with efimeros() as m:\n"
        "    print(m.redis_url, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", programa],
        cwd=RAIZ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as proceso:
        assert proceso.stdout
        enchufe = Path(proceso.stdout.readline().removeprefix("unix://").split("?")[0])
        assert enchufe.is_socket()
        proceso.kill()

    hasta(lambda: not enchufe.parent.exists())
