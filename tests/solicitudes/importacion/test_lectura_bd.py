"""What the database has of what the rows name."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.auditoria.servicios import registrar
from portal.calendario.tiempo_habil import BOGOTA
from portal.identificacion import TipoIdentificacion
from solicitudes.enums import EstadoPaso, EstadoSolicitud, Vigencia
from solicitudes.importacion import lectura_bd
from solicitudes.importacion.lectura_bd import FECHA_LEVANTAMIENTO, LEVANTO
from solicitudes.importacion.pasos import SIN_EMPEZAR
from solicitudes.importacion.situacion import Situacion
from solicitudes.models import Certificado, Paso, Solicitud
from tests.solicitudes import recetas
from tests.solicitudes.importacion.archivos import emitida, fila
from tests.solicitudes.importacion.test_fila import leer

pytestmark = pytest.mark.django_db


def test_de_lo_que_no_esta_no_hay_nada() -> None:
    situacion = lectura_bd.leer([leer(fila())], bloquear=True)
    assert situacion == Situacion()
    assert lectura_bd.leer([], bloquear=False).solicitudes == {}


def test_de_una_solicitud_se_lee_todo_con_sus_claves() -> None:
    manual = recetas.caso_del_manual()
    situacion = lectura_bd.leer(
        [leer(fila(434070, numero_orden="434043", solicitante_numero="1013592259"))], bloquear=True
    )
    ficha = situacion.solicitudes[434070]
    assert (ficha.pk, ficha.orden, ficha.titular) == (manual.pk, 434043, ("CC", "1013592259"))
    assert ficha.estado is EstadoSolicitud.FINALIZADA
    assert ficha.pasos_pk == tuple(manual.pasos.values_list("pk", flat=True))
    assert [p.estado for p in ficha.pasos] == [EstadoPaso.FINALIZADO] * 4
    assert ficha.certificado is not None
    assert ficha.certificado_pk == manual.certificado.pk
    assert ficha.certificado.revocado_en == manual.certificado.revocado_en
    assert not ficha.certificado.con_archivo
    orden = situacion.ordenes[434043]
    assert (orden.pk, orden.solicitante) == (manual.orden.pk, ("CC", "1013592259"))
    persona = situacion.personas["CC", "1013592259"]
    assert (persona.pk, persona.correo) == (manual.titular.pk, manual.titular.correo)


def test_la_orden_y_el_titular_verdaderos_se_leen_aunque_el_archivo_nombre_otros() -> None:
    recetas.caso_del_manual()
    [ficha] = lectura_bd.leer([leer(fila(434070))], bloquear=False).solicitudes.values()
    assert (ficha.orden, ficha.titular) == (434043, ("CC", "1013592259"))


def test_dos_personas_con_el_mismo_numero_y_otro_tipo_no_se_confunden() -> None:
    recetas.crear_persona(tipo=TipoIdentificacion.CE, numero="10500001")
    assert lectura_bd.leer([leer(fila())], bloquear=False).personas == {}


def test_los_pasos_que_faltan_son_pasos_sin_empezar_y_sin_clave() -> None:
    solicitud = recetas.crear_solicitud(numero=1)
    Paso.objects.filter(solicitud=solicitud, numero=3).delete()
    [ficha] = lectura_bd.leer([leer(fila(1))], bloquear=False).solicitudes.values()
    assert ficha.pasos_pk[2] == 0
    assert ficha.pasos[2] == SIN_EMPEZAR[0]


def test_se_sabe_de_quien_es_un_serial_aunque_el_archivo_no_nombre_la_solicitud() -> None:
    recetas.crear_certificado(recetas.crear_solicitud(numero=7), serial="ab" * 16)
    situacion = lectura_bd.leer([leer(emitida(1, serial="ab" * 16))], bloquear=False)
    assert situacion.seriales == {"ab" * 16: 7}
    assert situacion.solicitudes == {}


def test_se_sabe_si_las_fechas_vienen_de_un_x509_sin_traerlo() -> None:
    recetas.crear_certificado(recetas.crear_solicitud(numero=1))
    Certificado.objects.update(der=b"x" * 1000)
    with CaptureQueriesContext(connection) as consultas:
        [ficha] = lectura_bd.leer([leer(fila(1))], bloquear=False).solicitudes.values()
    assert ficha.certificado is not None
    assert ficha.certificado.con_archivo
    assert not any('"der",' in consulta["sql"] for consulta in consultas)


def test_cuando_se_levanto_una_suspension_solo_se_pregunta_si_hace_falta() -> None:
    solicitud = recetas.crear_solicitud(numero=1, certificado=Vigencia.VIGENTE)
    serial = solicitud.certificado.serial
    registrar(solicitud, LEVANTO, actor=None)
    suspendida = emitida(1, serial=serial, vigencia="Suspendido", vigencia_fecha="09/08/2016")

    def levantada(celdas: dict[str, object]) -> object:
        [ficha] = lectura_bd.leer([leer(celdas)], bloquear=False).solicitudes.values()
        assert ficha.certificado is not None
        return ficha.certificado.levantada_en

    assert levantada(emitida(1, serial=serial)) is None
    assert levantada(suspendida) is not None
    registrar(solicitud, LEVANTO, actor=None, cambios={FECHA_LEVANTAMIENTO: [None, "15/08/2016"]})
    assert levantada(suspendida) == datetime(2016, 8, 15, tzinfo=BOGOTA)


def test_mil_filas_cuestan_lo_mismo_que_una_en_consultas() -> None:
    recetas.crear_solicitud(numero=1)

    def consultas(cuantas: int) -> int:
        filas = [leer(fila(n)) for n in range(1, cuantas + 1)]
        with CaptureQueriesContext(connection) as hechas:
            lectura_bd.leer(filas, bloquear=True)
        return len(hechas)

    assert consultas(1) == consultas(300) <= 8


def test_solo_se_bloquea_lo_propio_y_solo_si_se_pide() -> None:
    recetas.crear_solicitud(numero=1, certificado=Vigencia.VIGENTE)
    for bloquear in (False, True):
        with CaptureQueriesContext(connection) as consultas:
            lectura_bd.leer([leer(fila(1))], bloquear=bloquear)
        bloqueos = [c["sql"] for c in consultas if "FOR NO KEY UPDATE" in c["sql"]]
        assert len(bloqueos) == (4 if bloquear else 0)
        # A lock that reached joined rows would freeze other people's work.
        assert not any(" JOIN " in sql for sql in bloqueos)
        assert Solicitud.objects.count() == 1
