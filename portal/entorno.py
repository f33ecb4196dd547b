"""Typed reader of the environment: every setting of the portal comes through here.

A secret may be given in a file instead (`NAME_FILE=/run/secrets/name`), as containers do. A value
is taken as it stands: nothing in it is expanded.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, MultiFernet
from django.core.exceptions import ImproperlyConfigured

VERDADERO = frozenset({"1", "true", "yes", "on", "si", "sí"})
FALSO = frozenset({"0", "false", "no", "off", ""})


class Entorno:
    """Reads settings from a mapping of strings, the process environment by default.

    Every method raises `ImproperlyConfigured` with a Spanish sentence that names the variable.
    """

    def __init__(self, valores: Mapping[str, str] | None = None) -> None:
        self.valores = os.environ if valores is None else valores

    def texto(self, nombre: str, defecto: str | None = None) -> str:
        """Return the text of `nombre`, or of the file that `nombre`_FILE names; or the default."""
        archivo = self.valores.get(f"{nombre}_FILE")
        if archivo:
            try:
                return Path(archivo).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise ImproperlyConfigured(
                    f"{nombre}_FILE: no se puede leer el archivo «{archivo}»."
                ) from error
        valor = self.valores.get(nombre, "").strip()
        if valor:
            return valor
        if defecto is None:
            raise ImproperlyConfigured(
                f"{nombre}: falta; es obligatoria (vea la tabla del README)."
            )
        return defecto

    def booleano(self, nombre: str, defecto: bool) -> bool:
        """Return a yes/no value: 1, true, yes, on, si / 0, false, no, off."""
        valor = self.texto(nombre, "1" if defecto else "0").lower()
        if valor in VERDADERO:
            return True
        if valor in FALSO:
            return False
        raise ImproperlyConfigured(f"{nombre}: se espera 1 o 0, no «{valor}».")

    def entero(self, nombre: str, defecto: int, *, minimo: int = 0, maximo: int = 2**31) -> int:
        """Return a whole number between `minimo` and `maximo`."""
        texto = self.texto(nombre, str(defecto))
        try:
            valor = int(texto)
        except ValueError:
            raise ImproperlyConfigured(f"{nombre}: se espera un número, no «{texto}».") from None
        if not minimo <= valor <= maximo:
            raise ImproperlyConfigured(f"{nombre}: debe estar entre {minimo} y {maximo}.")
        return valor

    def opcion(self, nombre: str, defecto: str, opciones: Sequence[str]) -> str:
        """Return one of `opciones`, whatever the case it is written in."""
        valor = self.texto(nombre, defecto).upper()
        if valor not in opciones:
            raise ImproperlyConfigured(f"{nombre}: se espera {', '.join(opciones)}, no «{valor}».")
        return valor

    def claves_fernet(self, nombre: str, defecto: str | None = None) -> list[str]:
        """Return a comma-separated list of Fernet keys: 32 bytes in urlsafe base64 each."""
        claves = self.lista(nombre, defecto)
        try:
            MultiFernet([Fernet(clave) for clave in claves])
        except ValueError:
            raise ImproperlyConfigured(
                f"{nombre}: se esperan claves Fernet (32 bytes en base64), separadas por comas."
            ) from None
        return claves

    def lista(self, nombre: str, defecto: str | None = None) -> list[str]:
        """Return the non-empty parts of a comma-separated value."""
        partes = [parte.strip() for parte in self.texto(nombre, defecto).split(",")]
        return [parte for parte in partes if parte]

    def direccion_web(self, nombre: str, defecto: str | None = None, *, segura: bool = True) -> str:
        """Return a web address without its final slash; https only where `segura`."""
        valor = self.texto(nombre, defecto).rstrip("/")
        partes = urlsplit(valor)
        esquemas = {"https"} if segura else {"https", "http"}
        if partes.scheme not in esquemas or not partes.hostname:
            esperado = "https://" if segura else "http:// o https://"
            raise ImproperlyConfigured(f"{nombre}: se espera una dirección {esperado}…")
        return valor
