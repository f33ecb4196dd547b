"""How far a long piece of work is, in words. Pure."""

from datetime import datetime, timedelta

MINIMO_PARA_ESTIMAR = timedelta(seconds=3)


def porcentaje(hechas: int, total: int) -> int:
    """Return 0 to 100; a total that turned out too small shows 99 until the end."""
    return min(100 * hechas // total, 99) if total > 0 else 0


def restante(*, hechas: int, total: int, desde: datetime | None, ahora: datetime) -> str:
    """Return the time left as people say it; empty while there is too little to go by.

    `hechas` rows of those were done since `desde`; `total` is how many there are to do from then.
    """
    if desde is None or hechas <= 0 or ahora - desde < MINIMO_PARA_ESTIMAR:
        return ""
    faltan = (ahora - desde) / hechas * max(total - hechas, 0)
    minutos = round(faltan.total_seconds() / 60)
    if minutos < 1:
        return "menos de un minuto"
    return "alrededor de un minuto" if minutos == 1 else f"alrededor de {minutos} minutos"
