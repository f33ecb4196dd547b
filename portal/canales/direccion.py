"""From what staff type (a number, an address) to what a browser opens. Pure."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from portal.canales.enums import TipoCanal

REGION = "CO"


def enlace_telefonico(numero: str) -> str:
    """`tel:` address of a Colombian number, RFC 3966: «(601) 7442725» → «tel:+576017442725».

    Toll-free numbers exist only inside the country and keep their national form. Raises
    ValidationError, in Spanish, when it is no Colombian number.
    """
    try:
        leido = phonenumbers.parse(numero, REGION)
    except phonenumbers.NumberParseException:
        leido = None
    if leido is None or not phonenumbers.is_valid_number(leido):
        raise ValidationError(
            "Escriba un número colombiano: 10 dígitos, por ejemplo (601) 745 2141 o 318 717 4937."
        )
    if phonenumbers.number_type(leido) == phonenumbers.PhoneNumberType.TOLL_FREE:
        return f"tel:0{leido.national_number}"
    return f"tel:{phonenumbers.format_number(leido, phonenumbers.PhoneNumberFormat.E164)}"


def enlace(tipo: TipoCanal, valor: str) -> str:
    """The address that opens the channel; empty for an appointment that has none yet.

    Raises ValidationError, in Spanish, when the value does not fit the type.
    """
    if not valor:
        if tipo is TipoCanal.CITA:
            return ""
        raise ValidationError("Escriba el número, el correo o la dirección del canal.")
    if tipo.es_telefonico:
        return enlace_telefonico(valor)
    if tipo is TipoCanal.CORREO:
        validate_email(valor)
        return f"mailto:{valor}"
    URLValidator(schemes=["https", "http"])(valor)
    return valor


def enlace_o_nada(tipo: TipoCanal, valor: str) -> str:
    """As `enlace`, but empty for a value that does not fit.

    For rows already stored: every page shows them, and none may fail because a new edition of the
    numbering plan no longer knows a number that was valid when it was typed.
    """
    try:
        return enlace(tipo, valor)
    except ValidationError:
        return ""
