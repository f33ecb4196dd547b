"""Addresses of the knowledge base, under /mesa-de-ayuda/ayuda/."""

from django.urls import path

from mesa_ayuda.conocimiento import views

app_name = "conocimiento"
urlpatterns = [
    path("", views.lista, name="lista"),
    path("<slug:direccion>/", views.articulo, name="articulo"),
]
