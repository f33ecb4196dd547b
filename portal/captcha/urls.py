"""Addresses of the CAPTCHA, under the names of the library's own, which these replace."""

from django.urls import path

from portal.captcha import views

urlpatterns = [
    path("imagen/<slug:key>.png", views.imagen, name="captcha-image"),
    path("imagen/<slug:key>@2.png", views.imagen, name="captcha-image-2x"),
    path("audio/<slug:key>.wav", views.audio, name="captcha-audio"),
    path("otra/", views.refrescar, name="captcha-refresh"),
]
