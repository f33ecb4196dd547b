"""The screens of an import: upload, progress and preview, confirm, discard, downloads."""

from typing import Any

from django.contrib import admin, messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.administracion.mixins import actor
from portal.progreso import porcentaje, restante
from portal.templatetags.portal import miles
from solicitudes.excepciones import TransicionInvalida
from solicitudes.importacion import informe, servicios
from solicitudes.importacion import plantilla as plantillas
from solicitudes.importacion.columnas import COLUMNAS
from solicitudes.importacion.enums import EstadoImportacion, Formato
from solicitudes.importacion.forms import ArchivoForm
from solicitudes.importacion.models import Importacion

INCIDENCIAS_MOSTRADAS = 50
TONOS = {
    EstadoImportacion.POR_CONFIRMAR: "atencion",
    EstadoImportacion.TERMINADA: "exito",
    EstadoImportacion.FALLIDA: "peligro",
    EstadoImportacion.DESCARTADA: "neutro",
}


@require_http_methods(["GET", "POST"])
def subir(request: HttpRequest) -> HttpResponse:
    """Take a file and have it reviewed in the background."""
    enviado = request.method == "POST"
    form = ArchivoForm(request.POST, request.FILES) if enviado else ArchivoForm()
    if form.is_valid():
        importacion = servicios.subir_archivo(
            archivo=form.cleaned_data["archivo"],
            formato=form.cleaned_data["formato"],
            autor=actor(request),
        )
        return _volver(importacion.pk)
    return _pagina(request, "subir", title="Importar solicitudes", form=form, columnas=COLUMNAS)


@never_cache
@require_GET
def detalle(request: HttpRequest, pk: str) -> HttpResponse:
    """Show how far an import is, its preview, or what came of it."""
    if not pk.isdecimal():
        raise Http404
    importacion = get_object_or_404(
        Importacion.objects.select_related("autor", "confirmada_por"), pk=pk
    )
    return _pagina(
        request,
        "detalle",
        title=str(importacion),
        importacion=importacion,
        tono=TONOS.get(EstadoImportacion(importacion.estado), "curso"),
        avance=_avance(importacion),
        por_importar=importacion.leidas - importacion.rechazadas,
        incidencias=importacion.incidencias.all()[:INCIDENCIAS_MOSTRADAS],
        con_incidencia=importacion.rechazadas + importacion.avisos,
    )


@never_cache
@require_GET
def progreso(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell static/js/portal.js how far it is."""
    return JsonResponse(_avance(get_object_or_404(Importacion.objects.defer("muestra"), pk=pk)))


@require_POST
def confirmar(request: HttpRequest, pk: int) -> HttpResponse:
    """Load the reviewed file."""
    importacion = get_object_or_404(Importacion, pk=pk)
    try:
        servicios.confirmar_importacion(importacion=importacion, actor=actor(request))
    except TransicionInvalida as error:
        messages.error(request, str(error))
    return _volver(pk)


@require_http_methods(["GET", "POST"])
def descartar(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then give the file up."""
    importacion = get_object_or_404(Importacion, pk=pk)
    if request.method == "GET":
        return _pagina(
            request, "descartar", title="Descartar la importación", importacion=importacion
        )
    try:
        servicios.descartar_importacion(importacion=importacion, actor=actor(request))
    except TransicionInvalida as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Descartó la importación y se borró el archivo.")
    return _volver(pk)


@never_cache
@require_GET
def filas_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Give the rows that were not loaded, or were with a notice, as CSV."""
    importacion = get_object_or_404(Importacion, pk=pk)
    filas = importacion.incidencias.values_list("linea", "rechazada", "motivos", "celdas")

    def lineas() -> Any:
        yield informe.titulos(importacion.encabezado)
        for fila in filas.iterator(chunk_size=1000):
            yield informe.renglon(*fila)

    return StreamingHttpResponse(
        lineas(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="importacion-{pk}-filas.csv"'},
    )


@require_GET
def plantilla(request: HttpRequest, formato: str) -> HttpResponse:
    """Give the template to fill in."""
    match formato:
        case Formato.CSV:
            contenido, tipo = plantillas.en_csv(), "text/csv; charset=utf-8"
        case Formato.XLSX:
            contenido = plantillas.en_xlsx()
            tipo = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case _:
            raise Http404
    nombre = f"plantilla-solicitudes.{formato}"
    return HttpResponse(
        contenido,
        content_type=tipo,
        headers={"Content-Disposition": f'attachment; filename="{nombre}"'},
    )


def _avance(importacion: Importacion) -> dict[str, object]:
    """Return what the progress block shows, under the names of its `data-campo`."""
    return {
        "terminado": not importacion.en_curso,
        "estado": importacion.get_estado_display(),
        "porcentaje": porcentaje(importacion.leidas, importacion.total),
        "leidas": miles(importacion.leidas),
        "total": miles(importacion.total) if importacion.total else "—",
        "restante": restante(
            hechas=importacion.leidas - importacion.leidas_antes,
            total=importacion.total - importacion.leidas_antes,
            desde=importacion.reclamada_en,
            ahora=timezone.now(),
        )
        or "calculando…",
        **{contador: miles(getattr(importacion, contador)) for contador in Importacion.CONTADORES},
    }


def _volver(pk: int) -> HttpResponse:
    return redirect("admin:importacion_importacion_change", pk)


def _pagina(request: HttpRequest, nombre: str, **contexto: object) -> HttpResponse:
    base = {**admin.site.each_context(request), "opts": Importacion._meta}
    return render(request, f"admin/importacion/importacion/{nombre}.html", {**base, **contexto})
