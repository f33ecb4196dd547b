"""Forms of the accounts: sign in, sign up, ask for a link, set the password."""

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.encoding import punycode
from django.utils.html import format_html

from mesa_ayuda.cuentas.fichas import Registro
from portal.limites import consumir
from portal.usuarios.models import Usuario

if TYPE_CHECKING:
    # Generic for the type checker only.
    _FijarClave = SetPasswordForm[Usuario]
else:
    _FijarClave = SetPasswordForm

# Tries in so many seconds. By visitor, wide: one address may serve a whole company. By address,
# narrow: nobody fills another's mailbox.
INGRESO_POR_VISITANTE = {"maximo": 60, "ventana": 10 * 60}
CORREOS_POR_VISITANTE = {"maximo": 20, "ventana": 60 * 60}
CORREOS_POR_DIRECCION = {"maximo": 3, "ventana": 60 * 60}
CLAVES_POR_VISITANTE = {"maximo": 60, "ventana": 10 * 60}
CORREO_MAXIMO = 150
"""The address becomes the user name, which Django bounds."""
CORREO_ESPERADO = "Escriba un correo electrónico completo, por ejemplo nombre@dominio.co."
TELEFONO_ESPERADO = (
    "Escriba un número de teléfono de 7 a 15 dígitos, por ejemplo 310 555 0123 o (601) 555 0123 "
    "ext. 104."
)
SIN_CORRECTOR = {"spellcheck": "false", "autocapitalize": "none", "autocorrect": "off"}
TELEFONO = re.compile(r"[\d\s()+./-]+(\s*(ext|extensión|extension)?\.?\s*\d{1,6})?", re.IGNORECASE)


# Letters of any alphabet, and what joins names: «María del Mar», «O'Neill», «Pérez-Gómez», «J. M.».
NOMBRE = re.compile(r"(?:[^\W\d_]|['’-]|\.(?=\s|$)|\s)+")


def leer_nombre(texto: str) -> str:
    """Return a name on one line. Raises ValidationError for what is none.

    It stands in a mail to an address that anybody may type: no links or advertisements in it.
    """
    # Some keyboards send a letter and its accent apart; the accent alone is no letter.
    limpio = unicodedata.normalize("NFC", " ".join(texto.split()))
    if not NOMBRE.fullmatch(limpio):
        raise forms.ValidationError("Escriba sólo letras, espacios, guiones y apóstrofos.")
    return limpio


def leer_telefono(texto: str) -> str:
    """Return a telephone as people write it, tidied. Raises ValidationError."""
    limpio = " ".join(texto.split())
    if limpio and not (TELEFONO.fullmatch(limpio) and 7 <= sum(map(str.isdigit, limpio)) <= 15):
        raise forms.ValidationError(TELEFONO_ESPERADO)
    return limpio


def leer_correo(texto: str) -> str:
    """Return an address in lower case, in one way however it is written. Raises ValidationError.

    A domain can be written in many ways that lead to one mailbox (full-width letters, soft
    hyphens): the limits by address and «one account, one address» need one of them.
    """
    nombre, arroba, dominio = texto.strip().lower().rpartition("@")
    try:
        correo = f"{nombre}{arroba}{punycode(dominio).encode('ascii').decode('idna')}"
        validate_email(correo)
        # Where case doesn't matter, «ſ» and «ı» pass for letters of the alphabet.
        nombre.encode("ascii")
    except (forms.ValidationError, UnicodeError):
        raise forms.ValidationError(CORREO_ESPERADO) from None
    if len(correo) > CORREO_MAXIMO:
        raise forms.ValidationError(
            f"Escriba un correo electrónico de {CORREO_MAXIMO} caracteres o menos."
        )
    return correo


def _correo(ayuda: str = "") -> forms.CharField:
    return forms.CharField(
        label="Correo electrónico",
        help_text=ayuda,
        max_length=254,
        error_messages={"required": "Escriba su correo electrónico."},
        widget=forms.EmailInput(attrs={**SIN_CORRECTOR, "autocomplete": "email"}),
    )


class _ConVisitante(forms.Form):
    """`visitante` is what `portal.visitante.red` returns, for the limits."""

    def __init__(self, *args: Any, visitante: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visitante = visitante


class IngresoForm(_ConVisitante):
    """User name or e-mail, and password (manual 001, step 03)."""

    usuario = forms.CharField(
        label="Nombre de usuario",
        help_text="Puede escribir también su correo electrónico.",
        max_length=254,
        error_messages={"required": "Escriba su nombre de usuario o su correo electrónico."},
        widget=forms.TextInput(attrs={**SIN_CORRECTOR, "autocomplete": "username"}),
    )
    clave = forms.CharField(
        label="Contraseña",
        max_length=4096,
        strip=False,
        error_messages={"required": "Escriba su contraseña."},
        widget=forms.PasswordInput(
            attrs={**SIN_CORRECTOR, "autocomplete": "current-password", "data-mostrar": ""}
        ),
    )
    recordarme = forms.BooleanField(
        label="Recordarme en este equipo durante 14 días", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Count the try. Raises LimiteExcedido, which becomes the 429 page."""
        if not self.errors:
            consumir("mesa-ingreso", self.visitante, **INGRESO_POR_VISITANTE)
        return super().clean() or self.cleaned_data


class _PorCorreo(_ConVisitante):
    """A form that ends in a mail to the address that it names."""

    correo = _correo()

    def clean_correo(self) -> str:
        """Return the address in lower case."""
        return leer_correo(self.cleaned_data["correo"])

    def clean(self) -> dict[str, Any]:
        """Count the mail. Raises LimiteExcedido, which becomes the 429 page."""
        datos = super().clean() or self.cleaned_data
        if not self.errors:
            consumir("mesa-correos-visitante", self.visitante, **CORREOS_POR_VISITANTE)
            consumir("mesa-correos-direccion", datos["correo"], **CORREOS_POR_DIRECCION)
        return datos


class RestablecerForm(_PorCorreo):
    """Whose password was lost."""


class RegistroForm(_PorCorreo):
    """Who signs up, with the consent that Ley 1581 de 2012, art. 9 asks for."""

    correo = _correo("Le enviaremos un enlace para confirmar que es suyo.")
    nombres = forms.CharField(
        label="Nombres",
        max_length=150,
        error_messages={"required": "Escriba sus nombres."},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    apellidos = forms.CharField(
        label="Apellidos",
        max_length=150,
        error_messages={"required": "Escriba sus apellidos."},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    telefono = forms.CharField(
        label="Teléfono",
        max_length=30,
        required=False,
        help_text="Para llamarle cuando haga falta.",
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    consentimiento = forms.BooleanField(
        error_messages={
            "required": "Para crear su cuenta, marque la casilla con la que autoriza el "
            "tratamiento de sus datos."
        },
    )
    field_order = ["nombres", "apellidos", "correo", "telefono", "consentimiento"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consentimiento"].label = format_html(
            'Autorizo el tratamiento de mis datos para atender mis casos, como dice el <a href="{}"'
            ' target="_blank" rel="noopener">aviso de privacidad (se abre en otra pestaña)</a>.',
            reverse("privacidad"),
        )

    def clean_nombres(self) -> str:
        """Return the names, tidied."""
        return leer_nombre(self.cleaned_data["nombres"])

    def clean_apellidos(self) -> str:
        """Return the surnames, tidied."""
        return leer_nombre(self.cleaned_data["apellidos"])

    def clean_telefono(self) -> str:
        """Return the telephone, tidied."""
        return leer_telefono(self.cleaned_data["telefono"])

    def registro(self) -> Registro:
        """Return what was typed; only after `is_valid`."""
        limpios = self.cleaned_data
        return Registro(
            correo=limpios["correo"],
            nombres=limpios["nombres"],
            apellidos=limpios["apellidos"],
            telefono=limpios["telefono"],
        )


class ClaveForm(_FijarClave):
    """The new password, twice; Django's own form, in our words."""

    def __init__(self, usuario: Usuario, *args: Any, visitante: str, **kwargs: Any) -> None:
        super().__init__(usuario, *args, **kwargs)
        self.visitante = visitante
        primera, segunda = self.fields["new_password1"], self.fields["new_password2"]
        primera.label, segunda.label = "Contraseña nueva", "Escríbala otra vez"
        primera.help_text = password_validators_help_text_html()
        segunda.help_text = ""
        for campo in (primera, segunda):
            campo.error_messages["required"] = "Escriba la contraseña nueva, las dos veces."
            campo.widget.attrs |= {**SIN_CORRECTOR, "data-mostrar": ""}

    def clean(self) -> dict[str, Any]:
        """Count the try: hashing costs processor time. Raises LimiteExcedido."""
        consumir("mesa-clave", self.visitante, **CLAVES_POR_VISITANTE)
        return super().clean() or self.cleaned_data
