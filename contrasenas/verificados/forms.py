"""What staff give with an act: its reason."""

from django import forms


class MotivoForm(forms.Form):
    """Why; it stays in the history."""

    motivo = forms.CharField(
        label="Motivo",
        help_text="Queda en el historial, con su nombre y la hora.",
        max_length=500,
        error_messages={"required": "Escriba el motivo."},
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
