"""Secrets of a development checkout, random and made on first use."""

import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet

from portal.desarrollo.motores import carpeta_local


@dataclass(frozen=True)
class Claves:
    """Values for PORTAL_SECRET_KEY and PORTAL_CLAVES_CIFRADO."""

    secreto: str
    cifrado: str


def asegurar() -> Claves:
    """Return the secrets kept in `claves.json` of the local folder; make them the first time."""
    carpeta_local().mkdir(parents=True, exist_ok=True)
    archivo = os.open(carpeta_local() / "claves.json", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(archivo, "r+", encoding="utf-8") as abierto:
        fcntl.flock(abierto, fcntl.LOCK_EX)
        texto = abierto.read()
        if texto:
            return Claves(**json.loads(texto))
        claves = Claves(secrets.token_urlsafe(64), Fernet.generate_key().decode())
        abierto.write(json.dumps(asdict(claves)))
        return claves
