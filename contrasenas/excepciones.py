"""What goes wrong in the password service's long operations."""


class OperacionImposible(ValueError):
    """The operation can't be done now; its text, in Spanish, says why and what to do."""


class ReclamoPerdido(Exception):
    """Another worker has taken the operation over: this one writes nothing more."""
