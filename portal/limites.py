"""Atomic limits in Redis: so many uses of something, per subject, in a fixed window of time.

The counter and its expiry are set by one Lua script, so that neither two simultaneous requests nor
a process that dies half-way can let one use too many through or leave a counter without an end.

A subject (an address, an identification number, an e-mail) is personal data: it is stored only as
an HMAC under `SECRET_KEY`.
"""

from functools import cache
from math import ceil

import redis
from django.conf import settings
from django.utils.crypto import salted_hmac
from redis.backoff import NoBackoff
from redis.commands.core import Script
from redis.retry import Retry

# Seconds. A visitor waits for this at most twice (one retry over a connection gone stale).
ESPERA_MAXIMA = 1.5

# KEYS[1] counter; ARGV[1] window in milliseconds. Returns {uses, milliseconds left}.
# The expiry is set again if it is missing, so that a counter can never live for ever.
GUION = """
local usos = redis.call('INCR', KEYS[1])
local restante = redis.call('PTTL', KEYS[1])
if restante < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  restante = tonumber(ARGV[1])
end
return {usos, restante}
"""


class LimiteExcedido(Exception):
    """The subject used up its limit; a middleware turns it into the 429 page.

    `nombre` is the limit's name; `reintentar_en` the seconds until the window ends, at least 1.
    """

    def __init__(self, nombre: str, reintentar_en: int) -> None:
        super().__init__(f"{nombre}: límite excedido, reintentar en {reintentar_en} s")
        self.nombre = nombre
        self.reintentar_en = reintentar_en


class LimitesNoDisponibles(Exception):
    """Redis does not answer: nothing that needs a limit may go on (a middleware answers 503)."""


@cache
def _cliente(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=ESPERA_MAXIMA,
        socket_connect_timeout=ESPERA_MAXIMA,
        retry=Retry(NoBackoff(), 1),
        health_check_interval=30,
    )


@cache
def _guion(url: str) -> Script:
    return _cliente(url).register_script(GUION)


def clave(nombre: str, sujeto: str) -> str:
    """Return the Redis key of a counter: the limit's name and a keyed hash of the subject."""
    octetos = f"{nombre}\0{sujeto}".encode("utf-8", "surrogatepass")
    huella = salted_hmac("portal.limites", octetos, algorithm="sha256").hexdigest()
    return f"limite:{nombre}:{huella}"


def consumir(nombre: str, sujeto: str, *, maximo: int, ventana: int) -> None:
    """Count one use of `nombre` by `sujeto`; let through `maximo` in each `ventana` seconds.

    The window starts with the first use and does not move with the refused ones. One `nombre` has
    one `maximo` and one `ventana`, wherever it is used.

    Raises `LimiteExcedido`, `LimitesNoDisponibles`, or `ValueError` for a senseless limit.
    """
    if maximo < 1 or ventana < 1:
        raise ValueError("maximo and ventana must be positive")
    try:
        usos, restante = _guion(settings.REDIS_URL)(
            keys=[clave(nombre, sujeto)], args=[ventana * 1000]
        )
    except redis.RedisError as error:
        raise LimitesNoDisponibles("Redis no responde") from error
    if usos > maximo:
        raise LimiteExcedido(nombre, max(1, ceil(restante / 1000)))


def liberar(nombre: str, sujeto: str) -> None:
    """Forget the uses of `nombre` by `sujeto`. Raises `LimitesNoDisponibles`."""
    try:
        _cliente(settings.REDIS_URL).delete(clave(nombre, sujeto))
    except redis.RedisError as error:
        raise LimitesNoDisponibles("Redis no responde") from error
