"""A pre-assigned password: where its secrets may be, its locks, and the ways out of each state."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from contrasenas.clave import generar
from contrasenas.enums import ENTREGADAS, SIN_ENTREGAR, EstadoContrasena, Factor
from contrasenas.huella import huella_de_ficha, nueva_ficha
from contrasenas.models import Baja, Camara, Contrasena, CorreoEntregado
from contrasenas.models.contrasena import BLOQUEO, FALLOS_MAXIMOS, FALLOS_POR_BLOQUEO
from tests.contrasenas.models.rechazo import rechaza
from tests.contrasenas.recetas import crear_contrasena

pytestmark = pytest.mark.django_db
HUELLA = "$argon2id$de-prueba"
ENVIADA, BLOQUEADA = EstadoContrasena.ENVIADA, EstadoContrasena.BLOQUEADA


def en_estado(camara: Camara, estado: EstadoContrasena, **valores: Any) -> Contrasena:
    """Make one with the secrets that its state has, and no others."""
    return crear_contrasena(
        camara,
        **{
            "estado": estado,
            "clave": generar() if estado in SIN_ENTREGAR else None,
            "clave_hash": HUELLA if estado in ENTREGADAS else "",
            **valores,
        },
    )


def poner(fila: Contrasena, **valores: Any) -> None:
    Contrasena.objects.filter(pk=fila.pk).update(**valores)


@pytest.mark.parametrize("estado", SIN_ENTREGAR)
def test_mientras_no_se_entrega_hay_clave_y_no_huella(
    camara: Camara, estado: EstadoContrasena
) -> None:
    fila = en_estado(camara, estado)
    with rechaza("contrasena_clave_hasta_entregar"):
        poner(fila, clave=None)
    with rechaza("contrasena_huella_entregada"):
        poner(fila, clave_hash=HUELLA)


@pytest.mark.parametrize("estado", [e for e in EstadoContrasena if e not in SIN_ENTREGAR])
def test_despues_de_entregada_la_base_no_admite_ni_la_clave_ni_la_ficha(
    camara: Camara, estado: EstadoContrasena
) -> None:
    fila = en_estado(camara, estado)
    with rechaza("contrasena_clave_hasta_entregar"):
        poner(fila, clave=generar())
    with rechaza("contrasena_clave_hasta_entregar"):
        poner(fila, ficha=nueva_ficha())


@pytest.mark.parametrize("estado", ENTREGADAS)
def test_lo_entregado_que_se_puede_activar_tiene_huella(
    camara: Camara, estado: EstadoContrasena
) -> None:
    with rechaza("contrasena_huella_entregada"):
        poner(en_estado(camara, estado), clave_hash="")


@pytest.mark.parametrize("estado", [EstadoContrasena.ACTIVADA, EstadoContrasena.CANCELADA])
def test_al_terminar_no_queda_ni_la_huella(camara: Camara, estado: EstadoContrasena) -> None:
    with rechaza("contrasena_huella_entregada"):
        poner(en_estado(camara, estado), clave_hash=HUELLA)


def test_pasar_de_estado_sin_borrar_los_secretos_no_se_puede(camara: Camara) -> None:
    fila = en_estado(camara, EstadoContrasena.EN_LOTE)
    with rechaza("contrasena_clave_hasta_entregar"):
        poner(fila, estado=ENVIADA, clave_hash=HUELLA)
    with rechaza("contrasena_huella_entregada"):
        poner(fila, estado=ENVIADA, clave=None)
    with rechaza("contrasena_estado"):
        poner(fila, estado="perdida", clave=None)
    poner(fila, estado=ENVIADA, clave=None, clave_hash=HUELLA)


def test_clave_y_ficha_estan_cifradas_en_la_base(camara: Camara) -> None:
    clave, ficha = generar(), nueva_ficha()
    fila = crear_contrasena(camara, clave=clave, ficha=ficha)
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM contrasenas_contrasena c WHERE id = %s", [fila.pk])
        (entera,) = cursor.fetchone()
    assert clave not in entera
    assert ficha not in entera
    leida = Contrasena.objects.get(pk=fila.pk)
    assert (leida.clave, leida.ficha) == (clave, ficha)
    assert clave not in f"{leida} {leida!r}"


def test_una_persona_tiene_una_por_camara_y_ano_y_las_pruebas_no_estorban(
    camara: Camara, otra_camara: Camara
) -> None:
    suya: dict[str, Any] = {"ano": 2026, "tipo": "CC", "numero": "1020304"}
    crear_contrasena(camara, **suya)
    with rechaza("contrasena_una_por_persona"):
        crear_contrasena(camara, **suya)
    crear_contrasena(otra_camara, **suya)
    crear_contrasena(camara, **suya | {"ano": 2025})
    crear_contrasena(camara, **suya | {"tipo": "CE"})
    vence = timezone.now() + timedelta(days=1)
    for _ in range(2):
        crear_contrasena(camara, **suya, es_prueba=True, vence=vence)


def test_el_enlace_y_el_documento_son_de_una_sola(camara: Camara) -> None:
    ficha_hash, documento = huella_de_ficha("una"), uuid.uuid4()
    crear_contrasena(camara, ficha_hash=ficha_hash, documento=documento)
    with rechaza("contrasena_ficha_unica"):
        crear_contrasena(camara, ficha_hash=ficha_hash)
    with rechaza("contrasena_documento_unico"):
        crear_contrasena(camara, documento=documento)
    for _ in range(2):
        crear_contrasena(camara, ficha_hash=None, documento=None)


def test_una_prueba_siempre_vence(camara: Camara) -> None:
    with rechaza("contrasena_prueba_vence"):
        crear_contrasena(camara, es_prueba=True)


def test_se_halla_por_su_ficha_y_por_ninguna_otra(camara: Camara) -> None:
    ficha = nueva_ficha()
    fila = crear_contrasena(camara, ficha_hash=huella_de_ficha(ficha))
    crear_contrasena(camara)
    assert list(Contrasena.objects.con_ficha(ficha)) == [fila]
    for otra in ("", huella_de_ficha(ficha), f"{ficha} "):
        assert not Contrasena.objects.con_ficha(otra).exists()


@pytest.mark.parametrize("estado", EstadoContrasena)
def test_solo_lo_enviado_se_activa_y_se_lleva_su_huella(
    camara: Camara, estado: EstadoContrasena
) -> None:
    fila = en_estado(camara, estado)
    antes = fila.clave_hash
    assert fila.activar() is (estado == ENVIADA)
    if estado == ENVIADA:
        assert (fila.estado, fila.clave_hash) == (EstadoContrasena.ACTIVADA, "")
        assert fila.terminada_en is not None
    else:
        assert (fila.estado, fila.clave_hash, fila.terminada_en) == (estado, antes, None)
    assert fila.activar() is False


@pytest.mark.parametrize("estado", EstadoContrasena)
def test_se_cancela_lo_entregado_tambien_lo_bloqueado(
    camara: Camara, estado: EstadoContrasena
) -> None:
    fila = en_estado(camara, estado)
    assert fila.cancelar() is (estado in ENTREGADAS)
    esperado = EstadoContrasena.CANCELADA if estado in ENTREGADAS else estado
    assert fila.estado == esperado
    assert fila.cancelar() is False


def test_lo_que_otro_hizo_antes_no_se_deshace_con_una_copia_vieja(camara: Camara) -> None:
    fila = en_estado(camara, ENVIADA)
    vieja = Contrasena.objects.get(pk=fila.pk)
    assert fila.cancelar()
    assert vieja.activar() is False
    assert vieja.estado == EstadoContrasena.CANCELADA
    assert vieja.desbloquear() is False


def test_cada_quinto_fallo_da_una_pausa_y_el_decimoquinto_la_cierra(camara: Camara) -> None:
    fila, ahora = en_estado(camara, ENVIADA), timezone.now()
    for fallo in range(1, FALLOS_MAXIMOS + 1):
        assert fila.admite_intentos(ahora)
        fila.anotar_fallo(ahora)
        fila.refresh_from_db()
        assert fila.fallos == fallo
        if fallo == FALLOS_MAXIMOS:
            assert fila.estado == BLOQUEADA
        elif fallo % FALLOS_POR_BLOQUEO == 0:
            assert fila.bloqueada_hasta == ahora + BLOQUEO
            assert fila.esta_bloqueada(ahora)
            # Its holder may yet give the PIN that was asked for before.
            assert fila.espera_activacion(ahora)
            ahora += BLOQUEO
            assert not fila.esta_bloqueada(ahora)
    ahora += 10 * BLOQUEO
    assert not fila.admite_intentos(ahora)
    assert fila.esta_bloqueada(ahora)
    assert fila.activar() is False


def test_en_la_pausa_los_fallos_no_cuentan(camara: Camara) -> None:
    ahora = timezone.now()
    fila = en_estado(camara, ENVIADA, fallos=5, bloqueada_hasta=ahora + timedelta(seconds=1))
    for _ in range(FALLOS_MAXIMOS):
        fila.anotar_fallo(ahora)
    fila.refresh_from_db()
    assert (fila.fallos, fila.estado) == (5, ENVIADA)


@pytest.mark.parametrize("estado", [e for e in EstadoContrasena if e != ENVIADA])
def test_adivinar_lo_que_no_espera_activacion_no_deja_rastro(
    camara: Camara, estado: EstadoContrasena
) -> None:
    fila = en_estado(camara, estado)
    fila.anotar_fallo(timezone.now())
    fila.refresh_from_db()
    assert (fila.fallos, fila.bloqueada_hasta, fila.estado) == (0, None, estado)


def test_acertar_olvida_los_fallos(camara: Camara) -> None:
    fila = en_estado(camara, ENVIADA, fallos=4)
    fila.olvidar_fallos()
    fila.refresh_from_db()
    assert fila.fallos == 0


@pytest.mark.parametrize("estado", EstadoContrasena)
@pytest.mark.parametrize("en_pausa", [True, False])
def test_se_desbloquea_solo_lo_que_esta_bloqueado(
    camara: Camara, estado: EstadoContrasena, en_pausa: bool
) -> None:
    hasta = timezone.now() + BLOQUEO if en_pausa else None
    fila = en_estado(camara, estado, fallos=7, bloqueada_hasta=hasta)
    bloqueada = estado == BLOQUEADA or (estado == ENVIADA and en_pausa)
    assert Contrasena.objects.bloqueadas(timezone.now()).filter(pk=fila.pk).exists() is bloqueada
    assert fila.desbloquear() is bloqueada
    if bloqueada:
        assert (fila.estado, fila.fallos, fila.bloqueada_hasta) == (ENVIADA, 0, None)
        assert fila.clave_hash == HUELLA
    else:
        assert (fila.estado, fila.fallos, fila.bloqueada_hasta) == (estado, 7, hasta)


@pytest.mark.parametrize(("segundos", "sirve"), [(1, True), (0, False), (-1, False)])
def test_una_prueba_deja_de_servir_en_su_momento(
    camara: Camara, segundos: int, sirve: bool
) -> None:
    ahora: datetime = timezone.now()
    fila = en_estado(camara, ENVIADA, es_prueba=True, vence=ahora + timedelta(seconds=segundos))
    assert fila.espera_activacion(ahora) is sirve
    assert fila.admite_intentos(ahora) is sirve


@pytest.mark.parametrize(
    ("como_salio", "camara_quiere", "pide"),
    [
        (True, Factor.SOLO_CLAVE, True),
        (False, Factor.SOLO_CLAVE, False),
        (None, Factor.SOLO_CLAVE, False),
        (False, Factor.CLAVE_PIN, True),
        (False, "", True),
    ],
)
def test_pide_pin_si_salio_asi_o_si_la_camara_lo_quiere_ahora(
    camara: Camara, como_salio: bool | None, camara_quiere: str, pide: bool
) -> None:
    camara.factor_autenticacion_firmado_contrasenas_email = camara_quiere
    assert en_estado(camara, ENVIADA, con_pin=como_salio).pide_pin is pide


def test_una_baja_se_guarda_en_minusculas_y_una_vez_por_camara(
    camara: Camara, otra_camara: Camara
) -> None:
    Baja.objects.create(camara=camara, correo="ana@correo.example")
    with rechaza("baja_unica"):
        Baja.objects.create(camara=camara, correo="ana@correo.example")
    with rechaza("baja_en_minusculas"):
        Baja.objects.create(camara=camara, correo="Ana@correo.example")
    baja = Baja.objects.create(camara=otra_camara, correo="ana@correo.example")
    assert "ana" not in str(baja)


def test_de_un_enlace_queda_un_solo_correo_entregado(camara: Camara) -> None:
    valores: dict[str, Any] = {"ficha_hash": "a" * 64, "enviada_en": timezone.now()}
    entregado = CorreoEntregado.objects.create(camara=camara, correo="a@b.example", **valores)
    assert "a@b" not in str(entregado)
    with rechaza("contrasenas_correoentregado_ficha_hash_key"):
        CorreoEntregado.objects.create(camara=camara, **valores)
