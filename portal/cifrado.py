"""Model fields that are encrypted at rest with Fernet keys of their own (not `SECRET_KEY`).

`settings.PORTAL_CLAVES_CIFRADO` lists urlsafe base64 keys of 32 bytes: the first encrypts, every
one decrypts, so that a new key is put in front, `manage.py rotar_cifrado` is run, and only then
the old one is taken away.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    # Generic for the type checker only.
    _Texto = models.TextField[Any, Any]
    _Binario = models.BinaryField[Any, Any]
else:
    _Texto, _Binario = models.TextField, models.BinaryField


class DescifradoImposible(Exception):
    """The stored value was encrypted with a key that is no longer configured, or was altered."""


@lru_cache(maxsize=8)
def _llavero(claves: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(clave) for clave in claves])
    except ValueError as error:
        raise ImproperlyConfigured(
            "PORTAL_CLAVES_CIFRADO: se espera al menos una clave Fernet (32 bytes en base64)."
        ) from error


def llavero() -> MultiFernet:
    """Return the configured keys; raise `ImproperlyConfigured` if one of them is malformed."""
    return _llavero(tuple(settings.PORTAL_CLAVES_CIFRADO))


def cifrar(contenido: bytes) -> bytes:
    """Return the Fernet token (ASCII) of `contenido`, made with the first key."""
    return llavero().encrypt(contenido)


def descifrar(ficha: bytes) -> bytes:
    """Return what `cifrar` was given; raise `DescifradoImposible` if no key opens it."""
    try:
        return llavero().decrypt(ficha)
    except InvalidToken as error:
        raise DescifradoImposible("Ninguna clave configurada descifra el valor.") from error


class _SinBusquedas:
    """Refuses every lookup but `isnull`: two encryptions of one text never look alike."""

    name: str

    def get_lookup(self, lookup: str) -> Any:
        if lookup != "isnull":
            self._rechazar(lookup)
        return super().get_lookup(lookup)  # type: ignore[misc]

    def get_transform(self, transform: str) -> NoReturn:
        self._rechazar(transform)

    def _rechazar(self, busqueda: str) -> NoReturn:
        raise FieldError(f"«{self.name}» está cifrado: sólo admite isnull, no «{busqueda}».")


class CampoCifrado(_SinBusquedas, _Texto):
    """A text that the database holds only as a Fernet token; '' stays distinct from NULL."""

    def get_prep_value(self, value: Any) -> Any:
        preparado = super().get_prep_value(value)
        return preparado if preparado is None else cifrar(preparado.encode()).decode("ascii")

    def from_db_value(
        self, value: str | None, expression: object, connection: BaseDatabaseWrapper
    ) -> str | None:
        """Return the plain text of a stored token."""
        return None if value is None else descifrar(value.encode("ascii")).decode()


class CampoCifradoBinario(_SinBusquedas, _Binario):
    """Bytes that the database holds only as a Fernet token."""

    def get_prep_value(self, value: Any) -> Any:
        preparado = super().get_prep_value(value)
        return preparado if preparado is None else cifrar(bytes(preparado))

    def from_db_value(
        self, value: bytes | memoryview | None, expression: object, connection: BaseDatabaseWrapper
    ) -> bytes | None:
        """Return the plain bytes of a stored token."""
        return None if value is None else descifrar(bytes(value))


def campos_cifrados(modelo: type[models.Model]) -> Sequence[CampoCifrado | CampoCifradoBinario]:
    """Return the encrypted fields that `modelo` itself holds."""
    return [
        campo
        for campo in modelo._meta.local_concrete_fields
        if isinstance(campo, CampoCifrado | CampoCifradoBinario)
    ]
