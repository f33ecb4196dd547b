"""What staff write in a case: a public answer or an internal note, never both in one form."""

import uuid
from typing import IO, Any, Final, cast

from django import forms

from mesa_ayuda.agentes.preparadas import preparadas
from mesa_ayuda.archivos import CUANTOS
from mesa_ayuda.campo_archivos import MEGAS, CampoArchivos
from mesa_ayuda.enums import Estado

TEXTO_MAXIMO: Final = 50_000
MUY_LARGO: Final = "Escriba hasta 50.000 caracteres; si necesita más, envíelo como archivo adjunto."
ELEGIR_DE_NUEVO: Final = "Elija otra vez los archivos: el navegador no los conserva."
DESPUES = [
    ("", "Dejarlo abierto"),
    (Estado.ESPERA, "Esperar información del cliente (el reloj se detiene)"),
    (Estado.RESUELTO, "Darlo por resuelto"),
]


class _ConArchivos(forms.Form):
    """Text, files, and a mark that makes the form count once."""

    formulario = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["archivos"] = CampoArchivos()
        self.fields["archivos"].help_text = f"Hasta {CUANTOS} archivos y {MEGAS} MB en total."
        self.initial.setdefault("formulario", uuid.uuid4())

    def clean_formulario(self) -> uuid.UUID:
        """Return the mark; a form without one counts by itself."""
        return self.cleaned_data["formulario"] or uuid.uuid4()

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


def _texto(rotulo: str, requerido: str, ayuda: str, *, filas: int) -> forms.CharField:
    return forms.CharField(
        label=rotulo,
        help_text=ayuda,
        max_length=TEXTO_MAXIMO,
        error_messages={"required": requerido, "max_length": MUY_LARGO},
        # The browser counts lines otherwise than we do: the length is checked here alone.
        widget=forms.Textarea(attrs={"rows": filas, "maxlength": None}),
    )


class RespuestaForm(_ConArchivos):
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
    texto = _texto(
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


class NotaForm(_ConArchivos):
    """An internal note."""

    prefix = "nota"
    texto = _texto(
        "Nota interna",
        "Escriba la nota.",
        "Sólo la lee el personal, con sus archivos. No se envía a nadie.",
        filas=4,
    )
