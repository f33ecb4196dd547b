"""The staff's path in a real browser: from a new request to «Revocado», as manual 002 shows it."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, FilePayload, Page, expect

from portal.usuarios.models import SegundoFactor, Usuario
from solicitudes.enums import EstadoSolicitud, Vigencia
from solicitudes.models import Solicitud
from tests.conftest import CLAVE
from tests.navegador.test_consulta import consultar, revisar_vistas
from tests.solicitudes.certificados import NOMBRE, SERIAL, en_der, en_pem, hacer_certificado
from tests.solicitudes.recetas import (
    F,
    P,
    R,
    T,
    crear_factura,
    crear_orden,
    crear_persona,
    crear_solicitud,
)
from tests.solicitudes.recorrido import url
from tests.solicitudes.test_factura_pdf import hacer_pdf

INICIO = reverse("admin:index")
LISTA = reverse("admin:solicitudes_solicitud_changelist")


def ingresar_con_los_dos_pasos(page: Page, servidor: str, usuario: Usuario) -> None:
    """Sign in as a person does: password, then the code of the app."""
    page.goto(servidor + INICIO)
    page.get_by_label("Nombre de usuario").fill(usuario.username)
    page.get_by_label("Contraseña").fill(CLAVE)
    page.get_by_role("button", name="Iniciar sesión").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verificación en dos pasos")
    page.get_by_label("Código").fill(SegundoFactor.objects.get(user=usuario).codigo_actual())
    page.get_by_role("button", name="Verificar e ingresar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inicio")


def crear_orden_y_solicitud(page: Page, servidor: str) -> None:
    """Register the manual's order, for a person who is new, and its request."""
    page.goto(servidor + reverse("admin:solicitudes_orden_add"))
    page.get_by_label("Orden pedido No.").fill("434043")
    page.get_by_label("Empresa").fill("CERTICAMARA PRUEBAS 2016")
    page.get_by_label("Proyecto").fill("OTROS")
    page.get_by_label("Número de identificación").fill("1.013.592.259")
    page.get_by_label("Nombre o razón social").fill(NOMBRE)
    page.get_by_label("Correo electrónico").fill("samuel.duarte@correo.example")
    page.get_by_role("button", name="Grabar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Orden 434043")
    page.get_by_role("link", name="Agregar una solicitud").click()
    expect(page.get_by_label("Orden pedido No.")).to_have_value("434043")
    expect(page.get_by_label("Número de identificación")).to_have_value("1013592259")
    page.get_by_label("N° solicitud").fill("434070")
    page.get_by_label("Tipo de certificado").select_option(label="Profesional Titulado")
    page.get_by_role("button", name="Grabar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Solicitud 434070")


def subir(page: Page, nombre: str, contenido: bytes) -> None:
    """Choose a file for the page's only file field."""
    archivo = FilePayload(name=nombre, mimeType="application/octet-stream", buffer=contenido)
    page.set_input_files("[name=archivo]", archivo)


def finalizar(page: Page, paso: str) -> None:
    """Press the button of one step."""
    page.get_by_role("button", name=f"Finalizar {paso}").click()
    expect(page.locator(".messagelist .success")).to_contain_text(paso)


def test_de_la_solicitud_nueva_a_revocado_como_la_tabla_del_manual(
    servidor: str, pagina: Page, operador: Usuario
) -> None:
    ingresar_con_los_dos_pasos(pagina, servidor, operador)
    crear_orden_y_solicitud(pagina, servidor)
    for paso in ("Radicación de documentos", "Verificación de pago", "Aprobación de solicitud"):
        finalizar(pagina, paso)
    expect(pagina.get_by_role("button", name="Finalizar Entrega de certificado")).to_have_count(0)

    pagina.get_by_role("link", name="Registrar con el archivo").click()
    subir(pagina, "c.cer", en_pem(hacer_certificado()))
    pagina.get_by_role("button", name="Registrar el certificado").click()
    certificado = pagina.locator("section[aria-labelledby=certificado]")
    expect(certificado).to_contain_text("3b00cdd4a8d648335efb415e3b273bd8")
    expect(certificado).to_contain_text("Vigente")
    finalizar(pagina, "Entrega de certificado")

    pagina.get_by_role("link", name="Adjuntar a la orden").click()
    subir(pagina, "f.pdf", hacer_pdf())
    pagina.get_by_role("button", name="Adjuntar la factura").click()
    with pagina.expect_download() as bajada:
        pagina.get_by_role("link", name="Descargar el PDF").click()
    assert bajada.value.suggested_filename == "factura-orden-434043.pdf"
    pagina.get_by_role("link", name="434070").click()

    pagina.get_by_role("link", name="Revocar").click()
    pagina.get_by_label("Motivo de la revocación").select_option(label="Cese de operación")
    pagina.get_by_role("button", name="Revocar el certificado").click()
    expect(certificado).to_contain_text("Revocado")
    expect(certificado).to_contain_text("Cese de operación")

    consultar(pagina, servidor, "CC", "1013592259")
    pagina.goto(servidor + url("detalle", Solicitud.objects.get()))
    expect(pagina.locator("#serie")).to_have_text(f"{SERIAL:032x}")
    filas = pagina.locator("table").first.get_by_role("row")
    hoy = r"\d{2}/\d{2}/\d{4}"
    for numero, esperado in enumerate(
        (
            rf"Paso ?1\s*Radicación de documentos\s*{hoy}\s*Su solicitud fue radicada con éxito\.",
            rf"Paso ?2\s*Verificación de pago\s*{hoy}\s*Su pago fue verificado con éxito\.",
            rf"Paso ?3\s*Aprobación de solicitud\s*{hoy}\s*Su solicitud fue aprobada con éxito\.",
            rf"Paso ?4\s*Entrega de certificado\s*{hoy}\s*Su certificado de firma digital fue "
            r"descargado con éxito",
        ),
        start=1,
    ):
        expect(filas.nth(numero)).to_contain_text(re.compile(esperado))
        expect(filas.nth(numero)).to_contain_text("Trámite finalizado")
    expect(filas.nth(5)).to_contain_text("Vigencia")
    expect(filas.nth(5)).to_contain_text("Su certificado de firma digital ha sido revocado.")
    expect(filas.nth(5)).to_contain_text("Revocado")
    expect(pagina.locator("body")).not_to_contain_text("Cese de operación")

    historial = reverse("admin:solicitudes_solicitud_history", args=[Solicitud.objects.get().pk])
    pagina.goto(servidor + historial)
    for acto in ("Registró la solicitud", "Finalizó el paso 4", "Revocó el certificado"):
        expect(pagina.locator("#change-history")).to_contain_text(acto)


def test_el_mismo_camino_sirve_sin_javascript(
    servidor: str, browser: Browser, operador: Usuario
) -> None:
    contexto = browser.new_context(java_script_enabled=False, locale="es-CO")
    page = contexto.new_page()
    ingresar_con_los_dos_pasos(page, servidor, operador)
    crear_orden_y_solicitud(page, servidor)
    finalizar(page, "Radicación de documentos")
    page.get_by_role("link", name="Rechazar").click()
    page.get_by_label("Motivo del rechazo").fill("No llegó el pago")
    page.get_by_role("button", name="Rechazar el paso").click()
    page.get_by_role("link", name="Reabrir").click()
    page.get_by_label("Motivo").fill("Ya llegó")
    page.get_by_role("button", name="Reabrir el paso").click()
    for paso in ("Verificación de pago", "Aprobación de solicitud"):
        finalizar(page, paso)
    page.get_by_role("link", name="Escribir el número de serie").click()
    page.get_by_label("Número de serie").fill(f"{SERIAL:x}")
    page.get_by_label("Válido desde").fill("2026-01-05")
    page.get_by_label("Válido hasta").fill("2099-01-05")
    page.get_by_role("button", name="Registrar el certificado").click()
    finalizar(page, "Entrega de certificado")
    page.goto(f"{servidor}{LISTA}?q=3B:00:CD:D4:A8:D6:48:33:5E:FB:41:5E:3B:27:3B:D8")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    contexto.close()


def test_las_diferencias_del_certificado_se_revisan_antes_de_guardarlo(
    servidor: str, pagina: Page, operador: Usuario, ingresar_como: Callable[[Usuario], None]
) -> None:
    solicitud = crear_solicitud(pasos=(F, F, F, T), titular=crear_persona(nombre="OTRA PERSONA"))
    ingresar_como(operador)
    pagina.goto(servidor + reverse("admin:solicitudes_certificado_archivo", args=[solicitud.pk]))
    subir(pagina, "c.cer", en_der(hacer_certificado()))
    pagina.get_by_role("button", name="Registrar el certificado").click()
    expect(pagina.locator(".diferencias")).to_contain_text(f"a nombre de «{NOMBRE}»")
    revisar_vistas(pagina)
    pagina.get_by_label("Revisé las diferencias").check()
    pagina.get_by_role("button", name="Registrar el certificado").click()
    expect(pagina.locator("section[aria-labelledby=certificado]")).to_contain_text("Vigente")


def test_una_accion_sobre_varias_pregunta_y_despues_informa(
    servidor: str, pagina: Page, operador: Usuario, ingresar_como: Callable[[Usuario], None]
) -> None:
    orden = crear_orden()
    for estado in (EstadoSolicitud.PENDIENTE_PAGO, EstadoSolicitud.FINALIZADA):
        crear_solicitud(orden=orden, estado=estado)
    ingresar_como(operador)
    pagina.goto(servidor + LISTA)
    pagina.locator("#action-toggle").check()
    pagina.get_by_label("Acción:").select_option(label="Finalizar el paso en trámite")
    pagina.get_by_role("button", name="Ir").click()
    expect(pagina.get_by_text("Se aplicará a 1 fila")).to_be_visible()
    revisar_vistas(pagina)
    pagina.get_by_role("button", name="Sí, continuar").click()
    expect(pagina.locator(".messagelist")).to_contain_text("Pasos finalizados: 1.")


PAGINAS = {
    "lista de solicitudes": (LISTA, None),
    "solicitud en trámite": ("admin:solicitudes_solicitud_change", "tramite"),
    "solicitud rechazada": ("admin:solicitudes_solicitud_change", "rechazada"),
    "solicitud por certificar": ("admin:solicitudes_solicitud_change", "aprobada"),
    "solicitud terminada": ("admin:solicitudes_solicitud_change", "terminada"),
    "historial": ("admin:solicitudes_solicitud_history", "terminada"),
    "agregar solicitud": (reverse("admin:solicitudes_solicitud_add"), None),
    "lista de órdenes": (reverse("admin:solicitudes_orden_changelist"), None),
    "agregar orden": (reverse("admin:solicitudes_orden_add"), None),
    "lista de certificados": (reverse("admin:solicitudes_certificado_changelist"), None),
    "lista de facturas": (reverse("admin:solicitudes_factura_changelist"), None),
    "lista de personas": (reverse("admin:solicitudes_persona_changelist"), None),
    "agregar persona": (reverse("admin:solicitudes_persona_add"), None),
    "registrar con archivo": ("admin:solicitudes_certificado_archivo", "aprobada"),
    "registrar con serial": ("admin:solicitudes_certificado_serial", "aprobada"),
    "suspender": ("admin:solicitudes_certificado_suspender", "terminada"),
    "levantar": ("admin:solicitudes_certificado_levantar", "suspendida"),
    "revocar": ("admin:solicitudes_certificado_revocar", "terminada"),
}


@pytest.mark.usefixtures("transactional_db")
def test_las_pantallas_propias_son_accesibles_y_caben_en_un_telefono(
    servidor: str, pagina: Page, operador: Usuario, ingresar_como: Callable[[Usuario], None]
) -> None:
    solicitudes = {
        "tramite": crear_solicitud(estado=EstadoSolicitud.PENDIENTE_PAGO),
        "rechazada": crear_solicitud(pasos=(F, R, P, P)),
        "aprobada": crear_solicitud(pasos=(F, F, F, T)),
        "terminada": crear_solicitud(estado=EstadoSolicitud.FINALIZADA),
        "suspendida": crear_solicitud(
            estado=EstadoSolicitud.FINALIZADA, certificado=Vigencia.SUSPENDIDO
        ),
    }
    terminada = solicitudes["terminada"]
    factura = crear_factura(terminada.orden)
    ingresar_como(operador)
    direcciones = {
        nombre: reverse(ruta, args=[solicitudes[cual].pk]) if cual else ruta
        for nombre, (ruta, cual) in PAGINAS.items()
    }
    for nombre, argumentos in {
        "solicitudes_paso_rechazar": [solicitudes["tramite"].pk, 2],
        "solicitudes_paso_reabrir": [solicitudes["rechazada"].pk, 2],
        "solicitudes_orden_change": [terminada.orden_id],
        "solicitudes_orden_factura": [terminada.orden_id],
        "solicitudes_persona_change": [terminada.titular_id],
        "solicitudes_certificado_change": [terminada.certificado.pk],
        "solicitudes_factura_change": [factura.pk],
    }.items():
        direcciones[nombre] = reverse(f"admin:{nombre}", args=argumentos)
    for nombre, direccion in direcciones.items():
        respuesta = pagina.goto(servidor + direccion)
        assert respuesta is not None
        assert respuesta.status == 200, nombre
        revisar_vistas(pagina)
