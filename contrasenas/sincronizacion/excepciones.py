"""Errors of a synchronisation; each carries Spanish sentences for who brought the file."""


class ArchivoRechazado(Exception):
    """The file is not taken: nothing of the registry has changed."""


class YaEnCurso(ArchivoRechazado):
    """Another process is synchronising the same chamber at this moment."""


class FilaInvalida(ValueError):
    """One row is not taken; the text says why."""
