"""Cases are due anew when staff change hours, holidays or targets, whichever screen they use.

Nothing has to tell: what due moments depend on is looked at every so often. A change is applied
once it is `ESPERA` old, when no process can still remember what was before.
"""

import time

from django.core.cache import cache

from mesa_ayuda.relojes.configuracion import huella
from mesa_ayuda.relojes.servicios import recalcular_abiertos
from portal.calendario.memoria import VIGENCIA_SEGUNDOS

CLAVE = "mesa_ayuda:relojes"
ESPERA = VIGENCIA_SEGUNDOS + 5


def vigilar() -> int:
    """Recompute the open cases if the rules changed; return how many are due at another moment.

    A forgotten digest (an empty Redis) only costs one needless recomputation; a run that died is
    made again, since the digest is written at its end.
    """
    actual = huella()
    aplicada, vista, desde = cache.get(CLAVE) or ("", "", 0.0)
    if actual == aplicada:
        return 0
    if actual != vista:
        cache.set(CLAVE, (aplicada, actual, time.time()), None)
        return 0
    if time.time() - desde < ESPERA:
        return 0
    cambiados = recalcular_abiertos()
    cache.set(CLAVE, (actual, actual, desde), None)
    return cambiados
