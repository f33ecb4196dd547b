"""The page of «no quiero más de estos correos»: its button, or the mail program's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from contrasenas.baja.servicios import dar_de_baja
from portal.cabeceras import reservada


# RFC 8058 §3.1: mail programs post `List-Unsubscribe=One-Click` without a cookie or a token; the
# link's own secret says whose it is, and an unwanted removal is undone with a word to the chamber.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@reservada
def baja(request: HttpRequest, ficha: str) -> HttpResponse:
    """Ask, and on POST record; the same page whether the link is known or not."""
    hecha = request.method == "POST"
    if hecha:
        dar_de_baja(ficha=ficha)
    return render(request, "contrasenas/baja.html", {"hecha": hecha})
