"""Steps of the portal and steps of a file: the newest wins, and nothing goes back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calendario.tiempo_habil import BOGOTA
from solicitudes.enums import EstadoPaso, Etapa
from solicitudes.importacion import valores
from solicitudes.importacion.excepciones import FilaInvalida
from solicitudes.importacion.fila import DatosPaso
from solicitudes.importacion.pasos import SIN_EMPEZAR, EstadoDePaso, unir

P, T, F, R = (
    EstadoPaso.PENDIENTE,
    EstadoPaso.EN_TRAMITE,
    EstadoPaso.FINALIZADO,
    EstadoPaso.RECHAZADO,
)
AHORA = datetime(2026, 11, 23, 15, tzinfo=UTC)


def dato(estado: EstadoPaso, fecha: str = "", motivo: str = "") -> DatosPaso:
    """A step as a file gives it."""
    return DatosPaso(estado, valores.momento(fecha), motivo)


def paso(estado: EstadoPaso, dia: int = 0, hora: int = 10, motivo: str = "") -> EstadoDePaso:
    """A step on record, of some day of August 2016."""
    modificado = datetime(2016, 8, dia, hora, tzinfo=BOGOTA) if dia else None
    return EstadoDePaso(estado, modificado, motivo)


def registrados(*pasos: EstadoDePaso) -> tuple[EstadoDePaso, ...]:
    """Steps on record, the rest pending."""
    return (*pasos, *SIN_EMPEZAR)[:4]


def archivo(*datos: DatosPaso | None) -> tuple[DatosPaso | None, ...]:
    """Steps of a file, the rest not mentioned."""
    return (*datos, None, None, None, None)[:4]


def estados(pasos: tuple[EstadoDePaso, ...]) -> list[EstadoPaso]:
    """States only."""
    return [p.estado for p in pasos]


def test_una_solicitud_nueva_sin_pasos_empieza_ahora() -> None:
    unidos = unir(SIN_EMPEZAR, archivo(), ahora=AHORA)
    assert estados(unidos) == [T, P, P, P]
    assert unidos[0].modificado == AHORA


def test_el_paso_siguiente_al_ultimo_finalizado_queda_en_tramite_desde_entonces() -> None:
    unidos = unir(SIN_EMPEZAR, archivo(dato(F, "01/08/2016"), dato(P)), ahora=AHORA)
    assert estados(unidos) == [F, T, P, P]
    assert unidos[1].modificado == datetime(2016, 8, 1, tzinfo=BOGOTA)


def test_un_paso_en_tramite_sin_fecha_lo_esta_desde_el_anterior() -> None:
    unidos = unir(SIN_EMPEZAR, archivo(dato(F, "01/08/2016"), dato(T)), ahora=AHORA)
    assert unidos[1] == EstadoDePaso(T, datetime(2016, 8, 1, tzinfo=BOGOTA))


def test_despues_de_un_rechazo_nada_esta_en_tramite() -> None:
    datos = archivo(dato(F, "01/08/2016"), dato(R, "02/08/2016", "No pagó"))
    unidos = unir(SIN_EMPEZAR, datos, ahora=AHORA)
    assert estados(unidos) == [F, R, P, P]
    assert unidos[1].motivo == "No pagó"


def test_lo_que_el_archivo_no_dice_queda_como_estaba() -> None:
    antes = registrados(paso(F, 1), paso(F, 2), paso(T, 2))
    unidos = unir(antes, archivo(), ahora=AHORA)
    assert all(nuevo is viejo for nuevo, viejo in zip(unidos, antes, strict=True))


def test_el_mismo_dia_en_el_archivo_no_cambia_la_hora_registrada() -> None:
    antes = registrados(paso(F, 1, 17), paso(F, 2, 9), paso(F, 2, 16), paso(F, 3, 8))
    datos = archivo(
        *(dato(F, f"0{dia}/08/2016") for dia in (1, 2, 2, 3)),
    )
    assert unir(antes, datos, ahora=AHORA) == antes


def test_la_medianoche_de_utc_no_corre_el_dia_de_bogota() -> None:
    tarde = EstadoDePaso(F, datetime(2016, 8, 2, 3, tzinfo=UTC))
    antes = registrados(tarde, EstadoDePaso(T, datetime(2016, 8, 2, 3, tzinfo=UTC)))
    assert unir(antes, archivo(dato(F, "01/08/2016")), ahora=AHORA) == antes


def test_un_paso_mas_avanzado_en_el_archivo_se_toma() -> None:
    antes = registrados(paso(T, 1))
    unidos = unir(antes, archivo(dato(F, "01/08/2016"), dato(F, "02/08/2016")), ahora=AHORA)
    assert estados(unidos) == [F, F, T, P]


def test_un_rechazo_superado_despues_se_toma() -> None:
    antes = registrados(paso(R, 1, motivo="No se lee"))
    unidos = unir(antes, archivo(dato(F, "01/08/2016")), ahora=AHORA)
    assert unidos[0] == EstadoDePaso(F, datetime(2016, 8, 1, tzinfo=BOGOTA))


def test_un_motivo_corregido_el_mismo_dia_se_toma() -> None:
    antes = registrados(paso(R, 1, motivo="No se lee"))
    unidos = unir(antes, archivo(dato(R, "01/08/2016", "No se lee el reverso")), ahora=AHORA)
    assert unidos[0].motivo == "No se lee el reverso"


def test_pendiente_no_contradice_al_paso_que_esta_en_turno() -> None:
    antes = registrados(paso(F, 1), paso(T, 1))
    datos = archivo(dato(F, "01/08/2016"), dato(P), dato(P), dato(P))
    assert unir(antes, datos, ahora=AHORA) == antes


@pytest.mark.parametrize(
    ("antes", "datos"),
    [
        ([paso(F, 5)], [dato(T, "01/08/2016")]),
        ([paso(F, 5)], [dato(T)]),
        ([paso(F, 5)], [dato(P)]),
        ([paso(F, 5)], [dato(T, "05/08/2016")]),
        ([paso(F, 5)], [dato(R, "05/08/2016", "x")]),
        ([paso(F, 5)], [dato(F, "04/08/2016")]),
        ([paso(R, 5, motivo="x")], [dato(T, "05/08/2016")]),
        # Staff reopened the step after the file's rejection.
        ([paso(T, 6)], [dato(R, "05/08/2016", "x")]),
        ([paso(T, 6)], [dato(F, "05/08/2016")]),
        ([paso(F, 5, 16)], [dato(R, "05/08/2016 15:00", "x")]),
    ],
)
def test_un_paso_anterior_al_registrado_rechaza_la_fila(
    antes: list[EstadoDePaso], datos: list[DatosPaso]
) -> None:
    with pytest.raises(FilaInvalida, match=r"Paso 1: el portal ya lo tiene en .* desde el 0"):
        unir(registrados(*antes), archivo(*datos), ahora=AHORA)


def test_con_hora_gana_el_mas_reciente_del_mismo_dia() -> None:
    antes = registrados(paso(F, 5, 14))
    unidos = unir(antes, archivo(dato(R, "05/08/2016 15:00", "No corresponde")), ahora=AHORA)
    assert estados(unidos) == [R, P, P, P]


def test_se_dicen_todos_los_pasos_atrasados() -> None:
    antes = registrados(paso(F, 5), paso(F, 6), paso(T, 6))
    with pytest.raises(FilaInvalida) as error:
        unir(antes, archivo(dato(P), dato(T, "01/08/2016")), ahora=AHORA)
    assert [motivo[:7] for motivo in error.value.motivos] == ["Paso 1:", "Paso 2:"]


@pytest.mark.parametrize(
    ("datos", "queja"),
    [
        ([dato(T), dato(F, "02/08/2016")], "Paso 2: está «Trámite finalizado» y el paso 1 no"),
        ([None, dato(F, "02/08/2016")], "Paso 2: está «Trámite finalizado» y el paso 1 no"),
        ([dato(R, "01/08/2016", "x"), dato(T)], "Paso 2: está «En trámite» y el paso 1 no"),
        (
            [dato(F, "02/08/2016"), dato(F, "01/08/2016")],
            "Paso 2: su fecha es anterior a la del paso anterior.",
        ),
    ],
)
def test_los_pasos_en_desorden_se_rechazan(datos: list[DatosPaso | None], queja: str) -> None:
    with pytest.raises(FilaInvalida, match=queja):
        unir(SIN_EMPEZAR, archivo(*datos), ahora=AHORA)


def test_un_archivo_atrasado_en_un_paso_no_deja_la_solicitud_a_medias() -> None:
    # Step 1 rejected in the file, step 2 under way on record: they can't be joined.
    antes = registrados(paso(F, 1), paso(T, 1))
    with pytest.raises(FilaInvalida, match="Paso 2: está «En trámite»"):
        unir(antes, archivo(dato(R, "02/08/2016", "x")), ahora=AHORA)


DIAS = st.integers(1, 9)
DATOS = st.none() | st.builds(
    lambda estado, dia: dato(
        estado, "" if estado == P else f"0{dia}/08/2016", "x" if estado == R else ""
    ),
    st.sampled_from([P, T, F, R]),
    DIAS,
)


@given(st.lists(DATOS, min_size=4, max_size=4), st.lists(DATOS, min_size=4, max_size=4))
def test_el_mismo_archivo_otra_vez_no_cambia_nada_y_siempre_queda_en_orden(
    primero: list[DatosPaso | None], segundo: list[DatosPaso | None]
) -> None:
    pasos = SIN_EMPEZAR
    for datos in (primero, segundo):
        try:
            pasos = unir(pasos, datos, ahora=AHORA)
        except FilaInvalida:
            continue
        assert unir(pasos, datos, ahora=AHORA) == pasos
        finalizados = [p.estado == F for p in pasos]
        hasta = finalizados.index(False) if False in finalizados else len(Etapa)
        assert not any(finalizados[hasta:])
        assert estados(pasos)[hasta : hasta + 1] in ([], [T], [R])
        assert all(p == SIN_EMPEZAR[0] for p in pasos[hasta + 1 :])
