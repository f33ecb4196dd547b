"""Security headers stand on every kind of answer."""

import pytest
from django.test import Client

PAGINAS = ["/", "/canales/", "/estado/", "/admin/login/", "/no-existe/", "/salud/vivo"]


@pytest.mark.django_db
@pytest.mark.parametrize("ruta", PAGINAS)
def test_toda_respuesta_lleva_una_politica_de_contenido_estricta(client: Client, ruta: str) -> None:
    politica = client.get(ruta).headers["Content-Security-Policy"]
    assert "default-src 'none'" in politica
    assert "script-src 'self';" in politica
    assert "style-src 'self';" in politica
    assert "unsafe" not in politica
    assert "data:" not in politica


@pytest.mark.django_db
@pytest.mark.parametrize("ruta", PAGINAS)
def test_toda_respuesta_lleva_las_demas_cabeceras(client: Client, ruta: str) -> None:
    cabeceras = client.get(ruta).headers
    assert "camera=()" in cabeceras["Permissions-Policy"]
    assert cabeceras["Referrer-Policy"] == "same-origin"
    assert cabeceras["X-Content-Type-Options"] == "nosniff"
    assert cabeceras["X-Frame-Options"] == "DENY"
    assert cabeceras["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_una_galleta_nunca_se_lee_desde_un_guion(client: Client) -> None:
    client.get("/estado/")
    assert client.cookies
    for galleta in client.cookies.values():
        assert galleta["httponly"]
        assert galleta["samesite"] == "Lax"
