"""A management command in a process of its own, so that its peak memory is its own."""

import subprocess
import sys

from portal.desarrollo.motores import RAIZ

CORRER = """
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
estado = open("/proc/self/status").read()
print(estado.split("VmHWM:")[1].split()[0])
"""
"""The command, and then its peak memory in kB: rusage would count its parent's before exec."""


def correr(ambiente: dict[str, str], *partes: str) -> str:
    """Run it; return what it writes, and in the last line its peak memory in kB."""
    return subprocess.run(
        [sys.executable, "-c", CORRER, *partes],
        cwd=RAIZ,
        env=ambiente,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
