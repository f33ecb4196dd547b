"""Forms of the activation: the four data with the consent, the refusal, the PIN."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.html import format_html

from contrasenas.activacion import textos
from contrasenas.activacion.datos import Datos, sin_invisibles
from contrasenas.models import Camara
from portal.campo_codigo import CampoCodigo
from portal.identificacion import LONGITUD_TEXTO
from portal.limites import consumir
from portal.mensajes.telefono import CelularInvalido, normalizar_celular

# Tries in so many seconds. By visitor: the desk of a chamber may help many people in a morning.
# By identification: whoever knows somebody's may try other data only so often.
POR_VISITANTE = {"maximo": 60, "ventana": 10 * 60}
POR_IDENTIFICACION = {"maximo": 30, "ventana": 60 * 60}
LARGO_CLAVE = 64
CORREO_ESPERADO = "Escriba un correo electrónico completo, por ejemplo nombre@dominio.co."
SIN_CORRECTOR = {"spellcheck": "false", "autocapitalize": "none", "autocorrect": "off"}


class CampoCamara(forms.ModelChoiceField[Camara]):
    """Chambers by their name: the public knows no codes."""

    def label_from_instance(self, obj: Camara) -> str:
        """Return what the list says of one."""
        return obj.nombre


class DatosForm(forms.Form):
    """The four data. `visitante` is what `portal.visitante.red` returns, for the limits.

    The chamber is asked for only where no link says it and there are several.
    """

    camara = CampoCamara(
        label="Cámara de comercio",
        queryset=Camara.objects.none(),
        empty_label="Seleccione su cámara",
        error_messages={
            "required": "Seleccione la cámara de comercio que le envió la contraseña.",
            "invalid_choice": "Seleccione una de las cámaras de la lista.",
        },
    )
    identificacion = forms.CharField(
        label="Identificación",
        help_text="El número de su documento, con o sin puntos ni espacios.",
        max_length=LONGITUD_TEXTO,
        error_messages={"required": "Escriba su número de identificación."},
        widget=forms.TextInput(attrs={**SIN_CORRECTOR, "autocomplete": "off"}),
    )
    correo = forms.CharField(
        label="Correo electrónico registrado",
        help_text="El que reportó al Registro Mercantil, donde recibió la contraseña.",
        max_length=254,
        error_messages={"required": "Escriba su correo electrónico registrado."},
        widget=forms.EmailInput(attrs={**SIN_CORRECTOR, "autocomplete": "email"}),
    )
    celular = forms.CharField(
        label="Número celular registrado",
        help_text="El que reportó al Registro Mercantil: diez dígitos que empiezan por 3.",
        max_length=40,
        error_messages={"required": "Escriba su número celular registrado."},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    clave = forms.CharField(
        label="Clave preasignada",
        help_text="Los diez caracteres del PDF. Distingue mayúsculas y minúsculas.",
        max_length=LARGO_CLAVE,
        error_messages={"required": "Escriba la clave que está en el PDF."},
        # What was typed comes back to whoever typed it, on a page that nothing stores.
        widget=forms.PasswordInput(
            render_value=True,
            attrs={**SIN_CORRECTOR, "autocomplete": "current-password", "data-mostrar": ""},
        ),
    )

    def __init__(self, *args: Any, visitante: str, con_ficha: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visitante = visitante
        self.unica: Camara | None = None
        campo = self.fields["camara"]
        camaras = Camara.objects.only("codigo", "nombre", "identificacion_prueba")
        primeras = [] if con_ficha else list(camaras[:2])
        if len(primeras) == 2:
            assert isinstance(campo, CampoCamara)
            campo.queryset = camaras.order_by("nombre")
        else:
            del self.fields["camara"]
            self.unica = primeras[0] if primeras else None

    def clean_correo(self) -> str:
        """Return the address in lower case, without spaces."""
        correo = sin_invisibles(self.cleaned_data["correo"]).lower()
        try:
            validate_email(correo)
        except forms.ValidationError:
            raise forms.ValidationError(CORREO_ESPERADO) from None
        return correo

    def clean_celular(self) -> str:
        """Return the number in E.164."""
        try:
            return normalizar_celular(self.cleaned_data["celular"])
        except CelularInvalido as error:
            raise forms.ValidationError(str(error)) from error

    def clean_clave(self) -> str:
        """Return the password as it was pasted, without the spaces around or within it."""
        clave = sin_invisibles(self.cleaned_data["clave"])
        if not clave:
            raise forms.ValidationError("Escriba la clave que está en el PDF.")
        return clave

    def clean(self) -> dict[str, Any]:
        """Count the try. Raises LimiteExcedido, which becomes the 429 page."""
        datos = super().clean() or self.cleaned_data
        if not self.errors:
            consumir("activar-visitante", self.visitante, **POR_VISITANTE)
            numero = sin_invisibles(datos["identificacion"]).casefold()
            consumir("activar-identificacion", numero, **POR_IDENTIFICACION)
        return datos

    def datos(self) -> Datos:
        """Return what was typed; only after `is_valid`."""
        limpios = self.cleaned_data
        return Datos(
            identificacion=limpios["identificacion"],
            correo=limpios["correo"],
            celular=limpios["celular"],
            clave=limpios["clave"],
            camara=limpios.get("camara", self.unica),
        )


class ActivarForm(DatosForm):
    """The four data, and the consent: prior, express, unticked (Ley 1581 de 2012, art. 9)."""

    consentimiento = forms.BooleanField(
        error_messages={
            "required": "Para activar su contraseña, marque la casilla con la que acepta. Si no "
            "acepta, elija «No aceptar y abandonar»."
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consentimiento"].label = format_html(
            '{} <a href="{}" target="_blank" rel="noopener">{} (se abre en otra pestaña)</a>.',
            textos.CONSENTIMIENTO,
            reverse("privacidad"),
            textos.AVISO,
        )


class PinForm(forms.Form):
    """The PIN that was sent by SMS."""

    pin = CampoCodigo(
        label="PIN de activación",
        help_text="Seis dígitos. Sirve durante 10 minutos.",
        error_messages={"required": "Escriba el PIN que le enviamos por mensaje de texto."},
    )

    def __init__(self, *args: Any, visitante: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visitante = visitante

    def clean(self) -> dict[str, Any]:
        """Count the try. Raises LimiteExcedido, which becomes the 429 page."""
        if not self.errors:
            consumir("activar-pin", self.visitante, **POR_VISITANTE)
        return super().clean() or self.cleaned_data
