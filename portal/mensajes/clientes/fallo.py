"""The one exception of every client."""

# Refused credentials (401, 403), time-out, too many requests: our configuration or the moment is
# at fault, not the message. It waits while somebody mends the key instead of being lost.
HTTP_PASAJEROS = frozenset({401, 403, 408, 425, 429})


class FalloDeEnvio(Exception):
    """The provider didn't take the message.

    `permanente`: trying again is useless. `respuesta`: the provider's words; they may name the
    recipient, so they are kept in the row and never logged as they are.
    """

    def __init__(self, respuesta: str, *, permanente: bool) -> None:
        super().__init__("fallo permanente" if permanente else "fallo temporal")
        self.respuesta = respuesta
        self.permanente = permanente


def http_permanente(estado: int | None) -> bool:
    """Say whether an HTTP status (None: no answer at all) makes trying again useless."""
    return estado is not None and 400 <= estado < 500 and estado not in HTTP_PASAJEROS
