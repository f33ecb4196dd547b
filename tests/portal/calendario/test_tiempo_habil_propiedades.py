"""Business time against a slow simulation that walks every minute and every day."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.calendario.tiempo_habil import (
    BOGOTA,
    MINUTOS_DEL_DIA,
    Calendario,
    Franja,
    dias_habiles_entre,
    es_dia_habil,
    sumar_dias_habiles,
)

# The Monday of the week before a holiday Monday; moments fall in the first week of three.
BASE = datetime(2026, 1, 5, tzinfo=BOGOTA)
DIAS = 21
UN_MINUTO = timedelta(minutes=1)

# Whole hours come often, so that frames touch each other, midnight and the moments asked about.
minutos = st.one_of(st.integers(0, 24).map(lambda hora: hora * 60), st.integers(0, MINUTOS_DEL_DIA))
cortes = st.lists(minutos, min_size=0, max_size=4, unique=True).map(sorted)
momentos = st.one_of(st.integers(0, 7 * 24).map(lambda h: h * 60), st.integers(0, 7 * 24 * 60))


@st.composite
def calendarios(draw: st.DrawFn) -> Calendario:
    """Up to three frames a day, touching or apart, and a few holidays in the first two weeks."""
    franjas = {
        dia: tuple(Franja(a, b) for a, b in pairwise(puntos) if draw(st.booleans()))
        for dia, puntos in ((dia, draw(cortes)) for dia in range(7))
    }
    festivos = draw(st.sets(st.integers(0, 13), max_size=4))
    return Calendario(
        franjas, frozenset(BASE.date() + timedelta(days=numero) for numero in festivos)
    )


def simular(calendario: Calendario) -> list[bool]:
    """Whether each minute of the three weeks is open, by the definition and nothing cleverer."""
    abiertos = []
    for minuto in range(DIAS * MINUTOS_DEL_DIA):
        numero, del_dia = divmod(minuto, MINUTOS_DEL_DIA)
        dia = BASE.date() + timedelta(days=numero)
        franjas = () if dia in calendario.festivos else calendario.franjas[dia.weekday()]
        abiertos.append(any(f.inicio <= del_dia < f.fin for f in franjas))
    return abiertos


def momento(minuto: int) -> datetime:
    return BASE + minuto * UN_MINUTO


def primero(abiertos: list[bool], valor: bool, desde: int) -> int | None:
    return next((n for n in range(desde, len(abiertos)) if abiertos[n] is valor), None)


@settings(max_examples=60, deadline=None)
@given(calendario=calendarios(), ahora=momentos)
def test_abierto_apertura_y_cierre_son_los_de_la_simulacion(
    calendario: Calendario, ahora: int
) -> None:
    abiertos = simular(calendario)
    assert calendario.abierto(momento(ahora)) is abiertos[ahora]
    apertura = primero(abiertos, True, ahora)
    esperada = None if apertura is None else momento(apertura)
    assert calendario.proxima_apertura(momento(ahora)) == esperada
    cierre = None if apertura is None else primero(abiertos, False, apertura)
    if apertura is None or cierre is not None:
        esperado = None if cierre is None else momento(cierre)
        assert calendario.proximo_cierre(momento(ahora)) == esperado


@settings(max_examples=60, deadline=None)
@given(calendario=calendarios(), desde=momentos, hasta=momentos)
def test_los_minutos_entre_dos_momentos_son_los_de_la_simulacion(
    calendario: Calendario, desde: int, hasta: int
) -> None:
    abiertos = simular(calendario)
    assert calendario.minutos_entre(momento(desde), momento(hasta)) == sum(abiertos[desde:hasta])


@settings(max_examples=60, deadline=None)
@given(calendario=calendarios(), desde=momentos, plazo=st.integers(0, 3000))
def test_un_plazo_vence_en_el_primer_momento_que_lo_completa(
    calendario: Calendario, desde: int, plazo: int
) -> None:
    abiertos, contados, minuto = simular(calendario), 0, desde
    while contados < plazo and minuto < len(abiertos):
        contados += abiertos[minuto]
        minuto += 1
    if contados == plazo:
        assert calendario.sumar_minutos(momento(desde), plazo) == momento(minuto)


@settings(max_examples=60, deadline=None)
@given(
    calendario=calendarios(),
    segundos=st.lists(st.integers(0, 7 * 24 * 3600), min_size=3, max_size=3),
)
def test_partir_un_intervalo_no_gana_ni_pierde_segundos(
    calendario: Calendario, segundos: list[int]
) -> None:
    a, b, c = (BASE + timedelta(seconds=segundo) for segundo in sorted(segundos))
    entero = calendario.tiempo_entre(a, c)
    assert calendario.tiempo_entre(a, b) + calendario.tiempo_entre(b, c) == entero


dias = st.dates(date(2025, 1, 1), date(2027, 12, 31))
conjuntos_de_festivos = st.sets(st.dates(date(2025, 1, 1), date(2028, 6, 30)), max_size=40)


@given(desde=dias, plazo=st.integers(0, 60), festivos=conjuntos_de_festivos)
def test_el_plazo_en_dias_es_el_de_contar_dia_por_dia(
    desde: date, plazo: int, festivos: set[date]
) -> None:
    habiles: list[date] = []
    dia = desde
    while len(habiles) < plazo:
        dia += timedelta(days=1)
        if dia.isoweekday() not in (6, 7) and dia not in festivos:
            habiles.append(dia)
    vence = sumar_dias_habiles(desde, plazo, festivos)
    assert vence == (habiles[-1] if habiles else desde)
    assert dias_habiles_entre(desde, vence, festivos) == plazo
    assert dias_habiles_entre(vence, desde, festivos) == -plazo


@given(desde=dias, hasta=dias, festivos=conjuntos_de_festivos)
def test_los_dias_entre_dos_fechas_excluyen_la_primera_e_incluyen_la_ultima(
    desde: date, hasta: date, festivos: set[date]
) -> None:
    inicio, fin = sorted((desde, hasta))
    contados = sum(
        es_dia_habil(inicio + timedelta(days=n), festivos)
        for n in range(1, (fin - inicio).days + 1)
    )
    assert dias_habiles_entre(inicio, fin, festivos) == contados


def test_el_sabado_el_domingo_y_el_festivo_no_cuentan() -> None:
    viernes, chiquinquira = date(2026, 7, 10), date(2026, 7, 13)
    assert sumar_dias_habiles(viernes, 1, {chiquinquira}) == date(2026, 7, 14)
    assert sumar_dias_habiles(viernes, 1, set()) == chiquinquira


def test_un_plazo_en_dias_no_puede_ser_negativo() -> None:
    with pytest.raises(ValueError, match="negativos"):
        sumar_dias_habiles(date(2026, 1, 5), -1, set())
