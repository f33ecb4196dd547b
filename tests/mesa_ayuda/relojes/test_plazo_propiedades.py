"""Due moments against a slow simulation that walks every minute of three weeks."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mesa_ayuda.enums import Estado, Reloj
from mesa_ayuda.relojes.plazo import Historia, Situacion, calcular
from portal.calendario.tiempo_habil import BOGOTA, MINUTOS_DEL_DIA, Calendario, Franja

# The Monday of a week before a holiday Monday.
BASE = datetime(2026, 1, 5, tzinfo=BOGOTA)
DIAS = 21
MINUTOS = DIAS * MINUTOS_DEL_DIA
UN_MINUTO = timedelta(minutes=1)
CUENTAN = {Estado.NUEVO, Estado.ABIERTO}
DETENIDO = {Estado.ESPERA: Situacion.EN_PAUSA}

cortes = st.lists(
    st.one_of(st.integers(0, 24).map(lambda hora: hora * 60), st.integers(0, MINUTOS_DEL_DIA)),
    max_size=4,
    unique=True,
).map(sorted)
# All that happens, happens in the first week; whole hours come often, so that moments coincide.
momentos = st.one_of(st.integers(0, 7 * 24).map(lambda h: h * 60), st.integers(0, 7 * 24 * 60))


@st.composite
def calendarios(draw: st.DrawFn) -> Calendario:
    """Up to three frames a day and a few holidays in the first two weeks; or always open."""
    if draw(st.integers(0, 5)) == 0:
        return Calendario.continuo()
    franjas = {
        dia: tuple(Franja(a, b) for a, b in pairwise(draw(cortes)) if draw(st.booleans()))
        for dia in range(7)
    }
    festivos = draw(st.sets(st.integers(0, 13), max_size=4))
    return Calendario(
        franjas, frozenset(BASE.date() + timedelta(days=numero) for numero in festivos)
    )


@st.composite
def historias(draw: st.DrawFn) -> tuple[int, list[tuple[int, Estado]], list[int]]:
    """(opening, changes of state, answers of the staff), in minutes since BASE."""
    creado = draw(momentos)
    cuando = sorted(creado + n for n in draw(st.lists(momentos, max_size=6)))
    cambios = [(minuto, draw(st.sampled_from(list(Estado)))) for minuto in cuando]
    respuestas = sorted(creado + n for n in draw(st.lists(momentos, max_size=3)))
    return creado, cambios, respuestas


def abierto(calendario: Calendario, minuto: int) -> bool:
    """Whether that minute counts, by the definition and nothing cleverer."""
    numero, del_dia = divmod(minuto, MINUTOS_DEL_DIA)
    dia = BASE.date() + timedelta(days=numero)
    if dia in calendario.festivos:
        return False
    return any(f.inicio <= del_dia < f.fin for f in calendario.franjas.get(dia.weekday(), ()))


def estado_en(minuto: int, cambios: list[tuple[int, Estado]]) -> Estado:
    """The state that the case is in during that minute: the last one it was given."""
    estado = Estado.NUEVO
    for momento, siguiente in cambios:
        if momento <= minuto:
            estado = siguiente
    return estado


def simular(
    calendario: Calendario, cambios: list[tuple[int, Estado]], desde: int, plazo: int
) -> int | None:
    """The minute by which `plazo` minutes have counted since `desde`; None: not in three weeks."""
    contados, minuto = 0, desde
    while contados < plazo:
        if minuto >= MINUTOS:
            return None
        contados += estado_en(minuto, cambios) in CUENTAN and abierto(calendario, minuto)
        minuto += 1
    return minuto


def momento(minuto: int) -> datetime:
    return BASE + minuto * UN_MINUTO


@settings(max_examples=150, deadline=None)
@given(
    calendario=calendarios(),
    historia=historias(),
    plazo=st.one_of(st.integers(1, 300), st.integers(1, 3000)),
    reloj=st.sampled_from(list(Reloj)),
)
def test_un_plazo_vence_cuando_dice_la_simulacion(
    calendario: Calendario,
    historia: tuple[int, list[tuple[int, Estado]], list[int]],
    plazo: int,
    reloj: Reloj,
) -> None:
    creado, cambios, respuestas = historia
    calculado = calcular(
        reloj,
        minutos=plazo,
        calendario=calendario,
        historia=Historia(
            momento(creado),
            tuple((momento(minuto), estado) for minuto, estado in cambios),
            momento(respuestas[0]) if respuestas else None,
            momento(respuestas[-1]) if respuestas else None,
        ),
    )
    if reloj is Reloj.ACTUALIZACION and not respuestas:
        assert (calculado.situacion, calculado.vence) == (Situacion.SIN_EMPEZAR, None)
        return
    ultimo = cambios[-1][1] if cambios else Estado.NUEVO
    desde = respuestas[-1] if reloj is Reloj.ACTUALIZACION else creado
    if reloj is Reloj.RESPUESTA and respuestas:
        assert (calculado.situacion, calculado.vence) == (Situacion.CUMPLIDO, None)
        # What came after the answer is of no interest to it.
        cambios = [cambio for cambio in cambios if cambio[0] <= respuestas[0]]
        limite = simular(calendario, cambios, desde, plazo)
        assert calculado.a_tiempo is (limite is None or limite >= respuestas[0])
        return
    limite = simular(calendario, cambios, desde, plazo)
    if limite is not None:
        assert calculado.limite == momento(limite)
    elif calculado.limite is not None:
        assert calculado.limite > momento(MINUTOS)
    if ultimo not in CUENTAN:
        assert calculado.vence is None
        assert calculado.situacion is DETENIDO.get(ultimo, Situacion.TERMINADO)
    elif calculado.situacion is Situacion.SIN_HORARIO:
        assert not any(abierto(calendario, minuto) for minuto in range(14 * 1440, MINUTOS))
    else:
        assert calculado.vence == calculado.limite
        contado = sum((paso.contado for paso in calculado.pasos), timedelta())
        assert contado == plazo * UN_MINUTO


@settings(max_examples=60, deadline=None)
@given(calendario=calendarios(), historia=historias(), plazo=st.integers(1, 3000))
def test_una_pausa_que_se_anade_nunca_adelanta_el_vencimiento(
    calendario: Calendario, historia: tuple[int, list[tuple[int, Estado]], list[int]], plazo: int
) -> None:
    creado, _cambios, _respuestas = historia
    inicio = momento(creado)
    pausa = (
        (inicio + timedelta(hours=3), Estado.ESPERA),
        (inicio + timedelta(hours=30), Estado.ABIERTO),
    )
    corrido, pausado = (
        calcular(
            Reloj.SOLUCION,
            minutos=plazo,
            calendario=calendario,
            historia=Historia(inicio, cambios),
        ).vence
        for cambios in ((), pausa)
    )
    assert corrido is None or (pausado is not None and pausado >= corrido)
