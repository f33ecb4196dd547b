"""The generator's long operations: one at a time, and written by who has the claim."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models.functions import Now

from contrasenas.enums import OPERACION_ABIERTA, EstadoOperacion, TipoOperacion
from contrasenas.excepciones import ReclamoPerdido
from contrasenas.models import Camara, Operacion
from contrasenas.models.operacion import PLAZO_LATIDO
from portal.usuarios.models import Usuario
from tests.contrasenas.models.rechazo import rechaza

pytestmark = pytest.mark.django_db


def crear(camara: Camara, actor: Usuario, **valores: Any) -> Operacion:
    datos = {"ano": 2026, "tipo": TipoOperacion.BLANQUEAR, **valores}
    return Operacion.objects.create(camara=camara, actor=actor, **datos)


@pytest.mark.parametrize(
    ("valores", "restriccion"),
    [({"tipo": "quemar"}, "operacion_tipo"), ({"estado": "perdida"}, "operacion_estado")],
)
def test_lo_que_no_existe_no_cabe(
    camara: Camara, operadora: Usuario, valores: dict[str, Any], restriccion: str
) -> None:
    with rechaza(restriccion):
        crear(camara, operadora, **valores)


@pytest.mark.parametrize("estado", OPERACION_ABIERTA)
def test_una_abierta_por_camara_sea_cual_sea_y_del_ano_que_sea(
    camara: Camara, otra_camara: Camara, operadora: Usuario, estado: EstadoOperacion
) -> None:
    abierta = crear(camara, operadora, estado=estado)
    with rechaza("operacion_una_a_la_vez"):
        crear(camara, operadora, ano=2025, tipo=TipoOperacion.SELECCIONAR)
    crear(otra_camara, operadora)
    for final in (EstadoOperacion.TERMINADA, EstadoOperacion.FALLIDA):
        assert not crear(camara, operadora, estado=final).abierta
    assert abierta.abierta
    assert set(camara.operaciones.filter(pk__in=Operacion.objects.abiertas())) == {abierta}


@pytest.mark.parametrize("estado", EstadoOperacion)
@pytest.mark.parametrize("hace", [None, timedelta(0), PLAZO_LATIDO + timedelta(seconds=1)])
def test_desatendida_es_la_abierta_sin_un_trabajador_que_de_senales(
    camara: Camara, operadora: Usuario, estado: EstadoOperacion, hace: timedelta | None
) -> None:
    operacion = crear(camara, operadora, estado=estado)
    if hace is not None:
        Operacion.objects.filter(pk=operacion.pk).update(latido=Now() - hace)
    sola = estado in OPERACION_ABIERTA and hace != timedelta(0)
    assert Operacion.objects.desatendidas().exists() is sola


def test_reclamar_dentro_de_otra_transaccion_se_niega(camara: Camara, operadora: Usuario) -> None:
    operacion = crear(camara, operadora)
    with transaction.atomic(), pytest.raises(RuntimeError):
        Operacion.reclamar(operacion.pk)
    operacion.refresh_from_db()
    assert (operacion.estado, operacion.ficha) == (EstadoOperacion.EN_COLA, None)


def test_quien_reclama_empieza_de_nuevo_la_cuenta(camara: Camara, operadora: Usuario) -> None:
    operacion = crear(camara, operadora, hechas=7, total=9)
    reclamada = Operacion.reclamar(operacion.pk)
    assert reclamada is not None
    assert (reclamada.estado, reclamada.hechas) == (EstadoOperacion.EN_CURSO, 0)
    assert reclamada.intentos == 1
    assert reclamada.ficha is not None
    assert Operacion.reclamar(operacion.pk + 1) is None


def test_soltarla_la_deja_para_otro_y_soltarla_dos_veces_no_es_posible(
    camara: Camara, operadora: Usuario
) -> None:
    operacion = crear(camara, operadora)
    lenta = Operacion.reclamar(operacion.pk)
    assert lenta is not None
    lenta.soltar()
    relevo = Operacion.reclamar(operacion.pk)
    assert relevo is not None
    assert relevo.intentos == 2
    for escribir in (lenta.soltar, lambda: lenta.cerrar(EstadoOperacion.FALLIDA, error="tarde")):
        with pytest.raises(ReclamoPerdido):
            escribir()
    relevo.cerrar(EstadoOperacion.FALLIDA, error="No se pudo.")
    assert (relevo.error, relevo.resultado, relevo.latido) == ("No se pudo.", {}, None)
    assert relevo.terminada_en is not None
