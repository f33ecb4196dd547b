"""Search in the demo inbox."""

from django import forms

from portal.mensajes.enums import CanalBuzon


class BusquedaForm(forms.Form):
    """Both fields may stay empty."""

    destinatario = forms.CharField(
        label="Destinatario",
        help_text="Parte de la dirección de correo o del número de celular.",
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    canal = forms.ChoiceField(
        label="Tipo de mensaje",
        choices=[("", "Todos"), *CanalBuzon.choices],
        required=False,
    )
