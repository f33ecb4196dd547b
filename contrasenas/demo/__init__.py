"""A demo chamber to try the generator with: its people, its key, 5,000 merchants who don't exist.

Its own mail server is the demo's (`portal.desarrollo.buzon_smtp`), which ends in the inbox.
"""

from contrasenas.demo.camara import asegurar_camara
from contrasenas.demo.llave import asegurar_llave
from contrasenas.demo.matriculados import sincronizar_de_nuevo


def cargar() -> None:
    """Load what isn't there yet or has gone stale; what is there stays as it is."""
    camara = asegurar_camara()
    asegurar_llave(camara)
    sincronizar_de_nuevo(camara)
