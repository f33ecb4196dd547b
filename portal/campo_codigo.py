"""The form field in which a one-time code is typed."""

from typing import Any

from django import forms

from portal import codigos


class CampoCodigo(forms.CharField):
    """Takes a code as people copy it, and gives its digits; phones offer it from the message."""

    def __init__(self, **kwargs: Any) -> None:
        atributos = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "spellcheck": "false",
            "class": "codigo",
        }
        super().__init__(**{"max_length": 40, "widget": forms.TextInput(attrs=atributos), **kwargs})

    def clean(self, value: Any) -> str:
        """Return six ASCII digits."""
        codigo = codigos.limpiar(super().clean(value))
        if not (codigo.isascii() and codigo.isdigit() and len(codigo) == codigos.DIGITOS):
            raise forms.ValidationError(f"El código tiene {codigos.DIGITOS} dígitos, sin letras.")
        return codigo
