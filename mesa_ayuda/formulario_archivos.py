"""Forms that bring files: bounded as a whole, and each looked at by what it holds."""

import uuid
from collections.abc import Mapping
from typing import IO, Any, Final, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from mesa_ayuda.admision import motivo_de_rechazo
from mesa_ayuda.archivos import BYTES, CUANTOS, nombre_visible

MEGAS: Final = BYTES // 1024 // 1024
CABEN: Final = f"Hasta {CUANTOS} archivos y {MEGAS} MB en total"
DEMASIADO: Final = f"Los archivos suman más de {MEGAS} MB. Quite alguno."
ELEGIR_DE_NUEVO: Final = "Elija otra vez los archivos: el navegador no los conserva."


class VariosArchivos(forms.ClearableFileInput):
    """The control; Django's own takes one file unless told otherwise."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class CampoArchivos(forms.FileField):
    """Returns the list of files; empty where there are none."""

    def __init__(self, ayuda: str) -> None:
        super().__init__(
            label="Archivos adjuntos", help_text=ayuda, required=False, widget=VariosArchivos()
        )

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Raise ValidationError for too many files, too much in them, or what is not taken."""
        archivos = [archivo for archivo in data or [] if archivo]
        if len(archivos) > CUANTOS:
            raise forms.ValidationError(f"Adjunte hasta {CUANTOS} archivos.")
        if sum(archivo.size or 0 for archivo in archivos) > BYTES:
            raise forms.ValidationError(DEMASIADO)
        if rechazados := [texto for archivo in archivos if (texto := _rechazo(archivo))]:
            raise forms.ValidationError(rechazados)
        return archivos


class ConArchivos(forms.Form):
    """A form that brings files, and a mark that makes it count once."""

    ayuda_archivos = f"{CABEN}: la imagen del error, por ejemplo."
    formulario = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: "MultiValueDict[str, Any] | None" = None,
        *,
        descartados: bool = False,
        **kwargs: Any,
    ) -> None:
        """`descartados`: files were dropped on their way in (`portal.subidas`)."""
        super().__init__(data, files, **kwargs)
        self.descartados = descartados
        self.fields["archivos"] = CampoArchivos(self.ayuda_archivos)
        self.initial.setdefault("formulario", uuid.uuid4())

    def clean_formulario(self) -> uuid.UUID:
        """Return the mark; a form without one counts by itself."""
        return self.cleaned_data["formulario"] or uuid.uuid4()

    def clean_archivos(self) -> Any:
        """Say so where one was too large to be read at all."""
        if self.descartados:
            raise forms.ValidationError(DEMASIADO)
        return self.cleaned_data["archivos"]

    def archivos(self) -> list[tuple[str, IO[bytes]]]:
        """Return (name, content) of each file; only after `is_valid`."""
        return [
            (archivo.name or "", cast("IO[bytes]", archivo))
            for archivo in self.cleaned_data["archivos"]
        ]

    def pedir_otra_vez(self) -> None:
        """Where it is shown again, say that the files it brought have to be chosen again."""
        if any(self.files.values()) and not self.has_error("archivos"):
            self.add_error("archivos", ELEGIR_DE_NUEVO)


def _rechazo(archivo: "UploadedFile[Any]") -> str:
    nombre = archivo.name or ""
    motivo = motivo_de_rechazo(nombre, archivo.read())
    archivo.seek(0)
    return f"No recibimos «{nombre_visible(nombre)}»: {motivo}." if motivo else ""
