"""«Cifras de la mesa de ayuda»: the page with its plots, and the same as a workbook."""

from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mesa_ayuda.cifras import graficas
from mesa_ayuda.cifras.cifras import Cifras, reunir
from mesa_ayuda.cifras.exportacion import exportar
from mesa_ayuda.cifras.forms import POR_DEFECTO, CifrasForm
from mesa_ayuda.cifras.graficas import (
    Grafica,
    de_conteo,
    de_grupos,
    de_metas,
    duracion,
    miles,
    puntaje,
)
from mesa_ayuda.models import Caso
from portal.administracion.mixins import actor
from portal.limites import consumir

LIBROS: Final = {"maximo": 30, "ventana": 10 * 60}
"""By person, in so many seconds."""
AHORA: Final = "Como están ahora, se hayan abierto cuando se hayan abierto."
DEL_PERIODO: Final = "Casos abiertos en el período."
HABILES: Final = "En horas hábiles, sin la espera del cliente. Casos abiertos en el período."


@require_safe
def cifras(request: HttpRequest) -> HttpResponse:
    """Show the figures, or what is wrong with the filters."""
    _exigir(request)
    form = _formulario(request)
    contexto: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "Cifras de la mesa de ayuda",
        "opts": Caso._meta,
        "form": form,
        "consulta": request.GET.urlencode(),
    }
    if form.is_valid():
        ahora = timezone.now()
        periodo = form.elegido(ahora=ahora)
        reunidas = reunir(periodo, ahora=ahora)
        contexto |= {"periodo": periodo, "cifras": reunidas, **_en_la_pagina(reunidas)}
    return TemplateResponse(request, "admin/mesa_ayuda/caso/cifras.html", contexto)


@require_safe
def exportar_cifras(request: HttpRequest) -> HttpResponseBase:
    """The same figures, filtered alike; with wrong filters, the page that says so."""
    _exigir(request)
    form = _formulario(request)
    if not form.is_valid():
        return cifras(request)
    consumir("mesa-cifras", str(actor(request).pk), **LIBROS)
    ahora = timezone.now()
    archivo = exportar(reunir(form.elegido(ahora=ahora), ahora=ahora))
    return FileResponse(archivo, as_attachment=True, filename="cifras-mesa-de-ayuda.xlsx")


def _exigir(request: HttpRequest) -> None:
    if not request.user.has_perm("mesa_ayuda.medir_caso"):
        raise PermissionDenied


def _formulario(request: HttpRequest) -> CifrasForm:
    datos = request.GET.copy()
    datos.setdefault("periodo", POR_DEFECTO)
    return CifrasForm(datos)


def _en_la_pagina(reunidas: Cifras) -> dict[str, Any]:
    """Return plots, key figures and tables as the template shows them."""
    total = reunidas.total
    return {
        "claves": [
            ("Casos abiertos en el período", miles(total.casos)),
            ("Primera respuesta, mediana", duracion(total.respuesta.mediana)),
            ("Primera respuesta, percentil 90", duracion(total.respuesta.p90)),
            ("Solución, mediana", duracion(total.solucion.mediana)),
            ("Solución, percentil 90", duracion(total.solucion.p90)),
            ("Satisfacción, de 1 a 5", puntaje(total.puntaje)),
        ],
        "graficas": _graficas(reunidas),
        "tablas": [
            ("agente", "Agentes", graficas.filas(reunidas.por_agente)),
            ("producto", "Productos", graficas.filas(reunidas.por_producto)),
        ],
        "medidas": graficas.MEDIDAS,
    }


def _graficas(reunidas: Cifras) -> list[Grafica]:
    tramo, casos = "Tiempo", "Casos"
    dibujadas = [
        de_conteo(
            *("estado", "Abiertos, por estado", reunidas.por_estado),
            nota=AHORA,
            columnas=("Estado", casos),
        ),
        de_conteo(
            *("antiguedad", "Abiertos, por antigüedad", reunidas.por_antiguedad),
            nota=AHORA,
            columnas=("Antigüedad", casos),
        ),
        de_conteo(
            *("respuesta", "Tiempo de primera respuesta", reunidas.tramos_respuesta),
            nota=HABILES,
            columnas=(tramo, casos),
        ),
        de_conteo(
            *("solucion", "Tiempo de solución", reunidas.tramos_solucion),
            nota=HABILES,
            columnas=(tramo, casos),
        ),
        de_metas(
            *("metas", "Dentro de la meta", reunidas.total),
            nota=f"{DEL_PERIODO} Lo vencido sin atender cuenta como incumplido.",
        ),
        de_conteo(
            *("satisfaccion", "Satisfacción", reunidas.por_puntaje),
            nota=f"{DEL_PERIODO} 5 es la mejor calificación.",
            columnas=("Calificación", "Encuestas"),
        ),
        de_grupos(
            *("agentes", "Casos, por agente", reunidas.por_agente),
            nota=f"{DEL_PERIODO} Según quien los tiene asignados.",
            columna="Agente",
        ),
        de_grupos(
            *("productos", "Casos, por producto", reunidas.por_producto),
            nota=DEL_PERIODO,
            columna="Producto",
        ),
    ]
    return [grafica for grafica in dibujadas if grafica]
