"""`manage.py sincronizar_matriculados`: report, refusals, exit."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from contrasenas.models import Camara, Matriculado, Sincronizacion
from contrasenas.sincronizacion.cerrojo import clave
from portal.auditoria.models import Evento
from tests.contrasenas.sincronizacion.archivos import csv_de, fila
from tests.contrasenas.sincronizacion.pasos import otra_conexion

pytestmark = pytest.mark.django_db


def correr(ruta: Path, *opciones: str, codigo: str = "04") -> tuple[str, str]:
    """Run it; return what it writes to standard output and to standard error."""
    salida, errores = StringIO(), StringIO()
    call_command(
        "sincronizar_matriculados",
        *(str(ruta), "--camara", codigo, *opciones),
        stdout=salida,
        stderr=errores,
    )
    return salida.getvalue(), errores.getvalue()


@pytest.fixture
def archivo(tmp_path: Path) -> Path:
    """Two good rows, a bad one, a column too many."""
    ruta = tmp_path / "sirep.csv"
    ruta.write_bytes(csv_de([fila(1), fila(2), fila(3, matricula="")]))
    return ruta


def test_informa_para_personas(camara: Camara, archivo: Path) -> None:
    salida, errores = correr(archivo)
    assert salida == (
        "Cámara 04: 3 filas leídas, 2 nuevas, 0 cambiadas, 0 sin cambios, 1 rechazadas; "
        "0 del registro no están en el archivo.\n"
    )
    assert "Columnas que no se usan: fecsincronizacion, horsincronizacion." in errores
    assert "Línea 4: La fila no tiene matrícula." in errores
    assert Matriculado.objects.count() == 2


def test_informa_para_programas(camara: Camara, archivo: Path) -> None:
    informe = json.loads(correr(archivo, "--json")[0])
    assert (informe["leidas"], informe["nuevas"], informe["rechazadas"]) == (3, 2, 1)
    assert informe["estado"] == "terminada"
    assert informe["filas_rechazadas"] == [
        {"linea": 4, "matricula": "", "motivo": "La fila no tiene matrícula."}
    ]
    assert informe["sincronizacion"] == Sincronizacion.objects.get().pk


def test_un_archivo_rechazado_acaba_en_error_y_tambien_se_informa(
    camara: Camara, archivo: Path
) -> None:
    archivo.write_bytes(archivo.read_bytes()[:-10])
    with pytest.raises(CommandError, match="Rechazado, no cambió nada: La última línea"):
        correr(archivo, "--json")
    assert Sincronizacion.objects.get().estado == "rechazada"
    assert not Matriculado.objects.exists()


def test_una_reduccion_forzada_queda_en_el_historial(camara: Camara, archivo: Path) -> None:
    archivo.write_bytes(csv_de(fila(n) for n in range(1, 121)))
    correr(archivo)
    archivo.write_bytes(csv_de([fila(1)]))
    with pytest.raises(CommandError, match="--forzar-reduccion"):
        correr(archivo)
    assert "119 del registro no están" in correr(archivo, "--forzar-reduccion")[0]
    evento = Evento.objects.de(Sincronizacion.objects.latest("pk")).get()
    assert (evento.actor, evento.origen) == (None, "sincronizar_matriculados")


@pytest.mark.parametrize(
    ("nombre", "codigo", "aviso"),
    [
        ("sirep.csv", "99", "No hay una cámara con el código «99»."),
        ("falta.csv", "04", "No se pudo abrir"),
        (".", "04", "No se pudo abrir"),
    ],
)
def test_lo_que_no_existe_se_dice(
    camara: Camara, archivo: Path, nombre: str, codigo: str, aviso: str
) -> None:
    with pytest.raises(CommandError, match=aviso):
        correr(archivo.parent / nombre, codigo=codigo)
    assert not Sincronizacion.objects.exists()


def test_si_otro_proceso_la_esta_haciendo_se_dice(camara: Camara, archivo: Path) -> None:
    with otra_conexion() as otra, otra.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [clave(camara.pk)])
        with pytest.raises(CommandError, match="Ya hay una sincronización en curso"):
            correr(archivo)
