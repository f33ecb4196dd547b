"""Forms of the channels' admin."""

from django.forms import BaseInlineFormSet, ModelForm

from portal.canales.models import HORARIO_SOLAPADO, Canal, HorarioCanal


class HorarioFormSet(BaseInlineFormSet[HorarioCanal, Canal, ModelForm[HorarioCanal]]):
    """The hours of one channel: no two frames cross.

    They are compared as they will be, not with what is stored, so that one submit can move two
    frames past each other; the database's own exclusion is deferred to the end for the same reason.
    """

    def clean(self) -> None:
        """Put an error beside each frame that crosses one above it."""
        super().clean()
        if any(self.errors):
            return
        vistos: list[HorarioCanal] = []
        for fila in self.forms:
            if fila in self.deleted_forms or not (fila.has_changed() or fila.instance.pk):
                continue
            if any(fila.instance.se_cruza_con(otro) for otro in vistos):
                fila.add_error("abre", HORARIO_SOLAPADO)
            vistos.append(fila.instance)
