"""The whole way of a case in a real browser: from a mail that comes in to the opinion about it."""

import re

from playwright.sync_api import Browser, Page, expect

from mesa_ayuda.entrada import proceso
from mesa_ayuda.entrada.recepcion import recibir
from mesa_ayuda.enums import Estado, Veredicto
from mesa_ayuda.models import Buzon, Caso
from portal.mensajes.clientes.correo import componer
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import SegundoFactor, Usuario
from tests.conftest import CLAVE
from tests.mesa_ayuda.entrada.muestras import NUEVA, correo
from tests.mesa_ayuda.recetas import crear_agente, crear_buzon

NUEVA_CLAVE = "Una-clave-bien-larga-7"


def tomar(buzon: Buzon, crudo: bytes) -> str | None:
    """Take a mail in as the worker does; return what became of it."""
    hecho = proceso.seguir(recibir(buzon=buzon, crudo=crudo, despertar=False).correo)
    return hecho.veredicto if hecho else None


def atender(mesa: Page, servidor: str, agente: Usuario, caso: Caso) -> None:
    """Sign in as staff do, and look for the case in the list."""
    mesa.goto(f"{servidor}/admin/")
    mesa.get_by_label("Nombre de usuario").fill(agente.username)
    mesa.get_by_label("Contraseña").fill(CLAVE)
    mesa.get_by_role("button", name="Iniciar sesión").click()
    mesa.get_by_label("Código").fill(SegundoFactor.objects.get(user=agente).codigo_actual())
    mesa.get_by_role("button", name="Verificar e ingresar").click()
    mesa.goto(f"{servidor}/admin/mesa_ayuda/caso/?q={caso.numero}")
    mesa.get_by_role("link", name=caso.numero).click()
    mesa.get_by_role("button", name="Tomar el caso").click()


def responder(mesa: Page, texto: str, despues: str) -> None:
    """Answer the customer from the case's page."""
    mesa.reload()
    mesa.get_by_role("textbox", name="Respuesta al cliente").fill(texto)
    mesa.get_by_label("Después de responder").select_option(despues)
    mesa.get_by_role("button", name="Responder al cliente").click()
    expect(mesa.get_by_text("Envió la respuesta al cliente.")).to_be_visible()


def test_del_correo_que_llega_a_la_opinion(pagina: Page, servidor: str, browser: Browser) -> None:
    buzon, agente = crear_buzon(), crear_agente("agente")
    assert tomar(buzon, correo(de=NUEVA)) == Veredicto.CASO_NUEVO
    caso = Caso.objects.get()
    bienvenida = CorreoSaliente.objects.get(destinatario="nueva@correo.example")

    # The customer makes an account of the link in the mail, and finds the case there.
    enlace = re.search(r"/mesa-de-ayuda/clave/\S+", bienvenida.texto)
    assert enlace
    pagina.goto(servidor + enlace.group())
    pagina.get_by_label("Contraseña nueva").fill(NUEVA_CLAVE)
    pagina.get_by_label("Escríbala otra vez").fill(NUEVA_CLAVE)
    pagina.get_by_role("button", name="Guardar la contraseña").click()
    pagina.goto(f"{servidor}/mesa-de-ayuda/ingresar/")
    if pagina.get_by_label("Nombre de usuario").count():
        pagina.get_by_label("Nombre de usuario").fill("nueva@correo.example")
        pagina.get_by_label("Contraseña").fill(NUEVA_CLAVE)
        pagina.get_by_label("Contraseña").press("Enter")
    pagina.get_by_role("link", name=caso.numero).click()
    expect(pagina.get_by_role("heading", level=1)).to_contain_text("No puedo firmar")

    # Staff answer; the customer answers that mail, from their own program.
    contexto = browser.new_context(locale="es-CO")
    mesa = contexto.new_page()
    atender(mesa, servidor, agente, caso)
    responder(mesa, "¿Qué error sale?", Estado.ESPERA)
    salida = CorreoSaliente.objects.get(proposito="mesa_respuesta")
    hilo = str(componer(salida).extra_headers["Message-ID"])
    replica = correo("Dice «sin lector».\n", de=NUEVA, cabeceras={"In-Reply-To": hilo})
    assert tomar(buzon, replica) == Veredicto.RESPUESTA
    mesa.reload()
    expect(mesa.get_by_text("Dice «sin lector».")).to_be_visible()

    # Solved, rejected, solved again, accepted, and rated.
    responder(mesa, "Conecte el lector y pruebe.", Estado.RESUELTO)
    pagina.reload()
    pagina.get_by_text("No quedó resuelto").click()
    pagina.get_by_label("¿Qué sigue pasando?").fill("Sigue igual")
    pagina.get_by_role("button", name="Rechazar la solución").click()
    expect(pagina.get_by_text("El caso volvió a quedar abierto.")).to_be_visible()
    responder(mesa, "Cambiamos el lector.", Estado.RESUELTO)
    pagina.reload()
    pagina.get_by_role("button", name="Aceptar la solución").click()
    pagina.get_by_label("5 - Muy buena").check()
    pagina.get_by_role("button", name="Enviar mi opinión").click()
    expect(pagina.get_by_text("Gracias por su opinión.")).to_be_visible()
    caso.refresh_from_db()
    assert (caso.estado, caso.encuesta.puntaje, caso.asignado) == (Estado.CERRADO, 5, agente)
    assert Caso.objects.count() == 1
    contexto.close()
