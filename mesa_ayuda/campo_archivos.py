"""A field of several files, bounded as a whole."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from mesa_ayuda.archivos import BYTES, CUANTOS

MEGAS = BYTES // 1024 // 1024
AYUDA = f"Hasta {CUANTOS} archivos y {MEGAS} MB en total: la imagen del error, por ejemplo."


class VariosArchivos(forms.ClearableFileInput):
    """The control; Django's own takes one file unless told otherwise."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class CampoArchivos(forms.FileField):
    """Returns the list of files; empty where there are none."""

    def __init__(self) -> None:
        super().__init__(
            label="Archivos adjuntos", help_text=AYUDA, required=False, widget=VariosArchivos()
        )

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Raise ValidationError for too many files, or too much in them."""
        archivos = [archivo for archivo in data or [] if archivo]
        if len(archivos) > CUANTOS:
            raise forms.ValidationError(f"Adjunte hasta {CUANTOS} archivos.")
        if sum(archivo.size or 0 for archivo in archivos) > BYTES:
            raise forms.ValidationError(f"Los archivos suman más de {MEGAS} MB. Quite alguno.")
        return archivos
