"""Canned answers, whose variables are checked when they are written."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import ModelForm

from mesa_ayuda.agentes.variables import VARIABLES, desconocidas
from mesa_ayuda.models import RespuestaPreparada
from portal.administracion.mixins import HistorialMixin

AYUDA = "Puede usar: " + ", ".join(f"{{{{ {nombre} }}}}" for nombre in VARIABLES) + "."


class RespuestaPreparadaForm(ModelForm[RespuestaPreparada]):
    """Text with variables of the allow-list only."""

    class Meta:
        model = RespuestaPreparada
        fields = ("titulo", "texto", "activa")
        help_texts = {"texto": AYUDA}

    def clean_texto(self) -> str:
        """Refuse a variable that nothing would fill in."""
        texto: str = self.cleaned_data["texto"]
        if malas := desconocidas(texto):
            lista = ", ".join(f"«{mala}»" for mala in malas)
            raise ValidationError(f"Estas variables no existen: {lista}. {AYUDA}")
        return texto


@admin.register(RespuestaPreparada)
class RespuestaPreparadaAdmin(HistorialMixin, admin.ModelAdmin[RespuestaPreparada]):
    """What agents insert in their answers."""

    form = RespuestaPreparadaForm
    list_display = ("titulo", "activa")
    list_filter = ("activa",)
    search_fields = ("titulo", "texto")
    search_help_text = "Busque por título o texto."
