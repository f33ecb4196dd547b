"""Public forms of the SSPS: look-up and invoice code."""

from typing import Any

from django import forms

from portal.campo_codigo import CampoCodigo
from portal.captcha.formulario import FormularioConCaptcha
from portal.identificacion import (
    LONGITUD_TEXTO,
    IdentificacionInvalida,
    TipoIdentificacion,
    normalizar,
)
from portal.limites import consumir

# Look-ups that pass the CAPTCHA, in so many seconds. By visitor: an office that serves the public
# makes a few a minute. By number: whoever waits for news asks several times a day, not an hour.
POR_VISITANTE = {"maximo": 100, "ventana": 10 * 60}
POR_NUMERO = {"maximo": 20, "ventana": 60 * 60}
# Types whose number is typed on a numeric keyboard; a NIT may carry a dash.
SOLO_DIGITOS = (TipoIdentificacion.CC, TipoIdentificacion.CE, TipoIdentificacion.TI)


class ConsultaForm(FormularioConCaptcha):
    """Whom to look up. `visitante` is what `portal.visitante.red` returns, for the limits."""

    tipo = forms.ChoiceField(
        label="Tipo de identificación",
        choices=TipoIdentificacion.choices,
        initial=TipoIdentificacion.CC,
        error_messages={"required": "Seleccione el tipo de identificación."},
    )
    numero = forms.CharField(
        label="Número de identificación del solicitante",
        help_text="Con o sin puntos, comas o espacios. Si es un NIT, puede incluir el dígito de "
        "verificación después de un guion.",
        max_length=LONGITUD_TEXTO,
        error_messages={"required": "Escriba el número de identificación."},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-solo-digitos": " ".join(SOLO_DIGITOS),
            }
        ),
    )
    field_order = ["tipo", "numero", "captcha"]

    def __init__(self, *args: Any, visitante: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visitante = visitante

    def clean_tipo(self) -> TipoIdentificacion:
        """Return the type as the enumeration's member."""
        return TipoIdentificacion(self.cleaned_data["tipo"])

    def clean_numero(self) -> str:
        """Return the canonical number of the chosen type, or explain what is wrong with it."""
        texto: str = self.cleaned_data["numero"]
        tipo = self.cleaned_data.get("tipo")
        if tipo is None:
            return texto
        try:
            return normalizar(tipo, texto)
        except IdentificacionInvalida as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Count the look-up. Raises LimiteExcedido, which becomes the 429 page."""
        datos = super().clean() or self.cleaned_data
        if not self.errors:
            consumir("consulta-visitante", self.visitante, **POR_VISITANTE)
            consumir("consulta-numero", f"{datos['tipo']}:{datos['numero']}", **POR_NUMERO)
        return datos


class CodigoForm(forms.Form):
    """The code that was mailed."""

    codigo = CampoCodigo(
        label="Código de seis dígitos",
        error_messages={"required": "Escriba el código que le enviamos por correo."},
    )
