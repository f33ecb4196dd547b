"""Addresses of the help desk, under /mesa-de-ayuda/."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "mesa_ayuda"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("mesa_ayuda.cuentas.urls")),
    path("", include("mesa_ayuda.clientes.urls")),
]
