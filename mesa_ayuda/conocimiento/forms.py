"""«¿Le sirvió?»."""

from typing import Final

from django import forms

POR_VISITANTE: Final = {"maximo": 60, "ventana": 60 * 60}
OPCIONES: Final = [("si", "Sí"), ("no", "No")]


class OpinionForm(forms.Form):
    """Yes or no, and why if they like."""

    util = forms.ChoiceField(
        label="¿Le sirvió este artículo?",
        choices=OPCIONES,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija sí o no."},
    )
    comentario = forms.CharField(
        label="¿Qué le faltó?",
        help_text="No escriba datos personales: aquí no respondemos.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
