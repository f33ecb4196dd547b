"""Addresses of the PQRSA channel, under /mesa-de-ayuda/pqrsa/."""

from django.urls import path

from mesa_ayuda.pqrsa import views

app_name = "pqrsa"
urlpatterns = [
    path("", views.RadicarView.as_view(), name="radicar"),
    path("comprobante/", views.comprobante, name="comprobante"),
    path("seguimiento/", views.seguir, name="seguir"),
    path("seguimiento/<str:ficha>/", views.estado, name="estado"),
    path("seguimiento/<str:ficha>/respuesta/", views.descargar, name="descargar"),
]
