"""The session's permission: one person, fifteen minutes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.backends.cached_db import SessionStore
from django.test import Client

from portal.identificacion import TipoIdentificacion
from portal.usuarios.models import Usuario
from solicitudes import consulta
from tests.solicitudes.recetas import crear_persona

pytestmark = pytest.mark.django_db
AHORA = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
def sesion() -> SessionStore:
    return SessionStore()


def abrir(sesion: SessionStore, numero: str = "52123456") -> None:
    consulta.abrir(sesion, tipo=TipoIdentificacion.CC, numero=numero)


def test_sin_abrir_no_hay_permiso(sesion: SessionStore) -> None:
    assert consulta.vigente(sesion) is None


def test_de_una_persona_hallada_guarda_solo_su_clave(sesion: SessionStore) -> None:
    persona = crear_persona(numero="52123456")
    abrir(sesion)
    permiso = consulta.vigente(sesion)
    assert permiso is not None
    assert (permiso.persona_id, permiso.tipo, permiso.numero) == (persona.pk, "", "")


def test_el_mismo_numero_con_otro_tipo_es_otra_persona(sesion: SessionStore) -> None:
    crear_persona(tipo=TipoIdentificacion.CE, numero="52123456")
    abrir(sesion)
    permiso = consulta.vigente(sesion)
    assert permiso is not None
    assert (permiso.persona_id, permiso.tipo, permiso.numero) == (None, "CC", "52123456")


def test_dura_quince_minutos(sesion: SessionStore) -> None:
    with time_machine.travel(AHORA, tick=False) as reloj:
        abrir(sesion)
        reloj.shift(timedelta(minutes=15) - timedelta(seconds=1))
        permiso = consulta.vigente(sesion)
        assert permiso is not None
        assert permiso.vence == AHORA + timedelta(minutes=15)
        reloj.shift(timedelta(seconds=1))
        assert consulta.vigente(sesion) is None


def test_abrir_cambia_la_clave_de_la_sesion_y_olvida_la_consulta_anterior(
    sesion: SessionStore,
) -> None:
    abrir(sesion, "111222")
    anterior = sesion.session_key or ""
    consulta.autorizar_factura(sesion, 7)
    abrir(sesion, "333444")
    assert sesion.session_key != anterior
    assert consulta.factura_autorizada(sesion, 7) is None
    assert anterior
    assert not SessionStore().exists(anterior)


def test_cerrar_no_toca_lo_demas_de_la_sesion(sesion: SessionStore) -> None:
    sesion["otra"] = "cosa"
    abrir(sesion)
    consulta.autorizar_factura(sesion, 7)
    consulta.cerrar(sesion)
    assert consulta.vigente(sesion) is None
    assert dict(sesion.items()) == {"otra": "cosa"}


def test_prolongar_alarga_pero_nunca_acorta(sesion: SessionStore) -> None:
    with time_machine.travel(AHORA, tick=False) as reloj:
        abrir(sesion)
        consulta.prolongar(sesion, timedelta(minutes=10))
        reloj.shift(timedelta(minutes=14))
        assert consulta.vigente(sesion) is not None
        consulta.prolongar(sesion, timedelta(minutes=10))
        reloj.shift(timedelta(minutes=9))
        assert consulta.vigente(sesion) is not None
        reloj.shift(timedelta(minutes=1))
        assert consulta.vigente(sesion) is None


def test_prolongar_no_revive_un_permiso_vencido(sesion: SessionStore) -> None:
    with time_machine.travel(AHORA, tick=False) as reloj:
        abrir(sesion)
        reloj.shift(timedelta(minutes=15))
        consulta.prolongar(sesion, timedelta(minutes=10))
        assert consulta.vigente(sesion) is None


def test_la_factura_de_cada_orden_se_autoriza_aparte_y_por_diez_minutos(
    sesion: SessionStore,
) -> None:
    with time_machine.travel(AHORA, tick=False) as reloj:
        abrir(sesion)
        consulta.autorizar_factura(sesion, 7)
        assert consulta.factura_autorizada(sesion, 7) == AHORA + timedelta(minutes=10)
        assert consulta.factura_autorizada(sesion, 8) is None
        reloj.shift(timedelta(minutes=5))
        consulta.autorizar_factura(sesion, 8)
        reloj.shift(timedelta(minutes=5))
        assert consulta.factura_autorizada(sesion, 7) is None
        assert consulta.factura_autorizada(sesion, 8) is not None


def test_la_sesion_de_un_visitante_no_se_guarda_mas_que_su_consulta(sesion: SessionStore) -> None:
    abrir(sesion)
    assert sesion.get_expiry_age() <= (consulta.DURACION + consulta.GRACIA).total_seconds()


def test_la_sesion_del_personal_conserva_su_duracion(
    operador: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    sesion = cliente_de(operador).session
    consulta.abrir(sesion, tipo=TipoIdentificacion.CC, numero="1013592259")
    assert sesion.get_expiry_age() == settings.SESSION_COOKIE_AGE
