"""The page of the four data, and the whole way to the verified user (manual 004 §10)."""

from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse

from contrasenas.activacion import textos
from contrasenas.activacion.views import RECHAZADOS
from contrasenas.enums import EstadoActivacion, EstadoContrasena, EstadoVerificado
from contrasenas.huella import verificar
from contrasenas.models import Activacion, Camara, Contrasena, Pin, TextoLegal, UsuarioVerificado
from portal.firma.enums import EstadoDocumento
from portal.mensajes.models import CorreoSaliente, SmsSaliente
from tests.contrasenas.activacion.recetas import (
    ACTIVAR,
    CLAVE,
    FINAL,
    NAVEGADOR,
    OTRA_CLAVE,
    PIN,
    Entregada,
    activar,
    con_documento,
    con_envio,
    dar_datos,
    entregar,
    estado_de,
    hasta_el_pin,
    pin_enviado,
)
from tests.contrasenas.recetas import crear_matriculado

pytestmark = pytest.mark.django_db


@pytest.fixture
def entregada(camara: Camara) -> Entregada:
    """A delivered password of the chamber."""
    return entregar(camara)


def test_la_pagina_explica_y_no_trae_datos_de_nadie(client: Client, entregada: Entregada) -> None:
    pagina = client.get(entregada.url).content.decode()
    for parrafo in textos.EXPLICACION:
        assert parrafo in pagina
    for dato in ("numero", "correo", "celular", "nombre"):
        assert getattr(entregada.fila, dato) not in pagina
    assert entregada.fila.camara.nombre not in pagina
    assert reverse("privacidad") in pagina


def test_la_casilla_no_viene_marcada_y_los_campos_sirven_en_un_telefono(
    client: Client, entregada: Entregada
) -> None:
    pagina = client.get(entregada.url).content.decode()
    campos = {
        nombre: pagina[: pagina.index(f'name="{nombre}"')].rsplit("<", 1)[1]
        + pagina[pagina.index(f'name="{nombre}"') :].split(">")[0]
        for nombre in ("identificacion", "correo", "celular", "clave", "consentimiento")
    }
    assert "checked" not in campos["consentimiento"]
    assert 'type="email"' in campos["correo"]
    assert 'autocomplete="email"' in campos["correo"]
    assert 'type="tel"' in campos["celular"]
    assert 'type="password"' in campos["clave"]
    assert 'spellcheck="false"' in campos["clave"]


@pytest.mark.parametrize("nombre", ["get", "head"])
def test_mirar_no_cambia_nada(client: Client, entregada: Entregada, nombre: str) -> None:
    antes = Contrasena.objects.values().get()
    for url in (entregada.url, entregada.url_rechazar, ACTIVAR, PIN, FINAL):
        getattr(client, nombre)(url)
    assert Contrasena.objects.values().get() == antes
    assert not Activacion.objects.exists()
    assert "sesion" not in client.cookies


def test_una_ficha_desconocida_se_ve_igual_que_una_buena(
    client: Client, entregada: Entregada
) -> None:
    def sin_ficha(ficha: str) -> str:
        pagina = client.get(reverse("contrasenas:activar_ficha", args=[ficha])).content.decode()
        return pagina.replace(ficha, "FICHA").split("csrfmiddlewaretoken")[0]

    assert sin_ficha(entregada.ficha) == sin_ficha("x" * len(entregada.ficha))


def test_no_se_guarda_ni_se_dice_a_otros_sitios(client: Client, entregada: Entregada) -> None:
    for url in (entregada.url, entregada.url_rechazar, ACTIVAR):
        respuesta = client.get(url)
        assert "no-store" in respuesta["Cache-Control"]
        assert respuesta["Referrer-Policy"] == "strict-origin"


def test_con_todo_correcto_hay_un_usuario_verificado_con_su_evidencia(
    client: Client, camara: Camara
) -> None:
    matriculado = crear_matriculado(camara, nit="10000019", razonsocial="ALMACÉN INVENTADO")
    entregada = entregar(camara, matriculado=matriculado)
    envio, documento = con_envio(entregada), con_documento(entregada)
    final = activar(client, entregada)
    assert "Su contraseña quedó activada" in final.content.decode()

    usuario = UsuarioVerificado.objects.get()
    fila = entregada.refrescar()
    assert fila.estado == EstadoContrasena.ACTIVADA
    assert fila.clave_hash == ""
    assert fila.terminada_en is not None
    assert verificar(CLAVE, usuario.clave_hash)
    assert usuario.estado == EstadoVerificado.VERIFICADO
    assert not usuario.es_prueba
    assert (usuario.tipo, usuario.numero) == (fila.tipo, fila.numero)
    assert (usuario.correo, usuario.celular) == (fila.correo, fila.celular)
    assert (usuario.nit, usuario.empresa) == ("10000019", "ALMACÉN INVENTADO")
    assert usuario.texto is not None
    assert usuario.texto.sha256 == sha256(usuario.texto.texto.encode()).hexdigest()
    assert usuario.texto.texto == textos.completo()
    assert usuario.texto.version == textos.VERSION
    assert usuario.aceptado_en <= usuario.verificado_en  # type: ignore[operator]
    assert (usuario.ip, usuario.agente) == ("127.0.0.1", NAVEGADOR)
    assert usuario.message_id == envio.message_id
    assert usuario.sms_id == str(SmsSaliente.objects.get().pk)
    assert usuario.con_pin
    assert usuario.documento == documento.pk
    assert estado_de(documento) == EstadoDocumento.USADO
    assert Activacion.objects.get().estado == EstadoActivacion.ACTIVADA


def test_el_identificador_de_twilio_queda_como_evidencia(
    client: Client, entregada: Entregada
) -> None:
    pin = hasta_el_pin(client, entregada)
    SmsSaliente.objects.update(sid="SM" + "0" * 32)
    client.post(PIN, {"pin": pin})
    assert UsuarioVerificado.objects.get().sms_id == "SM" + "0" * 32


def test_confirma_por_correo_sin_secretos(client: Client, entregada: Entregada) -> None:
    pin = hasta_el_pin(client, entregada)
    client.post(PIN, {"pin": pin})
    correo = CorreoSaliente.objects.get()
    assert correo.destinatario == entregada.fila.correo
    for cuerpo in (correo.texto, correo.html):
        assert cuerpo is not None
        assert entregada.fila.camara.nombre in cuerpo
        assert entregada.fila.camara.url_renovar in cuerpo
        assert "¿No fue usted?" in cuerpo
        for secreto in (CLAVE, pin, entregada.ficha):
            assert secreto not in cuerpo


def test_la_pagina_final_lleva_a_las_direcciones_de_la_camara(
    client: Client, entregada: Entregada
) -> None:
    pagina = activar(client, entregada).content.decode()
    camara = entregada.fila.camara
    assert f'href="{camara.url_renovar}">Renovar matrícula mercantil<' in pagina
    assert f'href="{camara.url_menu}">Menú principal<' in pagina
    assert str(UsuarioVerificado.objects.get().pk) in pagina
    assert entregada.fila.numero not in pagina


def test_volver_atras_repetir_y_recargar_llevan_al_final(
    client: Client, entregada: Entregada
) -> None:
    pin = hasta_el_pin(client, entregada)
    for _ in range(2):
        assert client.post(PIN, {"pin": pin})["Location"] == FINAL
    assert client.get(PIN)["Location"] == FINAL
    assert client.post(reverse("contrasenas:otro_pin"))["Location"] == FINAL
    assert client.post(reverse("contrasenas:abandonar"))["Location"] == FINAL
    assert client.get(entregada.url)["Location"] == FINAL
    assert dar_datos(client, entregada)["Location"] == FINAL
    assert client.post(ACTIVAR, entregada.datos())["Location"] == FINAL
    assert client.get(FINAL).status_code == 200
    assert UsuarioVerificado.objects.count() == 1
    assert CorreoSaliente.objects.count() == 1


def test_otra_sesion_no_ve_el_final_y_el_enlace_dice_que_ya_se_activo(
    client: Client, entregada: Entregada
) -> None:
    activar(client, entregada)
    vecino = Client()
    assert vecino.get(FINAL)["Location"] == ACTIVAR
    assert "Esta contraseña ya está activada" in vecino.get(entregada.url).content.decode()
    respuesta = dar_datos(vecino, entregada)
    assert RECHAZADOS in respuesta.content.decode()


def test_sin_ficha_sirve_igual(client: Client, entregada: Entregada) -> None:
    respuesta = client.post(ACTIVAR, entregada.datos())
    assert respuesta["Location"] == PIN
    assert client.post(PIN, {"pin": pin_enviado()})["Location"] == FINAL


def test_con_varias_camaras_pregunta_cual_solo_sin_ficha(
    client: Client, camara: Camara, otra_camara: Camara
) -> None:
    entregada = entregar(otra_camara)
    assert 'name="camara"' not in client.get(entregada.url).content.decode()
    pagina = client.get(ACTIVAR).content.decode()
    assert camara.nombre in pagina
    assert otra_camara.nombre in pagina
    datos = entregada.datos()
    assert "Seleccione la cámara" in client.post(ACTIVAR, datos).content.decode()
    de_otra = client.post(ACTIVAR, datos | {"camara": str(camara.pk)})
    assert RECHAZADOS in de_otra.content.decode()
    assert client.post(ACTIVAR, datos | {"camara": str(otra_camara.pk)})["Location"] == PIN


def test_con_una_sola_camara_no_pregunta(client: Client, entregada: Entregada) -> None:
    assert 'name="camara"' not in client.get(ACTIVAR).content.decode()


def test_sin_ninguna_camara_no_falla(client: Client, db: None) -> None:
    datos = {"identificacion": "1", "correo": "a@b.co", "celular": "3105550123", "clave": "x"}
    respuesta = client.post(ACTIVAR, datos | {"consentimiento": "on"})
    assert RECHAZADOS in respuesta.content.decode()


@pytest.mark.parametrize(
    "cambios",
    [
        {"identificacion": "1.020.304"},
        {"identificacion": " 1 020 304 "},
        {"identificacion": "01020304"},
        {"correo": "  ANA.Perez@Correo.Example "},
        {"celular": "310 555 0123"},
        {"celular": "+57 (310) 555-0123"},
        {"celular": "573105550123"},
        {"clave": " Kx7m Qp3R\u200btZ\n"},
    ],
)
def test_lo_que_se_escribe_con_otra_forma_tambien_sirve(
    client: Client, camara: Camara, cambios: dict[str, str]
) -> None:
    entregada = entregar(
        camara, numero="1020304", correo="ana.perez@correo.example", celular="+573105550123"
    )
    assert dar_datos(client, entregada, **cambios)["Location"] == PIN


def test_sin_aceptar_no_se_sigue_y_nada_se_pierde(client: Client, entregada: Entregada) -> None:
    datos = entregada.datos()
    del datos["consentimiento"]
    pagina = client.post(entregada.url, datos).content.decode()
    assert "marque la casilla" in pagina
    for valor in datos.values():
        assert f'value="{valor}"' in pagina
    assert not Activacion.objects.exists()
    assert not TextoLegal.objects.exists()


@pytest.mark.parametrize(
    ("campo", "valor", "mensaje"),
    [
        ("identificacion", " ", "Escriba su número de identificación"),
        ("correo", "sin-arroba", "Escriba un correo electrónico completo"),
        ("celular", "6017442725", "Escriba un número de celular colombiano"),
        ("clave", "\u200b", "Escriba la clave"),
    ],
)
def test_cada_campo_dice_que_espera(
    client: Client, entregada: Entregada, campo: str, valor: str, mensaje: str
) -> None:
    pagina = dar_datos(client, entregada, **{campo: valor}).content.decode()
    assert pagina.count(mensaje) == 2
    assert entregada.refrescar().fallos == 0


def test_solo_clave_activa_sin_pin(client: Client, camara: Camara) -> None:
    camara.factor_autenticacion_firmado_contrasenas_email = "SOLO CLAVE"
    camara.save()
    entregada = entregar(camara, con_pin=False)
    assert dar_datos(client, entregada)["Location"] == FINAL
    assert "quedó activada" in client.get(FINAL).content.decode()
    usuario = UsuarioVerificado.objects.get()
    assert usuario.con_pin is False
    assert usuario.sms_id == ""
    assert not SmsSaliente.objects.exists()
    assert dar_datos(client, entregada)["Location"] == FINAL


@pytest.mark.parametrize(
    ("de_la_fila", "de_la_camara", "pide"),
    [
        (True, "SOLO CLAVE", True),
        (False, "CLAVE+PIN", True),
        (False, "", True),
        (None, "", True),
        (None, "SOLO CLAVE", False),
        (False, "SOLO CLAVE", False),
    ],
)
def test_manda_el_factor_mas_estricto(
    client: Client, camara: Camara, de_la_fila: bool | None, de_la_camara: str, pide: bool
) -> None:
    camara.factor_autenticacion_firmado_contrasenas_email = de_la_camara
    camara.save()
    respuesta = dar_datos(client, entregar(camara, con_pin=de_la_fila))
    assert respuesta["Location"] == (PIN if pide else FINAL)
    assert Pin.objects.exists() == pide


@pytest.mark.parametrize("con_pin", [True, False])
def test_quien_ya_es_verificado_recibe_una_salida_clara(
    client: Client, camara: Camara, con_pin: bool
) -> None:
    if not con_pin:
        camara.factor_autenticacion_firmado_contrasenas_email = "SOLO CLAVE"
        camara.save()
    primera = entregar(camara, con_pin=con_pin)
    segunda = entregar(camara, con_pin=con_pin, numero=primera.fila.numero, ano=2020)
    documento = con_documento(segunda)
    for entregada in (primera, segunda):
        if con_pin:
            client.post(PIN, {"pin": hasta_el_pin(client, entregada)})
        else:
            dar_datos(client, entregada)
    pagina = client.get(FINAL).content.decode()
    assert "Usted ya es usuario verificado" in pagina
    assert camara.url_renovar in pagina
    assert UsuarioVerificado.objects.count() == 1
    assert segunda.refrescar().estado == EstadoContrasena.CANCELADA
    assert estado_de(documento) == EstadoDocumento.ANULADO
    assert client.get(PIN)["Location"] == FINAL


def test_una_clave_de_otra_no_sirve(client: Client, entregada: Entregada) -> None:
    assert RECHAZADOS in dar_datos(client, entregada, clave=OTRA_CLAVE).content.decode()
    assert not Activacion.objects.exists()


def test_sin_el_token_del_formulario_no_hace_nada(entregada: Entregada) -> None:
    estricto = Client(enforce_csrf_checks=True)
    for url in (entregada.url, entregada.url_rechazar, ACTIVAR, PIN):
        assert estricto.post(url, entregada.datos(confirmar="1")).status_code == 403
    assert entregada.refrescar().estado == EstadoContrasena.ENVIADA


def test_la_sesion_cambia_de_clave_y_no_guarda_datos(client: Client, entregada: Entregada) -> None:
    antes = client.session
    antes["algo"] = 1
    antes.save()
    client.cookies["sesion"] = antes.session_key or ""
    dar_datos(client, entregada)
    assert client.session.session_key != antes.session_key
    guardado = str(dict(client.session.items()))
    for dato in (CLAVE, entregada.ficha, entregada.fila.numero, entregada.fila.correo):
        assert dato not in guardado
