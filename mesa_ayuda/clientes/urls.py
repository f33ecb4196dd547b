"""Addresses of the customers' cases, under /mesa-de-ayuda/."""

from django.urls import path

from mesa_ayuda.clientes import adjuntos_views, caso_views, views

urlpatterns = [
    path("casos/", views.casos, name="casos"),
    path("casos/exportar/", views.exportar_casos, name="exportar"),
    path("casos/nuevo/", views.nuevo, name="nuevo"),
    path("casos/nuevo/sugerencias/", views.sugerencias, name="sugerencias"),
    path("casos/<str:numero>/", caso_views.caso, name="caso"),
    path("casos/<str:numero>/aceptar/", caso_views.aceptar, name="aceptar"),
    path("casos/<str:numero>/rechazar/", caso_views.rechazar, name="rechazar"),
    path("casos/<str:numero>/cerrar/", caso_views.cerrar, name="cerrar"),
    path("casos/<str:numero>/reabrir/", caso_views.reabrir, name="reabrir"),
    path("casos/<str:numero>/participantes/", caso_views.participantes, name="participantes"),
    path("casos/<str:numero>/encuesta/", caso_views.encuesta, name="encuesta"),
    path("casos/<str:numero>/mensajes/<int:clave>/", adjuntos_views.html, name="mensaje_html"),
    path("adjuntos/<int:clave>/", adjuntos_views.adjunto, name="adjunto"),
]
