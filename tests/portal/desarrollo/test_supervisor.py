"""All processes together or none: with real processes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portal.desarrollo.motores import RAIZ
from portal.desarrollo.supervisor import Detenido, ProcesoCaido, Supervisor
from tests.portal.desarrollo.procesos import hasta

DORMIR = "import time; time.sleep(60)"
IGNORAR = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ya', flush=True); "


def python(programa: str) -> list[str]:
    return [sys.executable, "-c", programa]


def vive(pid: int) -> bool:
    """Tell whether `pid` runs; a zombie that nobody has buried yet doesn't."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


def anotar(archivo: Path, resto: str = DORMIR) -> list[str]:
    """Return a program that writes its process id to `archivo` and goes on with `resto`."""
    return python(f"import os; open({str(archivo)!r}, 'w').write(str(os.getpid())); {resto}")


def pid(archivo: Path) -> int:
    hasta(lambda: archivo.exists() and archivo.read_text() != "")
    return int(archivo.read_text())


def test_al_salir_no_queda_ningun_proceso(tmp_path: Path) -> None:
    with Supervisor(os.environ) as supervisor:
        supervisor.iniciar("uno", anotar(tmp_path / "uno"))
        supervisor.iniciar("dos", anotar(tmp_path / "dos"))
        pids = [pid(tmp_path / "uno"), pid(tmp_path / "dos")]
        assert all(vive(p) for p in pids)

    assert not any(vive(p) for p in pids)


def test_los_nietos_tampoco_quedan(tmp_path: Path) -> None:
    nieto = anotar(tmp_path / "nieto")
    with Supervisor(os.environ) as supervisor:
        supervisor.iniciar("padre", python(f"import subprocess; subprocess.run({nieto!r})"))
        numero = pid(tmp_path / "nieto")

    hasta(lambda: not vive(numero))


def test_un_proceso_sordo_se_mata_al_agotar_la_paciencia(tmp_path: Path) -> None:
    salida = tmp_path / "salida"
    with salida.open("w") as archivo, Supervisor(os.environ, paciencia=0.2) as supervisor:
        supervisor.iniciar("sordo", python(IGNORAR + DORMIR), salida=archivo.fileno())
        hasta(lambda: salida.read_text() == "ya\n")
        numero = supervisor.pid("sordo")

    assert not vive(numero)


@pytest.mark.parametrize("senal", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_una_senal_detiene_todo_y_despues_vale_lo_de_antes(
    senal: signal.Signals, tmp_path: Path
) -> None:
    anterior = signal.getsignal(senal)

    with Supervisor(os.environ) as supervisor:
        supervisor.iniciar("uno", anotar(tmp_path / "uno"))
        numero = pid(tmp_path / "uno")
        os.kill(os.getpid(), senal)
        with pytest.raises(Detenido):
            supervisor.esperar(lambda: False)

    assert not vive(numero)
    assert signal.getsignal(senal) == anterior


def test_un_segundo_ctrl_c_no_espera(tmp_path: Path) -> None:
    # The deaf process asks for the second signal itself, once it has been asked to end.
    programa = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: os.kill(os.getppid(), signal.SIGINT))\n"
        f"open({str(tmp_path / 'sordo')!r}, 'w').write(str(os.getpid()))\n"
        "while True: time.sleep(60)\n"
    )
    with Supervisor(os.environ, paciencia=3600) as supervisor:
        supervisor.iniciar("sordo", python(programa))
        numero = pid(tmp_path / "sordo")

    assert not vive(numero)


def test_si_uno_cae_se_dice_cual_y_caen_los_demas(tmp_path: Path) -> None:
    with Supervisor(os.environ) as supervisor:
        supervisor.iniciar("sano", anotar(tmp_path / "sano"))
        numero = pid(tmp_path / "sano")
        supervisor.iniciar("enfermo", python("raise SystemExit(7)"))
        with pytest.raises(ProcesoCaido) as caida:
            supervisor.esperar(lambda: False)

    assert (caida.value.nombre, caida.value.codigo) == ("enfermo", 7)
    assert not vive(numero)


def test_esperar_termina_cuando_se_cumple_la_condicion(tmp_path: Path) -> None:
    with Supervisor(os.environ) as supervisor:
        supervisor.iniciar("uno", anotar(tmp_path / "uno"))

        supervisor.esperar((tmp_path / "uno").exists)

        supervisor.comprobar()


def test_un_paso_que_sale_bien_no_dice_nada(capfd: pytest.CaptureFixture[str]) -> None:
    with Supervisor(os.environ) as supervisor:
        supervisor.correr("paso", python("print('ruido')"))
        supervisor.comprobar()

    assert capfd.readouterr() == ("", "")


def test_un_paso_que_falla_muestra_lo_que_escribio() -> None:
    with pytest.raises(ProcesoCaido) as caida, Supervisor(os.environ) as supervisor:
        supervisor.correr("paso", python("raise SystemExit('se dañó la migración')"))

    assert caida.value.codigo == 1
    assert "se dañó la migración" in caida.value.salida


def test_ctrl_c_interrumpe_un_paso(tmp_path: Path) -> None:
    avisar = "import signal; os.kill(os.getppid(), signal.SIGINT); "

    with pytest.raises(Detenido), Supervisor(os.environ) as supervisor:
        supervisor.correr("paso", anotar(tmp_path / "paso", avisar + DORMIR))

    assert not vive(pid(tmp_path / "paso"))


def test_los_procesos_corren_en_su_carpeta_y_con_su_entorno(tmp_path: Path) -> None:
    programa = "import os; open('aqui', 'w').write(os.environ['SALUDO'])"

    with Supervisor({"SALUDO": "buenos días"}, carpeta=tmp_path) as supervisor:
        supervisor.correr("paso", python(programa))

    assert (tmp_path / "aqui").read_text() == "buenos días"


def test_si_matan_al_supervisor_caen_sus_procesos(tmp_path: Path) -> None:
    programa = (
        "import os\n"
        "from portal.desarrollo.supervisor import Supervisor\n"
        "with Supervisor(os.environ) as supervisor:\n"
        f"    supervisor.iniciar('uno', {anotar(tmp_path / 'uno')!r})\n"
        "    supervisor.esperar(lambda: False)\n"
    )
    with subprocess.Popen(python(programa), cwd=RAIZ) as proceso:
        numero = pid(tmp_path / "uno")
        proceso.kill()

    hasta(lambda: not vive(numero))
