"""The form that takes an import file."""

from typing import IO, Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from portal.templatetags.portal import miles
from solicitudes.importacion.apertura import abrir
from solicitudes.importacion.archivo import TAMANO_MAXIMO, reconocer
from solicitudes.importacion.enums import Formato
from solicitudes.importacion.excepciones import ArchivoInvalido

MEGA = 1024 * 1024


class ArchivoForm(forms.Form):
    """One file, checked by its content, not by its name."""

    archivo = forms.FileField(
        label="Archivo de solicitudes",
        help_text="CSV o Excel (.xlsx), una fila por solicitud, hasta "
        f"{miles(TAMANO_MAXIMO // MEGA)} MB. Los encabezados son los de la plantilla, en cualquier "
        "orden.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": "Elija el archivo que quiere importar.",
            "empty": "El archivo está vacío.",
        },
    )

    def clean_archivo(self) -> "UploadedFile[Any]":
        """Accept a CSV whose headings are understood, or a whole workbook without macros.

        The headings of a workbook are looked at in the background: its texts may take a while.
        """
        archivo: UploadedFile[Any] = self.cleaned_data["archivo"]
        if (archivo.size or 0) > TAMANO_MAXIMO:
            raise forms.ValidationError(
                f"El archivo pesa más de {miles(TAMANO_MAXIMO // MEGA)} MB: divídalo en varios."
            )
        contenido = cast("IO[bytes]", archivo.file)
        try:
            self.cleaned_data["formato"] = reconocer(contenido)
            if self.cleaned_data["formato"] == Formato.CSV:
                abrir(contenido)
        except ArchivoInvalido as error:
            raise forms.ValidationError(str(error)) from error
        archivo.seek(0)
        return archivo
