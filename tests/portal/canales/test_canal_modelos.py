"""What the rows of channels, hours and levels refuse."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from portal.canales.enums import DiaSemana, TipoCanal
from portal.canales.models import Canal, ContactoEscalamiento, HorarioCanal, NivelEscalamiento

pytestmark = pytest.mark.django_db
ENERO, JUNIO, JULIO = date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)


@pytest.fixture
def canal() -> Canal:
    return Canal.objects.create(
        clave="prueba", nombre="Prueba", tipo=TipoCanal.TELEFONO, valor="(601) 7442725"
    )


def horario(canal: Canal, abre: int, cierra: int, **otros: Any) -> HorarioCanal:
    datos: dict[str, Any] = {"dia_semana": DiaSemana.LUNES, "vigente_desde": ENERO, **otros}
    return HorarioCanal(canal=canal, abre=time(abre), cierra=time(cierra), **datos)


def guardar(*filas: Model) -> None:
    """Save and make the deferred constraints speak now."""
    with transaction.atomic():
        for fila in filas:
            fila.save()
        connection.check_constraints()


@pytest.mark.parametrize(
    "cambio",
    [
        {"abre": time(10), "cierra": time(10)},
        {"abre": time(12), "cierra": time(10)},
        {"dia_semana": 7},
        {"vigente_hasta": date(2025, 12, 31)},
        {"abre": time(7, 0, 30)},
        {"cierra": time(19, 0, 0, 500)},
    ],
)
def test_la_base_rechaza_un_horario_sin_sentido(canal: Canal, cambio: dict[str, Any]) -> None:
    fila = horario(canal, 7, 19)
    for campo, valor in cambio.items():
        setattr(fila, campo, valor)
    with pytest.raises(IntegrityError):
        guardar(fila)
    with pytest.raises(ValidationError):
        fila.full_clean()


@pytest.mark.parametrize(
    "otro",
    [
        lambda canal: horario(canal, 11, 15),
        lambda canal: horario(canal, 8, 12),
        lambda canal: horario(canal, 7, 8),
        lambda canal: horario(canal, 9, 10, vigente_desde=JUNIO, vigente_hasta=JUNIO),
    ],
)
def test_dos_horarios_del_mismo_dia_no_se_cruzan(
    canal: Canal, otro: Callable[[Canal], HorarioCanal]
) -> None:
    primero, segundo = horario(canal, 7, 12), otro(canal)
    assert primero.se_cruza_con(segundo)
    assert segundo.se_cruza_con(primero)
    with pytest.raises(IntegrityError, match="horario_sin_cruces"):
        guardar(primero, segundo)


@pytest.mark.parametrize(
    "otro",
    [
        lambda canal: horario(canal, 12, 19),
        lambda canal: horario(canal, 7, 12, dia_semana=DiaSemana.MARTES),
        lambda canal: horario(canal, 7, 12, vigente_desde=JULIO),
    ],
)
def test_los_que_se_tocan_o_rigen_en_otra_fecha_caben(
    canal: Canal, otro: Callable[[Canal], HorarioCanal]
) -> None:
    primero, segundo = horario(canal, 7, 12, vigente_hasta=JUNIO), otro(canal)
    assert not primero.se_cruza_con(segundo)
    guardar(primero, segundo)
    assert canal.horarios.count() == 2


def test_el_mismo_horario_cabe_en_otro_canal(canal: Canal) -> None:
    otro = Canal.objects.create(clave="otro", nombre="Otro", tipo=TipoCanal.CITA)
    guardar(horario(canal, 7, 12), horario(otro, 7, 12))
    assert otro.horarios.count() == 1


def test_el_valor_se_revisa_segun_el_tipo_y_el_error_va_junto_al_campo() -> None:
    fila = Canal(clave="x", nombre="X", tipo=TipoCanal.CORREO, valor="sin arroba")
    with pytest.raises(ValidationError) as error:
        fila.full_clean()
    assert list(error.value.message_dict) == ["valor"]


def test_la_vigencia_que_termina_antes_de_empezar_se_explica_junto_al_campo(canal: Canal) -> None:
    canal.vigente_desde, canal.vigente_hasta = JULIO, JUNIO
    with pytest.raises(ValidationError, match="igual o posterior") as error:
        canal.full_clean()
    assert "vigente_hasta" in error.value.message_dict


@pytest.mark.parametrize(
    "cambio",
    [
        {"valor": ""},
        {"tipo": "paloma"},
        {"tipo_solicitud": "otras"},
        {"vigente_desde": JULIO, "vigente_hasta": JUNIO},
    ],
)
def test_la_base_rechaza_un_canal_que_las_paginas_no_sabrian_mostrar(
    canal: Canal, cambio: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Canal.objects.filter(pk=canal.pk).update(**cambio)


def test_un_numero_que_dejo_de_ser_valido_no_tumba_la_pagina(canal: Canal) -> None:
    canal.valor = "7442725"
    assert canal.enlace == ""


def test_dos_niveles_con_el_mismo_numero_no_rigen_a_la_vez() -> None:
    repetido = NivelEscalamiento(nivel=1, nombre="Otro", vigente_desde=JULIO)
    with pytest.raises(ValidationError, match="Ya hay un nivel"):
        repetido.full_clean()
    with pytest.raises(IntegrityError):
        guardar(repetido)


def test_un_nivel_puede_relevar_a_otro() -> None:
    NivelEscalamiento.objects.filter(nivel=1).update(vigente_hasta=JUNIO)
    relevo = NivelEscalamiento(nivel=1, nombre="Otro", vigente_desde=JULIO)
    relevo.full_clean()
    guardar(relevo)
    assert [n.nombre for n in NivelEscalamiento.objects.vigentes(JULIO).filter(nivel=1)] == ["Otro"]


def test_un_contacto_tiene_correo_o_telefono() -> None:
    nivel = NivelEscalamiento.objects.get(nivel=1)
    vacio = ContactoEscalamiento(nivel=nivel, nombre="Nadie")
    with pytest.raises(ValidationError, match="Escriba un correo o un teléfono"):
        vacio.full_clean()
    with pytest.raises(IntegrityError):
        guardar(vacio)


def test_el_telefono_de_un_contacto_se_revisa_junto_a_su_campo() -> None:
    nivel = NivelEscalamiento.objects.get(nivel=1)
    with pytest.raises(ValidationError) as error:
        ContactoEscalamiento(nivel=nivel, telefono="1101").full_clean()
    assert list(error.value.message_dict) == ["telefono"]
    assert str(ContactoEscalamiento(nivel=nivel, telefono="1101")) == "1101"


def test_vigentes_incluye_el_primer_y_el_ultimo_dia(canal: Canal) -> None:
    Canal.objects.filter(pk=canal.pk).update(vigente_desde=ENERO, vigente_hasta=JUNIO)
    propios = Canal.objects.filter(pk=canal.pk)
    assert [propios.vigentes(d).exists() for d in (ENERO, JUNIO, JULIO, date(2025, 12, 31))] == [
        True,
        True,
        False,
        False,
    ]
    assert propios.sin_terminar(date(2025, 12, 31)).exists()
    assert not propios.sin_terminar(JULIO).exists()
