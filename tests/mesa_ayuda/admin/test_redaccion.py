"""Writing on the page of a case: draft, canned answer, presence, and what came meanwhile."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from mesa_ayuda.agentes import borradores
from mesa_ayuda.casos import responder_como_cliente
from mesa_ayuda.enums import Via
from mesa_ayuda.models import Adjunto, Borrador, Caso, Mensaje, RespuestaPreparada
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.mesa_ayuda.recetas import crear_agente

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]
OTRAS = ("borrador", "presencia", "preparada")


@pytest.fixture(autouse=True)
def _archivos(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def url(caso: Caso, cual: str = "caso_change") -> str:
    return reverse(f"admin:mesa_ayuda_{cual}", args=[caso.pk])


def enviar(client: Client, caso: Caso, acto: str, **campos: object) -> str:
    datos = {campo.replace("__", "-"): valor for campo, valor in campos.items()}
    return client.post(url(caso), {"acto": acto, **datos}, follow=True).content.decode()


def test_el_borrador_se_guarda_y_vuelve_en_otro_equipo(
    mesa: Client, cliente_de: ClienteDe, caso: Caso, agente: Usuario
) -> None:
    assert "Guardó el borrador" in enviar(mesa, caso, "guardar", respuesta__texto="A medias")
    pagina = cliente_de(agente).get(url(caso)).content.decode()
    assert "A medias</textarea>" in pagina
    assert "Tiene un borrador" in pagina


def test_el_borrador_es_de_quien_lo_escribe(
    mesa: Client, cliente_de: ClienteDe, caso: Caso
) -> None:
    enviar(mesa, caso, "guardar", respuesta__texto="Secreto a medias")
    otra = cliente_de(crear_agente("otra")).get(url(caso)).content.decode()
    assert "Secreto a medias" not in otra
    assert "está respondiendo este caso" in otra


def test_descartar_borra_la_respuesta_y_la_nota(mesa: Client, caso: Caso) -> None:
    enviar(mesa, caso, "guardar", respuesta__texto="Uno")
    enviar(mesa, caso, "guardar_nota", nota__texto="Dos")
    assert "Descartó el borrador" in enviar(mesa, caso, "descartar")
    assert not Borrador.objects.exists()


def test_el_script_guarda_solo_la_parte_que_envia(mesa: Client, caso: Caso) -> None:
    mesa.post(url(caso, "borrador"), {"nota-texto": "Nota"})
    respuesta = mesa.post(url(caso, "borrador"), {"respuesta-texto": "Texto"})
    assert respuesta.json()["guardado"].startswith("Borrador guardado")
    borrador = Borrador.objects.get()
    assert (borrador.texto, borrador.nota) == ("Texto", "Nota")


def test_la_preparada_se_inserta_sin_javascript_y_sin_enviarse(mesa: Client, caso: Caso) -> None:
    preparada = RespuestaPreparada.objects.create(titulo="Saludo", texto="Caso {{ caso.numero }}")
    pagina = enviar(
        mesa, caso, "insertar", respuesta__texto="Hola", respuesta__preparada=preparada.pk
    )
    assert f"Hola\n\nCaso {caso.numero}</textarea>" in pagina
    assert "Todavía no se envió" in pagina
    assert not Mensaje.objects.filter(del_personal=True).exists()


def test_insertar_sin_elegir_lo_dice_y_no_pierde_lo_escrito(mesa: Client, caso: Caso) -> None:
    pagina = enviar(mesa, caso, "insertar", respuesta__texto="Hola")
    assert "Elija una respuesta preparada" in pagina
    assert "Hola</textarea>" in pagina


def test_el_script_recibe_la_preparada_con_sus_valores(mesa: Client, caso: Caso) -> None:
    preparada = RespuestaPreparada.objects.create(titulo="Saludo", texto="{{ contacto.nombre }}")
    respuesta = mesa.get(url(caso, "preparada"), {"clave": preparada.pk})
    assert respuesta.json() == {"texto": caso.contacto_nombre}
    assert mesa.get(url(caso, "preparada"), {"clave": "x"}).status_code == 404


def test_la_presencia_dice_quien_responde_y_que_llego(
    mesa: Client, caso: Caso, cliente: Usuario
) -> None:
    borradores.guardar(caso=caso, usuario=crear_agente("otra"), parte="texto", valor="Yo también")
    mensaje = responder_como_cliente(caso=caso, autor=cliente, via=Via.WEB, texto="Más datos")
    datos = mesa.get(url(caso, "presencia")).json()
    assert "está respondiendo" in datos["respondiendo"]
    assert datos["ultimo"] == mensaje.pk


def test_lo_que_llego_mientras_escribia_se_muestra_y_el_segundo_envio_sale(
    mesa: Client, caso: Caso, cliente: Usuario
) -> None:
    campos = {"respuesta__texto": "Reinicie", "respuesta__formulario": str(uuid.uuid4())}
    nuevo = responder_como_cliente(caso=caso, autor=cliente, via=Via.WEB, texto="Ya lo reinicié")
    pagina = enviar(mesa, caso, "responder", respuesta__ultimo=0, **campos)
    assert "Llegó un mensaje nuevo mientras escribía" in pagina
    assert "Ya lo reinicié" in pagina
    assert "Reinicie</textarea>" in pagina
    assert f'name="respuesta-ultimo" value="{nuevo.pk}"' in pagina
    assert "Envió la respuesta" in enviar(
        mesa, caso, "responder", respuesta__ultimo=nuevo.pk, **campos
    )
    assert Mensaje.objects.filter(texto="Reinicie").count() == 1


def test_un_error_no_pierde_lo_escrito_aunque_se_cierre_la_ventana(
    mesa: Client, caso: Caso
) -> None:
    pagina = enviar(mesa, caso, "responder", respuesta__texto="Hola", respuesta__pasar_a="raro")
    assert "Hola</textarea>" in pagina
    assert Borrador.objects.get().texto == "Hola"


def test_la_respuesta_y_la_nota_llevan_sus_archivos(mesa: Client, caso: Caso) -> None:
    uno = SimpleUploadedFile("guía.txt", b"pasos")
    dos = SimpleUploadedFile("traza.txt", b"interno")
    enviar(mesa, caso, "responder", respuesta__texto="Va la guía", respuesta__archivos=uno)
    enviar(mesa, caso, "anotar", nota__texto="Va la traza", nota__archivos=dos)
    de = {fila.nombre: fila.mensaje.texto for fila in Adjunto.objects.select_related("mensaje")}
    assert de == {"guía.txt": "Va la guía", "traza.txt": "Va la traza"}


def test_tras_un_error_se_pide_elegir_otra_vez_los_archivos(mesa: Client, caso: Caso) -> None:
    uno = SimpleUploadedFile("guía.txt", b"pasos")
    pagina = enviar(mesa, caso, "responder", respuesta__texto="", respuesta__archivos=uno)
    assert "Elija otra vez los archivos" in pagina
    assert not Adjunto.objects.exists()


@pytest.mark.parametrize(("acto", "parte"), [("responder", "respuesta"), ("anotar", "nota")])
def test_un_programa_no_se_envia_ni_se_guarda(
    mesa: Client, caso: Caso, acto: str, parte: str
) -> None:
    programa = SimpleUploadedFile("parche.exe", b"MZ")
    campos = {f"{parte}__texto": "Va el parche", f"{parte}__archivos": programa}
    pagina = enviar(mesa, caso, acto, **campos)
    assert "No recibimos «parche.exe»" in pagina
    assert "Va el parche</textarea>" in pagina
    assert not Adjunto.objects.exists()
    assert not CorreoSaliente.objects.exists()


@pytest.mark.parametrize("cual", OTRAS)
@pytest.mark.parametrize("rol", [Rol.OPERADOR_SSPS, Rol.OPERADOR_CONTRASENAS, None])
def test_quien_no_es_de_la_mesa_no_escribe_ni_mira(
    cliente_de: ClienteDe, caso: Caso, cual: str, rol: Rol | None
) -> None:
    ajeno = cliente_de(crear_personal("ajeno", rol))
    metodo = ajeno.post if cual == "borrador" else ajeno.get
    assert metodo(url(caso, cual), {"respuesta-texto": "x"}).status_code == 403


@pytest.mark.parametrize("cual", OTRAS)
def test_la_clienta_va_al_ingreso(client: Client, caso: Caso, cliente: Usuario, cual: str) -> None:
    client.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(url(caso, cual)).status_code == 302


def test_mirar_no_guarda_nada(mesa: Client, caso: Caso) -> None:
    assert mesa.get(url(caso, "borrador"), {"respuesta-texto": "x"}).status_code == 405
    assert not Borrador.objects.exists()
