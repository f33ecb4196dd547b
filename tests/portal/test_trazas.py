"""Log lines: JSON, tied by the request's id, and without what a person typed or who they are."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from celery.app.trace import build_tracer
from django.test import Client

from portal.celery import app
from portal.trazas import FormatoJson, TrazaFiltro


@pytest.fixture
def lineas() -> Iterator[io.StringIO]:
    """Collect what the portal's handler would write."""
    salida = io.StringIO()
    manejador = logging.StreamHandler(salida)
    manejador.setFormatter(FormatoJson())
    manejador.addFilter(TrazaFiltro())
    raiz = logging.getLogger()
    raiz.addHandler(manejador)
    yield salida
    raiz.removeHandler(manejador)


@pytest.mark.django_db
def test_cada_solicitud_deja_una_linea_con_su_identificador(
    client: Client, lineas: io.StringIO
) -> None:
    respuesta = client.get("/canales/")
    linea = json.loads(lineas.getvalue().splitlines()[-1])
    assert linea["traza"] == respuesta.headers["X-Request-ID"]
    assert linea["ruta"] == "/canales/"
    assert linea["estado"] == 200
    assert linea["metodo"] == "GET"
    assert linea["momento"].endswith("Z")


@pytest.mark.django_db
def test_un_identificador_bien_formado_del_proxy_se_conserva(client: Client) -> None:
    respuesta = client.get("/salud/vivo", headers={"X-Request-ID": "abcd-1234-efgh"})
    assert respuesta.headers["X-Request-ID"] == "abcd-1234-efgh"


@pytest.mark.django_db
@pytest.mark.parametrize("malo", ["corto", "con espacios y más", "x" * 65, "línea\\nfalsa----"])
def test_un_identificador_mal_formado_se_reemplaza(client: Client, malo: str) -> None:
    respuesta = client.get("/salud/vivo", HTTP_X_REQUEST_ID=malo)
    assert respuesta.headers["X-Request-ID"] != malo


@pytest.mark.django_db
def test_ninguna_linea_nombra_la_direccion_que_se_pidio(
    client: Client, lineas: io.StringIO
) -> None:
    client.get("/estado/solicitudes/434070/")
    client.get("/descarga/un-secreto/")
    texto = lineas.getvalue()
    assert "434070" not in texto
    assert "un-secreto" not in texto
    assert "estado/solicitudes/<" in texto


@app.task(name="tests.portal.test_trazas.fallar")
def fallar(dato: str) -> None:
    """Fail with a text that names a person."""
    raise ValueError(f"Key (numero)=({dato}) already exists")


def test_de_una_tarea_que_falla_quedan_su_nombre_y_la_clase_del_error(lineas: io.StringIO) -> None:
    correr = build_tracer(fallar.name, fallar, app=app)
    correr("una-tarea", ["1013592259"], {}, {"id": "una-tarea", "delivery_info": {}})
    linea = json.loads(lineas.getvalue())
    assert "tests.portal.test_trazas.fallar[una-tarea]" in linea["message"]
    assert "ValueError" in linea["message"]
    assert "ValueError" in linea["exc_info"]
    assert "1013592259" not in lineas.getvalue()


def test_de_una_tarea_que_se_repite_no_queda_el_texto_del_error(lineas: io.StringIO) -> None:
    contexto = {"id": "una-tarea", "name": "correo", "exc": "ana en 1013592259"}
    logger = logging.getLogger("celery.app.trace")
    logger.warning("%(name)s retry: %(exc)s", contexto, extra={"data": contexto})
    assert json.loads(lineas.getvalue())["message"] == "correo retry: (sin texto)"
    assert "1013592259" not in lineas.getvalue()


def test_de_un_error_queda_su_clase_y_no_su_texto() -> None:
    registro = io.StringIO()
    manejador = logging.StreamHandler(registro)
    manejador.setFormatter(FormatoJson())
    logger = logging.getLogger("prueba.error")
    logger.addHandler(manejador)
    detalle, correo = f"Key (numero)=({10**9 + 13592259})", "@".join(["ana", "ejemplo.example"])
    try:
        try:
            raise ValueError(detalle)
        except ValueError as causa:
            raise RuntimeError(correo) from causa
    except RuntimeError:
        logger.exception("algo falló")
    logger.removeHandler(manejador)
    linea = json.loads(registro.getvalue())
    assert "RuntimeError" in linea["exc_info"]
    assert "ValueError" in linea["exc_info"]
    assert "1013592259" not in registro.getvalue()
    assert "ana@" not in registro.getvalue()
