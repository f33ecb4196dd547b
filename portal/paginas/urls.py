"""Addresses of the portal's own pages."""

from django.urls import path

from portal.paginas import views

urlpatterns = [
    path("", views.inicio, name="inicio"),
    path("ayuda/correo-de-descarga/", views.ayuda_correo_descarga, name="ayuda_correo_descarga"),
    path("privacidad/", views.privacidad, name="privacidad"),
]
