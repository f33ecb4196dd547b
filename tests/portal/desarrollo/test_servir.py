"""`make run`, as a person meets it."""

import http.client
import json
import os
import re
import signal
import smtplib
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlencode

import pytest

from portal.desarrollo import guardian
from portal.desarrollo.motores import RAIZ
from portal.desarrollo.servir import anuncio
from tests.portal.desarrollo.procesos import hasta

Arrancar = Callable[[int], "subprocess.Popen[str]"]


def puerto_libre() -> int:
    with socket.create_server(("127.0.0.1", 0)) as enchufe:
        return int(enchufe.getsockname()[1])


def pedir(puerto: int, ruta: str) -> tuple[int, str]:
    """Return the status and the body of a page."""
    conexion = http.client.HTTPConnection("127.0.0.1", puerto, timeout=30)
    try:
        conexion.request("GET", ruta)
        respuesta = conexion.getresponse()
        return respuesta.status, respuesta.read().decode()
    finally:
        conexion.close()


def leer_hasta(proceso: "subprocess.Popen[str]", final: str) -> str:
    """Return what `proceso` prints up to the line `final`."""
    assert proceso.stdout
    leido = ""
    for linea in proceso.stdout:
        leido += linea
        if linea.strip() == final:
            return leido
    raise AssertionError(leido)


@pytest.fixture
def arrancar(carpeta: Path, entorno_limpio: dict[str, str]) -> Iterator[Arrancar]:
    """Start `make run`'s program on a port, in a local folder of the test's own."""
    procesos: list[subprocess.Popen[str]] = []

    def nuevo(puerto: int) -> "subprocess.Popen[str]":
        procesos.append(
            subprocess.Popen(
                [sys.executable, "-m", "portal.desarrollo.servir"],
                cwd=RAIZ,
                env={**entorno_limpio, "PORT": str(puerto), "PORTAL_LOCAL": str(carpeta)},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        return procesos[-1]

    yield nuevo
    for proceso in procesos:
        if proceso.poll() is None:
            proceso.terminate()
        proceso.communicate(timeout=60)


def test_dos_a_la_vez_sirven_y_cada_uno_se_detiene_por_su_cuenta(
    arrancar: Arrancar, carpeta: Path
) -> None:
    uno, dos = puerto_libre(), puerto_libre()
    primero, segundo = arrancar(uno), arrancar(dos)
    for puerto, proceso in ((uno, primero), (dos, segundo)):
        dicho = leer_hasta(proceso, "Ctrl-C lo detiene todo.")
        assert f"http://localhost:{puerto}/estado/" in dicho
        assert pedir(puerto, "/salud/listo")[0] == 200
        estado, pagina = pedir(puerto, "/")
        assert estado == 200
        estilos = re.findall(r'"(/static/[^"]+\.css)"', pagina)
        assert estilos
        assert [pedir(puerto, ruta)[0] for ruta in estilos] == [200] * len(estilos)

    enviar_como_la_camara(carpeta, "uno@empresa.example")
    assert b"%PDF-1.7 de prueba" in adjunto_recibido(dos, "uno@empresa.example")

    segundo.send_signal(signal.SIGINT)
    resto, _ = segundo.communicate(timeout=60)
    assert segundo.returncode == 0
    assert resto.endswith("\nEl portal se detuvo.\n")
    with pytest.raises(ConnectionRefusedError):
        pedir(dos, "/")
    assert pedir(uno, "/salud/listo")[0] == 200
    # The mail server of the run that goes on still answers at the port of both.
    enviar_como_la_camara(carpeta, "otra@empresa.example")
    assert adjunto_recibido(uno, "otra@empresa.example")

    os.kill(hijo(primero.pid, b"gunicorn"), signal.SIGKILL)
    resto, _ = primero.communicate(timeout=60)
    assert primero.returncode == 1
    assert "«web» terminó por su cuenta (código -9)" in resto
    # gunicorn's own children outlive it by a moment, and use the engines.
    hasta(lambda: not guardian.procesos((carpeta / "motores").resolve()))


def enviar_como_la_camara(carpeta: Path, destinatario: str) -> None:
    """Send a letter with a PDF through the demo's mail server, with the demo's account."""
    cuenta = json.loads((carpeta / "buzon_smtp.json").read_text())
    carta = EmailMessage()
    carta["From"], carta["To"], carta["Subject"] = cuenta["cuenta"], destinatario, "Su contraseña"
    carta.set_content("Apreciado usuario")
    carta.add_attachment(
        b"%PDF-1.7 de prueba", maintype="application", subtype="pdf", filename="clave.pdf"
    )
    with smtplib.SMTP("127.0.0.1", cuenta["puerto"], timeout=10) as servidor:
        servidor.login(cuenta["cuenta"], cuenta["clave"])
        servidor.send_message(carta)


def adjunto_recibido(puerto: int, destinatario: str) -> bytes:
    """Find the letter in the inbox as a person does, and download its attachment."""
    _, lista = pedir(puerto, f"/buzon/?{urlencode({'destinatario': destinatario})}")
    carta = re.search(r'href="(/buzon/\d+/)">Su contraseña<', lista)
    assert carta
    _, detalle = pedir(puerto, carta[1])
    enlace = re.search(r'href="([^"]+)" download>clave.pdf<', detalle)
    assert enlace
    return pedir(puerto, enlace[1])[1].encode()


def hijo(padre: int, programa: bytes) -> int:
    """Return the child process of `padre` whose command line names `programa`."""
    for ruta in Path(f"/proc/{padre}/task/{padre}/children").read_text().split():
        if programa in Path(f"/proc/{ruta}/cmdline").read_bytes():
            return int(ruta)
    raise AssertionError(programa)


def test_con_el_puerto_ocupado_nada_arranca(arrancar: Arrancar, carpeta: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ajeno:
        puerto = ajeno.getsockname()[1]
        proceso = arrancar(puerto)
        dicho, _ = proceso.communicate(timeout=30)

    assert proceso.returncode == 1
    assert dicho.startswith(f"El puerto {puerto} está ocupado")
    assert f"make run PORT={puerto + 1}" in dicho
    assert list(carpeta.iterdir()) == []


def test_sigterm_durante_la_preparacion_detiene_todo(arrancar: Arrancar, carpeta: Path) -> None:
    proceso = arrancar(puerto_libre())
    leer_hasta(proceso, "Preparando la base de datos y los datos de demostración…")

    proceso.send_signal(signal.SIGTERM)

    dicho, _ = proceso.communicate(timeout=60)
    assert (proceso.returncode, dicho) == (0, "El portal se detuvo.\n")
    hasta(lambda: not guardian.procesos((carpeta / "motores").resolve()))


def test_el_anuncio_da_las_direcciones_y_los_usuarios_alineados(tmp_path: Path) -> None:
    usuarios = tmp_path / "demo.json"
    filas = [
        {"usuario": "operador", "clave": "una clave", "rol": "Operador SSPS"},
        {"usuario": "ana", "clave": "otra", "rol": "Administrador"},
    ]
    usuarios.write_text(json.dumps(filas), encoding="utf-8")

    texto = anuncio(8123, usuarios, smtp=40025)

    for ruta in ("/", "/estado/", "/admin/", "/buzon/"):
        assert f"http://localhost:8123{ruta}\n" in texto
    assert "localhost:40025 (SMTP" in texto
    assert "  usuario   clave      rol\n" in texto
    assert "  operador  una clave  Operador SSPS\n" in texto
    assert "  ana       otra       Administrador\n" in texto
    assert texto.endswith("Ctrl-C lo detiene todo.")
