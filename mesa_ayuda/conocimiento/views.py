"""Public pages of the knowledge base."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from mesa_ayuda.busqueda import LARGO_MAXIMO
from mesa_ayuda.conocimiento import selectores, servicios
from mesa_ayuda.conocimiento.cuerpo import bloques
from mesa_ayuda.conocimiento.forms import POR_VISITANTE, OpinionForm
from portal.limites import consumir
from portal.visitante import red


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """List the articles by service, or those that have the words of `q`."""
    texto = request.GET.get("q", "").replace("\x00", "").strip()[:LARGO_MAXIMO]
    articulos = selectores.buscar(texto) if texto else selectores.publicados()
    contexto = {"texto": texto, "articulos": articulos}
    return render(request, "mesa_ayuda/conocimiento/lista.html", contexto)


@require_http_methods(["GET", "HEAD", "POST"])
def articulo(request: HttpRequest, direccion: str) -> HttpResponse:
    """Show one, and take the opinion of whoever read it."""
    fila = get_object_or_404(selectores.publicados(), direccion=direccion)
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        visitante = _visitante(request)
        consumir("opinion-visitante", red(request), **POR_VISITANTE)
        servicios.opinar(
            articulo=fila,
            visitante=visitante,
            util=form.cleaned_data["util"] == "si",
            comentario=form.cleaned_data["comentario"],
        )
        messages.success(request, "Gracias: su opinión nos ayuda a mejorar este artículo.")
        return redirect("conocimiento:articulo", direccion)
    contexto = {"articulo": fila, "bloques": bloques(fila.cuerpo), "form": form}
    return render(request, "mesa_ayuda/conocimiento/articulo.html", contexto)


def _visitante(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"usuario:{request.user.pk}"
    if not request.session.session_key:
        request.session.create()
    return f"sesion:{request.session.session_key}"
