"""Public forms of the verification: a number, or a file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from portal.firma import numero
from portal.firma.validador import TAMANO_MAXIMO

MEGA = 1024 * 1024
MUY_GRANDE = f"Elija un archivo PDF de {TAMANO_MAXIMO // MEGA} MB o menos."


class NumeroForm(forms.Form):
    """Which document."""

    numero = forms.CharField(
        label="Número del documento",
        help_text="Está al pie del documento y bajo el código QR. Puede escribirlo con o sin "
        "guiones.",
        max_length=numero.LONGITUD_TEXTO,
        error_messages={
            "required": "Escriba el número del documento.",
            "max_length": "El número tiene 32 dígitos y letras: el texto es demasiado largo.",
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "codigo"}
        ),
    )

    def clean_numero(self) -> Any:
        """Return the UUID."""
        try:
            return numero.leer(self.cleaned_data["numero"])
        except numero.NumeroInvalido as error:
            raise forms.ValidationError(str(error)) from error


class ArchivoForm(forms.Form):
    """The PDF itself. What is larger was left out on its way in (`portal.subidas`)."""

    archivo = forms.FileField(
        label="Archivo PDF",
        help_text="El mismo archivo que recibió por correo, de "
        f"{TAMANO_MAXIMO // MEGA} MB o menos. No lo guardamos.",
        allow_empty_file=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": MUY_GRANDE,
            "empty": "El archivo está vacío.",
            "max_length": "El nombre del archivo es demasiado largo.",
        },
    )

    def clean_archivo(self) -> "UploadedFile[Any]":
        """Refuse what is too large."""
        archivo: UploadedFile[Any] = self.cleaned_data["archivo"]
        if (archivo.size or 0) > TAMANO_MAXIMO:
            raise forms.ValidationError(MUY_GRANDE)
        return archivo
