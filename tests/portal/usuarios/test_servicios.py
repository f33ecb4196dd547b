"""Enrolling, confirming, renewing and removing the second factor."""

import re

import pytest
from django.db import connection

from portal.auditoria.models import Evento
from portal.usuarios.models import CodigoRecuperacion, SegundoFactor, Usuario
from portal.usuarios.servicios import (
    CODIGOS,
    confirmar_segundo_factor,
    preparar_segundo_factor,
    quitar_segundo_factor,
    renovar_recuperacion,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nuevo() -> Usuario:
    """Somebody without a second factor."""
    return Usuario.objects.create_user("nuevo", is_staff=True)


def test_preparar_da_siempre_el_mismo_dispositivo_sin_confirmar(nuevo: Usuario) -> None:
    dispositivo = preparar_segundo_factor(usuario=nuevo)
    assert not dispositivo.confirmed
    assert preparar_segundo_factor(usuario=nuevo) == dispositivo


def test_preparar_no_toca_uno_confirmado(operador: Usuario) -> None:
    assert preparar_segundo_factor(usuario=operador).confirmed


def test_confirmar_con_el_codigo_correcto_da_diez_codigos_de_recuperacion(nuevo: Usuario) -> None:
    dispositivo = preparar_segundo_factor(usuario=nuevo)
    codigos = confirmar_segundo_factor(dispositivo=dispositivo, codigo=dispositivo.codigo_actual())
    assert codigos is not None
    assert len(set(codigos)) == CODIGOS
    assert all(
        re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", c) for c in codigos
    )
    dispositivo.refresh_from_db()
    assert dispositivo.confirmed
    assert Evento.objects.de(nuevo).get().accion == "Activó su segundo factor"


def test_no_se_confirma_dos_veces(nuevo: Usuario) -> None:
    dispositivo = preparar_segundo_factor(usuario=nuevo)
    codigo = dispositivo.codigo_actual()
    confirmar_segundo_factor(dispositivo=dispositivo, codigo=codigo)
    assert confirmar_segundo_factor(dispositivo=dispositivo, codigo=codigo) is None
    assert CodigoRecuperacion.objects.count() == CODIGOS


def test_un_codigo_equivocado_no_confirma_y_cuenta_como_fallo(nuevo: Usuario) -> None:
    dispositivo = preparar_segundo_factor(usuario=nuevo)
    assert confirmar_segundo_factor(dispositivo=dispositivo, codigo="no") is None
    dispositivo.refresh_from_db()
    assert not dispositivo.confirmed
    assert dispositivo.throttling_failure_count == 1


def test_los_secretos_no_quedan_a_la_vista_en_la_base_de_datos(operador: Usuario) -> None:
    dispositivo = SegundoFactor.objects.get(user=operador)
    codigos = renovar_recuperacion(dispositivo=dispositivo)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secreto FROM usuarios_segundofactor")
        assert dispositivo.secreto not in cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(huella, ' ') FROM usuarios_codigorecuperacion")
        guardadas = cursor.fetchone()[0]
    assert not any(
        codigo in guardadas or codigo.replace("-", "") in guardadas for codigo in codigos
    )


def test_renovar_anula_los_anteriores_y_queda_escrito(operador: Usuario) -> None:
    dispositivo = SegundoFactor.objects.get(user=operador)
    renovar_recuperacion(dispositivo=dispositivo)
    renovar_recuperacion(dispositivo=dispositivo)
    assert CodigoRecuperacion.objects.count() == CODIGOS
    acciones = Evento.objects.de(operador).values_list("accion", flat=True)
    assert set(acciones) == {"Renovó sus códigos de recuperación"}


def test_quitarlo_borra_dispositivo_y_codigos_y_dice_quien_fue(
    operador: Usuario, administrador: Usuario
) -> None:
    renovar_recuperacion(dispositivo=SegundoFactor.objects.get(user=operador))
    assert quitar_segundo_factor(usuario=operador, actor=administrador)
    assert not SegundoFactor.objects.filter(user=operador).exists()
    assert not CodigoRecuperacion.objects.exists()
    evento = Evento.objects.de(operador).first()
    assert evento is not None
    assert (evento.accion, evento.actor) == ("Se le quitó el segundo factor", administrador)


def test_quitarlo_a_quien_no_tiene_no_escribe_nada(nuevo: Usuario, administrador: Usuario) -> None:
    assert not quitar_segundo_factor(usuario=nuevo, actor=administrador)
    assert not Evento.objects.exists()
