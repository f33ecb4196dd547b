"""Addresses of the verification, under /verificar/."""

from django.urls import path

from portal.firma import views

app_name = "firma"
urlpatterns = [
    path("", views.verificar, name="verificar"),
    path("archivo/", views.archivo, name="archivo"),
    path("<str:texto>/", views.documento, name="documento"),
]
