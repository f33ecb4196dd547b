"""Which e-mail address and which mobile number of a registration can be used. Pure.

Manual 004 §2 b: those of notification prevail over the commercial ones. A wrong address would get
somebody else's password: what is not certainly an address, or is what people write where there is
none, counts as none.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from phonenumbers import PhoneMetadata

from contrasenas.enums import FaltaContacto

LARGO_CORREO = 254
LARGO_BUZON = 64
"""RFC 5321 §4.5.3.1.1: what stands before the @."""

CORREO_COMUN = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\.)+[a-z]{2,24}"
)
"""Addresses as nearly all are: what this takes, Django's validator takes too, ten times slower."""

SIN_CORREO = re.compile(
    r"(?:no ?(?:tiene|registra|reporta|aplica|posee|suministra)|ningun[oa]|sin ?(?:correo|email)|"
    r"n/?a|no)(?:@.*)?"
)
"""What clerks write where there is no address; «notiene@hotmail.com» is some stranger's."""

CELULAR = re.compile(
    str(PhoneMetadata.metadata_for_region("CO").mobile.national_number_pattern)  # type: ignore[union-attr]
)
"""Ten digits that start with 3, in the ranges in use: those that portal.mensajes takes."""

CELULAR_ESCRITO = re.compile(r"(?<!\d)(?:(?:\+|00)?57)?(3[0-9]{9})(?!\d)")
FIJO_ESCRITO = re.compile(r"(?<!\d)(?:(?:\+|00)?57)?(?:60\d{8}|[2-8]\d{6})(?!\d)")
ADORNOS = re.compile(r"[\s().]|(?<=\d)-(?=\d)")


def elegir_correo(candidatos: Iterable[str]) -> tuple[str, str]:
    """Return the first usable address in lower case, or nothing and the FaltaContacto."""
    falta = FaltaContacto.NO_TIENE
    for candidato in candidatos:
        correo = candidato.lower()
        if not correo or SIN_CORREO.fullmatch(correo):
            continue
        if es_correo(correo):
            return correo, ""
        falta = FaltaContacto.INVALIDO
    return "", falta.value


def es_correo(correo: str) -> bool:
    """Whether a lower-case text is an address that a message can be sent to."""
    if len(correo) > LARGO_CORREO or correo.find("@") > LARGO_BUZON:
        return False
    return CORREO_COMUN.fullmatch(correo) is not None or _es_correo_raro(correo)


def elegir_celular(candidatos: Iterable[str]) -> tuple[str, str]:
    """Return the first usable mobile number in E.164, or nothing and the FaltaContacto."""
    falta = FaltaContacto.NO_TIENE
    for candidato in candidatos:
        if not candidato:
            continue
        if CELULAR.fullmatch(candidato) and candidato.isascii():
            return f"+57{candidato}", ""
        hallado, motivo = _leer_telefono(candidato)
        if hallado:
            return hallado, ""
        if motivo is not None and falta != FaltaContacto.INVALIDO:
            falta = motivo
    return "", falta.value


@lru_cache(maxsize=10_000)
def _es_correo_raro(correo: str) -> bool:
    try:
        validate_email(correo)
    except ValidationError:
        return False
    return correo.isascii()


@lru_cache(maxsize=10_000)
def _leer_telefono(escrito: str) -> tuple[str, FaltaContacto | None]:
    """Return the mobile number in a cell written in any other way, or what is there instead."""
    limpio = ADORNOS.sub("", escrito)
    if not limpio.strip("0-"):
        return "", None
    # As it stands first: what looks like one broken number may be two.
    for texto in (escrito, limpio):
        for hallado in CELULAR_ESCRITO.finditer(texto):
            if CELULAR.fullmatch(hallado[1]):
                return f"+57{hallado[1]}", None
    es_fijo = any(FIJO_ESCRITO.search(texto) for texto in (escrito, limpio))
    return "", FaltaContacto.SOLO_FIJO if es_fijo else FaltaContacto.INVALIDO
