"""What staff do with an import file."""

from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.excepciones import TransicionInvalida
from solicitudes.importacion import servicios
from solicitudes.importacion.enums import EstadoImportacion, Formato
from solicitudes.importacion.models import Importacion
from solicitudes.models import Solicitud
from tests.solicitudes.importacion.archivos import csv_de, fila, xlsx_de
from tests.solicitudes.importacion.conftest import Subir

pytestmark = pytest.mark.django_db


def actos(importacion: Importacion) -> list[tuple[str, str]]:
    """What the history says, oldest first: (act, who)."""
    eventos = Evento.objects.de(importacion).select_related("actor")
    return [(e.accion, e.actor.username if e.actor else e.origen) for e in reversed(eventos)]


def test_subir_guarda_el_archivo_en_privado_y_con_un_nombre_propio(
    subir: Subir, settings: Settings
) -> None:
    contenido = xlsx_de([fila()])
    importacion = subir(contenido)
    importacion.refresh_from_db()
    assert importacion.estado == EstadoImportacion.SUBIDA
    assert (importacion.nombre, importacion.formato) == ("exporte del SSPS.csv", Formato.XLSX)
    assert importacion.tamano == len(contenido)
    ruta = Path(importacion.archivo.path)
    assert ruta.is_relative_to(Path(settings.MEDIA_ROOT))
    assert ruta.suffix == ".xlsx"
    assert "exporte" not in str(ruta)
    assert ruta.stat().st_mode & 0o077 == 0
    assert ruta.read_bytes() == contenido
    assert settings.MEDIA_URL in ("", "/")
    assert actos(importacion) == [("Subió el archivo", "operador")]


def test_subir_y_confirmar_despiertan_a_un_trabajador_con_solo_la_clave(
    subir: Subir,
    revisar: Subir,
    operador: Usuario,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as llamadas:
        subir(csv_de([fila()]))
    assert len(llamadas) == 1
    importacion = revisar(csv_de([fila()]))
    with django_capture_on_commit_callbacks() as llamadas:
        servicios.confirmar_importacion(importacion=importacion, actor=operador)
    assert len(llamadas) == 1


def test_confirmar_deja_escrito_quien_y_cuantas_filas(revisar: Subir, colega: Usuario) -> None:
    importacion = revisar(csv_de([fila(1), fila(3), fila(5, tipo_certificado="")]))
    servicios.confirmar_importacion(importacion=importacion, actor=colega)
    assert importacion.estado == EstadoImportacion.IMPORTANDO
    assert importacion.confirmada_por == colega
    assert importacion.total == 3
    assert (importacion.leidas, importacion.linea) == (0, 0)
    assert not importacion.incidencias.exists()
    ultimo = Evento.objects.de(importacion)[0]
    assert (ultimo.accion, ultimo.actor) == ("Confirmó la importación", colega)
    assert ultimo.cambios == {"filas por importar": [None, "2"]}


@pytest.mark.parametrize(
    "estado", [e for e in EstadoImportacion if e != EstadoImportacion.POR_CONFIRMAR]
)
def test_solo_se_confirma_lo_revisado(
    subir: Subir, operador: Usuario, estado: EstadoImportacion
) -> None:
    importacion = subir(csv_de([fila()]))
    Importacion.objects.update(estado=estado, confirmada_por=operador)
    with pytest.raises(TransicionInvalida, match="ya no está en el estado «Por confirmar»"):
        servicios.confirmar_importacion(importacion=importacion, actor=operador)
    importacion.refresh_from_db()
    assert importacion.estado == estado
    assert actos(importacion) == [("Subió el archivo", "operador")]


def test_descartar_borra_el_archivo_y_lo_que_se_guardo_de_sus_filas(
    revisar: Subir,
    colega: Usuario,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    importacion = revisar(csv_de([fila(1), fila(3, tipo_certificado="")]))
    ruta = Path(importacion.archivo.path)
    assert importacion.incidencias.count() == 1
    assert importacion.muestra
    with django_capture_on_commit_callbacks(execute=True):
        servicios.descartar_importacion(importacion=importacion, actor=colega)
        # Until the commit somebody might still need it.
        assert ruta.exists()
    assert not ruta.exists()
    assert importacion.estado == EstadoImportacion.DESCARTADA
    assert (importacion.archivo.name, importacion.muestra) == ("", [])
    assert not importacion.incidencias.exists()
    assert not Solicitud.objects.exists()
    assert actos(importacion)[-1] == ("Descartó la importación", "colega")


@pytest.mark.parametrize(
    "estado",
    [EstadoImportacion.IMPORTANDO, EstadoImportacion.TERMINADA, EstadoImportacion.DESCARTADA],
)
def test_lo_que_se_esta_importando_o_ya_se_cerro_no_se_descarta(
    subir: Subir, operador: Usuario, estado: EstadoImportacion
) -> None:
    importacion = subir(csv_de([fila()]))
    Importacion.objects.update(estado=estado, confirmada_por=operador)
    importacion.refresh_from_db()
    with pytest.raises(TransicionInvalida, match="ya no se puede descartar"):
        servicios.descartar_importacion(importacion=importacion, actor=operador)
    assert Path(importacion.archivo.path).exists()


def test_quien_llega_tarde_a_descartar_lo_sabe(revisar: Subir, operador: Usuario) -> None:
    importacion = revisar(csv_de([fila()]))
    otra_pantalla = Importacion.objects.get()
    servicios.confirmar_importacion(importacion=otra_pantalla, actor=operador)
    with pytest.raises(TransicionInvalida, match="otra persona pudo"):
        servicios.descartar_importacion(importacion=importacion, actor=operador)
