"""The import's screens: owner, colleague and outsider; every state; every download."""

import csv
import io
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import Settings

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.importacion import archivo as modulo_archivo
from solicitudes.importacion import forms, servicios
from solicitudes.importacion.enums import EstadoImportacion, Formato
from solicitudes.importacion.models import Importacion
from solicitudes.importacion.proceso import procesar
from solicitudes.models import Solicitud
from tests.solicitudes.importacion.archivos import Celdas, csv_de, emitida, fila, xlsx_de
from tests.solicitudes.importacion.cargas import cargar
from tests.solicitudes.importacion.conftest import Subir

pytestmark = pytest.mark.django_db

LISTA = reverse("admin:importacion_importacion_changelist")
SUBIR = reverse("admin:importacion_importacion_add")
MALA = fila(99, tipo_certificado="")
TRES: list[Celdas] = [fila(1), fila(3), MALA]
Cliente = Callable[[Usuario], Client]


def direccion(nombre: str, importacion: Importacion) -> str:
    """The address of one of its screens."""
    return reverse(f"admin:importacion_importacion_{nombre}", args=[importacion.pk])


def texto(respuesta: Any) -> str:
    """The page with single blanks."""
    return " ".join(str(respuesta.content.decode()).split())


def subir_por_web(cliente: Client, contenido: bytes, nombre: str = "datos.csv") -> HttpResponse:
    """Post the form."""
    respuesta = cliente.post(SUBIR, {"archivo": SimpleUploadedFile(nombre, contenido)})
    assert isinstance(respuesta, HttpResponse)
    return respuesta


def test_subir_lleva_a_la_pagina_de_avance(cliente_de: Cliente, operador: Usuario) -> None:
    cliente = cliente_de(operador)
    respuesta = subir_por_web(cliente, csv_de(TRES), "mi exporte.csv")
    importacion = Importacion.objects.get()
    assert respuesta.headers["Location"] == direccion("change", importacion)
    assert (importacion.autor, importacion.formato) == (operador, Formato.CSV)
    pagina = texto(cliente.get(direccion("change", importacion)))
    assert "mi exporte.csv" in pagina
    assert "Subida" in pagina
    assert f'data-progreso-url="{direccion("progreso", importacion)}"' in pagina
    assert "<progress" in pagina
    assert ">Actualizar</a>" in pagina
    assert "js/portal.js" in pagina
    assert "Puede cerrar esta página" in pagina


@pytest.mark.parametrize(
    ("contenido", "formato"), [(csv_de(TRES), Formato.CSV), (xlsx_de(TRES), Formato.XLSX)]
)
def test_el_formato_es_el_del_contenido(
    cliente_de: Cliente, operador: Usuario, contenido: bytes, formato: Formato
) -> None:
    subir_por_web(cliente_de(operador), contenido, "nombre.pdf")
    assert Importacion.objects.get().formato == formato


@pytest.mark.parametrize("contenido", [csv_de(TRES, codificacion="cp1252"), xlsx_de(TRES)])
def test_un_archivo_que_no_cabe_en_memoria_llega_entero(
    cliente_de: Cliente, operador: Usuario, settings: Settings, contenido: bytes
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    subir_por_web(cliente_de(operador), contenido)
    importacion = Importacion.objects.get()
    with importacion.archivo.open("rb") as guardado:
        assert guardado.read() == contenido
    assert importacion.sha256 == sha256(contenido).hexdigest()
    procesar(pk=importacion.pk)
    importacion.refresh_from_db()
    assert (importacion.estado, importacion.nuevas) == (EstadoImportacion.POR_CONFIRMAR, 2)


@pytest.mark.parametrize(
    ("contenido", "queja"),
    [
        (b"", "El archivo está vacío."),
        (b"   \n", "El archivo está vacío."),
        (b"%PDF-1.7\x00\x01", "No es un archivo CSV ni un libro de Excel"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "Excel antiguo (.xls)"),
        (xlsx_de(TRES)[:-60], "dañado o incompleto"),
        (b"nombre;edad\nAna;3\n", "No se reconoce ninguna columna"),
    ],
)
def test_lo_que_no_sirve_se_explica_junto_al_campo(
    cliente_de: Cliente, operador: Usuario, contenido: bytes, queja: str
) -> None:
    respuesta = subir_por_web(cliente_de(operador), contenido)
    assert respuesta.status_code == 200
    pagina = texto(respuesta)
    assert pagina.count(queja) == 2
    assert 'href="#id_archivo"' in pagina
    assert "<title>Error: " in pagina
    assert not Importacion.objects.exists()


def test_sin_archivo_se_pide(cliente_de: Cliente, operador: Usuario) -> None:
    respuesta = cliente_de(operador).post(SUBIR, {})
    assert "Elija el archivo que quiere importar." in respuesta.content.decode()


def test_un_archivo_demasiado_grande_se_rechaza(
    cliente_de: Cliente, operador: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "TAMANO_MAXIMO", 100)
    respuesta = subir_por_web(cliente_de(operador), csv_de(TRES))
    assert "divídalo en varios" in respuesta.content.decode()
    assert modulo_archivo.TAMANO_MAXIMO > 1024**2


def test_la_revision_muestra_que_pasara_y_lo_que_no_se_puede(
    cliente_de: Cliente, operador: Usuario, revisar: Subir
) -> None:
    cargar([fila(1)])
    contenido = csv_de([{**fila(1), "empresa": "<b>NUEVA</b>"}, *TRES[1:]])
    importacion = revisar(contenido)
    pagina = texto(cliente_de(operador).get(direccion("change", importacion)))
    assert "Por confirmar" in pagina
    assert "Qué pasará si importa" in pagina
    for rotulo, cuenta in (("Leídas", 3), ("Nuevas", 1), ("Con cambios", 1), ("Rechazadas", 1)):
        assert f"<dt>{rotulo}</dt><dd>{cuenta}</dd>" in pagina
    assert "Empresa: (vacío) → &lt;b&gt;NUEVA&lt;/b&gt;" in pagina
    assert "Tipo de certificado: falta." in pagina
    assert 'value="Importar 2 filas"' in pagina
    assert direccion("descartar", importacion) in pagina
    assert "data-progreso-url" not in pagina
    assert not Solicitud.objects.filter(numero=3).exists()


def test_ver_no_cambia_nada(cliente_de: Cliente, operador: Usuario, revisar: Subir) -> None:
    importacion = revisar(csv_de(TRES))
    antes, eventos = Importacion.objects.values().get(), Evento.objects.count()
    cliente = cliente_de(operador)
    for nombre in ("change", "progreso", "filas", "descartar", "history"):
        assert cliente.get(direccion(nombre, importacion)).status_code == 200
    assert cliente.get(direccion("confirmar", importacion)).status_code == 405
    assert Importacion.objects.values().get() == antes
    assert Evento.objects.count() == eventos
    assert not Solicitud.objects.exists()


def test_confirmar_importa_y_al_final_se_ve_que_se_importo(
    cliente_de: Cliente, operador: Usuario, revisar: Subir
) -> None:
    importacion = revisar(csv_de(TRES))
    cliente = cliente_de(operador)
    respuesta = cliente.post(direccion("confirmar", importacion))
    assert respuesta.headers["Location"] == direccion("change", importacion)
    pagina = texto(cliente.get(direccion("change", importacion)))
    assert "Importando el archivo" in pagina
    assert direccion("descartar", importacion) not in pagina
    procesar(pk=importacion.pk)
    pagina = texto(cliente.get(direccion("change", importacion)))
    assert "Terminada" in pagina
    assert "Qué se importó" in pagina
    assert "<dt>Nuevas</dt><dd>2</dd>" in pagina
    assert "Descargar 1 fila con sus motivos" in pagina
    assert Solicitud.objects.count() == 2


def test_confirmar_dos_veces_no_importa_dos_veces(
    cliente_de: Cliente, operador: Usuario, colega: Usuario, revisar: Subir
) -> None:
    importacion = revisar(csv_de(TRES))
    cliente_de(operador).post(direccion("confirmar", importacion))
    respuesta = cliente_de(colega).post(direccion("confirmar", importacion), follow=True)
    assert "otra persona pudo haberla confirmado" in respuesta.content.decode()
    importacion.refresh_from_db()
    assert importacion.confirmada_por == operador


def test_descartar_pregunta_primero_y_dice_cuanto(
    cliente_de: Cliente, operador: Usuario, revisar: Subir
) -> None:
    importacion = revisar(csv_de(TRES))
    pagina = texto(cliente_de(operador).get(direccion("descartar", importacion)))
    assert "con sus 3 filas revisadas" in pagina
    assert "Sí, descartar" in pagina
    importacion.refresh_from_db()
    assert importacion.estado == EstadoImportacion.POR_CONFIRMAR


def test_descartar_lo_ya_confirmado_se_explica(
    cliente_de: Cliente, operador: Usuario, revisar: Subir
) -> None:
    importacion = revisar(csv_de(TRES))
    servicios.confirmar_importacion(importacion=importacion, actor=operador)
    respuesta = cliente_de(operador).post(direccion("descartar", importacion), follow=True)
    assert "ya no se puede descartar" in respuesta.content.decode()


def test_el_avance_se_cuenta_para_el_guion_de_la_pagina(
    cliente_de: Cliente, operador: Usuario, revisar: Subir
) -> None:
    importacion = revisar(csv_de(TRES))
    cliente = cliente_de(operador)
    datos = cliente.get(direccion("progreso", importacion)).json()
    assert datos["terminado"] is True
    servicios.confirmar_importacion(importacion=importacion, actor=operador)
    Importacion.objects.update(leidas=1, nuevas=1, total=1234)
    respuesta = cliente.get(direccion("progreso", importacion))
    assert "no-store" in respuesta.headers["Cache-Control"]
    datos = respuesta.json()
    assert datos["terminado"] is False
    assert (datos["leidas"], datos["total"], datos["nuevas"]) == ("1", "1.234", "1")
    assert datos["restante"] == "calculando…"
    # Each name has its place on the page.
    pagina = cliente.get(direccion("change", importacion)).content.decode()
    for campo in ("porcentaje", "leidas", "total", "nuevas", "rechazadas", "restante"):
        assert f'data-campo="{campo}"' in pagina


def test_las_filas_rechazadas_se_descargan_con_su_motivo(
    cliente_de: Cliente, operador: Usuario, revisar: Subir
) -> None:
    importacion = revisar(csv_de([fila(1), {**MALA, "solicitante_nombre": "=HIPERVINCULO()"}]))
    respuesta = cliente_de(operador).get(direccion("filas", importacion))
    assert respuesta.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"importacion-{importacion.pk}-filas.csv" in respuesta.headers["Content-Disposition"]
    assert "no-store" in respuesta.headers["Cache-Control"]
    cuerpo = b"".join(respuesta.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    titulos, renglon = csv.reader(io.StringIO(cuerpo, newline=""), delimiter=";")
    assert titulos[:3] == ["Línea", "Resultado", "Motivo"]
    assert renglon[:3] == ["3", "Rechazada", "Tipo de certificado: falta."]
    assert "'=HIPERVINCULO()" in renglon


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_la_plantilla_se_descarga(cliente_de: Cliente, operador: Usuario, formato: str) -> None:
    ruta = reverse("admin:importacion_importacion_plantilla", args=[formato])
    cliente = cliente_de(operador)
    assert ruta in texto(cliente.get(SUBIR))
    respuesta = cliente.get(ruta)
    assert f"plantilla-solicitudes.{formato}" in respuesta.headers["Content-Disposition"]
    if formato == "xlsx":
        assert load_workbook(io.BytesIO(respuesta.content)).sheetnames == [
            "Solicitudes",
            "Columnas",
        ]
    else:
        assert respuesta.content.decode("utf-8-sig").startswith("N° Solicitud;")
    otra = reverse("admin:importacion_importacion_plantilla", args=["exe"])
    assert cliente.get(otra).status_code == 404


def test_lo_que_no_existe_no_existe(cliente_de: Cliente, operador: Usuario) -> None:
    cliente = cliente_de(operador)
    for clave in ("0", "999999", "abc", "-1", "99999999999999999999999"):
        assert cliente.get(f"{LISTA}{clave}/change/").status_code == 404
    for nombre in ("progreso", "filas", "descartar"):
        ruta = reverse(f"admin:importacion_importacion_{nombre}", args=[999_999])
        assert cliente.get(ruta).status_code == 404


@pytest.mark.parametrize(
    ("estado", "dicho"),
    [
        (EstadoImportacion.FALLIDA, "Se rompió en la fila 7."),
        (EstadoImportacion.DESCARTADA, "El archivo se borró y no se importó nada."),
        (EstadoImportacion.REVISANDO, "Revisando el archivo"),
    ],
)
def test_cada_estado_dice_lo_suyo(
    cliente_de: Cliente,
    operador: Usuario,
    revisar: Subir,
    estado: EstadoImportacion,
    dicho: str,
) -> None:
    importacion = revisar(csv_de(TRES))
    Importacion.objects.update(estado=estado, error="Se rompió en la fila 7.")
    pagina = texto(cliente_de(operador).get(direccion("change", importacion)))
    assert dicho in pagina
    assert importacion.estado != estado
    assert EstadoImportacion(estado).label in pagina


def test_si_ninguna_fila_sirve_no_hay_nada_que_confirmar(
    cliente_de: Cliente, operador: Usuario, revisar: Subir
) -> None:
    importacion = revisar(csv_de([MALA]))
    pagina = texto(cliente_de(operador).get(direccion("change", importacion)))
    assert "No hay filas que se puedan importar." in pagina
    assert 'type="submit" value="Importar' not in pagina


def test_las_columnas_ignoradas_se_dicen(
    cliente_de: Cliente, operador: Usuario, revisar: Subir
) -> None:
    contenido = csv_de([emitida()]).replace(b"\r\n", b",Asesor <comercial>\r\n", 1)
    importacion = revisar(contenido.replace(b"2018\r\n", b"2018,x\r\n"))
    pagina = texto(cliente_de(operador).get(direccion("change", importacion)))
    assert "no se tienen en cuenta: Asesor &lt;comercial&gt;." in pagina


def test_el_historial_dice_quien_subio_y_quien_confirmo(
    cliente_de: Cliente, operador: Usuario, colega: Usuario, revisar: Subir
) -> None:
    importacion = revisar(csv_de(TRES))
    servicios.confirmar_importacion(importacion=importacion, actor=colega)
    pagina = texto(cliente_de(operador).get(direccion("history", importacion)))
    assert "Subió el archivo" in pagina
    assert "Confirmó la importación" in pagina
    assert "Colega" in pagina
