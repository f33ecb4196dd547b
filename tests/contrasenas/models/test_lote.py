"""Packets, their recipients and their schedules: what their rows can't hold."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from contrasenas.enums import (
    EstadoContrasena,
    EstadoEnvio,
    EstadoLote,
    EstadoProgramacion,
    TipoLote,
)
from contrasenas.envio.excepciones import EstadoInvalido
from contrasenas.models import Camara, Contrasena, Envio, Lote, Programacion
from portal.usuarios.models import Usuario
from tests.contrasenas.models.rechazo import rechaza
from tests.contrasenas.recetas import crear_contrasena

pytestmark = pytest.mark.django_db
ANO = 2026


def crear_lote(camara: Camara, actor: Usuario, **valores: Any) -> Lote:
    return Lote.objects.create(
        camara=camara, actor=actor, **{"ano": ANO, "numero": 1, "cantidad": 1, **valores}
    )


def programar(camara: Camara, actor: Usuario, **valores: Any) -> Programacion:
    return Programacion.objects.create(camara=camara, actor=actor, **{"ano": ANO, **valores})


def crear_envio(lote: Lote, contrasena: Contrasena, **valores: Any) -> Envio:
    datos = {"orden": 1, "message_id": "<uno@camara.example>", **valores}
    return Envio.objects.create(lote=lote, contrasena=contrasena, **datos)


@pytest.fixture
def lote(camara: Camara, operadora: Usuario) -> Lote:
    return crear_lote(camara, operadora)


@pytest.fixture
def envio(camara: Camara, lote: Lote) -> Envio:
    return crear_envio(lote, crear_contrasena(camara, ano=ANO))


@pytest.mark.parametrize(
    ("valores", "restriccion"),
    [
        ({"cantidad": 0}, "lote_cantidad"),
        ({"cantidad": 501}, "lote_cantidad"),
        ({"tipo": TipoLote.PRUEBA, "cantidad": 1}, "lote_prueba_de_dos"),
        ({"tipo": TipoLote.PRUEBA, "cantidad": 3}, "lote_prueba_de_dos"),
        ({"tipo": "otro"}, "lote_prueba_de_dos"),
        ({"estado": "perdido"}, "lote_estado"),
    ],
)
def test_un_paquete_tiene_de_1_a_500_correos_y_una_prueba_dos(
    lote: Lote, valores: dict[str, Any], restriccion: str
) -> None:
    with rechaza(restriccion):
        Lote.objects.filter(pk=lote.pk).update(**valores)


@pytest.mark.parametrize("cantidad", [1, 500])
def test_los_dos_extremos_caben(lote: Lote, cantidad: int) -> None:
    assert Lote.objects.filter(pk=lote.pk).update(cantidad=cantidad) == 1


def test_el_numero_de_un_paquete_es_de_su_camara_y_ano(
    lote: Lote, camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    with rechaza("lote_numero_unico"):
        crear_lote(camara, operadora)
    crear_lote(otra_camara, operadora)
    crear_lote(camara, operadora, ano=ANO - 1)


def test_un_paquete_pasa_de_estado_una_vez_y_dice_a_que_no_pudo(lote: Lote) -> None:
    copia = Lote.objects.get(pk=lote.pk)
    lote.pasar([EstadoLote.EN_CURSO], EstadoLote.DETENIDO, motivo="Se detuvo.")
    assert (lote.estado, lote.motivo) == (EstadoLote.DETENIDO, "Se detuvo.")
    with pytest.raises(EstadoInvalido, match="ya no admite pasar a «En pausa»"):
        copia.pasar([EstadoLote.EN_CURSO], EstadoLote.PAUSADO, motivo="Otro.")
    lote.refresh_from_db()
    assert (lote.estado, lote.motivo) == (EstadoLote.DETENIDO, "Se detuvo.")


@pytest.mark.parametrize("orden", [0, 501])
def test_el_orden_va_de_1_a_500(envio: Envio, orden: int) -> None:
    with rechaza("envio_orden_hasta_500"):
        Envio.objects.filter(pk=envio.pk).update(orden=orden)


@pytest.mark.parametrize("estado", EstadoEnvio)
@pytest.mark.parametrize(
    ("campo", "propio", "restriccion"),
    [
        ("reclamado_en", EstadoEnvio.ENVIANDO, "envio_reclamado"),
        ("proximo_intento", EstadoEnvio.PENDIENTE, "envio_proximo"),
        ("enviado_en", EstadoEnvio.ENVIADO, "envio_enviado"),
    ],
)
def test_cada_estado_tiene_su_momento_y_ningun_otro(
    envio: Envio, estado: EstadoEnvio, campo: str, propio: EstadoEnvio, restriccion: str
) -> None:
    ahora = timezone.now()
    bien: dict[str, Any] = {
        "reclamado_en": ahora if estado == EstadoEnvio.ENVIANDO else None,
        "proximo_intento": ahora if estado == EstadoEnvio.PENDIENTE else None,
        "enviado_en": ahora if estado == EstadoEnvio.ENVIADO else None,
    }
    filas = Envio.objects.filter(pk=envio.pk)
    with rechaza(restriccion):
        filas.update(estado=estado, **bien | {campo: None if estado == propio else ahora})
    assert filas.update(estado=estado, **bien) == 1


def test_un_estado_que_no_existe_no_cabe(envio: Envio) -> None:
    with rechaza("envio_estado"):
        Envio.objects.filter(pk=envio.pk).update(estado="perdido", proximo_intento=None)


def test_en_un_paquete_cada_puesto_y_cada_persona_van_una_vez(
    camara: Camara, lote: Lote, envio: Envio
) -> None:
    with rechaza("envio_orden_unico"):
        crear_envio(lote, crear_contrasena(camara, ano=ANO))
    Envio.objects.filter(pk=envio.pk).update(estado=EstadoEnvio.ANULADO, proximo_intento=None)
    with rechaza("envio_una_vez_por_lote"):
        crear_envio(lote, envio.contrasena, orden=2)


@pytest.mark.parametrize(
    ("estado", "libre"),
    [
        (EstadoEnvio.PENDIENTE, False),
        (EstadoEnvio.ENVIANDO, False),
        (EstadoEnvio.ENVIADO, False),
        (EstadoEnvio.FALLIDO, True),
        (EstadoEnvio.ANULADO, True),
    ],
)
def test_nadie_va_en_dos_paquetes_ni_recibe_dos_veces_la_misma(
    camara: Camara, operadora: Usuario, envio: Envio, estado: EstadoEnvio, libre: bool
) -> None:
    ahora = timezone.now()
    Envio.objects.filter(pk=envio.pk).update(
        estado=estado,
        reclamado_en=ahora if estado == EstadoEnvio.ENVIANDO else None,
        proximo_intento=ahora if estado == EstadoEnvio.PENDIENTE else None,
        enviado_en=ahora if estado == EstadoEnvio.ENVIADO else None,
    )
    otro = crear_lote(camara, operadora, numero=2)
    if libre:
        crear_envio(otro, envio.contrasena)
        return
    with rechaza("envio_uno_vivo"):
        crear_envio(otro, envio.contrasena)


@pytest.mark.parametrize(
    ("valores", "restriccion"),
    [
        ({"tamano": 0}, "programacion_tamano"),
        ({"tamano": 501}, "programacion_tamano"),
        ({"cada_minutos": 4}, "programacion_intervalo"),
        ({"cada_minutos": 1441}, "programacion_intervalo"),
        ({"estado": "perdida"}, "programacion_estado"),
    ],
)
def test_una_programacion_no_sale_de_sus_limites(
    camara: Camara, operadora: Usuario, valores: dict[str, Any], restriccion: str
) -> None:
    with rechaza(restriccion):
        programar(camara, operadora, **valores)


def test_hay_una_programacion_abierta_por_camara_y_ano(
    camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    abierta = programar(camara, operadora, estado=EstadoProgramacion.PAUSADA)
    with rechaza("programacion_una_abierta"):
        programar(camara, operadora)
    programar(otra_camara, operadora)
    programar(camara, operadora, ano=ANO - 1)
    for estado in (EstadoProgramacion.TERMINADA, EstadoProgramacion.CANCELADA):
        programar(camara, operadora, estado=estado)
    abierta.pasar([EstadoProgramacion.PAUSADA], EstadoProgramacion.CANCELADA)
    programar(camara, operadora)


@pytest.mark.parametrize("final", [EstadoProgramacion.TERMINADA, EstadoProgramacion.CANCELADA])
def test_de_un_final_no_se_vuelve_aunque_la_copia_diga_otra_cosa(
    camara: Camara, operadora: Usuario, final: EstadoProgramacion
) -> None:
    programacion = programar(camara, operadora)
    copia = Programacion.objects.get(pk=programacion.pk)
    programacion.pasar([EstadoProgramacion.ACTIVA], final)
    with pytest.raises(EstadoInvalido, match="ya no admite pasar a «En pausa»"):
        copia.pasar([EstadoProgramacion.ACTIVA], EstadoProgramacion.PAUSADA)
    programacion.refresh_from_db()
    assert programacion.estado == final


def test_el_primer_paquete_de_una_programacion_toca_ya(camara: Camara, operadora: Usuario) -> None:
    programacion = programar(camara, operadora)
    programacion.refresh_from_db()
    assert abs(programacion.proximo_en - timezone.now()) < timedelta(minutes=1)
    assert str(programacion) == "500 correos cada 60 minutos"


def test_al_borrar_una_contrasena_se_van_sus_envios_y_el_paquete_queda(
    lote: Lote, envio: Envio
) -> None:
    assert "Envío 1" in str(envio)
    assert envio.contrasena.estado == EstadoContrasena.PENDIENTE
    envio.contrasena.delete()
    assert not Envio.objects.exists()
    assert Lote.objects.get() == lote
