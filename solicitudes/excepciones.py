"""Errors of the domain; each carries the Spanish sentence that the person reads."""


class TransicionInvalida(Exception):
    """The state is not the one the act needs: somebody else was first, or it never applied."""


class CertificadoInvalido(Exception):
    """The certificate's file or data cannot be registered for this request."""
