"""The search box: every way of naming a request finds it, through indexes and no further."""

from typing import Any

import pytest
from django.db import connection

from portal.identificacion import TipoIdentificacion
from solicitudes import busqueda
from solicitudes.models import Solicitud
from tests.solicitudes.recetas import (
    caso_del_manual,
    crear_factura,
    crear_orden,
    crear_persona,
    crear_solicitud,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manual() -> Solicitud:
    """The manual's case, among others that resemble it."""
    crear_solicitud(numero=43407, orden=crear_orden(numero=4340430))
    crear_solicitud(titular=crear_persona(numero="101359225", nombre="SAMUEL ANDRADE"))
    return caso_del_manual()


@pytest.mark.parametrize(
    "termino",
    [
        "434070",
        " N° 434070 ",
        "no. 434.070",
        "nº434070",
        "434043",
        "1013592259",
        "1.013.592.259",
        "CC 1013592259",
        "cc 1.013.592.259",
        "samuel andrés duarte",
        "DUARTE ARBELAEZ",
        "arbe duar",
        "Arbeláez, Samuel".replace(",", ""),
        "certicamara pruebas",
        "CERTICÁMARA PRUEBAS 2016",
        "3b00cdd4a8d648335efb415e3b273bd8",
        "3B00CDD4A8D648335EFB415E3B273BD8",
        "3b:00:cd:d4:a8:d6:48:33:5e:fb:41:5e:3b:27:3b:d8",
        "3b 00 cd d4 a8 d6 48 33 5e fb 41 5e 3b 27 3b d8",
        "0x3b00cdd4a8d648335efb415e3b273bd8",
        str(0x3B00CDD4A8D648335EFB415E3B273BD8),
    ],
)
def test_la_solicitud_del_manual_se_halla_y_sola(manual: Solicitud, termino: str) -> None:
    hallazgo = busqueda.solicitudes(termino)
    assert hallazgo.claves == {manual.pk}
    assert not hallazgo.truncado


@pytest.mark.parametrize(
    "termino",
    ["", " ", "a", "%", "_", "%%%", "'; drop", "\0", "434071", "x" * 5000, "9" * 40, "🙂", "٣٤"],
)
def test_lo_que_no_existe_no_se_halla_ni_rompe_nada(manual: Solicitud, termino: str) -> None:
    for buscar in (
        busqueda.personas,
        busqueda.ordenes,
        busqueda.solicitudes,
        busqueda.certificados,
        busqueda.facturas,
    ):
        assert buscar(termino).claves == frozenset()


def test_los_signos_de_like_se_buscan_como_letras() -> None:
    rara = crear_solicitud(orden=crear_orden(empresa="CIEN% NATURAL"))
    crear_solicitud(orden=crear_orden(empresa="CIEN POR CIENTO"))
    assert busqueda.solicitudes("cien%").claves == {rara.pk}


def test_un_nit_se_halla_con_y_sin_digito_de_verificacion() -> None:
    empresa = crear_persona(tipo=TipoIdentificacion.NIT, numero="860069804", nombre="CAMARA X")
    solicitud = crear_solicitud(titular=empresa)
    for termino in ("860069804", "860069804-2", "860.069.804-2", "NIT 860069804-2"):
        assert busqueda.solicitudes(termino).claves == {solicitud.pk}


def test_un_pasaporte_se_halla_en_minusculas() -> None:
    persona = crear_persona(tipo=TipoIdentificacion.PA, numero="AB123456")
    assert busqueda.personas("ab-123456").claves == {persona.pk}


def test_palabras_de_dos_letras_se_hallan_al_comienzo_de_una_palabra() -> None:
    corta = crear_solicitud(orden=crear_orden(empresa="LABORATORIOS 3M COLOMBIA"))
    primera = crear_solicitud(orden=crear_orden(empresa="3M"))
    crear_solicitud(orden=crear_orden(empresa="A3MA"))
    assert busqueda.solicitudes("3M").claves == {corta.pk, primera.pk}


def test_el_solicitante_halla_todas_las_solicitudes_de_su_orden(manual: Solicitud) -> None:
    ajena = crear_solicitud(orden=manual.orden, titular=crear_persona(nombre="OTRA PERSONA"))
    assert busqueda.solicitudes("1013592259").claves == {manual.pk, ajena.pk}


def test_ordenes_certificados_y_facturas_se_hallan_por_lo_mismo(manual: Solicitud) -> None:
    factura = crear_factura(manual.orden)
    for termino in ("434070", "434043", "1013592259", "duarte samuel"):
        assert busqueda.ordenes(termino).claves == {manual.orden_id}
        assert busqueda.certificados(termino).claves == {manual.certificado.pk}
        assert busqueda.facturas(termino).claves == {factura.pk}
    assert busqueda.certificados("3b:00:cd:d4:a8:d6:48:33:5e:fb:41:5e:3b:27:3b:d8").claves == {
        manual.certificado.pk
    }


def test_lo_que_coincide_con_demasiado_se_recorta_y_se_dice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(busqueda, "TOPE", 3)
    orden = crear_orden(empresa="MUCHAS SOLICITUDES")
    for _ in range(5):
        crear_solicitud(orden=orden)
    hallazgo = busqueda.solicitudes("muchas")
    assert (len(hallazgo.claves), hallazgo.truncado) == (3, True)


def test_lo_exacto_no_se_pierde_entre_lo_que_sobra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busqueda, "TOPE", 3)
    for _ in range(5):
        crear_solicitud(orden=crear_orden(empresa="EMPRESA 987654"))
    exacta = crear_solicitud(numero=987654)
    hallazgo = busqueda.solicitudes("987654")
    assert exacta.pk in hallazgo.claves
    assert hallazgo.truncado


SEMBRAR = """
INSERT INTO solicitudes_persona (tipo, numero, nombre, correo)
SELECT 'CC', (700000000 + i)::text, 'PERSONA ' || md5(i::text), '' FROM generate_series(1, 30000) i;
INSERT INTO solicitudes_orden (numero, solicitante_id, empresa, proyecto, creada)
SELECT 700000000 + row_number() over (), id, 'EMPRESA ' || md5('e' || id), '', now()
FROM solicitudes_persona;
INSERT INTO solicitudes_solicitud (numero, orden_id, titular_id, tipo_certificado, forma_entrega,
                                   estado, creada)
SELECT o.numero, o.id, o.solicitante_id, 'profesional', 'token_virtual', 'finalizada', now()
FROM solicitudes_orden o;
INSERT INTO solicitudes_certificado (solicitud_id, serial, emisor, sujeto, valido_desde,
                                     valido_hasta, registrado_en)
SELECT id, md5(id::text), '', '', now(), now() + interval '1 year', now()
FROM solicitudes_solicitud;
SELECT gin_clean_pending_list('persona_busqueda'), gin_clean_pending_list('orden_busqueda');
ANALYZE solicitudes_persona, solicitudes_orden, solicitudes_solicitud, solicitudes_certificado;
"""


def planes_de(termino: str) -> list[str]:
    """Return the plan of every query that a search makes."""
    planes: list[str] = []

    def explicar(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):
            with connection.connection.cursor() as otro:
                otro.execute(f"EXPLAIN {sql}", params)
                planes.append("\n".join(linea[0] for linea in otro.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explicar):
        busqueda.solicitudes(termino)
    return planes


def test_ninguna_busqueda_recorre_una_tabla_entera() -> None:
    with connection.cursor() as cursor:
        cursor.execute(SEMBRAR)
    for termino in (
        "700000123",
        "700.000.123",
        "persona 202cb962",
        "202cb962",
        "empresa c4ca",
        "ab cd",
        "3b00cdd4a8d648335efb415e3b273bd8",
    ):
        planes = planes_de(termino)
        assert planes
        assert [plan for plan in planes if "Seq Scan" in plan] == [], termino
