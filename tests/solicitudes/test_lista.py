"""/estado/solicitudes/: the requests of the person looked up, or the notice that there are none."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.calendario.memoria import olvidar_todo
from portal.identificacion import TipoIdentificacion
from solicitudes.enums import EstadoSolicitud, Vigencia
from solicitudes.listado import POR_PAGINA, listar, numero_de_pagina
from solicitudes.models import Solicitud
from tests.solicitudes.recetas import (
    F,
    caso_del_manual,
    crear_orden,
    crear_persona,
    crear_solicitud,
)
from tests.solicitudes.recorrido import CONSULTAR, LISTA, abrir_consulta, consultar, url

pytestmark = pytest.mark.django_db
COLUMNAS = (
    "Orden Pedido No.",
    "N° Solicitud",
    "Fecha emisión",
    "Nombre del titular",
    "Empresa",
    "Proyecto",
    "Tipo de certificado",
    "Estado",
    "Detalle",
)


def lista(client: Client, pagina: str = "") -> str:
    respuesta = client.get(LISTA, {"page": pagina} if pagina else {})
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def test_el_caso_del_manual_se_ve_como_en_el_manual(client: Client) -> None:
    solicitud = caso_del_manual()
    abrir_consulta(client, solicitud.titular)
    pagina = lista(client)
    assert "CÉDULA DE CIUDADANÍA: 1013592259 – SAMUEL ANDRÉS DUARTE ARBELÁEZ" in pagina
    lugares = [pagina.index(f'<th scope="col">{columna}</th>') for columna in COLUMNAS]
    assert lugares == sorted(lugares)
    fila = pagina[pagina.index("<tbody>") : pagina.index("</tbody>")]
    valores = [
        "434043",
        "434070",
        "03/08/2016",
        "SAMUEL ANDRÉS DUARTE ARBELÁEZ",
        "CERTICAMARA PRUEBAS 2016",
        "OTROS",
        "Profesional Titulado",
        "Trámite finalizado",
        url("detalle", solicitud),
    ]
    posiciones = [fila.index(valor) for valor in valores]
    assert posiciones == sorted(posiciones)


def test_en_un_telefono_cada_dato_lleva_su_rotulo(client: Client) -> None:
    solicitud = caso_del_manual()
    abrir_consulta(client, solicitud.titular)
    pagina = lista(client)
    assert all(f'data-etiqueta="{columna}"' in pagina for columna in COLUMNAS)
    assert "tabla-tarjetas" in pagina


def test_un_nit_se_muestra_con_su_digito(client: Client) -> None:
    empresa = crear_persona(tipo=TipoIdentificacion.NIT, numero="860069804", nombre="ACME S.A.S.")
    crear_solicitud(titular=empresa)
    abrir_consulta(client, empresa)
    assert "NIT: 860069804-2 – ACME S.A.S." in lista(client)


def test_el_solicitante_ve_las_de_sus_titulares_y_cada_titular_solo_la_suya(
    client: Client,
) -> None:
    empresa = crear_persona(tipo=TipoIdentificacion.NIT, numero="860069804", nombre="ACME S.A.S.")
    orden = crear_orden(solicitante=empresa)
    ana, beto = crear_persona(nombre="ANA LÓPEZ"), crear_persona(nombre="BETO RUIZ")
    crear_solicitud(orden=orden, titular=ana)
    crear_solicitud(orden=orden, titular=beto)
    abrir_consulta(client, empresa)
    assert "ANA LÓPEZ" in lista(client)
    assert "BETO RUIZ" in lista(client)
    abrir_consulta(client, ana)
    pagina = lista(client)
    assert f"{ana.numero} – ANA LÓPEZ" in pagina
    assert "BETO RUIZ" not in pagina


def test_quien_es_solicitante_y_titular_ve_cada_solicitud_una_vez(client: Client) -> None:
    solicitud = crear_solicitud(titular=crear_persona())
    abrir_consulta(client, solicitud.titular)
    assert lista(client).count(url("detalle", solicitud)) == 1
    assert "Encontramos una solicitud" in lista(client)


@pytest.mark.parametrize("estado", EstadoSolicitud)
def test_el_estado_se_dice_con_palabras(client: Client, estado: EstadoSolicitud) -> None:
    solicitud = crear_solicitud(estado=estado)
    abrir_consulta(client, solicitud.titular)
    etiqueta = lista(client).split('class="etiqueta')[1].split("</span>")[0]
    assert estado.label in etiqueta


def test_lo_que_no_se_ha_emitido_lo_dice(client: Client) -> None:
    solicitud = crear_solicitud(estado=EstadoSolicitud.EN_TRAMITE)
    abrir_consulta(client, solicitud.titular)
    assert "Sin emitir" in lista(client)


def test_las_mas_recientes_van_primero_y_de_veinte_en_veinte(client: Client) -> None:
    persona = crear_persona()
    orden = crear_orden(solicitante=persona)
    numeros = [crear_solicitud(orden=orden, titular=persona).numero for _ in range(POR_PAGINA + 3)]
    numeros.reverse()
    abrir_consulta(client, persona)
    primera, segunda = lista(client), lista(client, "2")
    assert f"Encontramos {POR_PAGINA + 3} solicitudes" in primera
    lugares = [primera.index(f"de la solicitud {numero}<") for numero in numeros[:POR_PAGINA]]
    assert lugares == sorted(lugares)
    assert all(f"de la solicitud {numero}<" in segunda for numero in numeros[POR_PAGINA:])
    assert f"de la solicitud {numeros[0]}<" not in segunda
    assert "Página <strong>2</strong> de 2" in segunda


def test_una_pagina_que_no_hay_es_404_y_una_sin_sentido_es_la_primera(client: Client) -> None:
    solicitud = crear_solicitud()
    abrir_consulta(client, solicitud.titular)
    assert client.get(LISTA, {"page": "2"}).status_code == 404
    assert client.get(LISTA, {"page": "999999"}).status_code == 404
    for absurda in ("0", "-1", "dos", "9" * 40, "²", "٣", ""):
        assert url("detalle", solicitud) in client.get(LISTA, {"page": absurda}).content.decode()


@pytest.mark.parametrize(
    ("texto", "numero"), [(None, 1), ("", 1), ("0", 1), ("7", 7), ("007", 7), ("1e3", 1)]
)
def test_el_numero_de_pagina_se_lee_sin_fallar(texto: str | None, numero: int) -> None:
    assert numero_de_pagina(texto) == numero


def test_a_un_titular_le_cuesta_una_sola_consulta(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    abrir_consulta(client, caso_del_manual().titular)
    olvidar_todo()
    lista(client)
    with django_assert_num_queries(1):
        lista(client)


def test_a_un_solicitante_le_cuesta_dos_consultas_por_muchas_que_haya(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    empresa = crear_persona(tipo=TipoIdentificacion.NIT, numero="860069804")
    for _ in range(POR_PAGINA + 5):
        crear_solicitud(
            orden=crear_orden(solicitante=empresa),
            titular=crear_persona(),
            estado=EstadoSolicitud.FINALIZADA,
        )
    abrir_consulta(client, empresa)
    olvidar_todo()
    lista(client)
    with django_assert_num_queries(2):
        lista(client)


def test_muestra_lo_mismo_que_selecciona_el_modelo() -> None:
    personas = [crear_persona() for _ in range(4)]
    for solicitante, titular in product(personas[:3], personas):
        crear_solicitud(orden=crear_orden(solicitante=solicitante), titular=titular)
    for persona in personas:
        listado = listar(persona.pk, pagina=1)
        assert listado is not None
        esperados = Solicitud.objects.de(persona).values_list("numero", flat=True)
        assert [renglon.numero for renglon in listado.renglones] == list(esperados)
        assert (listado.numero, listado.nombre) == (persona.numero, persona.nombre)
        assert listado.page_obj.paginator.count == len(esperados)


def test_sin_tramites_se_lee_el_aviso_del_manual_con_su_enlace(client: Client) -> None:
    consultar(client, "CC", "14444524")
    pagina = " ".join(lista(client).split())
    aviso = (
        "Con los datos de consulta no se encuentra registrado ningún trámite ante "
        f"{settings.PORTAL_ENTIDAD}, para iniciar su trámite de adquisición de certificado de "
        f'firma digital ingrese <a href="{settings.PORTAL_URL_TRAMITE}">Aquí'
    )
    assert aviso in pagina
    assert "CÉDULA DE CIUDADANÍA: 14444524" in pagina
    assert "consulte también con el NIT de la empresa" in pagina


def test_sin_tramites_de_un_nit_sugiere_buscar_a_la_persona(client: Client) -> None:
    consultar(client, "NIT", "860069804-2")
    pagina = lista(client)
    assert "NIT: 860069804-2" in pagina
    assert "la identificación de esa persona" in pagina


def test_una_persona_sin_solicitudes_se_ve_igual_que_una_desconocida(client: Client) -> None:
    conocida = crear_persona(numero="52123456")
    consultar(client, "CC", conocida.numero)
    con_persona = lista(client)
    conocida.delete()
    consultar(client, "CC", "52123456")
    sin_token = [
        [linea for linea in pagina.splitlines() if "csrfmiddlewaretoken" not in linea]
        for pagina in (con_persona, lista(client))
    ]
    assert sin_token[0] == sin_token[1]
    assert conocida.nombre not in con_persona


def test_sin_tramites_tampoco_hay_segunda_pagina(client: Client) -> None:
    consultar(client, "CC", "14444524")
    assert client.get(LISTA, {"page": "2"}).status_code == 404


def test_sin_consulta_vuelve_al_formulario_y_dice_por_que(client: Client) -> None:
    respuesta = client.get(LISTA, follow=True)
    assert respuesta.redirect_chain == [(f"{CONSULTAR}?aviso=sin-consulta", 302)]
    assert "haga primero la consulta" in respuesta.content.decode()


def test_quien_pasa_sin_consulta_no_deja_ninguna_sesion_en_la_base(client: Client) -> None:
    client.get(LISTA, follow=True)
    assert not Session.objects.exists()
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_si_el_personal_borra_a_la_persona_se_vuelve_a_consultar(client: Client) -> None:
    persona = crear_persona()
    abrir_consulta(client, persona)
    persona.delete()
    assert client.get(LISTA)["Location"] == f"{CONSULTAR}?aviso=sin-consulta"


def test_a_los_quince_minutos_la_consulta_se_cierra(client: Client) -> None:
    solicitud = crear_solicitud()
    abrir_consulta(client, solicitud.titular)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert client.get(LISTA)["Location"] == f"{CONSULTAR}?aviso=sin-consulta"


def test_la_sesion_de_otro_no_ve_nada(client: Client) -> None:
    solicitud = crear_solicitud()
    abrir_consulta(client, solicitud.titular)
    assert Client().get(LISTA).status_code == 302


def test_es_privada_y_no_se_guarda(client: Client) -> None:
    abrir_consulta(client, crear_solicitud().titular)
    respuesta = client.get(LISTA)
    assert "no-store" in respuesta["Cache-Control"]
    assert "private" in respuesta["Cache-Control"]
    assert respuesta["Referrer-Policy"] == "same-origin"


def test_una_solicitud_revocada_sigue_diciendo_tramite_finalizado(client: Client) -> None:
    solicitud = crear_solicitud(pasos=(F, F, F, F), certificado=Vigencia.REVOCADO)
    abrir_consulta(client, solicitud.titular)
    assert "Trámite finalizado" in lista(client)
