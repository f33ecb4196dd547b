"""Queues: whose case stands in which, to the second, and how its term is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mesa_ayuda.agentes import colas
from mesa_ayuda.agentes.colas import POR_VENCER, Cola, Conteo, condicion, contar, plazo_en_palabras
from mesa_ayuda.enums import ABIERTOS, CON_RELOJ, Estado
from mesa_ayuda.models import Caso
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_agente, crear_caso

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("estado", Estado)
def test_cada_estado_esta_en_sus_colas(agente: Usuario, estado: Estado) -> None:
    ahora = timezone.now()
    crear_caso(estado=estado, vence=ahora - timedelta(minutes=1))
    crear_caso(estado=estado, vence=ahora + timedelta(minutes=1), asignado=agente)

    def cuantos(cola: Cola) -> int:
        return Caso.objects.filter(condicion(cola, agente, ahora)).count()

    assert cuantos(Cola.SIN_ASIGNAR) == cuantos(Cola.MIAS) == (estado in ABIERTOS)
    assert cuantos(Cola.POR_VENCER) == cuantos(Cola.VENCIDAS) == (estado in CON_RELOJ)
    assert cuantos(Cola.ABIERTAS) == 2 * (estado in ABIERTOS)


def test_en_el_instante_justo_un_caso_esta_en_una_sola_cola_de_plazo(agente: Usuario) -> None:
    ahora = timezone.now()
    justo, lejos = crear_caso(vence=ahora), crear_caso(vence=ahora + POR_VENCER)
    assert list(Caso.objects.filter(condicion(Cola.POR_VENCER, agente, ahora))) == [justo]
    assert not Caso.objects.filter(condicion(Cola.VENCIDAS, agente, ahora)).exists()
    despues = ahora + timedelta(microseconds=1)
    assert list(Caso.objects.filter(condicion(Cola.VENCIDAS, agente, despues))) == [justo]
    assert list(Caso.objects.filter(condicion(Cola.POR_VENCER, agente, despues))) == [lejos]


def test_lo_mio_no_es_lo_de_otra_persona(agente: Usuario) -> None:
    crear_caso(asignado=crear_agente("otra"))
    cifras = {conteo.cola: conteo.cuantos for conteo in contar(agente)}
    assert (cifras[Cola.MIAS], cifras[Cola.SIN_ASIGNAR], cifras[Cola.ABIERTAS]) == (0, 0, 1)


def test_no_se_cuenta_mas_alla_del_tope(agente: Usuario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(colas, "TOPE", 2)
    for _ in range(3):
        crear_caso()
    assert [uno.cuantos for uno in contar(agente) if uno.cola == Cola.ABIERTAS] == [2]


def test_la_cifra_dice_cuando_hay_mas() -> None:
    assert Conteo(Cola.MIAS, "Mías", 999).texto == "999"
    assert Conteo(Cola.MIAS, "Mías", 1000).texto == "1.000+"


@pytest.mark.parametrize(
    ("falta", "texto", "tono"),
    [
        (timedelta(), "Vence en 1 minuto", "atencion"),
        (timedelta(hours=3, minutes=59), "Vence en 3 horas y 59 minutos", "atencion"),
        (timedelta(hours=4), "Vence en 4 horas", "curso"),
        (timedelta(days=1, hours=2), "Vence en 26 horas", "curso"),
        (timedelta(days=2), "Vence en 2 días", "curso"),
        (timedelta(seconds=-1), "Venció hace 1 minuto", "peligro"),
        (timedelta(hours=-26), "Venció hace 26 horas", "peligro"),
        (timedelta(days=-40), "Venció hace 40 días", "peligro"),
    ],
)
def test_el_plazo_se_dice_en_palabras(falta: timedelta, texto: str, tono: str) -> None:
    ahora = timezone.now()
    caso = Caso(estado=Estado.ABIERTO, vence=ahora + falta)
    assert plazo_en_palabras(caso, ahora) == (texto, tono)


@pytest.mark.parametrize(
    ("estado", "texto"),
    [
        (Estado.ESPERA, "En pausa"),
        (Estado.NUEVO, "Sin plazo en curso"),
        (Estado.RESUELTO, "Sin plazo en curso"),
        (Estado.CERRADO, "Sin plazo en curso"),
    ],
)
def test_lo_que_no_corre_lo_dice(estado: Estado, texto: str) -> None:
    assert plazo_en_palabras(Caso(estado=estado), timezone.now())[0] == texto


def test_un_terminado_no_aparece_vencido_y_lo_legal_corre_en_espera() -> None:
    ahora = timezone.now()
    ayer = ahora - timedelta(days=1)
    assert plazo_en_palabras(Caso(estado=Estado.CERRADO, vence=ayer), ahora)[1] == "neutro"
    assert plazo_en_palabras(Caso(estado=Estado.ESPERA, vence=ayer), ahora)[1] == "peligro"


def test_lo_de_quien_se_desactivo_vuelve_a_estar_sin_asignar(agente: Usuario) -> None:
    otra = crear_agente("otra")
    crear_caso(asignado=otra)
    cifras = {conteo.cola: conteo.cuantos for conteo in contar(agente)}
    assert cifras[Cola.SIN_ASIGNAR] == 0
    Usuario.objects.filter(pk=otra.pk).update(is_active=False)
    cifras = {conteo.cola: conteo.cuantos for conteo in contar(agente)}
    assert cifras[Cola.SIN_ASIGNAR] == 1
