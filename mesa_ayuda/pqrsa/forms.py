"""Public forms of the PQRSA channel."""

from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.urls import reverse
from django.utils.html import format_html

from mesa_ayuda.busqueda import numero_de_caso
from mesa_ayuda.enums import ClasePeticion, TipoCaso
from mesa_ayuda.formulario_archivos import ConArchivos
from mesa_ayuda.models.pqrsa import nombre_de
from mesa_ayuda.pqrsa.ficha import leer_ficha
from mesa_ayuda.pqrsa.servicios import DatosPqrsa
from portal.captcha.formulario import FormularioConCaptcha
from portal.limites import consumir
from portal.paginas.privacidad import VERSION

RADICAR_POR_VISITANTE: Final = {"maximo": 20, "ventana": 60 * 60}
RADICAR_POR_CORREO: Final = {"maximo": 5, "ventana": 24 * 60 * 60}
SEGUIR_POR_VISITANTE: Final = {"maximo": 30, "ventana": 10 * 60}
TEXTO_MAXIMO: Final = 20_000
AUTORIZACION: Final = (
    "Autorizo el tratamiento de mis datos personales para atender esta PQRSA, como lo explica el "
    "aviso de privacidad"
)
SIN_HALLAR: Final = (
    "No encontramos una PQRSA con ese número y ese código. Cópielos tal como están en el "
    "comprobante."
)
TELEFONO = RegexValidator(
    r"^[\d\s()+.-]{7,30}(\s*(ext|extensión)\.?\s*\d{1,6})?$",
    "Escriba un número de teléfono de 7 dígitos o más, por ejemplo 310 555 0123.",
)
EN_ORDEN: Final = (
    *("formulario", "tipo", "nombre", "identificacion", "correo", "telefono", "direccion"),
    *("asunto", "texto", "archivos", "autorizacion", "captcha"),
)
# What is chosen, with the term of its own: (type, kind of petition, in plain words).
OPCIONES: Final = (
    (TipoCaso.PETICION, "", "pide que hagamos algo o que le reconozcamos un derecho"),
    (TipoCaso.PETICION, ClasePeticion.DOCUMENTOS, "pide una copia, un dato o información"),
    (
        TipoCaso.PETICION,
        ClasePeticion.CONSULTA,
        "pide nuestro concepto sobre un tema a cargo nuestro",
    ),
    (TipoCaso.QUEJA, "", "no está conforme con la atención de una persona"),
    (TipoCaso.RECLAMO, "", "un servicio falló o no se prestó como debía"),
    (TipoCaso.SUGERENCIA, "", "propone una mejora"),
    (TipoCaso.APELACION, "", "pide revisar una decisión que tomamos"),
)


class RadicarForm(ConArchivos, FormularioConCaptcha):
    """A PQRSA. Without `usuario`, the person says who they are and answers the CAPTCHA."""

    tipo = forms.ChoiceField(
        label="¿Qué nos quiere presentar?",
        choices=[
            (f"{tipo}-{clase}".removesuffix("-"), f"{nombre_de(tipo, clase)}: {explicacion}")
            for tipo, clase, explicacion in OPCIONES
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija qué nos quiere presentar."},
    )
    nombre = forms.CharField(
        label="Nombres y apellidos, o razón social",
        max_length=200,
        error_messages={"required": "Escriba su nombre."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    identificacion = forms.CharField(
        label="Identificación",
        help_text="Tipo y número, por ejemplo CC 1234567890.",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    correo = forms.EmailField(
        label="Correo electrónico",
        help_text="Aquí le enviaremos el comprobante y la respuesta.",
        max_length=254,
        error_messages={
            "required": "Escriba su correo electrónico.",
            "invalid": "Escriba un correo electrónico completo, por ejemplo nombre@dominio.co.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    telefono = forms.CharField(
        label="Teléfono",
        max_length=30,
        required=False,
        validators=[TELEFONO],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    direccion = forms.CharField(
        label="Dirección de notificación",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    asunto = forms.CharField(
        label="Asunto",
        max_length=200,
        error_messages={"required": "Escriba el asunto en una frase."},
    )
    texto = forms.CharField(
        label="Cuéntenos los hechos y qué solicita",
        max_length=TEXTO_MAXIMO,
        error_messages={"required": "Escriba los hechos y qué solicita."},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    autorizacion = forms.BooleanField(
        label=AUTORIZACION,
        error_messages={"required": "Para atender su PQRSA necesitamos su autorización."},
    )

    def __init__(self, *args: Any, visitante: str, con_sesion: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visitante = visitante
        self.order_fields(EN_ORDEN)
        self.fields["autorizacion"].label = format_html(
            '{} <a href="{}" target="_blank" rel="noopener">(se abre en otra pestaña)</a>.',
            AUTORIZACION,
            reverse("privacidad"),
        )
        if con_sesion:
            for sobra in ("nombre", "correo", "captcha"):
                del self.fields[sobra]

    def clean(self) -> dict[str, Any]:
        """Count it. Raises LimiteExcedido, which becomes the 429 page."""
        datos = super().clean() or self.cleaned_data
        if not self.errors:
            consumir("pqrsa-visitante", self.visitante, **RADICAR_POR_VISITANTE)
            if "correo" in datos:
                consumir("pqrsa-correo", datos["correo"].lower(), **RADICAR_POR_CORREO)
        return datos

    def datos(self) -> DatosPqrsa:
        """Return what was typed, once it is right."""
        limpio = self.cleaned_data
        tipo, _, clase = limpio["tipo"].partition("-")
        return DatosPqrsa(
            tipo=TipoCaso(tipo),
            clase=clase,
            nombre=limpio.get("nombre", ""),
            identificacion=limpio["identificacion"],
            correo=limpio.get("correo", ""),
            telefono=limpio["telefono"],
            direccion=limpio["direccion"],
            asunto=limpio["asunto"],
            texto=limpio["texto"],
            autorizacion=f"{AUTORIZACION} (versión {VERSION}).",
        )


class SeguirForm(forms.Form):
    """Number and code of the receipt."""

    numero = forms.CharField(
        label="Número de la PQRSA",
        help_text="Por ejemplo, CS0000123.",
        max_length=30,
        error_messages={"required": "Escriba el número de la PQRSA."},
    )
    codigo = forms.CharField(
        label="Código del comprobante",
        help_text="32 letras y números; los guiones no importan.",
        max_length=80,
        error_messages={"required": "Escriba el código del comprobante."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, visitante: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visitante = visitante

    def clean(self) -> dict[str, Any]:
        """Count it, and read both. Raises LimiteExcedido."""
        datos = super().clean() or self.cleaned_data
        if not self.errors:
            consumir("pqrsa-seguimiento", self.visitante, **SEGUIR_POR_VISITANTE)
            datos["caso"] = numero_de_caso(datos["numero"])
            datos["ficha"] = leer_ficha(datos["codigo"])
        return datos
