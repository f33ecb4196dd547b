"""Errors of an import; each carries Spanish sentences for the person who brought the file."""


class ArchivoInvalido(Exception):
    """The file cannot be read at all, or not beyond some point."""


class FilaInvalida(Exception):
    """One row cannot be loaded; `motivos` says why, one sentence each."""

    def __init__(self, *motivos: str) -> None:
        super().__init__(" ".join(motivos))
        self.motivos = motivos


class ReclamoPerdido(Exception):
    """Another worker has taken this import over: stop, and leave everything to it."""
