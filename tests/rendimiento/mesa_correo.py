"""Mail taken in by `manage.py recibir_correo`: two processes on two cores, everything written.

Of ten, three are of new people (account, case, mail with credentials), three new cases of known
ones, three answers by Message-ID with quotes and HTML, one a machine's. The floor is what none can
beat: the same messages only parsed by the standard library, in the same two processes.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from portal.desarrollo.motores import RAIZ, efimeros
from tests.produccion import entorno
from tests.rendimiento.proceso import correr

CORREOS = 2_000
PROCESOS = 2
BAR = 100
"""Mails a second."""
PARRAFO = "Buenos días:\n\nDesde ayer no puedo firmar: el botón no responde y sale un error. " * 6
CITA = "\n\nEl mié, 25 nov 2026 a las 10:02, Mesa de ayuda (<mesa@portal.example>) escribió:\n> "
PISO = """
import sys
from email import message_from_bytes, policy
from pathlib import Path
for ruta in Path(sys.argv[1]).iterdir():
    mensaje = message_from_bytes(ruta.read_bytes(), policy=policy.default)
    mensaje.get_body(("plain",)).get_content()
"""


def main() -> None:
    """Print one line of figures."""
    with (
        tempfile.TemporaryDirectory(prefix="portal-correo-") as carpeta,
        efimeros() as motores,
    ):
        ambiente = entorno(
            DATABASE_URL=motores.database_url,
            REDIS_URL=motores.redis_url,
            DJANGO_SETTINGS_MODULE="portal.settings",
            PORTAL_ARCHIVOS=f"{carpeta}/archivos",
            PORTAL_LOG_LEVEL="WARNING",
        )
        correr(ambiente, "migrate", "--verbosity", "0")
        previos, medidos = Path(carpeta, "previos"), Path(carpeta, "medidos")
        escribir(previos, CORREOS // 4, primera=True)
        _recibir(ambiente, [previos / str(n) for n in range(PROCESOS)])
        escribir(medidos, CORREOS, primera=False)
        carpetas = [medidos / str(n) for n in range(PROCESOS)]
        piso = _cronometrar([[sys.executable, "-c", PISO, str(c)] for c in carpetas], ambiente)
        segundos, veredictos = _recibir(ambiente, carpetas)
        print(
            f"correo entrante: {CORREOS} en {PROCESOS} procesos  {segundos:.1f} s, "
            f"{CORREOS / segundos:.0f}/s (mínimo {BAR})  "
            f"piso, sólo leerlos: {piso:.1f} s, {CORREOS / piso:.0f}/s  "
            + "  ".join(f"{nombre} {cuantos}" for nombre, cuantos in sorted(veredictos.items())),
            flush=True,
        )


def escribir(carpeta: Path, cuantos: int, *, primera: bool) -> None:
    """Write invented mails, shared out among the processes."""
    for n in range(PROCESOS):
        (carpeta / str(n)).mkdir(parents=True)
    for n in range(cuantos):
        octetos = correo(n, primera=primera).as_bytes()
        (carpeta / str(n % PROCESOS) / f"{n:06d}.eml").write_bytes(octetos)


def correo(n: int, *, primera: bool) -> EmailMessage:
    """Of the first round all are new people; of the second, see above."""
    conocida = n % (CORREOS // 4)
    clase = (
        "nueva" if primera else ("nueva", "conocida", "respuesta", "maquina")[min(n % 10 // 3, 3)]
    )
    mensaje = EmailMessage(policy=SMTP)
    persona, empresa = (n + 10**6 * (not primera), n) if clase == "nueva" else (conocida, conocida)
    mensaje["From"] = f"Persona {persona} <persona{persona}@empresa{empresa % 97}.example>"
    mensaje["To"] = "mesa@portal.example"
    mensaje["Subject"] = f"No puedo firmar el documento {n}"
    mensaje["Date"] = "Wed, 25 Nov 2026 10:02:00 -0500"
    mensaje["Message-ID"] = f"<{'a' if primera else 'b'}{n}@empresa.example>"
    mensaje["Received"] = "from mx.empresa.example by mx.portal.example; 25 Nov 2026 10:02:00 -0500"
    if clase == "respuesta":
        mensaje["References"] = mensaje["In-Reply-To"] = f"<a{conocida}@empresa.example>"
        mensaje.replace_header("Subject", f"RE: No puedo firmar el documento {conocida}")
    if clase == "maquina":
        mensaje["Auto-Submitted"] = "auto-replied"
    mensaje.set_content(PARRAFO + (CITA + PARRAFO.replace("\n", "\n> ")) * (clase == "respuesta"))
    mensaje.add_alternative(f"<html><body><p>{PARRAFO}</p></body></html>", subtype="html")
    return mensaje


def _recibir(ambiente: dict[str, str], carpetas: list[Path]) -> tuple[float, Counter[str]]:
    """Take folders in, one process each; return seconds less the start of Django, and verdicts."""
    orden = [sys.executable, "manage.py", "recibir_correo"]
    arranque = _cronometrar([[*orden, "--simular", "/dev/null"]] * PROCESOS, ambiente)
    salidas = [Path(f"{carpeta}.jsonl") for carpeta in carpetas]
    segundos = _cronometrar([[*orden, str(c)] for c in carpetas], ambiente, salidas) - arranque
    lineas = [linea for salida in salidas for linea in salida.read_text().splitlines()]
    return segundos, Counter(json.loads(linea)["veredicto"] for linea in lineas)


def _cronometrar(
    ordenes: list[list[str]], ambiente: dict[str, str], salidas: list[Path] | None = None
) -> float:
    destinos = [salida.open("wb") for salida in salidas or [Path("/dev/null")] * len(ordenes)]
    inicio = time.perf_counter()
    procesos = [
        subprocess.Popen(orden, cwd=RAIZ, env=ambiente, stdout=destino)
        for orden, destino in zip(ordenes, destinos, strict=True)
    ]
    fallidos = [proceso.args for proceso in procesos if proceso.wait() != 0]
    transcurrido = time.perf_counter() - inicio
    for destino in destinos:
        destino.close()
    if fallidos:
        raise RuntimeError(f"failed: {fallidos}")
    return transcurrido


if __name__ == "__main__":
    main()
