"""/estado/solicitudes/<numero>/: one request, only for the person looked up in this session."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.calendario.memoria import olvidar_todo
from solicitudes import expediente
from solicitudes.enums import EstadoPaso, EstadoSolicitud, MotivoRevocacion, Vigencia
from solicitudes.models import Certificado, Solicitud
from tests.solicitudes.recetas import (
    MOTIVO,
    F,
    P,
    T,
    caso_del_manual,
    crear_factura,
    crear_orden,
    crear_persona,
    crear_solicitud,
)
from tests.solicitudes.recorrido import abrir_consulta, consultar, url

pytestmark = pytest.mark.django_db


def detalle(client: Client, solicitud: Solicitud) -> str:
    """Look the holder up and return the page of the request, blanks as single spaces."""
    abrir_consulta(client, solicitud.titular)
    respuesta = client.get(url("detalle", solicitud))
    assert respuesta.status_code == 200
    return " ".join(respuesta.content.decode().split())


def test_el_caso_del_manual_se_ve_como_en_el_manual(client: Client) -> None:
    solicitud = caso_del_manual()
    crear_factura(solicitud.orden)
    pagina = detalle(client, solicitud)
    assert "SOLICITUD NÚMERO 434070 – SAMUEL ANDRÉS DUARTE ARBELÁEZ" in pagina
    assert "NÚMERO DE SERIE – <span" in pagina
    assert '<span class="codigo" id="serie">3b00cdd4a8d648335efb415e3b273bd8</span>' in pagina
    tabla = pagina[pagina.index("<thead>") : pagina.index("</table>")]
    en_orden = [
        *("Pasos", "Descripción", "Modificado", "Información", "Estado"),
        *("Paso 1", "Radicación de documentos", "01/08/2016"),
        *("Su solicitud fue radicada con éxito.", "Trámite finalizado"),
        *("Paso 2", "Verificación de pago", "02/08/2016"),
        *("Su pago fue verificado con éxito.", "Descargar la factura", "Trámite finalizado"),
        *("Paso 3", "Aprobación de solicitud", "02/08/2016"),
        *("Su solicitud fue aprobada con éxito.", "Trámite finalizado"),
        *("Paso 4", "Entrega de certificado", "03/08/2016"),
        *("Su certificado de firma digital fue descargado con éxito", "Trámite finalizado"),
        *("Vigencia", "04/10/2016"),
        *("Su certificado de firma digital ha sido revocado.", "Revocado"),
    ]
    desde = 0
    for texto in en_orden:
        desde = tabla.index(texto, desde)


def test_el_serial_se_ve_en_hexadecimal_y_decimal_y_se_puede_copiar(client: Client) -> None:
    pagina = detalle(client, caso_del_manual())
    assert str(int("3b00cdd4a8d648335efb415e3b273bd8", 16)) in pagina
    assert 'data-copiar="#serie"' in pagina
    assert 'data-copiar="#serie-decimal"' in pagina


def test_sin_certificado_dice_cuando_tendra_serial(client: Client) -> None:
    pagina = detalle(client, crear_solicitud(estado=EstadoSolicitud.EN_TRAMITE))
    assert "NÚMERO DE SERIE – sin asignar." in pagina
    assert "data-copiar" not in pagina


def test_el_motivo_de_la_revocacion_no_es_publico(client: Client) -> None:
    solicitud = crear_solicitud(pasos=(F, F, F, F), certificado=Vigencia.REVOCADO)
    for motivo in MotivoRevocacion:
        Certificado.objects.update(motivo_revocacion=motivo)
        pagina = detalle(client, solicitud)
        assert "Revocado" in pagina
        assert motivo.label not in pagina


def test_el_rechazo_dice_su_motivo_y_que_hacer(client: Client) -> None:
    pagina = detalle(client, crear_solicitud(estado=EstadoSolicitud.RECHAZADA))
    assert "Es su turno" in pagina
    # In the notice and beside its step.
    assert pagina.count(MOTIVO) == 2
    assert "Rechazado" in pagina


def test_el_motivo_del_rechazo_no_es_html(client: Client) -> None:
    solicitud = crear_solicitud(
        estado=EstadoSolicitud.RECHAZADA, motivo_rechazo="<script>alert(1)</script>"
    )
    assert "<script>alert" not in detalle(client, solicitud)


def test_emitido_sin_descargar_lleva_a_la_guia_del_correo(client: Client) -> None:
    pagina = detalle(client, crear_solicitud(estado=EstadoSolicitud.POR_DESCARGAR))
    assert "Es su turno" in pagina
    assert f'href="{reverse("ayuda_correo_descarga")}">Qué hacer si no encuentra' in pagina


def test_en_tramite_dice_de_quien_es_el_turno_y_entre_que_fechas_se_espera(
    client: Client,
) -> None:
    with time_machine.travel("2026-08-04T15:00:00Z"):
        radicada = timezone.now() - timedelta(days=3)
        solicitud = crear_solicitud(pasos=(F, F, T, P), modificados=[radicada, None, None, None])
        pagina = detalle(client, solicitud)
    assert "Es nuestro turno" in pagina
    # 7 August is a holiday: five and eight business days after Saturday 1.
    assert "<strong>entre el 10 y el 13 de agosto de 2026</strong>" in pagina
    assert "ese plazo ya pasó" not in pagina


@pytest.mark.parametrize(
    ("pasos", "explicacion"),
    [((F, F, T, P), "Disculpe la demora"), ((F, T, P, P), "que el pago se verificara a tiempo")],
)
def test_un_plazo_vencido_se_explica(
    client: Client, pasos: tuple[EstadoPaso, ...], explicacion: str
) -> None:
    hace_un_mes = timezone.now() - timedelta(days=30)
    solicitud = crear_solicitud(pasos=pasos, modificados=[hace_un_mes, None, None, None])
    pagina = detalle(client, solicitud)
    assert "ese plazo ya pasó" in pagina
    assert explicacion in pagina


def test_la_barra_de_pasos_se_lee_sin_color(client: Client) -> None:
    pagina = detalle(client, crear_solicitud(estado=EstadoSolicitud.EN_TRAMITE))
    barra = pagina[pagina.index('<ol class="pasos">') :].split("</ol>")[0]
    assert barra.count("Trámite finalizado") == 2
    assert barra.count("En trámite") == 1
    assert barra.count("Pendiente") == 1
    assert barra.count('aria-current="step"') == 1


@pytest.mark.parametrize("vigencia", Vigencia)
def test_la_vigencia_se_dice_con_palabras(client: Client, vigencia: Vigencia) -> None:
    pagina = detalle(client, crear_solicitud(pasos=(F, F, F, F), certificado=vigencia))
    fila = pagina[pagina.index("Vigencia</th>") :].split("</tr>")[0]
    assert vigencia.label in fila


def test_vencido_o_revocado_ofrece_pedir_otro(client: Client) -> None:
    pagina = detalle(client, crear_solicitud(pasos=(F, F, F, F), certificado=Vigencia.VENCIDO))
    assert f'href="{settings.PORTAL_URL_TRAMITE}"' in pagina


def test_trae_la_nota_los_canales_y_la_impresion(client: Client) -> None:
    pagina = detalle(client, crear_solicitud())
    assert "cinco y ocho días hábiles" in pagina
    assert f'href="{reverse("canales")}"' in pagina
    assert "data-imprimir" in pagina


def test_emitido_el_certificado_ya_no_dice_cuanto_tarda(client: Client) -> None:
    pagina = detalle(client, caso_del_manual())
    assert "cinco y ocho días hábiles" not in pagina
    assert f'href="{reverse("canales")}"' in pagina


def test_cuesta_dos_consultas(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    solicitud = caso_del_manual()
    crear_factura(solicitud.orden)
    olvidar_todo()
    detalle(client, solicitud)
    with django_assert_num_queries(2):
        client.get(url("detalle", solicitud))


@time_machine.travel("2026-11-24T15:00:00Z")
def test_la_de_otra_persona_la_desconocida_y_la_vencida_no_se_distinguen(client: Client) -> None:
    ajena, propia = crear_solicitud(), crear_solicitud()
    abrir_consulta(client, propia.titular)
    respuestas = [
        client.get(url("detalle", ajena)),
        client.get(reverse("solicitudes:detalle", args=[999_999_999])),
        Client().get(url("detalle", propia)),
    ]
    # Still office hours: the pages name the channels that are open.
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        respuestas.append(client.get(url("detalle", propia)))
    consultar(client, "CC", "14444524")
    respuestas.append(client.get(url("detalle", propia)))
    assert {respuesta.status_code for respuesta in respuestas} == {404}
    paginas = {respuesta.content for respuesta in respuestas}
    assert len(paginas) == 1


def test_un_numero_enorme_es_404(client: Client) -> None:
    abrir_consulta(client, crear_solicitud().titular)
    for numero in ("0", str(2**63), "9" * 60, "9" * 5000):
        assert client.get(f"/estado/solicitudes/{numero}/").status_code == 404


def test_un_numero_que_no_cabe_en_la_columna_ni_se_busca(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        assert expediente.leer(2**63) is None
    with django_assert_num_queries(1):
        assert expediente.leer(2**63 - 1) is None


def test_el_solicitante_ve_el_detalle_de_su_titular_y_no_al_reves(client: Client) -> None:
    empresa = crear_persona()
    orden = crear_orden(solicitante=empresa)
    de_ana = crear_solicitud(orden=orden, titular=crear_persona())
    de_beto = crear_solicitud(orden=orden, titular=crear_persona())
    abrir_consulta(client, empresa)
    assert client.get(url("detalle", de_ana)).status_code == 200
    abrir_consulta(client, de_ana.titular)
    assert client.get(url("detalle", de_ana)).status_code == 200
    assert client.get(url("detalle", de_beto)).status_code == 404


def test_el_titular_que_no_pidio_la_orden_no_ve_la_factura(client: Client) -> None:
    solicitud = crear_solicitud(orden=crear_orden(), titular=crear_persona())
    crear_factura(solicitud.orden)
    assert "Descargar la factura" not in detalle(client, solicitud)


def test_sin_factura_no_hay_enlace(client: Client) -> None:
    assert "Descargar la factura" not in detalle(client, caso_del_manual())


def test_es_privada_y_no_se_guarda(client: Client) -> None:
    solicitud = crear_solicitud()
    abrir_consulta(client, solicitud.titular)
    respuesta = client.get(url("detalle", solicitud))
    assert "no-store" in respuesta["Cache-Control"]
    assert respuesta["Referrer-Policy"] == "same-origin"
