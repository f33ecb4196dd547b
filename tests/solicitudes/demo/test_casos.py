"""The demo's cases: each tells a story that can be true, whatever day it is loaded."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.calendario.tiempo_habil import BOGOTA
from solicitudes.demo.casos import GUIONES, Caso, caso_del_manual, casos_inventados
from solicitudes.enums import EstadoPaso, FormaEntrega, MotivoRevocacion, TipoCertificado, Vigencia
from solicitudes.models import AVISO_VENCIMIENTO

DIAS = [
    datetime(2026, 11, 23, 10, tzinfo=BOGOTA),
    datetime(2027, 1, 1, 0, 30, tzinfo=BOGOTA),
    datetime(2028, 2, 29, 23, 30, tzinfo=BOGOTA),
]


def vigencia(caso: Caso) -> Vigencia | None:
    """What the portal says of its certificate today."""
    c, ahora = caso.certificado, timezone.now()
    if c is None:
        return None
    if c.revocado_en:
        return Vigencia.REVOCADO
    if c.suspendido_en:
        return Vigencia.SUSPENDIDO
    if ahora > c.valido_hasta:
        return Vigencia.VENCIDO
    return Vigencia.POR_VENCER if c.valido_hasta - ahora <= AVISO_VENCIMIENTO else Vigencia.VIGENTE


@pytest.mark.parametrize("dia", DIAS)
def test_cada_guion_da_los_casos_que_dice_con_la_vigencia_que_dice(dia: datetime) -> None:
    with time_machine.travel(dia, tick=False):
        casos = list(casos_inventados())
        assert len(casos) == sum(guion.cuantos for guion in GUIONES)
        for guion in GUIONES:
            propios, casos = casos[: guion.cuantos], casos[guion.cuantos :]
            assert {caso.pasos for caso in propios} == {guion.pasos}
            assert {vigencia(caso) for caso in propios} == {guion.vigencia}


@pytest.mark.parametrize("dia", DIAS)
def test_nada_pasa_en_el_futuro_ni_en_desorden(dia: datetime) -> None:
    with time_machine.travel(dia, tick=False):
        for caso in [caso_del_manual(), *casos_inventados()]:
            fechas = [m for m in caso.modificados if m]
            assert fechas == sorted(fechas)
            assert fechas[-1] < timezone.now()
            for estado, modificado in zip(caso.pasos, caso.modificados, strict=True):
                assert (modificado is None) == (estado == EstadoPaso.PENDIENTE)
            if caso.certificado is None:
                continue
            c = caso.certificado
            assert c.valido_desde < c.valido_hasta
            for acto in (c.suspendido_en, c.revocado_en):
                assert acto is None or c.valido_desde < acto < timezone.now()
            assert (c.revocado_en is None) == (c.motivo_revocacion is None)


def test_los_numeros_no_dependen_del_dia() -> None:
    def numeros(dia: datetime) -> list[tuple[object, ...]]:
        with time_machine.travel(dia, tick=False):
            return [
                (c.numero, c.orden, c.titular.numero, c.titular.nombre, c.solicitante.numero)
                for c in casos_inventados()
            ]

    assert numeros(DIAS[0]) == numeros(DIAS[2])


def test_los_numeros_y_los_seriales_no_se_repiten() -> None:
    casos = [caso_del_manual(), *casos_inventados()]
    assert len({caso.numero for caso in casos}) == len(casos)
    seriales = [caso.certificado.serial for caso in casos if caso.certificado]
    assert len(set(seriales)) == len(seriales)


def test_se_ve_cada_tipo_cada_entrega_y_cada_motivo() -> None:
    casos = list(casos_inventados())
    assert {c.tipo_certificado for c in casos} == set(TipoCertificado)
    assert {c.forma_entrega for c in casos} == set(FormaEntrega)
    motivos = {c.certificado.motivo_revocacion for c in casos if c.certificado}
    assert motivos >= set(MotivoRevocacion)
    rechazos = {c.motivo for c in casos if c.motivo}
    assert len(rechazos) == 3


def test_una_orden_es_de_un_solo_solicitante_y_una_empresa_tiene_muchos_titulares() -> None:
    casos = list(casos_inventados())
    por_orden: dict[int, set[tuple[str, str, str]]] = {}
    for caso in casos:
        por_orden.setdefault(caso.orden, set()).add(
            (caso.solicitante.numero, caso.empresa, caso.proyecto)
        )
    assert all(len(distintos) == 1 for distintos in por_orden.values())
    assert max(sum(c.orden == orden for c in casos) for orden in por_orden) >= 3
    titulares = {c.titular.numero for c in casos if c.solicitante.numero == "999100000"}
    assert len(titulares) > 25


def test_algunas_personas_tienen_varias_solicitudes() -> None:
    veces: dict[str, int] = {}
    for caso in casos_inventados():
        veces[caso.titular.numero] = veces.get(caso.titular.numero, 0) + 1
    assert sum(n > 1 for n in veces.values()) > 50


def test_lo_que_ya_se_pago_puede_tener_factura() -> None:
    con_factura = [c for c in casos_inventados() if c.con_factura]
    assert len(con_factura) > 20
    assert all(c.pasos[1] == EstadoPaso.FINALIZADO for c in con_factura)
    assert caso_del_manual().con_factura


def test_el_caso_del_manual_vencio_dos_anios_despues_de_emitido() -> None:
    certificado = caso_del_manual().certificado
    assert certificado is not None
    assert certificado.valido_hasta - certificado.valido_desde == timedelta(days=730)
