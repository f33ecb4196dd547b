"""Forms of the customers: the case of manual 001, step 07, and what is said in it afterwards."""

from django import forms

from mesa_ayuda.asuntos import LARGO, sin_prefijos
from mesa_ayuda.campo_texto import CampoTexto
from mesa_ayuda.casos_web import DatosCaso
from mesa_ayuda.cuentas.forms import leer_correo, leer_telefono
from mesa_ayuda.entrada.remitentes import es_propia
from mesa_ayuda.enums import HorarioContacto
from mesa_ayuda.formulario_archivos import ConArchivos
from mesa_ayuda.formulario_catalogo import CatalogoForm


class CasoForm(CatalogoForm, ConArchivos):
    """Exactly the fields of the manual."""

    horario_contacto = forms.ChoiceField(
        label="Horario de contacto",
        help_text="Cuándo podemos llamarle.",
        choices=HorarioContacto.choices,
        error_messages={"required": "Seleccione un horario de contacto."},
    )
    telefono = forms.CharField(
        label="Teléfono de contacto",
        help_text="Un número actualizado, con indicativo o extensión si los tiene.",
        max_length=30,
        error_messages={"required": "Escriba un teléfono de contacto."},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    asunto = forms.CharField(
        label="Asunto",
        help_text="La novedad en pocas palabras, sin «RE:», «Fwd:» ni prefijos parecidos.",
        max_length=LARGO,
        error_messages={"required": "Escriba el asunto de la novedad."},
    )
    descripcion = CampoTexto(
        "Descripción",
        "Describa la novedad.",
        "Qué estaba haciendo, qué esperaba, qué ocurrió y desde cuándo.",
    )

    def clean_telefono(self) -> str:
        """Return the telephone, tidied."""
        return leer_telefono(self.cleaned_data["telefono"])

    def clean_asunto(self) -> str:
        """Return the subject as typed; the prefixes go when the case is opened, with a notice."""
        asunto = " ".join(self.cleaned_data["asunto"].split())
        if not sin_prefijos(asunto)[0]:
            raise forms.ValidationError("Escriba el asunto después del prefijo.")
        return asunto

    def datos(self) -> DatosCaso:
        """Return what was typed; only after `is_valid`."""
        limpios = self.cleaned_data
        return DatosCaso(
            novedad=self.novedad_elegida(),
            horario_contacto=HorarioContacto(limpios["horario_contacto"]),
            telefono=limpios["telefono"],
            asunto=limpios["asunto"],
            descripcion=limpios["descripcion"],
        )


class RespuestaForm(ConArchivos):
    """An answer in the case."""

    texto = CampoTexto("Su respuesta", "Escriba su respuesta.", filas=6)


class MotivoForm(forms.Form):
    """Why the solution is not accepted, or the case is opened again."""

    motivo = CampoTexto("¿Qué sigue pasando?", "Cuéntenos qué sigue pasando.", filas=4)


class CierreForm(forms.Form):
    """A last word when a case is closed."""

    motivo = CampoTexto("Algo que quiera contarnos", "", filas=3)


class ParticipanteForm(forms.Form):
    """Who else may read the case and answer in it."""

    correo = forms.CharField(
        label="Correo electrónico",
        help_text="Podrá ver todo el caso y responder en él.",
        max_length=254,
        error_messages={"required": "Escriba el correo de quien quiere agregar."},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_correo(self) -> str:
        """Return the address in lower case; the desk's own would answer itself."""
        correo = leer_correo(self.cleaned_data["correo"])
        if es_propia(correo):
            raise forms.ValidationError("Esa dirección es de la mesa de ayuda.")
        return correo


class EncuestaForm(forms.Form):
    """How the attention was, from 1 to 5."""

    puntaje = forms.TypedChoiceField(
        label="¿Cómo le pareció la atención?",
        coerce=int,
        choices=[
            (5, "5 - Muy buena"),
            (4, "4 - Buena"),
            (3, "3 - Regular"),
            (2, "2 - Mala"),
            (1, "1 - Muy mala"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Elija una calificación de 1 a 5.",
            "invalid_choice": "Elija una calificación de 1 a 5.",
        },
    )
    comentario = CampoTexto("Comentario", "", filas=3)
