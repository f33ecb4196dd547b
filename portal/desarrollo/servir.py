"""`make run`: prepares the demo, runs web, worker, beat and mail server, and stops all of them."""

import fcntl
import http.client
import json
import os
import socket
import sys
from pathlib import Path
from typing import TextIO

from portal.desarrollo import cuenta_smtp, motores, puerto
from portal.desarrollo.supervisor import Detenido, ProcesoCaido, Supervisor

DIRECCIONES = {
    "Inicio": "/",
    "Estado de una solicitud": "/estado/",
    "Administración": "/admin/",
    "Buzón de demostración": "/buzon/",
}


def main() -> int:
    """Run until Ctrl-C; return the exit code, 1 if something could not start or ended by itself."""
    try:
        numero = puerto.leer(os.environ.get("PORT", ""))
        with puerto.reservar(numero) as enchufe:
            return _servir(numero, enchufe.fileno())
    except (puerto.PuertoNoDisponible, motores.MotoresNoDisponibles) as error:
        print(error, file=sys.stderr)
        return 1


def _servir(numero: int, escucha: int) -> int:
    local = motores.carpeta_local()
    local.mkdir(parents=True, exist_ok=True)
    propios = not os.environ.get("DATABASE_URL")
    smtp = cuenta_smtp.asegurar().puerto
    entorno = {
        "PORTAL_LOG_LEVEL": "WARNING",
        "PORTAL_URL": f"http://localhost:{numero}",
        # A demo on the developer's own machine, in a container as root at times.
        "PYTHONWARNINGS": "ignore:::celery.platforms",
        **os.environ,
        "PORTAL_DEBUG": "1",
        "PORTAL_LOCAL": str(local),
        cuenta_smtp.VARIABLE: str(smtp),
    }
    try:
        with Supervisor(entorno, carpeta=motores.RAIZ) as supervisor:
            if propios:
                _decir("Encendiendo PostgreSQL y Redis…")
                motores.asegurar(local)
            _preparar(supervisor, local)
            _iniciar(supervisor, local, numero, escucha)
            supervisor.esperar(lambda: _esta_listo(numero) and _recibe_correo(smtp))
            _decir(anuncio(numero, local / "demo.json", smtp=smtp))
            supervisor.esperar(lambda: False)
    except Detenido:
        codigo, mensaje = 0, "El portal se detuvo."
    except ProcesoCaido as caida:
        codigo, mensaje = 1, _explicar(caida)
    if propios:
        motores.soltar(local)
    _decir(mensaje)
    return codigo


def _preparar(supervisor: Supervisor, local: Path) -> None:
    gestor = [sys.executable, str(motores.RAIZ / "manage.py")]
    with (local / "preparar.lock").open("w") as cerrojo:
        # Two runs of one checkout share the database: one migrates at a time.
        supervisor.esperar(lambda: _tomar(cerrojo))
        _decir("Preparando la base de datos y los datos de demostración…")
        supervisor.correr("migrate", [*gestor, "migrate", "--verbosity", "0"])
        supervisor.correr("demo", [*gestor, "demo"])


def _tomar(cerrojo: TextIO) -> bool:
    try:
        fcntl.flock(cerrojo, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _iniciar(supervisor: Supervisor, local: Path, numero: int, escucha: int) -> None:
    modulo = [sys.executable, "-m"]
    celery = [*modulo, "celery", "--quiet", "--app", "portal"]
    # The rest of it as in production: gunicorn.conf.py.
    web = [*modulo, "gunicorn", "--bind", f"fd://{escucha}", "--log-level", "warning"]
    supervisor.iniciar("web", web, pass_fds=[escucha])
    supervisor.iniciar(
        "worker",
        [
            *(*celery, "worker", "--loglevel", "WARNING", "--concurrency", "2"),
            *("--hostname", f"portal-{numero}@%h"),
        ],
    )
    horario = str(local / f"beat-{numero}")
    supervisor.iniciar("correo", [*modulo, "portal.desarrollo.buzon_smtp"])
    supervisor.iniciar("beat", [*celery, "beat", "--loglevel", "WARNING", "--schedule", horario])


def _esta_listo(numero: int) -> bool:
    conexion = http.client.HTTPConnection(puerto.ANFITRION, numero, timeout=2)
    try:
        conexion.request("GET", "/salud/listo")
        return conexion.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        conexion.close()


def _recibe_correo(smtp: int) -> bool:
    try:
        with socket.create_connection((puerto.ANFITRION, smtp), timeout=2):
            return True
    except OSError:
        return False


def anuncio(numero: int, usuarios: Path, *, smtp: int) -> str:
    """Return what `make run` prints when all is up: addresses, and the demo users of a file.

    The file is what `manage.py demo` writes: a list of objects with the same text fields.
    """
    ancho = max(map(len, DIRECCIONES))
    lineas = ["", "El portal está en marcha.", ""]
    lineas += [
        f"  {nombre:<{ancho}}  http://localhost:{numero}{ruta}"
        for nombre, ruta in DIRECCIONES.items()
    ]
    lineas.append(f"  {'Correo de las cámaras':<{ancho}}  localhost:{smtp} (SMTP; llega al buzón)")
    filas: list[dict[str, str]] = json.loads(usuarios.read_text(encoding="utf-8"))
    lineas += ["", "Usuarios de demostración", ""]
    lineas += [f"  {linea}" for linea in _tabla(filas)]
    return "\n".join([*lineas, "", "Ctrl-C lo detiene todo."])


def _tabla(filas: list[dict[str, str]]) -> list[str]:
    tabla = [list(filas[0]), *(list(fila.values()) for fila in filas)]
    anchos = [max(map(len, columna)) for columna in zip(*tabla, strict=True)]
    return [
        "  ".join(texto.ljust(ancho) for texto, ancho in zip(fila, anchos, strict=True)).rstrip()
        for fila in tabla
    ]


def _explicar(caida: ProcesoCaido) -> str:
    detalle = f"\n{caida.salida.rstrip()}" if caida.salida else ""
    return (
        f"«{caida.nombre}» terminó por su cuenta (código {caida.codigo}); "
        f"se detuvo todo lo demás.{detalle}"
    )


def _decir(texto: str) -> None:
    print(texto, flush=True)


if __name__ == "__main__":
    sys.exit(main())
