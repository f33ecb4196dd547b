"""Message-IDs that hold their case and a keyed hash: nobody else can make one.

`<CS0000001.3f2a9c….5d8e…@portal.example>`: number, something unique, HMAC of both.
"""

import re
import secrets
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from mesa_ayuda.models import Caso

SAL: Final = "mesa_ayuda.salida.identificador"
FIRMADO: Final = re.compile(r"<(CS(\d{7,12})\.[0-9a-f]{16})\.([0-9a-f]{32})@[^<>\s]{1,255}>")


def firmar(caso: Caso, *, dominio: str) -> str:
    """Return a new Message-ID of that case."""
    cuerpo = f"{caso.numero}.{secrets.token_hex(8)}"
    return f"<{cuerpo}.{_sello(cuerpo, settings.SECRET_KEY)}@{dominio}>"


def caso_firmado(message_id: str) -> int | None:
    """Return the key of the case that a Message-ID of ours belongs to; None for any other."""
    hallado = FIRMADO.fullmatch(message_id)
    if hallado is None:
        return None
    cuerpo, numero, sello = hallado.groups()
    claves = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if any(constant_time_compare(sello, _sello(cuerpo, str(clave))) for clave in claves):
        return int(numero)
    return None


def firmados_en(texto: str) -> list[str]:
    """Return the Message-IDs of ours, seal checked, that a text names."""
    hallados = dict.fromkeys(hallado.group() for hallado in FIRMADO.finditer(texto))
    return [message_id for message_id in hallados if caso_firmado(message_id) is not None]


def _sello(cuerpo: str, clave: str) -> str:
    # 128 bits.
    return salted_hmac(SAL, cuerpo, secret=clave, algorithm="sha256").hexdigest()[:32]
