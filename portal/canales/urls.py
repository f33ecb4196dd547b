"""Address of the channels page."""

from django.urls import path

from portal.canales import views

urlpatterns = [path("canales/", views.canales, name="canales")]
