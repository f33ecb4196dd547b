"""The import's own row: its states, its claim, what the database itself refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from portal.usuarios.models import Usuario
from solicitudes.excepciones import TransicionInvalida
from solicitudes.importacion.enums import EN_CURSO, EstadoImportacion
from solicitudes.importacion.excepciones import ReclamoPerdido
from solicitudes.importacion.models import (
    CONSERVACION,
    PLAZO_LATIDO,
    Importacion,
    Incidencia,
    ruta_archivo,
)

pytestmark = pytest.mark.django_db
E = EstadoImportacion
CERRADOS = (E.TERMINADA, E.FALLIDA, E.DESCARTADA)


@pytest.fixture
def importacion(operador: Usuario) -> Importacion:
    """A file that has just been brought."""
    return Importacion.objects.create(
        archivo="importaciones/x.csv",
        nombre="exporte.csv",
        formato="csv",
        tamano=10,
        sha256="0" * 64,
        autor=operador,
    )


def test_todo_estado_es_en_curso_o_cerrado_o_espera_a_una_persona() -> None:
    assert {*EN_CURSO, *CERRADOS, E.POR_CONFIRMAR} == set(E)
    assert not set(EN_CURSO) & set(CERRADOS)


def test_se_nombra_por_su_numero(importacion: Importacion) -> None:
    assert str(importacion) == f"Importación {importacion.pk}"
    incidencia = Incidencia(importacion=importacion, linea=7)
    assert str(incidencia) == f"Línea 7 de la importación {importacion.pk}"


def test_el_nombre_que_le_dieron_no_decide_donde_se_guarda(importacion: Importacion) -> None:
    rutas = {ruta_archivo(importacion, "../../etc/passwd.exe") for _ in range(20)}
    assert len(rutas) == 20
    assert all(r.startswith("importaciones/") and r.endswith(".csv") for r in rutas)
    assert not any("passwd" in r or ".." in r for r in rutas)


@pytest.mark.parametrize(
    "valores",
    [
        {"estado": "otro"},
        {"estado": E.POR_CONFIRMAR, "ficha": "00000000-0000-0000-0000-000000000001"},
        {"estado": E.TERMINADA, "ficha": "00000000-0000-0000-0000-000000000001"},
        {"estado": E.IMPORTANDO},
    ],
)
def test_la_base_rechaza_lo_que_no_puede_ser(
    importacion: Importacion, valores: dict[str, str]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Importacion.objects.update(**valores)


def test_una_linea_tiene_una_sola_incidencia(importacion: Importacion) -> None:
    datos = {"linea": 2, "rechazada": True, "motivos": ["x"], "celdas": []}
    importacion.incidencias.create(**datos)
    with pytest.raises(IntegrityError), transaction.atomic():
        importacion.incidencias.create(**datos)


def test_reclamar_pasa_de_subida_a_en_revision_y_cuenta_el_intento(
    importacion: Importacion,
) -> None:
    reclamada = Importacion.reclamar(importacion.pk)
    assert reclamada is not None
    assert (reclamada.estado, reclamada.intentos) == (E.REVISANDO, 1)
    assert reclamada.ficha is not None
    assert reclamada.latido is not None
    assert Importacion.reclamar(importacion.pk) is None


@pytest.mark.parametrize("estado", [E.POR_CONFIRMAR, *CERRADOS])
def test_lo_que_no_esta_en_curso_no_se_reclama(
    importacion: Importacion, estado: EstadoImportacion
) -> None:
    Importacion.objects.update(estado=estado)
    assert Importacion.reclamar(importacion.pk) is None
    importacion.refresh_from_db()
    assert (importacion.estado, importacion.intentos) == (estado, 0)


def test_un_reclamo_vivo_se_respeta_y_uno_muerto_se_releva(importacion: Importacion) -> None:
    primera = Importacion.reclamar(importacion.pk)
    assert primera is not None
    Importacion.objects.update(latido=Now() - PLAZO_LATIDO + timedelta(seconds=30))
    assert Importacion.reclamar(importacion.pk) is None
    Importacion.objects.update(latido=Now() - PLAZO_LATIDO - timedelta(seconds=1), leidas=40)
    segunda = Importacion.reclamar(importacion.pk)
    assert segunda is not None
    assert segunda.ficha != primera.ficha
    assert (segunda.intentos, segunda.leidas_antes) == (2, 40)
    segunda.anotar(leidas=50)
    with pytest.raises(ReclamoPerdido):
        primera.anotar(leidas=99)
    with pytest.raises(ReclamoPerdido):
        primera.cerrar(E.POR_CONFIRMAR)
    importacion.refresh_from_db()
    assert (importacion.leidas, importacion.estado) == (50, E.REVISANDO)


def test_anotar_da_senales_de_vida(importacion: Importacion) -> None:
    reclamada = Importacion.reclamar(importacion.pk)
    assert reclamada is not None
    Importacion.objects.update(latido=Now() - timedelta(minutes=2))
    reclamada.anotar(linea=7)
    assert not Importacion.objects.desatendidas().exists()
    assert Importacion.objects.en_curso().get().linea == 7


@pytest.mark.parametrize(
    ("estado", "con_fin"), [(E.POR_CONFIRMAR, False), (E.TERMINADA, True), (E.FALLIDA, True)]
)
def test_cerrar_suelta_el_reclamo(
    importacion: Importacion, estado: EstadoImportacion, con_fin: bool
) -> None:
    reclamada = Importacion.reclamar(importacion.pk)
    assert reclamada is not None
    reclamada.cerrar(estado, error="")
    assert (reclamada.estado, reclamada.ficha, reclamada.latido) == (estado, None, None)
    assert reclamada.intentos == 0
    assert (reclamada.terminada_en is not None) == con_fin


def test_pasar_exige_el_estado_que_la_persona_vio(importacion: Importacion) -> None:
    with pytest.raises(TransicionInvalida, match="«Por confirmar»"):
        importacion.pasar(E.POR_CONFIRMAR, E.DESCARTADA)
    importacion.pasar(E.SUBIDA, E.DESCARTADA)
    assert importacion.estado == E.DESCARTADA


def test_caduca_lo_que_nadie_toco_en_un_mes_salvo_lo_que_esta_en_curso(
    importacion: Importacion,
) -> None:
    vieja = Now() - CONSERVACION - timedelta(minutes=1)
    for estado in E:
        confirmada = importacion.autor if estado == E.IMPORTANDO else None
        Importacion.objects.update(estado=estado, actualizada=vieja, confirmada_por=confirmada)
        assert Importacion.objects.caducas().exists() == (estado not in EN_CURSO)
    Importacion.objects.update(estado=E.TERMINADA, actualizada=Now() - CONSERVACION / 2)
    assert not Importacion.objects.caducas().exists()
    Importacion.objects.update(actualizada=vieja, archivo="")
    assert not Importacion.objects.caducas().exists()
