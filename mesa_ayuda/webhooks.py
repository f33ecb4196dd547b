"""Addresses that other services call, under /webhooks/."""

from django.urls import path

from mesa_ayuda.entrada.webhook import EntradaSendGrid

app_name = "mesa_ayuda_webhooks"
urlpatterns = [path("correo/entrante/", EntradaSendGrid.as_view(), name="correo_entrante")]
