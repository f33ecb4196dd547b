"""The tests' mail server as a process of its own."""

import signal
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path

from contrasenas.clientes.smtp import Conexion, Servidor
from portal.desarrollo.motores import RAIZ


def test_guarda_cada_mensaje_en_un_archivo_con_su_sobre(tmp_path: Path) -> None:
    orden = [sys.executable, "-m", "tests.smtp", "--dir", str(tmp_path)]
    with subprocess.Popen(orden, cwd=RAIZ, stdout=subprocess.PIPE, text=True) as proceso:
        assert proceso.stdout is not None
        puerto = int(proceso.stdout.readline())
        servidor = Servidor("127.0.0.1", puerto, False, "", "", "")
        with Conexion(servidor, admitir_local=True) as conexion:
            for numero in range(3):
                conexion.enviar(
                    remitente="masivos@camara.example",
                    destinatario=f"persona{numero}@empresa.example",
                    mensaje=f"Subject: Carta {numero}\n\nHola\n".encode(),
                )
        proceso.send_signal(signal.SIGTERM)

    assert proceso.returncode == 0
    cartas = [message_from_bytes(r.read_bytes()) for r in sorted(tmp_path.glob("*.eml"))]
    assert [(carta["Subject"], carta["X-Envelope-To"]) for carta in cartas] == [
        (f"Carta {numero}", f"persona{numero}@empresa.example") for numero in range(3)
    ]
    assert {carta["X-Envelope-From"] for carta in cartas} == {"masivos@camara.example"}
