"""Life of a challenge: made, answered once, thrown away.

`visitante` is what `portal.visitante.red` returns. A challenge is a row of the library's table,
known to the browser by its key.
"""

import re
import secrets
from datetime import timedelta

from captcha.models import CaptchaStore
from django.conf import settings
from django.utils import timezone

from portal import limites
from portal.captcha import desafio

# Challenges made for one visitor in a window of so many seconds: far above what the people behind
# one shared address need, low enough that nobody fills the table.
MAXIMO_POR_VISITANTE = 200
VENTANA = 600

CLAVE = re.compile(r"[0-9a-f]{40}")


def crear_desafio(*, visitante: str) -> str:
    """Make a challenge that lives CAPTCHA_TIMEOUT minutes and return its key, 40 hex digits.

    The key is random and says nothing about the challenge. Raises `LimiteExcedido`.
    """
    limites.consumir("captcha", visitante, maximo=MAXIMO_POR_VISITANTE, ventana=VENTANA)
    texto, respuesta = desafio.generar()
    clave = secrets.token_hex(20)
    CaptchaStore.objects.create(
        challenge=texto,
        response=respuesta,
        hashkey=clave,
        expiration=timezone.now() + timedelta(minutes=settings.CAPTCHA_TIMEOUT),
    )
    return clave


def buscar_texto(*, clave: str) -> str | None:
    """Return the characters of a challenge that can still be answered, or None."""
    if not CLAVE.fullmatch(clave):
        return None
    vigentes = CaptchaStore.objects.filter(hashkey=clave, expiration__gt=timezone.now())
    texto: str | None = vigentes.values_list("challenge", flat=True).first()
    return texto


def resolver_desafio(*, clave: str, respuesta: str) -> bool:
    """Use a challenge up and say whether `respuesta` was right, in any spelling a person may use.

    Right or wrong, it is gone. Of simultaneous answers only one can be right: the one whose DELETE
    hits the row.
    """
    texto = buscar_texto(clave=clave)
    if texto is None or not desechar_desafio(clave=clave):
        return False
    esperada, dada = desafio.canonizar(texto), desafio.canonizar(respuesta)
    return secrets.compare_digest(esperada.encode(), dada.encode())


def desechar_desafio(*, clave: str) -> bool:
    """Delete a challenge; return whether this call was the one that deleted it."""
    if not CLAVE.fullmatch(clave):
        return False
    vigente = CaptchaStore.objects.filter(hashkey=clave, expiration__gt=timezone.now())
    borrados, _ = vigente.delete()
    return bool(borrados == 1)


def borrar_vencidos() -> int:
    """Delete the expired challenges and return how many they were."""
    borrados, _ = CaptchaStore.objects.filter(expiration__lte=timezone.now()).delete()
    return int(borrados)
