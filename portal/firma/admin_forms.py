"""Forms of the keys that sign. Passphrases and PINs go in and never come out again."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.files.uploadedfile import UploadedFile

from portal.firma.certificado import TAMANO_MAXIMO
from portal.firma.models import Credencial
from portal.firma.validadores import url_tsa_segura

AYUDA_TSA = (
    "Déjelo vacío si no tiene uno. Con él, cada firma lleva la hora que certifica un tercero; si "
    "el servicio no responde, no se firma."
)


def _secreto(
    rotulo: str, *, obligatorio: bool, ayuda: str = "", falta: str = ""
) -> forms.CharField:
    return forms.CharField(
        label=rotulo,
        required=obligatorio,
        strip=False,
        max_length=200,
        help_text=ayuda,
        error_messages={"required": falta},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "vTextField"}),
    )


class Pkcs12Form(forms.Form):
    """A key in a file."""

    archivo = forms.FileField(
        label="Archivo PKCS#12 (.p12 o .pfx)",
        help_text="El que trae la llave privada, su certificado y la cadena. Se guarda cifrado.",
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx,application/x-pkcs12"}),
        error_messages={"required": "Elija el archivo.", "empty": "El archivo está vacío."},
    )
    frase = _secreto(
        "Frase de paso del archivo", obligatorio=False, ayuda="No se vuelve a mostrar."
    )
    contenido: bytes = b""

    def clean_archivo(self) -> "UploadedFile[Any]":
        """Read it, unless it is far too large."""
        archivo: UploadedFile[Any] = self.cleaned_data["archivo"]
        if (archivo.size or 0) > TAMANO_MAXIMO:
            raise forms.ValidationError("El archivo pesa más de 256 KB: no parece una credencial.")
        self.contenido = archivo.read()
        return archivo


class Pkcs11Form(forms.Form):
    """A key in the device that this server is connected to."""

    ficha = forms.CharField(
        label="Etiqueta del dispositivo",
        max_length=32,
        help_text="El nombre con que se inicializó el token o la partición del HSM.",
        error_messages={"required": "Escriba la etiqueta del dispositivo."},
        widget=AdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    etiqueta = forms.CharField(
        label="Etiqueta de la llave",
        max_length=200,
        help_text="La misma para la llave privada y para su certificado.",
        error_messages={"required": "Escriba la etiqueta de la llave."},
        widget=AdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    pin = _secreto(
        "PIN del dispositivo",
        obligatorio=True,
        ayuda="No se vuelve a mostrar. Un PIN equivocado varias veces bloquea el dispositivo.",
        falta="Escriba el PIN.",
    )


class NuevaForm(forms.Form):
    """What a new credential has besides its key."""

    nombre = forms.CharField(
        label="Nombre",
        max_length=100,
        help_text="Para reconocerla en la administración. No aparece en los documentos.",
        error_messages={"required": "Escriba un nombre."},
        widget=AdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    url_tsa = forms.CharField(
        label="Servicio de estampado de tiempo (RFC 3161)",
        required=False,
        max_length=300,
        help_text=AYUDA_TSA,
        validators=[url_tsa_segura],
        widget=AdminTextInputWidget(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def clean_nombre(self) -> str:
        """Refuse a name that another one has."""
        nombre: str = self.cleaned_data["nombre"]
        if Credencial.objects.filter(nombre=nombre).exists():
            raise forms.ValidationError("Ya hay una credencial con este nombre.")
        return nombre


class NuevaPkcs12Form(NuevaForm, Pkcs12Form):
    """A new credential with its key in a file."""

    field_order = ["nombre", "archivo", "frase", "url_tsa"]


class NuevaPkcs11Form(NuevaForm, Pkcs11Form):
    """A new credential with its key in the device."""

    field_order = ["nombre", "ficha", "etiqueta", "pin", "url_tsa"]
