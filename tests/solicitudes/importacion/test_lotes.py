"""Batches: each on its own, tried again, halved, continued, simulated."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.auditoria.models import Evento
from solicitudes.enums import EstadoPaso
from solicitudes.importacion import carga as modulo
from solicitudes.importacion.apertura import abrir
from solicitudes.importacion.carga import Carga, Lote, Resumen
from solicitudes.importacion.escritura import escribir
from solicitudes.importacion.excepciones import ArchivoInvalido
from solicitudes.models import Paso, Solicitud
from tests.solicitudes.importacion.archivos import (
    MANUAL,
    Celdas,
    avanzada,
    csv_de,
    emitida,
    fila,
)
from tests.solicitudes.importacion.cargas import (
    AUTORIA,
    cargar,
    foto,
    motivos,
    resultados,
    resumir,
)

pytestmark = pytest.mark.django_db


def test_los_lotes_se_confirman_uno_a_uno_y_un_archivo_roto_deja_los_anteriores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(modulo, "TAMANO_LOTE", 10)
    contenido = csv_de([fila(n) for n in range(100, 200, 2)])
    libro = abrir(io.BytesIO(contenido))
    enteras = libro.filas

    def rotas() -> object:
        for cruda in enteras():
            if cruda.linea == 27:
                raise ArchivoInvalido("Se rompe en la línea 27.")
            yield cruda

    libro.filas = rotas  # type: ignore[method-assign,assignment]
    lotes: list[Lote] = []
    with pytest.raises(ArchivoInvalido):
        lotes.extend(Carga(libro, AUTORIA).lotes())
    assert Solicitud.objects.count() == 25
    # Running it again completes the work.
    assert resumir(contenido) == Resumen(leidas=50, nuevas=25, sin_cambios=25)


def test_una_fila_que_la_base_no_admite_queda_sola_y_las_demas_entran(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(modulo, "TAMANO_LOTE", 20)
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE solicitudes_solicitud "
            "ADD CONSTRAINT prueba CHECK (numero NOT IN (107, 131))"
        )
    suertes = cargar([fila(n) for n in range(101, 141, 2)])
    malas = [s for s in suertes if s.resultado == "Rechazada"]
    assert [s.fila.numero for s in malas if s.fila] == [107, 131]
    assert malas[0].motivos[0].startswith("La base de datos no admite esta fila.")
    assert Solicitud.objects.count() == 18
    assert [s.cruda.linea for s in suertes] == list(range(2, 22))


def test_lo_que_otro_escribe_al_mismo_tiempo_se_ve_al_repetir_el_lote(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    llamadas = []

    def con_intruso(*args: object, **kwargs: object) -> None:
        llamadas.append(1)
        if len(llamadas) == 1:
            raise IntegrityError("duplicate key value violates unique constraint")
        escribir(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(modulo, "escribir", con_intruso)
    assert resultados(cargar([fila(1), fila(3)])) == ["Nueva", "Nueva"]
    assert len(llamadas) == 2


def test_lo_que_anota_un_lote_vive_y_muere_con_el() -> None:
    def anotar(lote: Lote) -> None:
        raise KeyError("detenido")

    libro = abrir(io.BytesIO(csv_de([fila()])))
    with pytest.raises(KeyError):
        list(Carga(libro, AUTORIA, anotar=anotar).lotes())
    assert not Solicitud.objects.exists()


def test_una_carga_que_continua_no_repite_pero_recuerda() -> None:
    filas = [fila(1), fila(3), fila(5), fila(1)]
    libro = abrir(io.BytesIO(csv_de(filas)))
    lotes = list(Carga(libro, AUTORIA, desde=3).lotes())
    assert [s.cruda.linea for s in lotes[0].suertes] == [4, 5]
    assert motivos(lotes[0].suertes) == ["Solicitud 1: ya está en la línea 2."]
    assert list(Solicitud.objects.values_list("numero", flat=True)) == [5]


def test_una_simulacion_no_escribe_nada() -> None:
    cargar([avanzada(1, 2)])
    antes, eventos = foto(), Evento.objects.count()
    suertes = cargar([emitida(2), fila(4), fila(6, tipo_certificado="")], simular=True)
    assert resultados(suertes) == ["Cambia", "Nueva", "Rechazada"]
    assert (foto(), Evento.objects.count()) == (antes, eventos)


def test_una_simulacion_recuerda_de_quien_es_una_orden_de_un_lote_anterior(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(modulo, "TAMANO_LOTE", 2)
    de_ana: Celdas = {"numero_orden": "9", "solicitante_numero": "777777"}
    comunes: Celdas = {**de_ana, "solicitante_nombre": "ANA"}
    # The refused row opens the second batch: it must not pass for the order's applicant.
    filas = [fila(1, **comunes), fila(3, **comunes), fila(5, numero_orden="9"), fila(7, **comunes)]
    esperados = ["Nueva", "Nueva", "Rechazada", "Nueva"]
    assert resultados(cargar(filas, simular=True)) == esperados
    assert resultados(cargar(filas)) == esperados


def test_los_pasos_nuevos_sin_fecha_empiezan_hoy() -> None:
    cargar([{k: v for k, v in fila().items() if "paso" not in k}])
    paso = Paso.objects.get(numero=1)
    assert paso.estado == EstadoPaso.EN_TRAMITE
    assert paso.modificado is not None
    assert timezone.now() - paso.modificado < timedelta(minutes=1)


NUMEROS = st.integers(1, 6)
DATOS = st.fixed_dictionaries(
    {},
    optional={
        "empresa": st.sampled_from(["", "UNA", "DOS"]),
        "solicitante_nombre": st.sampled_from(["ANA", "Ana", "EVA"]),
        "solicitante_correo": st.sampled_from(["", "a@ejemplo.example", "b@ejemplo.example"]),
        "numero_orden": st.integers(1, 3).map(str),
        "solicitante_numero": st.integers(700_001, 700_003).map(str),
        "vigencia": st.sampled_from(["Vigente", "Suspendido", "Revocado"]),
        "vigencia_fecha": st.sampled_from(["05/08/2016", "09/08/2016"]),
    },
)
FILAS = st.builds(
    lambda hasta, numero, datos: (
        emitida(numero, **datos)
        if hasta == 4
        else avanzada(hasta, numero, **{k: v for k, v in datos.items() if "vigencia" not in k})
    ),
    st.integers(0, 4),
    NUMEROS,
    DATOS,
)


class Propiedades(TestCase):
    """What must hold of any two files."""

    @settings(max_examples=40, deadline=None)
    @given(st.lists(FILAS, min_size=1, max_size=8), st.lists(FILAS, min_size=1, max_size=8))
    def test_la_revision_dice_lo_que_la_importacion_hace_y_repetirla_no_cambia_nada(
        self, primero: list[Celdas], segundo: list[Celdas]
    ) -> None:
        with pytest.MonkeyPatch.context() as parche:
            # Small batches: what one row does has to reach the rows of the next batch.
            parche.setattr(modulo, "TAMANO_LOTE", 3)
            for filas in (primero, segundo):
                titulos = {**dict.fromkeys(MANUAL, ""), **filas[0]}
                dicho = cargar([titulos, *filas[1:]], simular=True)
                hecho = cargar([titulos, *filas[1:]])
                assert [(s.resultado, s.motivos) for s in dicho] == [
                    (s.resultado, s.motivos) for s in hecho
                ]
                antes = foto()
                otra_vez = cargar([titulos, *filas[1:]])
                assert foto() == antes
                assert not {"Nueva", "Cambia"} & set(resultados(otra_vez))
