"""Addresses of the SSPS look-up, under /estado/."""

from django.urls import path

from solicitudes import factura_views, views

app_name = "solicitudes"
urlpatterns = [
    path("", views.ConsultarView.as_view(), name="consultar"),
    path("salir/", views.salir, name="salir"),
    path("solicitudes/", views.lista, name="lista"),
    path("solicitudes/<int:numero>/", views.detalle, name="detalle"),
    path("solicitudes/<int:numero>/factura/", factura_views.factura, name="factura"),
    path("solicitudes/<int:numero>/factura/codigo/", factura_views.codigo, name="factura_codigo"),
    path(
        "solicitudes/<int:numero>/factura/descargar/",
        factura_views.descargar,
        name="factura_descargar",
    ),
]
