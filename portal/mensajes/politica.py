"""When to try again, and when to give up. Pure: data in, values out."""

from datetime import timedelta

# Together with the waits below: about ten hours, the length of a bad provider outage.
INTENTOS_MAXIMOS = 12
ESPERA_INICIAL = timedelta(minutes=1)
ESPERA_MAXIMA = timedelta(hours=2)
# Seconds. The clients' own time-outs are shorter; a task that outlives this is killed.
LIMITE_TAREA = 120
# A row still claimed after this belongs to a worker that died: no live task lasts so long.
PLAZO_RECLAMO = timedelta(minutes=5)
PERIODO_BARRIDO = timedelta(seconds=30)
BARRIDO_MAXIMO = 1000


def espera(intentos: int) -> timedelta:
    """Return how long to wait after the failure number `intentos` (1, 2, …): 1, 2, 4 … 120 min."""
    duplicaciones: int = 2 ** (min(intentos, INTENTOS_MAXIMOS) - 1)
    return min(ESPERA_INICIAL * duplicaciones, ESPERA_MAXIMA)
