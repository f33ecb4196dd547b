"""The case's page and its acts, for each person; what came from outside never runs."""

import re
import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from mesa_ayuda import casos_web
from mesa_ayuda.enums import Estado, TipoMensaje
from mesa_ayuda.models import Caso, Encuesta, Mensaje, Participante
from portal.usuarios.models import Usuario
from tests.conftest import ingresar
from tests.mesa_ayuda.recetas import crear_buzon, crear_caso

pytestmark = pytest.mark.django_db
Entrar = Callable[[Usuario], Client]
XSS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% load x %}",
    "</textarea><script>alert(1)</script>",
    "' onmouseover='alert(1)",
]


def ruta(caso: Caso, acto: str = "") -> str:
    return f"/mesa-de-ayuda/casos/{caso.numero}/{acto and acto + '/'}"


def estado(caso: Caso) -> str:
    caso.refresh_from_db()
    return caso.estado


@pytest.fixture
def caso(cliente: Usuario) -> Caso:
    """A solved case of `cliente`, with a note inside."""
    caso = crear_caso(cliente, estado=Estado.RESUELTO, resuelto_en=timezone.now())
    Mensaje.objects.create(caso=caso, tipo=TipoMensaje.PUBLICO, texto="Dicho a la vista")
    Mensaje.objects.create(
        caso=caso, tipo=TipoMensaje.NOTA, del_personal=True, texto="Dicho adentro"
    )
    return caso


ACTOS = {
    "": {"texto": "Hola"},
    "aceptar": {},
    "rechazar": {"rechazo-motivo": "No"},
    "cerrar": {},
    "reabrir": {"reapertura-motivo": "Otra vez"},
    "participantes": {"participante-correo": "x@y.example"},
    "encuesta": {"encuesta-puntaje": "5"},
}


@pytest.mark.parametrize("acto", ACTOS)
def test_para_los_de_fuera_el_caso_no_existe(
    caso: Caso, forastero: Usuario, companero_sin_permiso: Usuario, entrar: Entrar, acto: str
) -> None:
    for usuario in (forastero, companero_sin_permiso):
        navegador = entrar(usuario)
        assert navegador.get(ruta(caso)).status_code == 404
        assert navegador.post(ruta(caso, acto), ACTOS[acto]).status_code == 404
    assert Client().post(ruta(caso, acto), ACTOS[acto]).status_code == 302
    assert estado(caso) == Estado.RESUELTO
    assert caso.mensajes.count() == 2
    assert not caso.participantes.exists()


def test_el_personal_tiene_su_propia_pagina(caso: Caso, agente: Usuario) -> None:
    assert ingresar(Client(), agente).get(ruta(caso)).headers["Location"] == "/admin/"


def test_quien_puede_verlo_ve_la_conversacion_y_no_las_notas(
    caso: Caso, cliente: Usuario, companera: Usuario, forastero: Usuario, entrar: Entrar
) -> None:
    Participante.objects.create(caso=caso, correo=forastero.email, usuario=forastero)
    for usuario in (cliente, companera, forastero):
        pagina = entrar(usuario).get(ruta(caso)).content.decode()
        assert "Dicho a la vista" in pagina
        assert "Dicho adentro" not in pagina


def test_un_participante_lee_y_responde_pero_no_decide(
    caso: Caso, forastero: Usuario, entrar: Entrar
) -> None:
    Participante.objects.create(caso=caso, correo=forastero.email, usuario=forastero)
    navegador = entrar(forastero)
    for acto in ("aceptar", "rechazar", "cerrar", "reabrir", "participantes", "encuesta"):
        assert navegador.post(ruta(caso, acto), ACTOS[acto]).status_code == 404
    assert estado(caso) == Estado.RESUELTO
    assert navegador.post(ruta(caso), {"texto": "Yo también"}).status_code == 302
    assert estado(caso) == Estado.ABIERTO


def test_el_numero_escrito_de_otro_modo_lleva_a_su_direccion(
    caso: Caso, cliente: Usuario, entrar: Entrar
) -> None:
    hecha = entrar(cliente).get(f"/mesa-de-ayuda/casos/cs{caso.pk}/")
    assert hecha.headers["Location"] == ruta(caso)


@pytest.mark.parametrize("numero", ["CS9999999", "x", "CS" + "9" * 30, "%00", "CS0", "²"])
def test_un_numero_inventado_no_existe(cliente: Usuario, entrar: Entrar, numero: str) -> None:
    assert entrar(cliente).get(f"/mesa-de-ayuda/casos/{numero}/").status_code == 404


def test_se_responde_con_archivos_una_sola_vez(
    caso: Caso, cliente: Usuario, entrar: Entrar
) -> None:
    navegador, marca = entrar(cliente), str(uuid.uuid4())
    for _ in range(2):
        archivo = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
        campos = {"texto": "Adjunto la prueba", "formulario": marca, "archivos": archivo}
        assert navegador.post(ruta(caso), campos).status_code == 302
    mensaje = Mensaje.objects.get(texto="Adjunto la prueba")
    assert (mensaje.autor, mensaje.adjuntos.count()) == (cliente, 1)


def test_una_respuesta_vacia_se_corrige_sin_perder_nada(
    caso: Caso, cliente: Usuario, entrar: Entrar
) -> None:
    pagina = entrar(cliente).post(ruta(caso), {"texto": " "}).content.decode()
    assert "Escriba su respuesta." in pagina
    assert "Error: " in pagina


def test_del_caso_resuelto_al_cerrado_reabierto_y_calificado(
    caso: Caso, cliente: Usuario, companera: Usuario, entrar: Entrar
) -> None:
    navegador = entrar(cliente)
    pagina = navegador.post(ruta(caso, "rechazar"), {}).content.decode()
    assert "Cuéntenos qué sigue pasando." in pagina
    navegador.post(ruta(caso, "rechazar"), ACTOS["rechazar"])
    assert estado(caso) == Estado.ABIERTO
    Caso.objects.filter(pk=caso.pk).update(estado=Estado.RESUELTO)
    entrar(companera).post(ruta(caso, "aceptar"))
    assert estado(caso) == Estado.CERRADO
    pagina = navegador.get(ruta(caso)).content.decode()
    assert "Su opinión" in pagina
    assert "Reabrir el caso" in pagina
    assert "Enviar la respuesta" not in pagina
    assert "Su opinión" not in entrar(companera).get(ruta(caso)).content.decode()
    assert entrar(companera).post(ruta(caso, "encuesta"), ACTOS["encuesta"]).status_code == 404
    pagina = navegador.post(ruta(caso, "encuesta"), {"encuesta-puntaje": "9"}).content.decode()
    assert "de 1 a 5" in pagina
    for puntaje in ("5", "1"):
        navegador.post(ruta(caso, "encuesta"), {"encuesta-puntaje": puntaje})
    assert Encuesta.objects.get(caso=caso).puntaje == 5
    assert "Su opinión" not in navegador.get(ruta(caso)).content.decode()
    navegador.post(ruta(caso, "reabrir"), ACTOS["reabrir"])
    assert estado(caso) == Estado.ABIERTO


def test_quien_llega_tarde_se_entera(caso: Caso, cliente: Usuario, entrar: Entrar) -> None:
    Caso.objects.filter(pk=caso.pk).update(estado=Estado.CERRADO, cerrado_en=timezone.now())
    navegador = entrar(cliente)
    for acto in ("rechazar", ""):
        pagina = navegador.post(ruta(caso, acto), ACTOS[acto] | {"texto": "Hola"}).content.decode()
        assert re.search("El caso (cambió|está cerrado)", pagina)
    hecha = navegador.post(ruta(caso, "aceptar"), follow=True)
    assert "cambió mientras usted lo veía" in hecha.content.decode()


def test_los_participantes_se_agregan_y_se_retiran(
    caso: Caso, cliente: Usuario, entrar: Entrar
) -> None:
    navegador = entrar(cliente)
    pagina = navegador.post(ruta(caso, "participantes"), {"participante-correo": "x"})
    assert "nombre@dominio.co" in pagina.content.decode()
    crear_buzon("mesa@portal.example")
    de_la_mesa = {"participante-correo": "MESA@portal.example"}
    pagina = navegador.post(ruta(caso, "participantes"), de_la_mesa)
    assert "es de la mesa de ayuda" in pagina.content.decode()
    navegador.post(ruta(caso, "participantes"), ACTOS["participantes"])
    fila = caso.participantes.get()
    assert fila.correo in navegador.get(ruta(caso)).content.decode()
    for clave in ("²", "9" * 30, str(fila.pk)):
        assert navegador.post(ruta(caso, "participantes"), {"quitar": clave}).status_code == 302
    assert not caso.participantes.exists()


def test_los_actos_no_se_hacen_con_get(caso: Caso, cliente: Usuario, entrar: Entrar) -> None:
    navegador = entrar(cliente)
    for acto in filter(None, ACTOS):
        assert navegador.get(ruta(caso, acto)).status_code == 405
    assert estado(caso) == Estado.RESUELTO


@pytest.mark.parametrize("ataque", XSS)
def test_nada_de_lo_que_se_escribe_o_se_adjunta_se_ejecuta(
    cliente: Usuario, entrar: Entrar, formulario: dict[str, str], ataque: str
) -> None:
    navegador = entrar(cliente)
    pagina_web = SimpleUploadedFile(f"{ataque}.html", ataque.encode(), "text/html")
    archivo = SimpleUploadedFile(f"{ataque}.txt", b"x " + ataque.encode(), "text/html")
    campos = formulario | {"asunto": ataque, "descripcion": ataque, "archivos": archivo}
    nuevo = "/mesa-de-ayuda/casos/nuevo/"
    rechazada = navegador.post(nuevo, campos | {"archivos": pagina_web})
    assert "puede ejecutar código" in rechazada.content.decode()
    hecha = navegador.post(nuevo, campos, follow=True)
    caso = Caso.objects.get()
    navegador.post(ruta(caso), {"texto": ataque})
    lista = navegador.get("/mesa-de-ayuda/casos/", {"q": ataque})
    vista, respondida = navegador.get(ruta(caso)), navegador.post(ruta(caso), campos)
    for pagina in (rechazada, hecha, vista, lista, respondida):
        texto = pagina.content.decode()
        assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)", texto)
        assert not re.search(r"<(img|svg)[^>]*\son\w+\s*=", texto)
        assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"|>[^<]*<', "", texto))
        assert 'href="javascript' not in texto
        assert "script-src 'self'" in pagina.headers["Content-Security-Policy"]
    adjunto = caso.mensajes.order_by("pk")[0].adjuntos.get()
    bajada = navegador.get(f"/mesa-de-ayuda/adjuntos/{adjunto.pk}/")
    assert bajada.headers["Content-Type"] == "application/octet-stream"
    assert bajada.headers["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(
        rf'attachment; filename="{caso.numero}-[a-z0-9-]+\.txt"',
        bajada.headers["Content-Disposition"],
    )
    assert "sandbox" in bajada.headers["Content-Security-Policy"]


def test_un_adjunto_es_solo_de_quien_ve_su_mensaje(
    caso: Caso, cliente: Usuario, forastero: Usuario, entrar: Entrar
) -> None:
    mensaje = casos_web.responder(
        caso=caso,
        autor=cliente,
        texto="x",
        archivos=[("a.txt", SimpleUploadedFile("a.txt", b"x").file)],  # type: ignore[list-item]
        formulario=uuid.uuid4(),
    )
    direccion = f"/mesa-de-ayuda/adjuntos/{mensaje.adjuntos.get().pk}/"
    assert b"".join(entrar(cliente).get(direccion).streaming_content) == b"x"  # type: ignore[attr-defined]
    assert entrar(forastero).get(direccion).status_code == 404
    assert Client().get(direccion).status_code == 302
    Mensaje.objects.filter(pk=mensaje.pk).update(tipo=TipoMensaje.NOTA, del_personal=True)
    assert entrar(cliente).get(direccion).status_code == 404
    assert entrar(cliente).get("/mesa-de-ayuda/adjuntos/999999999999/").status_code == 404


def test_el_html_de_un_correo_se_ve_limpio_y_encerrado(
    caso: Caso, cliente: Usuario, forastero: Usuario, entrar: Entrar
) -> None:
    malo = "<p>Hola</p><script>x()</script><img src=//rastro.example><a href='javascript:x'>y</a>"
    mensaje = Mensaje.objects.create(caso=caso, tipo=TipoMensaje.PUBLICO, texto="Hola", html=malo)
    direccion = ruta(caso, f"mensajes/{mensaje.pk}")
    hecha = entrar(cliente).get(direccion)
    texto = hecha.content.decode()
    assert "<p>Hola</p>" in texto
    for prohibido in ("script", "img", "javascript", "rastro"):
        assert prohibido not in texto
    politica = hecha.headers["Content-Security-Policy"]
    assert politica.startswith("sandbox;")
    assert "default-src 'none'" in politica
    assert "allow-" not in politica
    assert direccion in entrar(cliente).get(ruta(caso)).content.decode()
    assert entrar(forastero).get(direccion).status_code == 404
    Mensaje.objects.filter(pk=mensaje.pk).update(tipo=TipoMensaje.NOTA, del_personal=True)
    assert entrar(cliente).get(direccion).status_code == 404


def test_la_respuesta_con_la_sesion_vencida_vuelve(
    caso: Caso, cliente: Usuario, entrar: Entrar
) -> None:
    pagina = entrar(cliente).get(ruta(caso)).content.decode()
    autor = re.search(r'name="autor" value="([^"]+)"', pagina)
    assert autor
    navegador = Client()
    campos = {"texto": "Lo que iba a decir", "autor": autor.group(1)}
    assert ruta(caso).replace("/", "%2F") in navegador.post(ruta(caso), campos).headers[
        "Location"
    ].replace("/mesa-de-ayuda/ingresar/", "").replace("/", "%2F")
    navegador.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    assert "Lo que iba a decir" in navegador.get(ruta(caso)).content.decode()
    navegador.post(ruta(caso), {"texto": "Lo que iba a decir"})
    assert "Lo que iba a decir</textarea>" not in navegador.get(ruta(caso)).content.decode()
