"""Forms that bring another case, or another person, into one."""

from django import forms

from mesa_ayuda.agentes.actos_forms import ActoForm
from mesa_ayuda.agentes.fusion import motivo_para_no_fusionar
from mesa_ayuda.busqueda import numero_de_caso
from mesa_ayuda.cuentas.forms import leer_correo
from mesa_ayuda.entrada.remitentes import es_propia
from mesa_ayuda.models import Caso

CLAVE_MAYOR = 2**63


class OtroCasoForm(ActoForm):
    """Another case, by its number."""

    otro = forms.CharField(
        label="Número del otro caso",
        help_text="Por ejemplo, CS0000001.",
        max_length=20,
        error_messages={"required": "Escriba el número del otro caso."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_otro(self) -> Caso:
        """Return the case; raise ValidationError where there is none, or it is this one."""
        numero = numero_de_caso(self.cleaned_data["otro"])
        casos = Caso.objects.select_related("contacto").defer("busqueda")
        otro = casos.filter(pk=numero).first() if numero and numero < CLAVE_MAYOR else None
        if otro is None:
            raise forms.ValidationError("No hay ningún caso con ese número.")
        if otro.pk == self.caso.pk:
            raise forms.ValidationError("Es este mismo caso: escriba el número del otro.")
        return otro


class VincularForm(OtroCasoForm):
    """Which case has to do with this one."""


class FusionarForm(OtroCasoForm):
    """Into which case this one goes; `confirmar` comes from the page that says what moves."""

    confirmar = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def clean_otro(self) -> Caso:
        """Return the case; raise ValidationError with the reason why they can't be merged."""
        destino = super().clean_otro()
        if motivo := motivo_para_no_fusionar(self.caso, destino):
            raise forms.ValidationError(motivo)
        return destino


class CopiaForm(ActoForm):
    """Who else may read the case and answer in it."""

    correo = forms.CharField(
        label="Correo electrónico",
        help_text="Podrá ver todo el caso, salvo las notas internas, y responder en él.",
        max_length=254,
        error_messages={"required": "Escriba el correo de quien quiere agregar."},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_correo(self) -> str:
        """Return the address in lower case; ours would answer itself."""
        correo = leer_correo(self.cleaned_data["correo"])
        if es_propia(correo):
            raise forms.ValidationError("Esa dirección es de la mesa de ayuda.")
        return correo
