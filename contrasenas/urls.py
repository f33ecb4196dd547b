"""Addresses of the password service for the public, under /contrasenas/."""

from django.urls import path

from contrasenas.activacion import pin_views, views
from contrasenas.baja.views import baja

app_name = "contrasenas"
urlpatterns = [
    path("activar/", views.ActivarView.as_view(), name="activar"),
    path("activar/no-aceptar/", views.RechazarView.as_view(), name="rechazar"),
    path("activar/cancelada/", views.cancelada, name="cancelada"),
    path("activar/pin/", pin_views.pin, name="pin"),
    path("activar/pin/otro/", pin_views.otro_pin, name="otro_pin"),
    path("activar/pin/abandonar/", pin_views.abandonar, name="abandonar"),
    path("activar/pin/mensaje/", pin_views.mensaje, name="mensaje"),
    path("activar/final/", pin_views.final, name="final"),
    # Links of the mails: 43 characters, none of the words above.
    path("activar/<str:ficha>/", views.ActivarView.as_view(), name="activar_ficha"),
    path(
        "activar/<str:ficha>/no-aceptar/",
        views.RechazarFichaView.as_view(),
        name="rechazar_ficha",
    ),
    path("baja/<str:ficha>/", baja, name="baja"),
]
