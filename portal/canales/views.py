"""The channels page: how to reach us, when, and to whom a case goes next."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.calendario import palabras
from portal.calendario.servicios import proximos_festivos
from portal.calendario.tiempo_habil import BOGOTA
from portal.canales.enums import TipoSolicitud
from portal.canales.servicios import canales_en, niveles_de_escalamiento

DIAS_DE_CIERRES = 30


@require_safe
def canales(request: HttpRequest) -> HttpResponse:
    """Every channel by what it is for, the closures of the next 30 days, the escalation levels."""
    ahora = timezone.now()
    hoy = timezone.localdate(ahora, BOGOTA)
    todos = canales_en(ahora)
    cierres = proximos_festivos(desde=hoy, hasta=hoy + timedelta(days=DIAS_DE_CIERRES))
    grupos = [
        (para, [canal for canal in todos if canal.ficha.tipo_solicitud == para])
        for para in TipoSolicitud
    ]
    contexto = {
        "ahora": ahora,
        "grupos": [(para, propios) for para, propios in grupos if propios],
        "festivo_hoy": next((nombre for dia, nombre in cierres if dia == hoy), ""),
        "cierres": [(dia, palabras.fecha(dia), nombre) for dia, nombre in cierres if dia > hoy],
        "niveles": niveles_de_escalamiento(hoy),
    }
    return render(request, "canales/canales.html", contexto)
