"""Forms of hours and targets."""

import re
from typing import Any

from django import forms

from mesa_ayuda.models import FranjaHoraria, Horario, MetaAtencion

DURACION = re.compile(r"(\d{1,4})(?::([0-5]\d))?")
AYUDA_DURACION = "Horas y minutos hábiles: 1:30, o sólo horas: 12. Vacío: sin meta."


class DuracionField(forms.CharField):
    """Minutes, written and read as hours and minutes: «36:00»; None when empty."""

    def __init__(self, **opciones: Any) -> None:
        super().__init__(**{"required": False, "help_text": AYUDA_DURACION, **opciones})

    def prepare_value(self, value: Any) -> Any:
        """Show stored minutes as hours; what was typed, as it was typed."""
        return f"{value // 60}:{value % 60:02}" if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """Return minutes; raise ValidationError for what is no duration of at least one."""
        texto = str(value or "").strip()
        if not texto:
            return None
        hallado = DURACION.fullmatch(texto)
        minutos = int(hallado[1]) * 60 + int(hallado[2] or 0) if hallado else 0
        if not minutos:
            raise forms.ValidationError("Escriba horas y minutos, por ejemplo 1:30 o 12.")
        return minutos


class MetaForm(forms.ModelForm[MetaAtencion]):
    """Targets in hours."""

    minutos_respuesta = DuracionField(label="Primera respuesta")
    minutos_actualizacion = DuracionField(label="Actualización")
    minutos_solucion = DuracionField(label="Solución")

    class Meta:
        model = MetaAtencion
        fields = (
            *("prioridad", "cuenta", "horario"),
            *("minutos_respuesta", "minutos_actualizacion", "minutos_solucion"),
        )
        help_texts = {
            "cuenta": "Vacía: todas. La meta de una cuenta reemplaza entera a la general.",
            "horario": "Cuándo corren los relojes de esta meta.",
        }


class FranjaFormSet(forms.BaseInlineFormSet[FranjaHoraria, Horario, Any]):
    """The frames of a week, none of which may overlap another."""

    def clean(self) -> None:
        """Raise ValidationError beside a frame that begins before another of its day ends."""
        super().clean()
        if any(self.errors):
            return
        vistas: list[FranjaHoraria] = []
        for fila in self.forms:
            if fila in self.deleted_forms or not (fila.has_changed() or fila.instance.pk):
                continue
            if any(_se_cruzan(fila.instance, otra) for otra in vistas):
                fila.add_error("abre", "Esta franja se cruza con otra del mismo día.")
            vistas.append(fila.instance)
        if not vistas and not self.instance.continuo:
            raise forms.ValidationError(
                "Agregue al menos una franja, o marque «24 horas, todos los días»: "
                "en un horario que nunca abre no vence nada."
            )


def _se_cruzan(una: FranjaHoraria, otra: FranjaHoraria) -> bool:
    return una.dia_semana == otra.dia_semana and una.abre < otra.cierra and otra.abre < una.cierra
