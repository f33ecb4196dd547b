"""Addresses of the accounts, under /mesa-de-ayuda/."""

from django.urls import path

from mesa_ayuda.cuentas import sesiones_views, views

urlpatterns = [
    path("ingresar/", views.ingresar, name="ingresar"),
    path("salir/", views.salir, name="salir"),
    path("registro/", views.registro, name="registro"),
    path("registro/confirmar/<str:ficha>/", views.confirmar_registro, name="confirmar_registro"),
    path("restablecer/", views.restablecer, name="restablecer"),
    path("clave/<str:uidb64>/<str:token>/", views.fijar_clave, name="fijar_clave"),
    path("sesiones/", sesiones_views.sesiones, name="sesiones"),
    path("sesiones/cerrar/", sesiones_views.cerrar, name="cerrar_sesion"),
]
