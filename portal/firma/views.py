"""Public pages that say whether a signed document is what it seems."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.firma import ficha, numero
from portal.firma.enums import Veredicto
from portal.firma.forms import ArchivoForm, NumeroForm
from portal.firma.models import DocumentoFirmado
from portal.firma.validador import Resultado, ValidadorOcupado, validar
from portal.limites import consumir
from portal.visitante import red

# By visitor, in so many seconds. A number is too long to be guessed: its limit only spares the
# database. A file costs half a second of processor.
POR_NUMERO = {"maximo": 100, "ventana": 10 * 60}
POR_ARCHIVO = {"maximo": 20, "ventana": 10 * 60}

TONOS = {
    Veredicto.AUTENTICO: "success",
    Veredicto.ALTERADO: "error",
    Veredicto.AJENO: "warning",
    Veredicto.SIN_FIRMA: "warning",
    Veredicto.RECHAZADO: "warning",
}
Vista = Callable[..., HttpResponse]


def sin_rastro(vista: Vista) -> Vista:
    """Keep the page out of caches and of search engines."""

    @wraps(vista)
    def _vista(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        respuesta = vista(request, *args, **kwargs)
        respuesta["X-Robots-Tag"] = "noindex, nofollow"
        return respuesta

    return never_cache(_vista)


@require_safe
@sin_rastro
def verificar(request: HttpRequest) -> HttpResponse:
    """Two ways in: the number, which leads to the document's page, or the file."""
    form = NumeroForm(request.GET) if "numero" in request.GET else NumeroForm()
    if form.is_valid():
        return redirect("firma:documento", texto=str(form.cleaned_data["numero"]))
    return _pagina(request, form_numero=form)


@require_http_methods(["GET", "HEAD", "POST"])
@sin_rastro
def archivo(request: HttpRequest) -> HttpResponse:
    """Check an uploaded file and say what was found; nothing of it stays."""
    if request.method != "POST":
        return redirect("firma:verificar")
    form = ArchivoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _pagina(request, form_archivo=form)
    consumir("verificar-archivo", red(request), **POR_ARCHIVO)
    try:
        resultado = validar(form.cleaned_data["archivo"].read())
    except ValidadorOcupado:
        form.add_error(
            "archivo", "Estamos revisando muchos archivos. Espere un minuto y vuelva a intentarlo."
        )
        return _pagina(request, form_archivo=form, status=503)
    return render(request, "firma/resultado.html", _contexto(resultado))


@require_safe
@sin_rastro
def documento(request: HttpRequest, texto: str) -> HttpResponse:
    """One document by its number; what is not in the register gets a page that helps."""
    consumir("verificar-numero", red(request), **POR_NUMERO)
    try:
        buscado = numero.leer(texto)
    except numero.NumeroInvalido:
        buscado = None
    if buscado and texto != str(buscado):
        return redirect("firma:documento", texto=str(buscado))
    hallado = _ficha_de(buscado)
    contexto = {"documento": hallado, "numero": buscado, "ahora": timezone.now()}
    return render(request, "firma/documento.html", contexto, status=200 if hallado else 404)


def _pagina(
    request: HttpRequest,
    *,
    form_numero: NumeroForm | None = None,
    form_archivo: ArchivoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    con_errores = next((f for f in (form_numero, form_archivo) if f and f.errors), None)
    contexto = {
        "form_numero": form_numero or NumeroForm(),
        "form_archivo": form_archivo or ArchivoForm(),
        # What the summary of errors and the page's title look at.
        "form": con_errores,
    }
    return render(request, "firma/verificar.html", contexto, status=status)


def _contexto(resultado: Resultado) -> dict[str, object]:
    return {
        "resultado": resultado,
        "veredictos": Veredicto,
        "tono": TONOS[resultado.veredicto],
        "firma": resultado.firma,
        "documento": _ficha_de(resultado.documento),
        "ahora": timezone.now(),
    }


def _ficha_de(numero_buscado: uuid.UUID | None) -> ficha.FichaDocumento | None:
    if numero_buscado is None:
        return None
    hallado = DocumentoFirmado.objects.firmados().filter(pk=numero_buscado).first()
    return ficha.componer(hallado) if hallado else None
