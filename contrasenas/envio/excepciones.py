"""Errors of packets and schedules; each carries the Spanish sentence that the person reads."""


class EnvioImposible(Exception):
    """The packet was not made, or the act does not apply to it."""


class CantidadInvalida(EnvioImposible):
    """Not a number of mails that a packet can have."""


class SinPendientes(EnvioImposible):
    """Nobody of that chamber and year waits for a mail."""


class SinServidor(EnvioImposible):
    """The chamber has no mail server of its own (manual 004 §4): it cannot send."""


class SinCredencial(EnvioImposible):
    """The chamber has nothing to sign its PDFs with: it cannot send."""


class CorreoInvalido(EnvioImposible):
    """Not an address that a test can be sent to."""


class EstadoInvalido(EnvioImposible):
    """The state is not the one the act needs: somebody else was first, or it never applied."""


class PaqueteDetenido(EnvioImposible):
    """A packet of the schedule was stopped by failures: the next one would fare alike."""
