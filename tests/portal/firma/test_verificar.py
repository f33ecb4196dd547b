"""The public pages: by number, by file, and what each answer says and keeps quiet."""

import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from portal.firma import servicios, views
from portal.firma.enums import EstadoDocumento, MotivoRechazo, Veredicto
from portal.firma.models import DocumentoFirmado
from portal.firma.validador import Resultado, ValidadorOcupado
from tests.portal.firma.recetas import FRASE, TITULAR, hacer_credencial, hacer_pdf

pytestmark = pytest.mark.django_db
NUMERO = uuid.UUID("0b1c0de5-7d1f-4a53-9a4e-0123456789ab")
PAGINA = f"/verificar/{NUMERO}/"


@pytest.fixture
def firmado() -> bytes:
    return servicios.firmar_documento(
        pdf=hacer_pdf(),
        motivo="Prueba",
        tipo="contrasena",
        titulo="Contraseña preasignada",
        emisor="Cámara de Comercio de Prueba",
        credencial=hacer_credencial(),
        documento_id=NUMERO,
    )


def subir(client: Client, contenido: bytes, nombre: str = "documento.pdf") -> str:
    archivo = SimpleUploadedFile(nombre, contenido, "application/pdf")
    respuesta = client.post("/verificar/archivo/", {"archivo": archivo})
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def sin_cache(respuesta: HttpResponseBase) -> bool:
    cabeceras = respuesta.headers
    return "no-store" in cabeceras["Cache-Control"] and "noindex" in cabeceras["X-Robots-Tag"]


def test_la_entrada_ofrece_las_dos_formas(client: Client) -> None:
    respuesta = client.get("/verificar/")
    texto = respuesta.content.decode()
    assert "Con el número del documento" in texto
    assert "Con el archivo" in texto
    assert sin_cache(respuesta)


def test_hay_una_puerta_en_el_inicio_y_un_enlace_al_pie(client: Client) -> None:
    assert client.get("/").content.decode().count('href="/verificar/"') == 2


@pytest.mark.parametrize("escrito", [str(NUMERO), NUMERO.hex.upper(), f" {NUMERO} "])
def test_el_numero_lleva_a_la_pagina_del_documento(client: Client, escrito: str) -> None:
    assert client.get("/verificar/", {"numero": escrito}).headers["Location"] == PAGINA


def test_un_numero_incompleto_se_explica_junto_al_campo(client: Client) -> None:
    texto = client.get("/verificar/", {"numero": "0b1c0de5"}).content.decode()
    assert "usted escribió 8" in texto
    assert 'value="0b1c0de5"' in texto
    assert "Revise lo que escribió" in texto
    assert "<title>Error: " in texto


def test_un_numero_vacio_se_pide(client: Client) -> None:
    assert "Escriba el número" in client.get("/verificar/?numero=").content.decode()


def test_la_pagina_dice_que_es_quien_lo_firmo_y_si_sigue_vigente(
    client: Client, firmado: bytes
) -> None:
    respuesta = client.get(PAGINA)
    texto = respuesta.content.decode()
    documento = DocumentoFirmado.objects.get()
    for dato in (
        "Contraseña preasignada",
        "Cámara de Comercio de Prueba",
        TITULAR,
        documento.serial_certificado,
        str(NUMERO),
        "Vigente",
    ):
        assert dato in texto
    assert FRASE not in texto
    assert sin_cache(respuesta)


@pytest.mark.parametrize(
    ("estado", "dicho"),
    [
        (EstadoDocumento.USADO, "ya se usó"),
        (EstadoDocumento.ANULADO, "fue cancelado"),
        (EstadoDocumento.REEMPLAZADO, "lo reemplazó"),
    ],
)
def test_lo_que_ya_no_vale_se_dice(
    client: Client, firmado: bytes, estado: EstadoDocumento, dicho: str
) -> None:
    DocumentoFirmado.objects.all().pasar_a(estado)
    por_numero = client.get(PAGINA).content.decode()
    por_archivo = subir(client, firmado)
    for texto in (por_numero, por_archivo):
        assert dicho in texto
        assert estado.label in texto
        assert "sigue vigente" not in texto.split("<h1>")[1].split("</dl>")[0]


@pytest.mark.parametrize(
    "texto", ["5f0e9c1a-2b3c-4d5e-8f90-a1b2c3d4e5f6", "cualquier-cosa", "9" * 150, "%00"]
)
def test_un_numero_desconocido_recibe_una_pagina_que_ayuda(client: Client, texto: str) -> None:
    respuesta = client.get(f"/verificar/{texto}/")
    assert respuesta.status_code == 404
    assert "No encontramos el documento" in respuesta.content.decode()
    assert "Qué puede hacer" in respuesta.content.decode()
    assert sin_cache(respuesta)


def test_lo_registrado_que_nunca_se_firmo_no_existe_para_nadie(client: Client) -> None:
    servicios.registrar_documento(
        tipo="contrasena",
        titulo="Contraseña preasignada",
        emisor="Cámara",
        credencial=hacer_credencial(),
        documento_id=NUMERO,
    )
    assert client.get(PAGINA).status_code == 404


def test_otra_forma_de_escribir_la_direccion_lleva_a_la_misma(client: Client) -> None:
    assert client.get(f"/verificar/{NUMERO.hex.upper()}/").headers["Location"] == PAGINA


def test_el_archivo_autentico_se_reconoce(client: Client, firmado: bytes) -> None:
    texto = subir(client, firmado)
    assert "<h1>El documento es auténtico</h1>" in texto
    assert "Contraseña preasignada" in texto
    assert str(NUMERO) in texto


def test_el_archivo_cambiado_se_descubre(client: Client, firmado: bytes) -> None:
    alterado = bytearray(firmado)
    alterado[firmado.index(b"stream") + 20] ^= 1
    texto = subir(client, bytes(alterado))
    assert "<h1>El documento fue modificado después de firmarlo</h1>" in texto
    assert "No confíe en este archivo" in texto
    # Its number is a stranger's word.
    assert "Contraseña preasignada" not in texto


def test_un_numero_que_no_esta_registrado_no_se_da_por_vigente(
    client: Client, firmado: bytes
) -> None:
    DocumentoFirmado.objects.all().delete()
    texto = subir(client, firmado)
    assert "no podemos decirle si sigue vigente" in texto
    assert "Vigente" not in texto


@pytest.mark.parametrize(
    ("contenido", "dicho"),
    [
        (hacer_pdf(), "no está firmado"),
        (b"hola", "El archivo no es un PDF."),
        (b"%PDF-1.7\n", "dañado"),
    ],
)
def test_lo_que_no_sirve_se_explica(client: Client, contenido: bytes, dicho: str) -> None:
    assert dicho in subir(client, contenido)


@pytest.mark.parametrize("veredicto", list(Veredicto))
def test_cada_veredicto_tiene_su_pagina(
    client: Client, monkeypatch: pytest.MonkeyPatch, veredicto: Veredicto
) -> None:
    resultado = Resultado(
        veredicto=veredicto,
        motivo=MotivoRechazo.CIFRADO if veredicto == Veredicto.RECHAZADO else None,
    )
    monkeypatch.setattr(views, "validar", lambda _: resultado)
    assert f"<h1>{veredicto.label}</h1>" in subir(client, b"x")


def test_sin_archivo_se_pide_uno(client: Client) -> None:
    texto = client.post("/verificar/archivo/").content.decode()
    assert "Elija un archivo PDF de 10 MB o menos." in texto
    assert "<title>Error: " in texto


def test_un_archivo_vacio_se_dice(client: Client) -> None:
    assert "El archivo está vacío." in subir(client, b"")


def test_un_archivo_demasiado_grande_se_dice_junto_al_campo(client: Client) -> None:
    grande = b"%PDF-" + bytes(11 * 1024 * 1024)
    assert "Elija un archivo PDF de 10 MB o menos." in subir(client, grande)


def test_cuando_hay_mucha_cola_se_pide_volver(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ocupado(_: bytes) -> Resultado:
        raise ValidadorOcupado

    monkeypatch.setattr(views, "validar", ocupado)
    archivo = SimpleUploadedFile("a.pdf", b"%PDF-")
    respuesta = client.post("/verificar/archivo/", {"archivo": archivo})
    assert respuesta.status_code == 503
    assert "Espere un minuto" in respuesta.content.decode()


@pytest.mark.parametrize(
    ("limite", "pedir"),
    [
        ("POR_NUMERO", lambda client: client.get(PAGINA)),
        (
            "POR_ARCHIVO",
            lambda client: client.post(
                "/verificar/archivo/", {"archivo": SimpleUploadedFile("a.pdf", b"x")}
            ),
        ),
    ],
)
def test_hay_limites_por_visitante(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    limite: str,
    pedir: Callable[[Client], HttpResponseBase],
) -> None:
    monkeypatch.setattr(views, limite, {"maximo": 1, "ventana": 600})
    monkeypatch.setattr(views, "validar", lambda _: Resultado(Veredicto.SIN_FIRMA))
    assert pedir(client).status_code in (200, 404)
    assert pedir(client).status_code == 429


def test_abrir_la_direccion_del_archivo_lleva_a_la_entrada(client: Client) -> None:
    assert client.get("/verificar/archivo/").headers["Location"] == reverse("firma:verificar")


def test_consultar_no_cambia_nada(client: Client, firmado: bytes) -> None:
    antes = DocumentoFirmado.objects.values().get()
    client.get(PAGINA)
    client.head(PAGINA)
    subir(client, firmado)
    assert DocumentoFirmado.objects.values().get() == antes
    assert client.post(PAGINA).status_code == 405
