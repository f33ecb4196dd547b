"""Forms of staff: the answer, and more time for it."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget


class RespuestaForm(forms.Form):
    """What the letter says."""

    texto = forms.CharField(
        label="Respuesta",
        help_text="Se firma y se envía en PDF tal como la escriba. Una línea en blanco separa los "
        "párrafos; un renglón que comienza con «- » es un punto de una lista.",
        max_length=50_000,
        error_messages={"required": "Escriba la respuesta."},
        widget=AdminTextareaWidget(attrs={"rows": 16}),
    )


class ProrrogaForm(forms.Form):
    """Until when, and why: the person reads it."""

    hasta = forms.DateField(
        label="Responder a más tardar el",
        help_text="Día, mes y año: dd/mm/aaaa.",
        widget=forms.DateInput(attrs={"class": "vDateField", "size": "10"}),
        error_messages={
            "required": "Escriba la nueva fecha.",
            "invalid": "Escriba una fecha válida, por ejemplo 23/11/2026.",
        },
    )
    motivo = forms.CharField(
        label="Motivo",
        help_text="La persona lo recibe por correo en cuanto usted lo confirme.",
        max_length=2000,
        error_messages={"required": "Explique el motivo de la prórroga."},
        widget=AdminTextareaWidget(attrs={"rows": 5}),
    )
