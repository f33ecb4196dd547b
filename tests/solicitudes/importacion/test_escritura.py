"""Writing what a batch decided: rows, and one event for each."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes.importacion import decision, lectura_bd
from solicitudes.importacion.escritura import Autoria, escribir
from solicitudes.importacion.situacion import Situacion
from solicitudes.models import Certificado, Orden, Paso, Persona, Solicitud
from tests.solicitudes.importacion.archivos import Celdas, avanzada, emitida, fila
from tests.solicitudes.importacion.cargas import foto
from tests.solicitudes.importacion.test_fila import leer

pytestmark = pytest.mark.django_db
AHORA = datetime(2026, 11, 23, 15, tzinfo=UTC)


def escribir_filas(*filas: Celdas, autoria: Autoria | None = None) -> None:
    """Read, decide and write."""
    leidas = [leer(celdas) for celdas in filas]
    situacion = lectura_bd.leer(leidas, bloquear=True)
    for leida in leidas:
        decision.aplicar(leida, situacion, ahora=AHORA)
    escribir(situacion, autoria or Autoria(origen="prueba"), ahora=AHORA)


def test_sin_nada_que_escribir_no_se_escribe() -> None:
    with CaptureQueriesContext(connection) as consultas:
        escribir(Situacion(), Autoria(), ahora=AHORA)
    assert not [c for c in consultas if c["sql"].startswith(("INSERT", "UPDATE"))]
    assert not Evento.objects.exists()


def test_lo_nuevo_queda_completo_y_fechado() -> None:
    escribir_filas(emitida(1), fila(3))
    assert Persona.objects.count() == Orden.objects.count() == Solicitud.objects.count() == 2
    assert Paso.objects.count() == 8
    certificado = Certificado.objects.get()
    assert (certificado.emisor, certificado.sujeto, certificado.der) == ("", "", None)
    fechadas = [
        *Orden.objects.values_list("creada", flat=True),
        *Solicitud.objects.values_list("creada", flat=True),
        certificado.registrado_en,
        *Evento.objects.values_list("momento", flat=True),
    ]
    assert set(fechadas) == {AHORA}
    # Generated columns, for searching, come by themselves.
    assert Persona.objects.filter(busqueda="persona 1").exists()


def test_un_evento_de_cada_nueva_y_de_cada_cosa_que_cambia() -> None:
    escribir_filas(fila(1), fila(3))
    assert Evento.objects.count() == 2
    escribir_filas(fila(1, empresa="E", solicitante_nombre="OTRO"), avanzada(1, 3))
    acciones = Evento.objects.filter(accion="Actualizó por importación")
    assert {evento.tipo.model for evento in acciones} == {"persona", "orden", "solicitud"}
    assert {evento.objeto_texto for evento in acciones} == {
        *("OTRO (CC 101)", "Orden 1000001", "Solicitud 3"),
    }


def test_lo_igual_no_se_toca() -> None:
    escribir_filas(emitida(1))
    antes, eventos = foto(), Evento.objects.count()
    with CaptureQueriesContext(connection) as consultas:
        escribir_filas(emitida(1))
    assert not [c for c in consultas if c["sql"].startswith("UPDATE")]
    assert (foto(), Evento.objects.count()) == (antes, eventos)


def test_la_nota_dice_de_que_importacion_linea_y_motivo(operador: Usuario) -> None:
    suspendida = emitida(
        vigencia="Suspendido", vigencia_fecha="09/08/2016", vigencia_motivo="Lo pidió"
    )
    escribir_filas(suspendida, autoria=Autoria(actor=operador, nota="Importación 3"))
    evento = Evento.objects.get()
    assert (evento.actor, evento.origen) == (operador, "")
    assert evento.motivo == "Importación 3, línea 7, Lo pidió"


def test_mil_filas_cuestan_lo_mismo_que_diez_en_consultas() -> None:
    def consultas(desde: int, cuantas: int) -> int:
        with CaptureQueriesContext(connection) as hechas:
            escribir_filas(*(emitida(n) for n in range(desde, desde + cuantas)))
        return len(hechas)

    assert consultas(1, 10) == consultas(1001, 200)
