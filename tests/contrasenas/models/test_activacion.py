"""Requests to activate and their PINs: what their rows can't hold, and how a request ends."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from contrasenas.enums import EstadoActivacion, EstadoContrasena
from contrasenas.models import Activacion, Camara, Contrasena, Pin, TextoLegal
from tests.contrasenas.activacion.recetas import Entregada, entregar
from tests.contrasenas.models.rechazo import rechaza

pytestmark = pytest.mark.django_db


@pytest.fixture
def entregada(camara: Camara) -> Entregada:
    return entregar(camara)


@pytest.fixture
def texto(db: None) -> TextoLegal:
    return TextoLegal.objects.create(sha256="a" * 64, version="1", texto="Acepto.")


def pedir(entregada: Entregada, texto: TextoLegal, **valores: Any) -> Activacion:
    return Activacion.objects.create(
        contrasena=entregada.fila,
        texto=texto,
        **{"ip": "192.0.2.7", "vence": timezone.now() + timedelta(hours=1), **valores},
    )


def test_un_estado_que_no_existe_no_cabe(entregada: Entregada, texto: TextoLegal) -> None:
    with rechaza("activacion_estado"):
        pedir(entregada, texto, estado="perdida")


def test_una_contrasena_se_activa_una_sola_vez(entregada: Entregada, texto: TextoLegal) -> None:
    for estado in (EstadoActivacion.PENDIENTE, EstadoActivacion.ABANDONADA):
        for _ in range(2):
            pedir(entregada, texto, estado=estado)
    pedir(entregada, texto, estado=EstadoActivacion.ACTIVADA)
    with rechaza("activacion_una_activada"):
        Activacion.objects.filter(estado=EstadoActivacion.PENDIENTE).update(
            estado=EstadoActivacion.ACTIVADA
        )


@pytest.mark.parametrize("final", [EstadoActivacion.ACTIVADA, EstadoActivacion.ABANDONADA])
def test_una_solicitud_termina_una_vez(
    entregada: Entregada, texto: TextoLegal, final: EstadoActivacion
) -> None:
    activacion = pedir(entregada, texto)
    copia = Activacion.objects.get(pk=activacion.pk)
    assert activacion.terminar(final)
    assert activacion.terminada_en is not None
    for otro in (EstadoActivacion.ACTIVADA, EstadoActivacion.ABANDONADA):
        assert copia.terminar(otro) is False
    assert (copia.estado, copia.terminada_en) == (final, activacion.terminada_en)


@pytest.mark.parametrize("estado", EstadoActivacion)
@pytest.mark.parametrize("segundos", [1, 0])
def test_espera_el_pin_solo_mientras_esta_pendiente_y_no_ha_vencido(
    entregada: Entregada, texto: TextoLegal, estado: EstadoActivacion, segundos: int
) -> None:
    ahora = timezone.now()
    vence = ahora + timedelta(seconds=segundos)
    activacion = pedir(entregada, texto, estado=estado, vence=vence)
    espera = estado == EstadoActivacion.PENDIENTE and segundos > 0
    assert activacion.espera(ahora) is espera


@pytest.mark.parametrize(
    "valores",
    [
        {"estado": EstadoContrasena.BLOQUEADA},
        {"estado": EstadoContrasena.CANCELADA, "clave_hash": ""},
        {"estado": EstadoContrasena.ACTIVADA, "clave_hash": ""},
        {"vence": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_no_espera_si_su_contrasena_ya_no_se_puede_activar(
    entregada: Entregada, texto: TextoLegal, valores: dict[str, Any]
) -> None:
    activacion = pedir(entregada, texto)
    assert activacion.espera(timezone.now())
    Contrasena.objects.update(**valores)
    assert not Activacion.objects.get().espera(timezone.now())


def test_un_pin_no_admite_un_cuarto_intento(entregada: Entregada, texto: TextoLegal) -> None:
    pin = Pin.objects.create(activacion=pedir(entregada, texto), vence=timezone.now(), intentos=3)
    with rechaza("pin_tres_intentos"):
        Pin.objects.filter(pk=pin.pk).update(intentos=4)
    assert str(pin) == f"PIN {pin.pk}"


def test_el_texto_aceptado_se_guarda_una_vez_y_no_se_borra_bajo_quien_lo_acepto(
    entregada: Entregada, texto: TextoLegal
) -> None:
    with rechaza("contrasenas_textolegal_sha256_key"):
        TextoLegal.objects.create(sha256=texto.sha256, version="2", texto="Otro.")
    pedir(entregada, texto)
    with pytest.raises(ProtectedError):
        texto.delete()
