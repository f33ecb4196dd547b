"""What staff write in a case: a public answer or an internal note, never both in one form."""

from typing import Any

from django import forms

from mesa_ayuda.agentes.preparadas import preparadas
from mesa_ayuda.campo_texto import CampoTexto
from mesa_ayuda.enums import Estado
from mesa_ayuda.formulario_archivos import CABEN, ConArchivos

DESPUES = [
    ("", "Dejarlo abierto"),
    (Estado.ESPERA, "Esperar información del cliente (el reloj se detiene)"),
    (Estado.RESUELTO, "Darlo por resuelto"),
]


class _DelPersonal(ConArchivos):
    """Text and files that staff write in a case."""

    ayuda_archivos = f"{CABEN}."


class RespuestaForm(_DelPersonal):
    """A public answer, mailed to the contact; the same form sent twice writes it once.

    `ultimo` is the newest public message that its writer had before them.
    """

    prefix = "respuesta"
    preparada = forms.ModelChoiceField(
        preparadas(),
        label="Respuesta preparada",
        required=False,
        empty_label="Elija una respuesta",
    )
    texto = CampoTexto(
        "Respuesta al cliente",
        "Escriba la respuesta.",
        "La leen el contacto y los participantes, por correo y en el portal.",
        filas=8,
    )
    pasar_a = forms.ChoiceField(label="Después de responder", choices=DESPUES, required=False)
    ultimo = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def clean_ultimo(self) -> int:
        """Return the newest message read; whoever doesn't say is taken to have read none."""
        return self.cleaned_data["ultimo"] or 0

    def clean(self) -> dict[str, Any]:
        """Keep no answer back for a canned one put away meanwhile: it was for inserting only."""
        datos = super().clean() or self.cleaned_data
        self.errors.pop("preparada", None)
        return datos


class NotaForm(_DelPersonal):
    """An internal note."""

    prefix = "nota"
    texto = CampoTexto(
        "Nota interna",
        "Escriba la nota.",
        "Sólo la lee el personal, con sus archivos. No se envía a nadie.",
        filas=4,
    )
