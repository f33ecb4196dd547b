"""Error pages: the right status, words that help, and never one error inside another."""

from datetime import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from pytest_django import DjangoAssertNumQueries, Settings

from portal.calendario.tiempo_habil import BOGOTA
from portal.limites import consumir
from portal.paginas import errores

pytestmark = pytest.mark.django_db
MEDIA_HORA = 30 * 60


def lanzar(request: HttpRequest, cual: str) -> HttpResponse:
    """A view that fails in the way that its address says."""
    if cual == "limite":
        consumir("prueba-errores", "visitante", maximo=1, ventana=MEDIA_HORA)
        return HttpResponse("dentro del límite")
    raise {"mala": SuspiciousOperation, "ajena": PermissionDenied, "rota": ZeroDivisionError}[cual](
        "dato secreto"
    )


urlpatterns = [path("lanzar/<cual>/", lanzar), path("", include("portal.urls"))]
handler400, handler403 = errores.error_400, errores.error_403
handler404, handler500 = errores.error_404, errores.error_500


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("direccion", "estado", "titulo"),
    [
        ("/lanzar/mala/", 400, "No pudimos entender la solicitud"),
        ("/lanzar/ajena/", 403, "No podemos mostrarle esta página"),
        ("/no-existe/", 404, "No encontramos esta página"),
        ("/lanzar/rota/", 500, "Tenemos un problema técnico"),
    ],
)
def test_cada_error_tiene_su_pagina_y_no_revela_la_causa(
    direccion: str, estado: int, titulo: str
) -> None:
    respuesta = Client(raise_request_exception=False).get(direccion)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == estado
    assert titulo in pagina
    assert "dato secreto" not in pagina
    assert pagina.count("<h1") == 1


def test_un_anfitrion_desconocido_es_un_400_y_no_un_500(client: Client) -> None:
    assert client.get("/", HTTP_HOST="otro.example").status_code == 400


def test_la_pagina_500_no_pide_nada_a_la_base(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert errores.error_500(rf.get("/")).status_code == 500


def test_un_formulario_vencido_explica_que_hacer() -> None:
    respuesta = Client(enforce_csrf_checks=True).post("/estado/", {"numero": "1"})
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 403
    assert "La página venció antes de enviar el formulario" in pagina
    assert "No guardamos ni cambiamos nada" in pagina
    assert "CSRF" not in pagina


@time_machine.travel("2026-11-24 15:37:00-05:00", tick=False)
def test_el_429_dice_a_que_hora_y_en_cuanto_intentar_de_nuevo(rf: RequestFactory) -> None:
    respuesta = errores.error_429(rf.get("/"), 300)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 429
    assert respuesta["Retry-After"] == "300"
    assert respuesta["Cache-Control"] == "no-store"
    assert "a las 3:42 p. m." in pagina
    assert "(en 5 minutos)" in pagina


@pytest.mark.urls(__name__)
def test_una_vista_que_agota_su_limite_responde_429(client: Client) -> None:
    assert client.get("/lanzar/limite/").status_code == 200
    respuesta = client.get("/lanzar/limite/")
    assert respuesta.status_code == 429
    assert 0 < int(respuesta["Retry-After"]) <= MEDIA_HORA
    assert "Content-Security-Policy" in respuesta


@pytest.mark.urls(__name__)
def test_sin_redis_la_vista_responde_503_y_no_500(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "unix:///no-existe/valkey.sock?db=0"
    respuesta = client.get("/lanzar/limite/")
    assert respuesta.status_code == 503
    assert respuesta["Retry-After"] == "60"
    assert "Tenemos un problema técnico" in respuesta.content.decode()


@pytest.mark.urls(__name__)
def test_otros_errores_no_los_toca_el_middleware() -> None:
    with pytest.raises(ZeroDivisionError):
        Client().get("/lanzar/rota/")


@pytest.mark.parametrize(
    ("ahora", "segundos", "texto"),
    [
        ("2026-11-24T15:37:00", 300, "a las 3:42 p. m."),
        ("2026-11-24T15:37:01", 300, "a las 3:43 p. m."),
        ("2026-11-24T15:36:59.5", 1, "a las 3:38 p. m."),
        ("2026-11-24T12:30:00", 1800, "a la 1:00 p. m."),
        ("2026-11-24T23:50:00", 900, "mañana a las 12:05 a. m."),
        ("2026-11-24T23:59:30", 10, "mañana a las 12:00 a. m."),
    ],
)
def test_la_hora_de_reintento_se_redondea_hacia_adelante(
    ahora: str, segundos: int, texto: str
) -> None:
    momento = datetime.fromisoformat(ahora).replace(tzinfo=BOGOTA)
    assert errores.hora_de_reintento(momento, segundos) == texto
