"""Addresses of the demo inbox; `portal/urls.py` includes them only in the demo."""

from django.urls import path

from portal.mensajes import views

app_name = "buzon"
urlpatterns = [
    path("", views.lista, name="lista"),
    path("vaciar/", views.vaciar, name="vaciar"),
    path("<int:pk>/", views.detalle, name="detalle"),
    path("<int:pk>/html/", views.html, name="html"),
    path("<int:pk>/adjuntos/<int:numero>/", views.adjunto, name="adjunto"),
]
