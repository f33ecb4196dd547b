"""The form of a case that staff open for somebody who calls or chats."""

from typing import Any

from django import forms

from mesa_ayuda.agentes.alta import DatosAlta
from mesa_ayuda.asuntos import LARGO, sin_prefijos
from mesa_ayuda.campo_texto import CampoTexto
from mesa_ayuda.cuentas.forms import leer_correo, leer_telefono
from mesa_ayuda.enums import HorarioContacto, Via
from mesa_ayuda.formulario_archivos import CABEN, ConArchivos
from mesa_ayuda.formulario_catalogo import CatalogoForm

VIAS = [(Via.TELEFONO.value, Via.TELEFONO.label), (Via.CHAT.value, Via.CHAT.label)]


class AltaForm(CatalogoForm, ConArchivos):
    """Who, how to reach them, and what they report; sent twice it makes one case."""

    ayuda_archivos = f"{CABEN}: lo que la persona envió por el chat, por ejemplo."
    field_order = ("via", "nombre", "correo", "telefono", "horario_contacto")
    via = forms.ChoiceField(
        label="Vía",
        choices=VIAS,
        error_messages={
            "required": "Seleccione por dónde se comunicó.",
            "invalid_choice": "Seleccione una vía de la lista.",
        },
    )
    nombre = forms.CharField(
        label="Nombre de la persona",
        help_text="Si el correo ya tiene cuenta, el caso lleva el nombre de la cuenta.",
        max_length=150,
        error_messages={"required": "Escriba el nombre de la persona."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    correo = forms.CharField(
        label="Correo electrónico",
        help_text="Recibe el número del caso y, si es nuevo, el enlace para crear su contraseña. "
        "Sin correo no podrá recibir respuestas.",
        max_length=150,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    telefono = forms.CharField(
        label="Teléfono de contacto",
        help_text="Obligatorio si no hay correo.",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    horario_contacto = forms.ChoiceField(
        label="Horario de contacto",
        choices=HorarioContacto.choices,
        error_messages={"required": "Seleccione un horario de contacto."},
    )
    asunto = forms.CharField(
        label="Asunto",
        max_length=LARGO,
        error_messages={"required": "Escriba el asunto de la novedad."},
    )
    descripcion = CampoTexto(
        "Descripción",
        "Describa la novedad.",
        "Lo que contó la persona: el cliente lo lee en su caso.",
    )

    def clean_correo(self) -> str:
        """Return the address in lower case; empty where there is none."""
        correo = self.cleaned_data["correo"]
        return leer_correo(correo) if correo else ""

    def clean_telefono(self) -> str:
        """Return the telephone, tidied; empty where there is none."""
        telefono = self.cleaned_data["telefono"]
        return leer_telefono(telefono) if telefono else ""

    def clean_asunto(self) -> str:
        """Return the subject as typed; the prefixes go when the case is opened."""
        asunto = " ".join(self.cleaned_data["asunto"].split())
        if not sin_prefijos(asunto)[0]:
            raise forms.ValidationError("Escriba el asunto después del prefijo.")
        return asunto

    def clean(self) -> dict[str, Any]:
        """Ask for some way to reach the person."""
        datos = super().clean()
        if not ({"correo", "telefono"} & set(self.errors) or datos["correo"] or datos["telefono"]):
            self.add_error("telefono", "Escriba un teléfono o un correo para ubicar a la persona.")
        return datos

    def datos(self) -> DatosAlta:
        """Return what was typed; only after `is_valid`."""
        limpios = self.cleaned_data
        return DatosAlta(
            via=Via(limpios["via"]),
            nombre=" ".join(limpios["nombre"].split()),
            correo=limpios["correo"],
            telefono=limpios["telefono"],
            horario_contacto=HorarioContacto(limpios["horario_contacto"]),
            novedad=self.novedad_elegida(),
            asunto=limpios["asunto"],
            descripcion=limpios["descripcion"],
        )
