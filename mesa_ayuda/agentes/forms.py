"""What staff write in a case: a public answer or an internal note, never both in one form."""

import uuid

from django import forms

from mesa_ayuda.enums import Estado
from mesa_ayuda.models.conversacion import CUERPO_MAXIMO

DESPUES = [
    ("", "Dejarlo abierto"),
    (Estado.ESPERA, "Esperar información del cliente (el reloj se detiene)"),
    (Estado.RESUELTO, "Darlo por resuelto"),
]


class RespuestaForm(forms.Form):
    """A public answer, mailed to the contact; the same form sent twice writes it once."""

    prefix = "respuesta"
    texto = forms.CharField(
        label="Respuesta al cliente",
        help_text="La leen el contacto y los participantes, por correo y en el portal.",
        max_length=CUERPO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Escriba la respuesta."},
    )
    pasar_a = forms.ChoiceField(label="Después de responder", choices=DESPUES, required=False)
    formulario = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class NotaForm(forms.Form):
    """An internal note."""

    prefix = "nota"
    texto = forms.CharField(
        label="Nota interna",
        help_text="Sólo la lee el personal. No se envía a nadie.",
        max_length=CUERPO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escriba la nota."},
    )
