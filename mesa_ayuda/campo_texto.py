"""A field of long text, whose length is checked here alone."""

from typing import Any, Final

from django import forms

TEXTO_MAXIMO: Final = 50_000
MUY_LARGO: Final = "Escriba hasta 50.000 caracteres; si necesita más, adjunte un archivo."


class CampoTexto(forms.CharField):
    """The browser counts lines otherwise than we do, and cuts what is pasted without a word."""

    def __init__(self, rotulo: str, requerido: str, ayuda: str = "", *, filas: int = 8) -> None:
        """`requerido`: what is said where it is empty; '' where it may be."""
        super().__init__(
            label=rotulo,
            help_text=ayuda,
            max_length=TEXTO_MAXIMO,
            required=bool(requerido),
            error_messages={"required": requerido, "max_length": MUY_LARGO},
            widget=forms.Textarea(attrs={"rows": filas}),
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave the browser's own limit out."""
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}
