"""The pages of the demo inbox."""

from collections.abc import Callable

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from portal.mensajes.buzon import guardar_sms
from portal.mensajes.models import MensajeBuzon

pytestmark = pytest.mark.django_db
LISTA = "/buzon/"


@pytest.fixture
def mensaje(al_buzon: Callable[[], list[MensajeBuzon]]) -> MensajeBuzon:
    """A mail with an HTML part and a dangerous attachment."""
    correo = EmailMultiAlternatives(
        "Su código", "Vea https://portal.example/x", "p@portal.example", ["ana@uno.example"]
    )
    correo.attach_alternative(
        "<html><head><title>x</title></head><body style='color:red'>Hola</body></html>", "text/html"
    )
    correo.attach("carta «ñ».html", b"<script>alert(1)</script>", "text/html")
    correo.send()
    return al_buzon()[0]


@pytest.fixture
def pin(al_buzon: Callable[[], list[MensajeBuzon]]) -> MensajeBuzon:
    """An SMS."""
    guardar_sms(destinatario="+573105550123", texto="Su PIN es 123456.")
    return al_buzon()[-1]


def direcciones(mensaje: MensajeBuzon) -> list[str]:
    return [
        LISTA,
        reverse("buzon:detalle", args=[mensaje.pk]),
        reverse("buzon:html", args=[mensaje.pk]),
        reverse("buzon:adjunto", args=[mensaje.pk, 0]),
    ]


def test_el_buzon_vacio_dice_que_hacer(client: Client) -> None:
    respuesta = client.get(LISTA)

    assertContains(respuesta, "El buzón está vacío")
    assertNotContains(respuesta, "<table")
    assertNotContains(respuesta, "Borrar todos")


def test_la_lista_muestra_lo_mas_nuevo_primero(
    client: Client, mensaje: MensajeBuzon, pin: MensajeBuzon
) -> None:
    respuesta = client.get(LISTA)

    contenido = respuesta.content.decode()
    assertContains(respuesta, "2 mensajes")
    assert contenido.index("+573105550123") < contenido.index("ana@uno.example")


@pytest.mark.parametrize(
    ("busqueda", "hallado", "ausente"),
    [
        ({"destinatario": "ANA"}, "ana@uno.example", "+573105550123"),
        ({"canal": "sms"}, "+573105550123", "ana@uno.example"),
    ],
)
def test_se_busca_por_destinatario_y_por_tipo(
    client: Client,
    mensaje: MensajeBuzon,
    pin: MensajeBuzon,
    busqueda: dict[str, str],
    hallado: str,
    ausente: str,
) -> None:
    respuesta = client.get(LISTA, busqueda)

    assertContains(respuesta, hallado)
    assertNotContains(respuesta, ausente)
    assertContains(respuesta, "1 mensaje")


def test_una_busqueda_sin_resultados_conserva_lo_escrito(
    client: Client, mensaje: MensajeBuzon
) -> None:
    respuesta = client.get(LISTA, {"destinatario": "nadie@x.example"})

    assertContains(respuesta, "Ningún mensaje coincide")
    assertContains(respuesta, 'value="nadie@x.example"')


def test_un_tipo_que_no_existe_se_senala_junto_al_campo(
    client: Client, mensaje: MensajeBuzon
) -> None:
    respuesta = client.get(LISTA, {"canal": "fax"})

    assertContains(respuesta, 'id="id_canal_error"')


@pytest.mark.parametrize("pagina", ["2", "999", "-1", "abc", ""])
def test_una_lista_larga_se_reparte_en_paginas(client: Client, pagina: str) -> None:
    MensajeBuzon.objects.bulk_create(
        MensajeBuzon(canal="correo", destinatarios=f"p{n}@uno.example", crudo=b"x")
        for n in range(30)
    )

    respuesta = client.get(LISTA, {"page": pagina, "canal": "correo"})

    assertContains(respuesta, "30 mensajes")
    assertContains(respuesta, "Páginas de resultados")
    assert respuesta.content.decode().count("<tr>") - 1 in (5, 25)


def test_con_miles_de_mensajes_una_pagina_lee_solo_los_suyos(
    client: Client,
) -> None:
    MensajeBuzon.objects.bulk_create(
        MensajeBuzon(canal="correo", destinatarios=f"p{n}@uno.example", crudo=b"x" * 1000)
        for n in range(5000)
    )

    with CaptureQueriesContext(connection) as consultas:
        respuesta = client.get(LISTA, {"page": "150"})

    assertContains(respuesta, "5.000 mensajes")
    assertContains(respuesta, "de 200")
    assert len(respuesta.content) < 40_000
    propias = [c["sql"] for c in consultas.captured_queries if "mensajebuzon" in c["sql"]]
    # The page's rows, and two counts.
    assert len(propias) == 3
    assert not any('"crudo"' in sql for sql in propias)
    assertContains(client.get(LISTA, {"destinatario": "p4321@"}), "1 mensaje")


def test_el_detalle_muestra_texto_cabeceras_y_adjuntos(
    client: Client, mensaje: MensajeBuzon
) -> None:
    respuesta = client.get(reverse("buzon:detalle", args=[mensaje.pk]))

    assertContains(respuesta, '<a href="https://portal.example/x" rel="nofollow">')
    assertContains(respuesta, "Message-ID")
    assertContains(respuesta, "carta «ñ».html")
    assertContains(respuesta, 'sandbox="allow-popups allow-popups-to-escape-sandbox"')


def test_el_detalle_de_un_sms_no_tiene_vista_con_formato(client: Client, pin: MensajeBuzon) -> None:
    respuesta = client.get(reverse("buzon:detalle", args=[pin.pk]))

    assertContains(respuesta, "Su PIN es 123456.")
    assertNotContains(respuesta, "<iframe")
    assert client.get(reverse("buzon:html", args=[pin.pk])).status_code == 404


def test_el_html_se_encierra_en_su_propia_politica(client: Client, mensaje: MensajeBuzon) -> None:
    respuesta = client.get(reverse("buzon:html", args=[mensaje.pk]))

    politica = respuesta["Content-Security-Policy"]
    assert politica.startswith("sandbox allow-popups")
    assert "allow-scripts" not in politica
    assert "allow-same-origin" not in politica
    assert "default-src 'none'" in politica
    assert "script-src" not in politica
    assert respuesta["X-Frame-Options"] == "SAMEORIGIN"
    assertContains(respuesta, '<head><base target="_blank"><title>')


def test_las_paginas_del_buzon_conservan_la_politica_estricta(
    client: Client, mensaje: MensajeBuzon
) -> None:
    for direccion in (LISTA, reverse("buzon:detalle", args=[mensaje.pk])):
        respuesta = client.get(direccion)
        assert "unsafe" not in respuesta["Content-Security-Policy"]
        assertNotContains(respuesta, "style=")


def test_un_adjunto_se_descarga_y_nunca_se_abre(client: Client, mensaje: MensajeBuzon) -> None:
    respuesta = client.get(reverse("buzon:adjunto", args=[mensaje.pk, 0]))

    assert respuesta.content == b"<script>alert(1)</script>"
    assert respuesta["Content-Disposition"].startswith("attachment; filename*=utf-8''carta")
    assert respuesta["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in respuesta["Cache-Control"]


@pytest.mark.parametrize(
    "direccion", ["/buzon/999/", "/buzon/999/html/", "/buzon/999/adjuntos/0/", "/buzon/x/"]
)
def test_un_mensaje_que_no_existe_es_404(client: Client, direccion: str) -> None:
    assert client.get(direccion).status_code == 404


def test_un_adjunto_que_no_existe_es_404(client: Client, mensaje: MensajeBuzon) -> None:
    assert client.get(reverse("buzon:adjunto", args=[mensaje.pk, 1])).status_code == 404


def test_se_vacia_con_un_boton(client: Client, mensaje: MensajeBuzon, pin: MensajeBuzon) -> None:
    assertContains(client.get(LISTA), "Se borrarán los 2 mensajes")

    respuesta = client.post(reverse("buzon:vaciar"), follow=True)

    assertRedirects(respuesta, LISTA)
    assertContains(respuesta, "Se borraron 2 mensajes")
    assert not MensajeBuzon.objects.exists()


def test_mirar_no_borra_nada(client: Client, mensaje: MensajeBuzon) -> None:
    assert client.get(reverse("buzon:vaciar")).status_code == 405
    assert MensajeBuzon.objects.exists()


def test_vaciar_exige_el_sello_del_formulario(mensaje: MensajeBuzon) -> None:
    respuesta = Client(enforce_csrf_checks=True).post(reverse("buzon:vaciar"))

    assert respuesta.status_code == 403
    assert MensajeBuzon.objects.exists()


def test_fuera_de_la_demostracion_nada_de_esto_existe(
    client: Client, mensaje: MensajeBuzon, settings: Settings
) -> None:
    settings.PORTAL_DEMO = False

    assert [client.get(direccion).status_code for direccion in direcciones(mensaje)] == [404] * 4
    assert client.post(reverse("buzon:vaciar")).status_code == 404
    assert MensajeBuzon.objects.exists()
