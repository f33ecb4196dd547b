"""Forms of the generator: which chamber and year, what to send, how often, and «yes, do it»."""

from typing import Any, Final

from django import forms
from django.contrib.admin.widgets import AdminIntegerFieldWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from contrasenas.models.lote import CADA_MINUTOS, LOTE_MAXIMO
from portal.mensajes.telefono import CelularInvalido, normalizar_celular

SALIR: Final = "X"
NO_SE_ENTIENDE: Final = (
    "Escriba un correo electrónico, un número entre 1 y 500 o la letra X. No se envió nada."
)


class EnviarForm(forms.Form):
    """The manual's window (004 §7): one field that takes an address, a number or an X.

    After validation one of `correo`, `cantidad` and `salir` is set.
    """

    que = forms.CharField(
        label="Indique",
        max_length=254,
        help_text=(
            "Un correo electrónico: envía 2 correos de prueba a esa dirección. "
            "Un número entre 1 y 500: envía esa cantidad de correos. "
            "X: sale sin ejecutar."
        ),
        widget=AdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    celular = forms.CharField(
        label="Celular de quien hace la prueba",
        required=False,
        max_length=40,
        help_text="Sólo si indicó un correo: a este número llega el PIN de la prueba.",
        widget=AdminTextInputWidget(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    siguiente = forms.IntegerField(required=False, widget=forms.HiddenInput)

    correo: str = ""
    cantidad: int = 0
    salir: bool = False

    def clean_que(self) -> str:
        """Tell the three apart."""
        que: str = self.cleaned_data["que"]
        if que.upper() == SALIR:
            self.salir = True
        elif "@" in que:
            try:
                validate_email(que)
            except ValidationError:
                raise ValidationError(
                    "Ese correo electrónico no es válido. Escríbalo completo, por ejemplo "
                    "nombre@correo.com."
                ) from None
            self.correo = que
        elif que.isdecimal():
            if not 1 <= int(que) <= LOTE_MAXIMO:
                raise ValidationError(
                    f"Un paquete tiene entre 1 y {LOTE_MAXIMO} correos. Escriba un número en ese "
                    "rango."
                )
            self.cantidad = int(que)
        else:
            raise ValidationError(NO_SE_ENTIENDE)
        return que

    def clean(self) -> dict[str, Any]:
        """Ask for the tester's mobile with an address, and only then."""
        datos = super().clean() or {}
        if self.correo:
            try:
                datos["celular"] = normalizar_celular(datos.get("celular") or "")
            except CelularInvalido as error:
                self.add_error("celular", str(error))
        return datos


class ProgramarForm(forms.Form):
    """«500 cada hora hasta terminar»."""

    tamano = forms.IntegerField(
        label="Correos por paquete",
        min_value=1,
        max_value=LOTE_MAXIMO,
        initial=LOTE_MAXIMO,
        help_text=f"Entre 1 y {LOTE_MAXIMO}.",
        widget=AdminIntegerFieldWidget(attrs={"inputmode": "numeric"}),
    )
    cada_minutos = forms.IntegerField(
        label="Minutos entre un paquete y el siguiente",
        min_value=CADA_MINUTOS[0],
        max_value=CADA_MINUTOS[1],
        initial=60,
        help_text=f"Entre {CADA_MINUTOS[0]} y {CADA_MINUTOS[1]}; 60 es una hora.",
        widget=AdminIntegerFieldWidget(attrs={"inputmode": "numeric"}),
    )


class BorrarForm(forms.Form):
    """Consent to what can't be undone."""

    entiendo = forms.BooleanField(
        label="Entiendo que esto no se puede deshacer",
        error_messages={"required": "Marque la casilla para continuar."},
    )
