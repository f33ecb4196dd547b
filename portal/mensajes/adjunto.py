"""A file on its way into an e-mail."""

from dataclasses import dataclass

# SendGrid refuses mails above 30 MB; base64 adds a third.
TAMANO_MAXIMO = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Adjunto:
    """A file name (no folders), its media type (`application/pdf`) and its bytes."""

    nombre: str
    tipo: str
    contenido: bytes
