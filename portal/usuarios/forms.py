"""Forms of the staff's sign-in: password, then second factor."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import UsernameField

from portal.usuarios.models import Usuario


class IngresoForm(AdminAuthenticationForm):
    """User name and password.

    Django only advises the browser of the longest name; a longer one would break the record of
    failed sign-ins.
    """

    username = UsernameField(
        max_length=Usuario._meta.get_field("username").max_length,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )


class CodigoForm(forms.Form):
    """A code of the app, or a recovery code."""

    codigo = forms.CharField(
        label="Código",
        max_length=40,
        help_text="Los seis dígitos que muestra su aplicación, o un código de recuperación.",
        error_messages={"required": "Escriba el código que muestra su aplicación."},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


class CodigoAplicacionForm(CodigoForm):
    """The first code of a newly enrolled app."""

    codigo = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label="Código de la aplicación",
        max_length=9,
        help_text="Los seis dígitos que muestra su aplicación en este momento.",
        error_messages={
            "required": "Escriba los seis dígitos que muestra su aplicación.",
            "invalid": "El código tiene seis dígitos.",
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )
