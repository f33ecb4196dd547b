"""Which cases the figures are about: a period, and some accounts or one product."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone

from mesa_ayuda.cifras.cifras import Periodo
from mesa_ayuda.models import Cuenta, Producto
from portal.busqueda import sin_acentos

OTRO: Final = "otro"
POR_DEFECTO: Final = "30"
PERIODOS: Final = (
    ("7", "Últimos 7 días"),
    ("30", "Últimos 30 días"),
    ("90", "Últimos 90 días"),
    (OTRO, "Otras fechas"),
)
DIAS_MAXIMO: Final = 366
CUENTAS_MAXIMO: Final = 50
"""Accounts that one search may stand for."""


class CifrasForm(forms.Form):
    """Filters of the page; without any, the last 30 days of everybody."""

    periodo = forms.ChoiceField(label="Casos abiertos en", choices=PERIODOS)
    desde = forms.DateField(
        label="Desde",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Con «Otras fechas».",
    )
    hasta = forms.DateField(
        label="Hasta, inclusive",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Con «Otras fechas».",
    )
    cuenta = forms.CharField(
        label="Cuenta", required=False, max_length=200, help_text="Parte del nombre, o el NIT."
    )
    producto = forms.ModelChoiceField(
        label="Producto",
        queryset=Producto.objects.select_related("servicio").order_by(
            "servicio__orden", "servicio__nombre", "orden", "nombre"
        ),
        required=False,
        empty_label="Todos",
    )

    def clean(self) -> dict[str, Any]:
        """Two dates in their order, not too far apart, where they count."""
        datos = super().clean() or {}
        if datos.get("periodo") != OTRO or "desde" in self.errors or "hasta" in self.errors:
            return datos
        for campo in ("desde", "hasta"):
            if not datos.get(campo):
                self.add_error(campo, "Escriba la fecha.")
        if self.errors:
            return datos
        if datos["hasta"] < datos["desde"]:
            self.add_error("hasta", "Debe ser igual o posterior a «Desde».")
        elif datos["hasta"] > timezone.localdate():
            self.add_error("hasta", "No puede ser posterior a hoy.")
        elif (datos["hasta"] - datos["desde"]).days >= DIAS_MAXIMO:
            self.add_error("hasta", f"El período puede ser de {DIAS_MAXIMO} días como máximo.")
        return datos

    def clean_cuenta(self) -> list[int]:
        """Return the accounts that the words can mean."""
        buscado = self.cleaned_data["cuenta"].strip()
        if not buscado:
            return []
        nit = buscado.replace(".", "").partition("-")[0]
        cuentas = Cuenta.objects.all()
        if nit.isascii() and nit.isdecimal():
            cuentas = cuentas.filter(nit=nit)
        else:
            for palabra in sin_acentos(buscado).split():
                cuentas = cuentas.filter(busqueda__contains=palabra)
        claves = list(cuentas.values_list("pk", flat=True)[: CUENTAS_MAXIMO + 1])
        if not claves:
            raise forms.ValidationError("Ninguna cuenta se llama así ni tiene ese NIT.")
        if len(claves) > CUENTAS_MAXIMO:
            raise forms.ValidationError(f"Más de {CUENTAS_MAXIMO} cuentas se llaman así: precise.")
        return claves

    def elegido(self, *, ahora: datetime) -> Periodo:
        """Return the period and the filters of a valid form; whole days of here."""
        datos = self.cleaned_data
        hoy = timezone.localdate(ahora)
        if datos["periodo"] == OTRO:
            desde, hasta = datos["desde"], datos["hasta"]
        else:
            desde, hasta = hoy - timedelta(days=int(datos["periodo"]) - 1), hoy
        filtros: dict[str, Any] = {}
        if datos["cuenta"]:
            filtros["cuenta__in"] = datos["cuenta"]
        if datos["producto"]:
            filtros["producto"] = datos["producto"]
        return Periodo(_comienzo(desde), _comienzo(hasta + timedelta(days=1)), filtros)


def _comienzo(dia: date) -> datetime:
    return datetime.combine(dia, time(), tzinfo=timezone.get_current_timezone())
