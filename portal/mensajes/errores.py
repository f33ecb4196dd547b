"""Domain errors of outgoing messages."""


class MensajeInvalido(ValueError):
    """The message can't be queued: bad recipient, empty text, attachments too large."""


class EstadoInvalido(Exception):
    """The row isn't in a state that allows the change, or somebody else changed it first."""
