"""What the rows of one file say of the same thing."""

import pytest
from django.db import connection

from solicitudes.importacion import menciones
from solicitudes.importacion.menciones import Mencion, memoria
from solicitudes.models import Orden, Persona, Solicitud
from tests.solicitudes.importacion.archivos import Celdas, emitida, fila
from tests.solicitudes.importacion.cargas import cargar, foto, motivos, resultados
from tests.solicitudes.importacion.test_fila import leer

pytestmark = pytest.mark.django_db

DE_ANA: Celdas = {"solicitante_numero": "777777", "solicitante_nombre": "ANA"}


def test_la_misma_solicitud_dos_veces_se_toma_una() -> None:
    suertes = cargar([fila(1), fila(1, empresa="OTRA")])
    assert resultados(suertes) == ["Nueva", "Rechazada"]
    assert motivos(suertes) == ["Solicitud 1: ya está en la línea 2."]
    assert Orden.objects.get().empresa == ""


def test_una_solicitud_cuya_primera_fila_no_sirve_se_toma_de_la_segunda() -> None:
    suertes = cargar([fila(1, tipo_certificado=""), fila(1)])
    assert resultados(suertes) == ["Rechazada", "Nueva"]


def test_un_serial_en_dos_solicitudes_se_toma_una_vez() -> None:
    suertes = cargar([emitida(1), emitida(3, serial=f"{1:032x}")])
    assert motivos(suertes) == [
        "Número de serie: en la línea 2 es de la solicitud 1.",
    ]
    assert Solicitud.objects.count() == 1


def test_una_orden_con_dos_solicitantes_se_rechaza() -> None:
    suertes = cargar([fila(1, numero_orden="9"), fila(3, numero_orden="9")])
    assert motivos(suertes) == ["Orden 9: en la línea 2 tiene otro solicitante."]


def test_de_dos_nombres_de_la_misma_persona_vale_el_primero_con_aviso() -> None:
    filas = [
        fila(1, **DE_ANA, solicitante_correo="ana@ejemplo.example"),
        fila(
            3, **{**DE_ANA, "solicitante_nombre": "EVA"}, solicitante_correo="eva@ejemplo.example"
        ),
    ]
    suertes = cargar(filas)
    assert resultados(suertes) == ["Nueva", "Nueva"]
    assert motivos(suertes) == [
        "Nombre del solicitante: la línea 2 dice otra cosa; se tuvo en cuenta aquélla.",
        "Correo del solicitante: la línea 2 dice otra cosa; se tuvo en cuenta aquélla.",
    ]
    persona = Persona.objects.get()
    assert (persona.nombre, persona.correo) == ("ANA", "ana@ejemplo.example")
    antes = foto()
    assert resultados(cargar(filas)) == ["Sin cambios", "Sin cambios"]
    assert foto() == antes


def test_un_nombre_que_solo_cambia_en_tildes_o_mayusculas_no_merece_aviso() -> None:
    filas = [fila(1, **DE_ANA), fila(3, **{**DE_ANA, "solicitante_nombre": "Aná"})]
    assert motivos(cargar(filas)) == []
    assert Persona.objects.get().nombre == "ANA"


def test_el_primero_que_da_un_correo_lo_fija_aunque_otra_fila_no_lo_traiga() -> None:
    filas = [
        fila(1, **DE_ANA, solicitante_correo=""),
        fila(3, **DE_ANA, solicitante_correo="ana@ejemplo.example"),
        fila(5, **DE_ANA, solicitante_correo=""),
    ]
    assert resultados(cargar(filas)) == ["Nueva"] * 3
    assert Persona.objects.get().correo == "ana@ejemplo.example"


def test_de_dos_empresas_o_proyectos_de_una_orden_vale_lo_primero_con_aviso() -> None:
    comunes: Celdas = {**DE_ANA, "numero_orden": "9"}
    suertes = cargar(
        [
            fila(1, **comunes, empresa="UNA", proyecto="A"),
            fila(3, **comunes, empresa="DOS", proyecto="B"),
        ]
    )
    assert motivos(suertes) == [
        "Empresa: la línea 2 dice otra cosa; se tuvo en cuenta aquélla.",
        "Proyecto: la línea 2 dice otra cosa; se tuvo en cuenta aquélla.",
    ]
    orden = Orden.objects.get()
    assert (orden.empresa, orden.proyecto) == ("UNA", "A")


def test_lo_que_fija_una_fila_rechazada_lo_aplica_la_siguiente() -> None:
    cargar([fila(1, **DE_ANA)])
    # Line 2 is refused for its order; the name that it gives stands all the same.
    suertes = cargar(
        [
            fila(1, **{**DE_ANA, "solicitante_nombre": "EVA"}, numero_orden="8"),
            fila(3, **{**DE_ANA, "solicitante_nombre": "EVA"}),
        ]
    )
    assert resultados(suertes) == ["Rechazada", "Nueva"]
    assert Persona.objects.get().nombre == "EVA"


def test_la_memoria_devuelve_lo_primero_que_se_dijo_en_cualquier_lote() -> None:
    una = leer(fila(1, empresa="UNA"))
    otra = leer(fila(1, empresa="DOS"))
    with memoria() as recuerdos:
        assert recuerdos.anotar([una])["oe:1000001"] == Mencion("UNA", 7)
        assert recuerdos.anotar([otra])["oe:1000001"] == Mencion("UNA", 7)
        assert recuerdos.anotar([]) == {}
        recuerdos.dar_por_aplicadas(["oe:1000001", "no está"])
        assert recuerdos.anotar([otra])["oe:1000001"] == Mencion("UNA", 7, aplicado=True)


def test_cada_archivo_empieza_sin_memoria_y_no_deja_nada() -> None:
    for _ in range(2):
        with memoria() as recuerdos:
            dichas = recuerdos.anotar([leer(fila(1))])
            assert not any(mencion.aplicado for mencion in dichas.values())
            recuerdos.dar_por_aplicadas(list(dichas))
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"pg_temp.{menciones.TABLA}"])
        assert cursor.fetchone() == (None,)


def test_una_fila_dice_lo_suyo_una_sola_vez() -> None:
    dicho = menciones.claves(
        leer(
            emitida(
                1,
                empresa="E",
                titular_tipo="CC",
                titular_numero="777777",
                titular_nombre="ANA",
                titular_correo="ana@ejemplo.example",
            )
        )
    )
    assert dicho == {
        "s:1": "7",
        "c:01": "1",
        "oa:1000001": "CC 101",
        "oe:1000001": "E",
        "pn:CC 101": "PERSONA 1",
        "pn:CC 777777": "ANA",
        "pc:CC 777777": "ana@ejemplo.example",
    }
