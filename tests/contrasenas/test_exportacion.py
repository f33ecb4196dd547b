"""Exportar a Excel: who is selected, without secrets, and cells that are never formulas."""

import tracemalloc
from datetime import UTC, datetime
from itertools import islice
from typing import IO, Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from contrasenas.exportacion import exportar_excluidos, exportar_seleccionados
from contrasenas.models import Camara, Contrasena, Envio, Lote
from portal import libro_excel
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.contrasenas.recetas import crear_contrasena, crear_matriculado

ANO = datetime.now(UTC).year


def abrir(archivo: IO[bytes]) -> Any:
    """Return the only sheet."""
    libro = load_workbook(archivo)
    assert len(libro.sheetnames) == 1
    return libro.active


def leer(archivo: IO[bytes]) -> list[tuple[Any, ...]]:
    """Return the rows of the only sheet."""
    return list(abrir(archivo).iter_rows(values_only=True))


@pytest.mark.django_db
def test_salen_todos_los_seleccionados_en_orden_y_sin_secretos(
    camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    una = crear_contrasena(camara, clave="Secreta234", ficha="fichasecreta", ficha_hash="f" * 64)
    otra = crear_contrasena(
        camara, estado="enviada", clave=None, clave_hash="argon2id", enviada_en=timezone.now()
    )
    lote = Lote.objects.create(camara=camara, ano=ANO, numero=1, cantidad=1, actor=operadora)
    Envio.objects.create(
        lote=lote,
        orden=1,
        contrasena=otra,
        estado="enviado",
        proximo_intento=None,
        enviado_en=timezone.now(),
        message_id="<1@camara.example>",
        respuesta="250 2.0.0 Ok",
    )
    crear_contrasena(camara, es_prueba=True, vence=timezone.now())
    crear_contrasena(camara, ano=ANO - 1)
    crear_contrasena(otra_camara)
    filas = leer(exportar_seleccionados(camara=camara, ano=ANO, actor=operadora))
    assert filas[0] == (
        *("Orden", "Matrícula", "Tipo", "Identificación", "Nombre", "Correo", "Celular"),
        *("Estado", "Seleccionada", "Enviada", "Respuesta"),
    )
    assert [fila[:8] for fila in filas[1:]] == [
        (1, una.matricula, "CC", una.numero, una.nombre, una.correo, una.celular, "Por enviar"),
        (2, otra.matricula, "CC", otra.numero, otra.nombre, otra.correo, otra.celular, "Enviada"),
    ]
    assert filas[2][10] == "250 2.0.0 Ok"
    texto = repr(filas)
    for secreto in ("Secreta234", "fichasecreta", "ffff", "argon2id", "gAAAA"):
        assert secreto not in texto


@pytest.mark.django_db
def test_las_fechas_son_fechas_en_hora_de_bogota(camara: Camara, operadora: Usuario) -> None:
    contrasena = crear_contrasena(camara)
    cuando = datetime(2026, 1, 12, 3, 30, tzinfo=UTC)
    Contrasena.objects.filter(pk=contrasena.pk).update(creada=cuando)
    archivo = exportar_seleccionados(camara=camara, ano=ANO, actor=operadora)
    celda = abrir(archivo)["I2"]
    assert celda.is_date
    assert celda.value == datetime(2026, 1, 11, 22, 30)
    assert celda.number_format == "dd/mm/yyyy hh:mm"


@pytest.mark.django_db
def test_queda_anotado_quien_exporto_y_cuantas_filas(camara: Camara, operadora: Usuario) -> None:
    crear_contrasena(camara)
    exportar_seleccionados(camara=camara, ano=ANO, actor=operadora)
    evento = Evento.objects.de(camara).get()
    assert (evento.actor, evento.cambios["filas"]) == (operadora, [None, "1"])


@pytest.mark.django_db
def test_los_no_seleccionados_salen_con_su_motivo(camara: Camara, operadora: Usuario) -> None:
    crear_matriculado(camara)
    fuera = crear_matriculado(camara, estmatricula="MC", razonsocial="=1+1")
    filas = leer(exportar_excluidos(camara=camara, ano=ANO, actor=operadora))
    assert filas[1:] == [
        (
            *(fuera.matricula, "CC", fuera.numero, "=1+1", fuera.correo, fuera.celular),
            "La matrícula no está activa",
        )
    ]
    assert Evento.objects.de(camara).get().accion == "Exportó a Excel los no seleccionados"


@pytest.mark.parametrize(
    "texto",
    ["=1+1", '=HYPERLINK("http://mal.example";"x")', "+57310", "-5", "@SUM(A1)", "\t=1", "#N/A"],
)
def test_un_texto_nunca_es_formula(texto: str) -> None:
    archivo = libro_excel.escribir("Hoja", ["Uno", "Dos"], [10, 10], [[texto, "normal"]])
    hoja = abrir(archivo)
    assert hoja["A2"].data_type == "s"
    assert hoja["A2"].value == texto
    # Excel keeps it a text when somebody edits the cell.
    assert hoja["A2"].quotePrefix
    assert not hoja["B2"].quotePrefix


def test_los_caracteres_que_xml_no_admite_se_quitan() -> None:
    archivo = libro_excel.escribir("Hoja", ["Uno"], [10], [["a\x00b\x0bc"], ["\x01=1"]])
    assert leer(archivo)[1:] == [("abc",), ("=1",)]


def test_dos_fechas_y_vacios_en_una_fila_no_se_pisan() -> None:
    uno, dos = datetime(2026, 1, 1, 8), datetime(2026, 2, 2, 9)
    archivo = libro_excel.escribir("Hoja", ["A", "B", "C", "D"], [9] * 4, [[uno, dos, None, "=x"]])
    assert leer(archivo)[1] == (uno, dos, None, "=x")


def test_la_memoria_no_crece_con_las_filas() -> None:
    def pico(filas: int) -> int:
        fila = ["texto de una celda"] * 10
        tracemalloc.start()
        libro_excel.escribir("Hoja", ["T"] * 10, [9] * 10, islice(iter(lambda: fila, None), filas))
        _, maximo = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return maximo

    pico(10)
    assert pico(2_000) < pico(200) + 500_000
