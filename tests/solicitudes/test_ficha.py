"""What the detail page is given: rows, expected dates, whose turn."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from portal.calendario.tiempo_habil import BOGOTA
from solicitudes import expediente, ficha
from solicitudes.enums import EstadoPaso, EstadoSolicitud, Vigencia
from solicitudes.models import Paso, Solicitud
from tests.solicitudes.recetas import (
    MOTIVO,
    F,
    P,
    R,
    T,
    caso_del_manual,
    crear_certificado,
    crear_solicitud,
    dia,
)

pytestmark = pytest.mark.django_db
SIN_FESTIVOS: frozenset[date] = frozenset()


def componer(solicitud: Solicitud, ahora: datetime | None = None) -> ficha.Ficha:
    leido = expediente.leer(solicitud.numero)
    assert leido is not None
    return ficha.componer(leido, ahora=ahora or timezone.now(), festivos=SIN_FESTIVOS)


def radicada(*estados: EstadoPaso) -> Solicitud:
    """A request whose documents were filed on Saturday 1 August 2026."""
    return crear_solicitud(pasos=estados, modificados=[dia(1, 8, 2026), None, None, None])


def test_las_filas_son_las_del_manual() -> None:
    hecha = componer(caso_del_manual())
    assert [(fila.paso, fila.nombre, fila.detalle) for fila in hecha.pasos] == [
        ("Paso 1", "Radicación de documentos", "01/08/2016"),
        ("Paso 2", "Verificación de pago", "02/08/2016"),
        ("Paso 3", "Aprobación de solicitud", "02/08/2016"),
        ("Paso 4", "Entrega de certificado", "03/08/2016"),
    ]
    assert {fila.estado_texto for fila in hecha.pasos} == {"Trámite finalizado"}
    assert hecha.vigencia.modificado == date(2016, 10, 4)
    assert hecha.vigencia.estado_texto == "Revocado"
    assert hecha.plazo is None


def test_el_paso_actual_es_el_primero_sin_finalizar() -> None:
    hecha = componer(crear_solicitud(estado=EstadoSolicitud.EN_TRAMITE))
    assert [fila.actual for fila in hecha.pasos] == [False, False, True, False]


def test_nada_es_actual_si_todo_termino() -> None:
    hecha = componer(crear_solicitud(estado=EstadoSolicitud.FINALIZADA))
    assert not any(fila.actual for fila in hecha.pasos)


def test_el_plazo_cuenta_desde_la_radicacion() -> None:
    hecha = componer(radicada(F, F, T, P), dia(4, 8, 2026))
    assert str(hecha.plazo) == "entre el 7 y el 12 de agosto de 2026"
    assert not hecha.plazo_vencido


def test_el_ultimo_dia_del_plazo_se_cuenta_en_bogota() -> None:
    solicitud = radicada(F, F, T, P)
    casi_medianoche = datetime(2026, 8, 12, 23, 59, tzinfo=BOGOTA)
    assert not componer(solicitud, casi_medianoche).plazo_vencido
    assert componer(solicitud, dia(13, 8, 2026)).plazo_vencido


def test_sin_radicar_no_hay_fechas_pero_se_dice_cuanto_tarda() -> None:
    hecha = componer(crear_solicitud(pasos=(T, P, P, P)))
    assert hecha.plazo is None
    assert hecha.sin_radicar
    assert hecha.es_su_turno


@pytest.mark.parametrize(
    "estado",
    [EstadoSolicitud.RECHAZADA, EstadoSolicitud.POR_DESCARGAR, EstadoSolicitud.FINALIZADA],
)
def test_no_promete_fechas_si_se_rechazo_o_ya_se_emitio(estado: EstadoSolicitud) -> None:
    hecha = componer(crear_solicitud(estado=estado))
    assert hecha.plazo is None
    assert not hecha.sin_radicar


def test_el_motivo_del_rechazo_acompana_al_paso_y_al_aviso() -> None:
    hecha = componer(crear_solicitud(pasos=(F, R, P, P)))
    assert [fila.motivo for fila in hecha.pasos] == ["", MOTIVO, "", ""]
    assert hecha.motivo == MOTIVO
    assert (hecha.tono, hecha.icono) == ("warning", "atencion")


@pytest.mark.parametrize(
    ("estado", "tono"),
    [
        (EstadoSolicitud.EN_TRAMITE, "info"),
        (EstadoSolicitud.PENDIENTE_PAGO, "warning"),
        (EstadoSolicitud.FINALIZADA, "neutro"),
    ],
)
def test_el_aviso_cambia_de_tono_con_el_turno(estado: EstadoSolicitud, tono: str) -> None:
    assert componer(crear_solicitud(estado=estado)).tono == tono


@pytest.mark.parametrize("vigencia", Vigencia)
def test_la_vigencia_sale_del_certificado(vigencia: Vigencia) -> None:
    fila = componer(crear_solicitud(pasos=(F, F, F, F), certificado=vigencia)).vigencia
    assert fila.estado_texto == vigencia.label
    # What has not begun yet has not changed either.
    assert (fila.modificado is None) == (vigencia == Vigencia.POR_EMITIR)


def test_sin_certificado_la_vigencia_esta_por_emitir() -> None:
    fila = componer(crear_solicitud(estado=EstadoSolicitud.EN_TRAMITE)).vigencia
    assert (fila.estado_texto, fila.modificado) == ("Por emitir", None)


def test_las_fechas_se_muestran_en_bogota() -> None:
    solicitud = crear_solicitud(
        pasos=(F, F, T, P),
        # Eight at night in Bogotá is the next day in UTC.
        modificados=[datetime(2026, 8, 3, 20, 0, tzinfo=BOGOTA), None, None, None],
    )
    assert componer(solicitud).pasos[0].detalle == "03/08/2026"


def test_un_paso_que_falte_se_muestra_pendiente() -> None:
    solicitud = crear_solicitud(estado=EstadoSolicitud.EN_TRAMITE)
    Paso.objects.filter(solicitud=solicitud, numero__gte=3).delete()
    assert [fila.estado_texto for fila in componer(solicitud).pasos][2:] == ["Pendiente"] * 2


def test_el_orden_no_depende_del_de_la_base() -> None:
    solicitud = crear_solicitud(estado=EstadoSolicitud.POR_DESCARGAR, certificado=None)
    primero = solicitud.pasos.get(numero=1)
    primero.delete()
    primero.pk = None
    primero.save()
    assert [fila.paso for fila in componer(solicitud).pasos] == [
        "Paso 1",
        "Paso 2",
        "Paso 3",
        "Paso 4",
    ]


def test_registrar_el_certificado_cambia_el_turno() -> None:
    solicitud = crear_solicitud(pasos=(F, F, F, T))
    assert not componer(solicitud).es_su_turno
    crear_certificado(solicitud)
    assert componer(solicitud).es_su_turno
