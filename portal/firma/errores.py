"""Errors of the domain; each carries a Spanish sentence without secrets."""


class FirmaImposible(Exception):
    """The document was not signed.

    `permanente`: trying again is useless until somebody mends the credential or the document.
    """

    def __init__(self, mensaje: str, *, permanente: bool) -> None:
        super().__init__(mensaje)
        self.mensaje = mensaje
        self.permanente = permanente


class CredencialInvalida(Exception):
    """The file, the device or the certificate cannot be used to sign."""
