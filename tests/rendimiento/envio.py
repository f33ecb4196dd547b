"""A packet of 500 to a mail server on this machine, with two worker processes.

Two clocks, each the median of some rounds. The whole: Enviar, letters, signatures, argon2id, SMTP,
rows. The sending alone, once the packet stands in its table: the same claims, SMTP and records with
letters made beforehand, beside django-post_office, which sends as many ready-made messages of the
same size, already in its own queue in the same database, through the same server, with two
processes as well. Either's clock runs from the start of its processes.

The server is one process of Python that shares the machine: both pay for it alike.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.desarrollo.motores import RAIZ, efimeros
from tests.concurrencia.sumidero import sumidero

CORREOS, RONDAS = 500, 3
ENTERO_MAXIMO = 12.0
"""Seconds for the whole packet."""


def main() -> None:
    """Print one line for the whole packet and one for its sending beside the peer's."""
    with (
        tempfile.TemporaryDirectory(prefix="portal-envio-") as carpeta,
        efimeros() as motores,
        sumidero(Path(carpeta) / "buzon") as puerto,
    ):
        ambiente = {
            **os.environ,
            "DATABASE_URL": motores.database_url,
            "REDIS_URL": motores.redis_url,
            "DJANGO_SETTINGS_MODULE": "tests.rendimiento.ajustes_correo",
            # A chamber's server may not be on this machine, but in development.
            "PORTAL_DEBUG": "1",
            "PORTAL_DEMO": "1",
            "PORTAL_LOCAL": str(Path(carpeta) / "local"),
            "PORTAL_ARCHIVOS": str(Path(carpeta) / "archivos"),
            "PORTAL_LOG_LEVEL": "WARNING",
            "SUMIDERO": str(puerto),
        }
        _correr(ambiente, "-m", "django", "migrate", "--verbosity", "0")
        salida = _correr(
            ambiente, "-m", "tests.rendimiento.envio_rondas", str(puerto), str(CORREOS), str(RONDAS)
        )
        medido = json.loads(salida.splitlines()[-1])
        llegados = len(list((Path(carpeta) / "buzon").glob("*.eml")))
    esperados = CORREOS * RONDAS * 3
    if llegados != esperados:
        raise RuntimeError(f"{llegados} messages arrived, {esperados} were sent")
    print(
        f"envío, paquete entero: {CORREOS} correos con 2 trabajadores en {medido['entero']:.1f} s"
        f" (máximo {ENTERO_MAXIMO:.0f} s)  {CORREOS / medido['entero']:.0f}/s"
        f"  argon2id {medido['argon2_ms']:.0f} ms  mensaje de {medido['octetos'] // 1024} KB",
        flush=True,
    )
    print(
        f"envío, sólo SMTP y filas: {medido['envio']:.2f} s"
        f"  django-post_office: {medido['ajeno']:.2f} s"
        f"  proporción {medido['envio'] / medido['ajeno']:.2f} (máximo 1)",
        flush=True,
    )


def _correr(ambiente: dict[str, str], *partes: str) -> str:
    return subprocess.run(
        [sys.executable, *partes],
        cwd=RAIZ,
        env=ambiente,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


if __name__ == "__main__":
    main()
