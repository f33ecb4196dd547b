"""Colombian mobile numbers: the only ones that an SMS is ever sent to."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from portal.mensajes.errores import MensajeInvalido

MENSAJE = (
    "Escriba un número de celular colombiano: diez dígitos que empiezan por 3, "
    "por ejemplo 310 555 0123."
)


class CelularInvalido(MensajeInvalido):
    """Not a Colombian mobile number; its text, in Spanish, may stand beside a form field."""


def normalizar_celular(texto: str) -> str:
    """Return a mobile number typed in any usual spelling in E.164 (`+573105550123`).

    Raises `CelularInvalido` for landlines, foreign numbers, extensions and anything else.
    """
    # phonenumbers turns letters into keypad digits: a name must not become a number.
    if any(letra.isalpha() for letra in texto):
        raise CelularInvalido(MENSAJE)
    limpio = texto.strip()
    # No Colombian number begins with 00: who writes it means the + of an international one.
    internacional = f"+{limpio[2:]}" if limpio.startswith("00") else limpio
    try:
        numero = phonenumbers.parse(internacional, "CO")
    except NumberParseException:
        raise CelularInvalido(MENSAJE) from None
    if (
        not phonenumbers.is_valid_number_for_region(numero, "CO")
        or phonenumbers.number_type(numero) != PhoneNumberType.MOBILE
        or numero.extension
    ):
        raise CelularInvalido(MENSAJE)
    return phonenumbers.format_number(numero, PhoneNumberFormat.E164)
