"""/estado/: who is looked up, behind CAPTCHA and limits."""

import re

import pytest
from captcha.models import CaptchaStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.identificacion import TipoIdentificacion
from solicitudes import forms
from tests.solicitudes.recetas import crear_persona, crear_solicitud
from tests.solicitudes.recorrido import CONSULTAR, LISTA, captcha_resuelto, consultar

pytestmark = pytest.mark.django_db


def test_muestra_los_campos_con_su_ayuda_y_el_audio(client: Client) -> None:
    pagina = client.get(CONSULTAR).content.decode()
    for texto in (
        "Tipo de identificación",
        "Número de identificación",
        "Con o sin puntos, comas o espacios",
        "Código de seguridad",
        "<audio",
        "Consultar",
    ):
        assert texto in pagina
    assert 'placeholder="' not in pagina


def test_ofrece_todos_los_tipos_y_la_cedula_ya_elegida(client: Client) -> None:
    pagina = client.get(CONSULTAR).content.decode()
    for tipo in TipoIdentificacion:
        assert f'<option value="{tipo}"' in pagina
    assert '<option value="CC" selected>' in pagina


def test_lo_correcto_lleva_a_la_lista(client: Client) -> None:
    crear_solicitud(titular=crear_persona(numero="1013592259"))
    respuesta = consultar(client, "CC", "1013592259")
    assert (respuesta.status_code, respuesta["Location"]) == (302, LISTA)
    assert "1013592259" in client.get(LISTA).content.decode()


@pytest.mark.parametrize(
    ("tipo", "canonico", "escrito"),
    [
        ("CC", "1013592259", "1.013.592.259"),
        ("CC", "1013592259", "1,013,592,259"),
        ("CC", "1013592259", " 1013 592 259 "),
        ("CC", "1013592259", "0001013592259"),
        ("NIT", "860069804", "860.069.804-2"),
        ("NIT", "860069804", "8600698042"),
        ("NIT", "860069804", "860069804"),
        ("PA", "AB123456", "ab-123 456"),
    ],
)
def test_perdona_como_se_escriba_el_numero(
    client: Client, tipo: str, canonico: str, escrito: str
) -> None:
    persona = crear_persona(tipo=TipoIdentificacion(tipo), numero=canonico)
    crear_solicitud(titular=persona)
    assert consultar(client, tipo, escrito).status_code == 302
    assert persona.nombre in client.get(LISTA).content.decode()


def test_un_digito_de_verificacion_equivocado_se_explica_junto_al_campo(client: Client) -> None:
    respuesta = consultar(client, "NIT", "860069804-5")
    pagina = respuesta.content.decode()
    assert "El dígito de verificación no corresponde: para 860069804 es 2." in pagina
    assert 'id="id_numero_error"' in pagina
    assert 'href="#id_numero"' in pagina
    assert pagina.count("<title>Error: ") == 1


def test_un_error_conserva_lo_escrito_y_el_captcha_sin_gastar(client: Client) -> None:
    captcha = captcha_resuelto()
    datos = {"tipo": "CE", "numero": "x y z", **captcha}
    pagina = client.post(CONSULTAR, datos).content.decode()
    assert 'value="x y z"' in pagina
    assert '<option value="CE" selected>' in pagina
    assert f'value="{captcha["captcha_1"]}"' in pagina
    assert client.post(CONSULTAR, datos | {"numero": "123456"}).status_code == 302


def test_un_captcha_equivocado_no_abre_nada_y_conserva_lo_escrito(client: Client) -> None:
    crear_persona(numero="52123456")
    datos = {"tipo": "CC", "numero": "52.123.456", **captcha_resuelto(), "captcha_1": "zzzzzz"}
    pagina = client.post(CONSULTAR, datos).content.decode()
    assert "no corresponden" in pagina
    assert 'value="52.123.456"' in pagina
    assert client.get(LISTA).status_code == 302


def test_un_captcha_sirve_una_sola_vez(client: Client) -> None:
    datos = {"tipo": "CC", "numero": "52123456", **captcha_resuelto()}
    assert client.post(CONSULTAR, datos).status_code == 302
    assert client.post(CONSULTAR, datos).status_code == 200


def test_cambiar_la_imagen_sin_javascript_conserva_lo_escrito(client: Client) -> None:
    captcha = captcha_resuelto()
    datos = {"tipo": "PA", "numero": "AB 12", **captcha, "otra_imagen": "1"}
    pagina = client.post(CONSULTAR, datos).content.decode()
    assert 'value="AB 12"' in pagina
    assert '<option value="PA" selected>' in pagina
    assert captcha["captcha_0"] not in pagina
    assert "resumen-errores" not in pagina
    assert not CaptchaStore.objects.filter(hashkey=captcha["captcha_0"]).exists()


@pytest.mark.parametrize(
    ("campo", "mensaje"),
    [
        ("tipo", "Seleccione el tipo de identificación."),
        ("numero", "Escriba el número de identificación."),
        ("captcha_1", "Escriba los seis caracteres de la imagen o del audio."),
    ],
)
def test_lo_que_falta_se_pide_con_sus_palabras(client: Client, campo: str, mensaje: str) -> None:
    datos = {"tipo": "CC", "numero": "52123456", **captcha_resuelto()}
    pagina = client.post(CONSULTAR, datos | {campo: ""}).content.decode()
    # Once in the summary, once beside the field.
    assert pagina.count(mensaje) == 2


def test_un_tipo_inventado_no_llega_al_numero(client: Client) -> None:
    pagina = consultar(client, "XX", "52123456").content.decode()
    assert 'id="id_tipo_error"' in pagina
    assert 'id="id_numero_error"' not in pagina


def test_trabaja_lo_mismo_para_quien_existe_y_para_quien_no(client: Client) -> None:
    crear_solicitud(titular=crear_persona(numero="52123456"))
    sentencias = []
    for numero in ("52123456", "52123457"):
        visitante = Client()
        with CaptureQueriesContext(connection) as registro:
            respuesta = consultar(visitante, "CC", numero)
        # Without the values: text in quotes, and numbers, also those in names of savepoints.
        sentencias.append([re.sub(r"'[^']*'|\d+", "", hecha["sql"]) for hecha in registro])
        assert respuesta["Location"] == LISTA
    assert sentencias[0] == sentencias[1]


def test_muchas_consultas_de_un_mismo_visitante_se_detienen(client: Client) -> None:
    maximo = forms.POR_VISITANTE["maximo"]
    for indice in range(maximo):
        assert consultar(client, "CC", f"{70_000_000 + indice}").status_code == 302
    respuesta = consultar(client, "CC", "79999999")
    assert respuesta.status_code == 429
    assert 0 < int(respuesta["Retry-After"]) <= forms.POR_VISITANTE["ventana"]
    assert "Podrá intentarlo de nuevo" in respuesta.content.decode()
    otra = consultar(client, "CC", "79999999", REMOTE_ADDR="203.0.113.9")
    assert otra.status_code == 302


def test_muchas_consultas_de_un_mismo_numero_se_detienen_desde_donde_vengan(
    client: Client,
) -> None:
    for indice in range(forms.POR_NUMERO["maximo"]):
        respuesta = consultar(client, "CC", "52123456", REMOTE_ADDR=f"203.0.113.{indice}")
        assert respuesta.status_code == 302
    escrito_de_otro_modo = consultar(client, "CC", "52.123.456", REMOTE_ADDR="203.0.113.250")
    assert escrito_de_otro_modo.status_code == 429
    assert consultar(client, "CE", "52123456", REMOTE_ADDR="203.0.113.251").status_code == 302


def test_los_errores_no_gastan_el_limite_del_numero(client: Client) -> None:
    for _ in range(forms.POR_NUMERO["maximo"] + 1):
        datos = {"tipo": "CC", "numero": "52123456", **captcha_resuelto(), "captcha_1": "zzzzzz"}
        assert client.post(CONSULTAR, datos).status_code == 200
    assert consultar(client, "CC", "52123456").status_code == 302


def test_corregir_los_datos_trae_lo_que_no_encontro_nada(client: Client) -> None:
    consultar(client, "PA", "AB123456")
    pagina = client.get(CONSULTAR).content.decode()
    assert 'value="AB123456"' in pagina
    assert '<option value="PA" selected>' in pagina


def test_de_una_persona_hallada_no_repite_el_numero(client: Client) -> None:
    crear_persona(numero="52123456")
    consultar(client, "CC", "52123456")
    assert "52123456" not in client.get(CONSULTAR).content.decode()


def test_la_pagina_no_se_guarda_en_ningun_lado(client: Client) -> None:
    respuesta = client.get(CONSULTAR)
    assert "no-store" in respuesta["Cache-Control"]
    assert respuesta["Referrer-Policy"] == "same-origin"


def test_los_teclados_y_el_llenado_automatico_son_los_que_convienen(client: Client) -> None:
    pagina = client.get(CONSULTAR).content.decode()
    campo = pagina[pagina.index('name="numero"') :].split(">")[0]
    assert 'autocomplete="off"' in campo
    assert 'data-solo-digitos="CC CE TI"' in campo
    assert 'aria-describedby="id_numero_helptext"' in campo


def test_otros_verbos_no_se_admiten(client: Client) -> None:
    assert client.delete(CONSULTAR).status_code == 405


def test_sin_el_token_del_formulario_no_consulta() -> None:
    estricto = Client(enforce_csrf_checks=True)
    assert consultar(estricto, "CC", "52123456").status_code == 403
