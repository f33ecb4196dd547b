"""What workers do with an import: review, load, take over from the dead."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.importacion import carga, proceso, servicios
from solicitudes.importacion.enums import EstadoImportacion
from solicitudes.importacion.models import INTENTOS_MAXIMOS, PLAZO_LATIDO, Importacion
from solicitudes.importacion.proceso import procesar
from solicitudes.models import Solicitud
from tests.solicitudes.importacion.archivos import Celdas, csv_de, emitida, fila, xlsx_de
from tests.solicitudes.importacion.cargas import cargar
from tests.solicitudes.importacion.conftest import Subir

pytestmark = pytest.mark.django_db

FILAS: list[Celdas] = [fila(n, serial="", vigencia="") for n in range(1, 61, 2)]
MALA = fila(99, tipo_certificado="")


def cuentas(importacion: Importacion) -> dict[str, int]:
    """The counts, as they are in the database."""
    importacion.refresh_from_db()
    return {contador: getattr(importacion, contador) for contador in Importacion.CONTADORES}


def morir_en(monkeypatch: pytest.MonkeyPatch, lote: int) -> None:
    """Make the worker die (as for kill -9: nothing is tidied up) before batch number `lote`."""
    original = proceso._anotar
    vistos = []

    def _anotar(*args: Any) -> None:
        vistos.append(1)
        if len(vistos) == lote:
            raise SystemExit("muerto")
        original(*args)

    monkeypatch.setattr(proceso, "_anotar", _anotar)


def darlo_por_muerto() -> None:
    """Let the time pass after which a silent worker is dead."""
    Importacion.objects.update(latido=Now() - PLAZO_LATIDO - timedelta(seconds=1))


def test_la_revision_cuenta_muestra_e_informa_sin_escribir_solicitudes(revisar: Subir) -> None:
    cargar([fila(1), emitida(3)])
    eventos = Evento.objects.count()
    importacion = revisar(csv_de([fila(1), emitida(3, empresa="E"), fila(5), MALA]))
    assert importacion.estado == EstadoImportacion.POR_CONFIRMAR
    assert cuentas(importacion) == {
        "leidas": 4,
        "nuevas": 1,
        "cambiadas": 0,
        "sin_cambios": 2,
        "rechazadas": 1,
        "avisos": 0,
    }
    assert importacion.ficha is None
    assert importacion.latido is None
    assert importacion.terminada_en is None
    [incidencia] = importacion.incidencias.all()
    assert (incidencia.linea, incidencia.rechazada) == (5, True)
    assert incidencia.motivos == ["Tipo de certificado: falta."]
    assert incidencia.celdas[0] == "99"
    assert Solicitud.objects.count() == 2
    assert Evento.objects.count() == eventos + 1


def test_la_muestra_dice_como_quedaria_cada_fila(revisar: Subir) -> None:
    cargar([emitida(1)])
    filas = [
        {
            **dict.fromkeys(emitida(1), ""),
            **emitida(1, vigencia="Revocado"),
            "empresa": "",
            "vigencia_fecha": "09/08/2016",
        },
        fila(3),
        MALA,
        *FILAS[5:],
    ]
    muestra = revisar(csv_de(filas)).muestra
    assert len(muestra) == 20
    assert muestra[0] == {
        "linea": 2,
        "solicitud": "1",
        "orden": "1000001",
        "titular": "PERSONA 1 (CC 101)",
        "tipo": "Persona Natural",
        "resultado": "Cambia",
        "detalle": [
            "Revocado: (vacío) → 09/08/2016",
            "Motivo de la revocación: (vacío) → Sin especificar",
        ],
    }
    assert muestra[1]["resultado"] == "Nueva"
    assert muestra[1]["detalle"] == []
    assert (muestra[2]["solicitud"], muestra[2]["titular"]) == ("99", "PERSONA 99")
    assert muestra[2]["detalle"] == ["Tipo de certificado: falta."]


def test_las_columnas_que_no_se_reconocen_se_guardan_para_decirlas(revisar: Subir) -> None:
    contenido = (
        csv_de([fila()]).replace(b"\r\n", b",Asesor\r\n", 1).replace(b"2016\r\n", b"2016,x\r\n")
    )
    importacion = revisar(contenido)
    assert importacion.ignoradas == ["Asesor"]
    assert importacion.encabezado[-1] == "Asesor"
    assert importacion.rechazadas == 0


def test_confirmada_se_carga_y_queda_a_nombre_de_quien_confirmo(
    revisar: Subir, colega: Usuario
) -> None:
    importacion = revisar(xlsx_de([fila(1), fila(3), MALA]))
    servicios.confirmar_importacion(importacion=importacion, actor=colega)
    assert procesar(pk=importacion.pk)
    importacion.refresh_from_db()
    assert importacion.estado == EstadoImportacion.TERMINADA
    assert importacion.terminada_en is not None
    assert timezone.now() - importacion.terminada_en < timedelta(minutes=1)
    assert cuentas(importacion)["nuevas"] == 2
    assert importacion.incidencias.get().linea == 4
    evento = Evento.objects.de(Solicitud.objects.get(numero=1)).get()
    assert (evento.actor, evento.origen) == (colega, "")
    assert evento.motivo == f"Importación {importacion.pk}, línea 2"


def test_sin_confirmar_no_hay_nada_que_hacer(revisar: Subir) -> None:
    importacion = revisar(csv_de([fila()]))
    assert not procesar(pk=importacion.pk)
    assert not procesar(pk=0)
    assert not Solicitud.objects.exists()


@pytest.mark.parametrize(
    ("contenido", "error"),
    [
        (b"Orden;Solicitud\r\n1;2\r\n", "Faltan columnas"),
        (xlsx_de([fila()])[:-200], "dañado"),
    ],
)
def test_un_archivo_que_no_sirve_queda_fallido_con_su_motivo(
    subir: Subir, contenido: bytes, error: str
) -> None:
    importacion = subir(csv_de([fila()]))
    Path(importacion.archivo.path).write_bytes(contenido)
    assert procesar(pk=importacion.pk)
    importacion.refresh_from_db()
    assert importacion.estado == EstadoImportacion.FALLIDA
    assert error in importacion.error
    assert importacion.ficha is None


def test_dos_trabajadores_no_toman_la_misma(subir: Subir) -> None:
    importacion = subir(csv_de([fila()]))
    primero = Importacion.reclamar(importacion.pk)
    assert primero is not None
    assert primero.estado == EstadoImportacion.REVISANDO
    assert Importacion.reclamar(importacion.pk) is None
    assert not procesar(pk=importacion.pk)


def test_si_un_trabajador_muere_otro_sigue_desde_el_ultimo_lote(
    revisar: Subir, operador: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carga, "TAMANO_LOTE", 7)
    importacion = revisar(csv_de([*FILAS, FILAS[0], MALA]))
    servicios.confirmar_importacion(importacion=importacion, actor=operador)
    with monkeypatch.context() as muerte:
        morir_en(muerte, 3)
        with pytest.raises(SystemExit):
            procesar(pk=importacion.pk)
    assert Solicitud.objects.count() == 14
    assert cuentas(importacion)["leidas"] == 14
    assert importacion.estado == EstadoImportacion.IMPORTANDO
    assert not procesar(pk=importacion.pk)
    darlo_por_muerto()
    assert procesar(pk=importacion.pk)
    assert cuentas(importacion) == {
        "leidas": 32,
        "nuevas": 30,
        "cambiadas": 0,
        "sin_cambios": 0,
        "rechazadas": 2,
        "avisos": 0,
    }
    # What was said before the death is remembered after it.
    motivos = [i.motivos for i in importacion.incidencias.all()]
    assert motivos[0] == ["Solicitud 1: ya está en la línea 2."]
    assert importacion.estado == EstadoImportacion.TERMINADA
    assert Evento.objects.filter(accion="Importó la solicitud").count() == 30


def test_una_revision_interrumpida_empieza_de_nuevo(
    subir: Subir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carga, "TAMANO_LOTE", 7)
    importacion = subir(csv_de([MALA, *FILAS]))
    with monkeypatch.context() as muerte:
        morir_en(muerte, 3)
        with pytest.raises(SystemExit):
            procesar(pk=importacion.pk)
    assert cuentas(importacion)["leidas"] == 14
    darlo_por_muerto()
    assert procesar(pk=importacion.pk)
    assert cuentas(importacion)["leidas"] == 31
    assert importacion.incidencias.count() == 1
    assert importacion.muestra[0]["linea"] == 2


def test_quien_perdio_su_reclamo_no_escribe_nada_mas(
    revisar: Subir, operador: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carga, "TAMANO_LOTE", 7)
    importacion = revisar(csv_de(FILAS))
    servicios.confirmar_importacion(importacion=importacion, actor=operador)
    original = proceso._anotar
    lotes = []

    def relevado(*args: Any) -> None:
        original(*args)
        lotes.append(1)
        if len(lotes) == 2:
            Importacion.objects.update(ficha=uuid.uuid4())

    monkeypatch.setattr(proceso, "_anotar", relevado)
    assert not procesar(pk=importacion.pk)
    assert cuentas(importacion)["leidas"] == 14
    assert Solicitud.objects.count() == 14
    assert importacion.estado == EstadoImportacion.IMPORTANDO


def test_descartar_durante_la_revision_la_detiene(
    subir: Subir, operador: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    importacion = subir(csv_de(FILAS))
    original = proceso._anotar

    def descartada(*args: Any) -> None:
        servicios.descartar_importacion(importacion=Importacion.objects.get(), actor=operador)
        original(*args)

    monkeypatch.setattr(proceso, "_anotar", descartada)
    assert not procesar(pk=importacion.pk)


def test_lo_que_se_interrumpe_una_y_otra_vez_en_el_mismo_punto_queda_fallido(
    subir: Subir, monkeypatch: pytest.MonkeyPatch
) -> None:
    importacion = subir(csv_de(FILAS))
    for _ in range(INTENTOS_MAXIMOS):
        with monkeypatch.context() as muerte:
            morir_en(muerte, 1)
            with pytest.raises(SystemExit):
                procesar(pk=importacion.pk)
        darlo_por_muerto()
    assert procesar(pk=importacion.pk)
    importacion.refresh_from_db()
    assert importacion.estado == EstadoImportacion.FALLIDA
    assert "se interrumpió varias veces" in importacion.error
