"""`manage.py importar_solicitudes FILE`."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.auditoria.models import Evento
from solicitudes.models import Solicitud
from tests.solicitudes.importacion.archivos import MANUAL, Celdas, csv_de, fila, xlsx_de
from tests.solicitudes.importacion.test_lectura_xlsx import HOJA, cambiar

pytestmark = pytest.mark.django_db

FILAS: list[Celdas] = [
    fila(1, empresa=""),
    fila(3, tipo_certificado="Otro", empresa="=1+1"),
    fila(5),
]


def importar(ruta: Path, *opciones: str) -> tuple[str, str]:
    """Run the command; return what it writes to each of its outputs."""
    salida, quejas = io.StringIO(), io.StringIO()
    call_command("importar_solicitudes", str(ruta), *opciones, stdout=salida, stderr=quejas)
    return salida.getvalue(), quejas.getvalue()


@pytest.fixture
def archivo(tmp_path: Path) -> Path:
    """Three rows, the second one bad."""
    ruta = tmp_path / "exporte de hoy.csv"
    ruta.write_bytes(csv_de(FILAS, separador=";"))
    return ruta


def test_importa_e_informa_cada_fila_mala_con_su_linea_y_su_motivo(archivo: Path) -> None:
    salida, quejas = importar(archivo)
    assert salida == (
        "Importación: 3 filas leídas, 2 nuevas, 0 cambiadas, 0 sin cambios, 1 rechazadas, "
        "0 con aviso.\n"
    )
    assert quejas.startswith("Línea 3 (rechazada): Tipo de certificado: «Otro» no es una opción.")
    assert list(Solicitud.objects.values_list("numero", flat=True)) == [5, 1]
    assert not Evento.objects.exclude(actor=None, origen="importar_solicitudes").exists()


def test_el_mismo_archivo_otra_vez_no_cambia_nada(archivo: Path) -> None:
    importar(archivo)
    salida, _ = importar(archivo)
    assert "0 nuevas, 0 cambiadas, 2 sin cambios, 1 rechazadas" in salida
    assert Evento.objects.count() == 2


def test_lee_excel_por_su_contenido_aunque_el_nombre_diga_otra_cosa(tmp_path: Path) -> None:
    ruta = tmp_path / "datos.txt"
    ruta.write_bytes(xlsx_de([MANUAL]))
    importar(ruta)
    assert Solicitud.objects.get().numero == 434070


def test_simular_hace_todo_menos_escribir(archivo: Path) -> None:
    salida, quejas = importar(archivo, "--simular")
    assert salida.startswith("Simulación: 3 filas leídas, 2 nuevas")
    assert "Línea 3 (rechazada)" in quejas
    assert not Solicitud.objects.exists()
    assert not Evento.objects.exists()


def test_el_resumen_puede_ser_json(archivo: Path) -> None:
    salida, _ = importar(archivo, "--json", "--simular")
    assert json.loads(salida) == {
        "leidas": 3,
        "nuevas": 2,
        "cambiadas": 0,
        "sin_cambios": 0,
        "rechazadas": 1,
        "avisos": 0,
        "simulada": True,
    }


def test_las_filas_rechazadas_van_a_un_archivo_seguro_de_abrir(
    archivo: Path, tmp_path: Path
) -> None:
    ruta = tmp_path / "rechazadas.csv"
    importar(archivo, "--rechazadas", str(ruta))
    texto = ruta.read_text(encoding="utf-8-sig")
    titulos, renglon = csv.reader(io.StringIO(texto, newline=""), delimiter=";")
    assert titulos[:4] == ["Línea", "Resultado", "Motivo", "N° Solicitud"]
    assert renglon[:2] == ["3", "Rechazada"]
    assert renglon[-1] == "'=1+1"
    assert renglon[2].startswith("Tipo de certificado: «Otro»")


def test_las_columnas_desconocidas_se_nombran(tmp_path: Path) -> None:
    ruta = tmp_path / "datos.csv"
    ruta.write_bytes(csv_de([fila()]).replace(b"\r\n", b",Asesor\r\n"))
    _, quejas = importar(ruta)
    assert "Columnas que no se reconocen: Asesor." in quejas


def test_de_muchas_quejas_se_muestran_cien_y_se_dice_cuantas_faltan(tmp_path: Path) -> None:
    ruta = tmp_path / "datos.csv"
    ruta.write_bytes(csv_de([fila(n, tipo_certificado="") for n in range(150)]))
    _, quejas = importar(ruta)
    assert quejas.count("(rechazada)") == 100
    assert "… y 50 más. Véalas todas con --rechazadas RUTA." in quejas


@pytest.mark.parametrize(
    ("contenido", "queja"),
    [
        (b"", "vacío"),
        (b"a;b\n1;2\n", "No se reconoce ninguna columna"),
        (xlsx_de([fila()])[:-50], "dañado o incompleto"),
    ],
)
def test_un_archivo_que_no_sirve_es_un_error_y_no_un_traspie(
    tmp_path: Path, contenido: bytes, queja: str
) -> None:
    ruta = tmp_path / "malo.csv"
    ruta.write_bytes(contenido)
    with pytest.raises(CommandError, match=queja):
        importar(ruta)


def test_un_archivo_que_no_esta_es_un_error_con_su_nombre(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"No se pudo abrir «.*no-esta\.csv»"):
        importar(tmp_path / "no-esta.csv")


def test_un_libro_que_se_rompe_a_la_mitad_deja_lo_leido_y_otra_vez_se_completa(
    tmp_path: Path,
) -> None:
    entero = xlsx_de([fila(n) for n in range(100, 5000, 2)])
    ruta = tmp_path / "cortado.xlsx"
    ruta.write_bytes(cambiar(entero, HOJA, lambda datos: datos[: len(datos) * 2 // 3]))
    salida = io.StringIO()
    with pytest.raises(CommandError, match="dañado o incompleto a partir de la fila"):
        call_command("importar_solicitudes", str(ruta), stdout=salida)
    cargadas = Solicitud.objects.count()
    assert 1000 < cargadas < 2450
    assert f"Hasta ahí: {cargadas // 1000}.{cargadas % 1000:03d} filas leídas" in salida.getvalue()
    ruta.write_bytes(entero)
    salida_final, _ = importar(ruta, "--json")
    resumen = json.loads(salida_final)
    assert (resumen["nuevas"], resumen["sin_cambios"]) == (2450 - cargadas, cargadas)
