"""Hours, days and waits in the words of Colombian Spanish. Pure; moments come in local time."""

from datetime import date, datetime, time

DIAS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)  # fmt: skip
_MEDIODIA = 12


def hora(momento: time | datetime) -> str:
    """«7:00 a. m.», «12:00 m.» for noon as Colombians write it, «12:00 a. m.» for midnight."""
    doce = momento.hour % 12 or 12
    if (momento.hour, momento.minute) == (_MEDIODIA, 0):
        return "12:00 m."
    return f"{doce}:{momento.minute:02} {'p. m.' if momento.hour >= _MEDIODIA else 'a. m.'}"


def a_la_hora(momento: time | datetime) -> str:
    """The hour with its article: «las 7:00 a. m.», «la 1:00 p. m.»."""
    return f"{'la' if momento.hour % 12 == 1 else 'las'} {hora(momento)}"


def fecha(dia: date) -> str:
    """«lunes 12 de enero»."""
    return f"{DIAS[dia.weekday()]} {dia.day} de {MESES[dia.month - 1]}"


def dia_relativo(dia: date, hoy: date) -> str:
    """«hoy», «mañana», «el lunes» within the week that follows, «el lunes 12 de enero» later."""
    faltan = (dia - hoy).days
    if faltan in (0, 1):
        return ("hoy", "mañana")[faltan]
    return f"el {DIAS[dia.weekday()]}" if 1 < faltan < len(DIAS) else f"el {fecha(dia)}"


def espera(segundos: int) -> str:
    """A wait, rounded up to the minute: «1 minuto», «5 minutos», «1 hora y 5 minutos»."""
    minutos = max(1, -(-segundos // 60))
    horas, minutos = divmod(minutos, 60)
    partes = [_cantidad(horas, "hora"), _cantidad(minutos, "minuto")]
    return " y ".join(parte for parte in partes if parte)


def _cantidad(numero: int, nombre: str) -> str:
    if not numero:
        return ""
    return f"{numero} {nombre}{'' if numero == 1 else 's'}"
