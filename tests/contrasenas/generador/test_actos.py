"""What a button offers is what the service does: every act in every state, and nothing besides."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contrasenas.enums import EstadoEnvio, EstadoLote, EstadoProgramacion
from contrasenas.envio.excepciones import EnvioImposible
from contrasenas.envio.servicios import crear_lote
from contrasenas.generador.actos import OPERACIONES, PAQUETE, PROGRAMACION
from contrasenas.generador.ambito import Ambito
from contrasenas.models import Camara, Contrasena, Envio, Lote, Programacion
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.contrasenas.generador.conftest import ANO
from tests.contrasenas.generador.paginas import texto
from tests.contrasenas.recetas import crear_contrasena

pytestmark = pytest.mark.django_db


@pytest.fixture
def lote(camara: Camara, operadora: Usuario) -> Lote:
    """A packet of which one waits and one failed."""
    for _ in range(2):
        crear_contrasena(camara, ano=ANO)
    hecho = crear_lote(camara=camara, ano=ANO, cantidad=2, actor=operadora)
    fallida = hecho.envios.get(orden=2)
    Envio.objects.filter(pk=fallida.pk).update(estado=EstadoEnvio.FALLIDO, proximo_intento=None)
    Contrasena.objects.filter(pk=fallida.contrasena_id).update(estado="fallida")
    return hecho


def poner(lote: Lote, estado: EstadoLote) -> None:
    Lote.objects.filter(pk=lote.pk).update(estado=estado)
    lote.refresh_from_db()


@pytest.mark.parametrize("estado", EstadoLote)
@pytest.mark.parametrize("acto", PAQUETE)
def test_con_un_paquete_se_puede_lo_que_se_ofrece_y_lo_demas_no_cambia_nada(
    lote: Lote, operadora: Usuario, acto: str, estado: EstadoLote
) -> None:
    poner(lote, estado)
    antes = list(lote.envios.values()), Evento.objects.count()
    if PAQUETE[acto].sirve(lote):
        PAQUETE[acto].hacer(lote=lote, actor=operadora)
        assert Evento.objects.de(lote)[0].actor == operadora
        return
    with pytest.raises(EnvioImposible, match="ya no admite"):
        PAQUETE[acto].hacer(lote=lote, actor=operadora)
    lote.refresh_from_db()
    assert (lote.estado, list(lote.envios.values()), Evento.objects.count()) == (estado, *antes)


@pytest.mark.parametrize(
    ("estado", "ofrecidos"),
    [
        (EstadoLote.EN_CURSO, {"pausar", "reintentar", "cancelar"}),
        (EstadoLote.PAUSADO, {"reanudar", "reintentar", "cancelar"}),
        (EstadoLote.DETENIDO, {"reanudar", "reintentar", "cancelar"}),
        (EstadoLote.TERMINADO, {"reintentar"}),
        (EstadoLote.CANCELADO, {"reintentar"}),
    ],
)
def test_cada_estado_ofrece_sus_actos(
    lote: Lote, estado: EstadoLote, ofrecidos: set[str], cliente: Client, ambito: Ambito
) -> None:
    poner(lote, estado)
    assert {clave for clave, acto in PAQUETE.items() if acto.sirve(lote)} == ofrecidos
    pagina = cliente.get(ambito.url("paquete", lote.numero)).content.decode()
    for clave in PAQUETE:
        assert (ambito.url("acto_paquete", lote.numero, clave) in pagina) is (clave in ofrecidos)


def test_sin_fallidos_no_se_ofrece_reintentar_y_pedirlo_se_explica(
    lote: Lote, cliente: Client, ambito: Ambito
) -> None:
    lote.envios.filter(estado=EstadoEnvio.FALLIDO).delete()
    assert not PAQUETE["reintentar"].sirve(lote)
    ruta = ambito.url("acto_paquete", lote.numero, "reintentar")
    assert "no tiene envíos fallidos" in texto(cliente.post(ruta, follow=True))


@pytest.mark.parametrize(
    ("acto", "cuantos"), [("pausar", 1), ("reanudar", 1), ("reintentar", 1), ("cancelar", 1)]
)
def test_dice_a_cuantos_toca_sin_contar_los_que_ya_salieron(
    lote: Lote, acto: str, cuantos: int
) -> None:
    salida = crear_contrasena(lote.camara, ano=ANO - 1)
    Envio.objects.create(
        lote=lote,
        orden=3,
        contrasena=salida,
        message_id="<x@camara.example>",
        estado=EstadoEnvio.ENVIADO,
        proximo_intento=None,
        enviado_en=timezone.now(),
    )
    assert PAQUETE[acto].cuantos(lote) == cuantos


@pytest.mark.parametrize("estado", EstadoProgramacion)
@pytest.mark.parametrize("acto", PROGRAMACION)
def test_con_una_programacion_se_puede_lo_que_se_ofrece(
    camara: Camara, operadora: Usuario, acto: str, estado: EstadoProgramacion
) -> None:
    programacion = Programacion.objects.create(
        camara=camara, ano=ANO, actor=operadora, estado=estado
    )
    if PROGRAMACION[acto].sirve(programacion):
        PROGRAMACION[acto].hacer(programacion=programacion, actor=operadora)
        assert programacion.estado != estado
        return
    with pytest.raises(EnvioImposible, match="ya no admite"):
        PROGRAMACION[acto].hacer(programacion=programacion, actor=operadora)
    programacion.refresh_from_db()
    assert programacion.estado == estado
    assert not Evento.objects.de(programacion).exists()


@pytest.mark.parametrize("acto", ["reanudar", "reintentar"])
@pytest.mark.parametrize("falta", [{"masivos_smtp_server": ""}, {"credencial": None}])
def test_no_se_sigue_con_lo_que_no_podria_salir(
    lote: Lote, operadora: Usuario, acto: str, falta: dict[str, Any]
) -> None:
    poner(lote, EstadoLote.PAUSADO)
    Camara.objects.update(**falta)
    sin_nada = Lote.objects.get()
    with pytest.raises(EnvioImposible, match="La cámara no tiene"):
        PAQUETE[acto].hacer(lote=sin_nada, actor=operadora)
    sin_nada.refresh_from_db()
    assert sin_nada.estado == EstadoLote.PAUSADO


def test_solo_seleccionar_no_borra() -> None:
    assert {clave for clave, acto in OPERACIONES.items() if not acto.borra} == {"seleccionar"}
    assert OPERACIONES["blanquear"].titulo == "Blanquear"
