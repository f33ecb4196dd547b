"""Writing down what came of a message, under the claim that it left with."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from contrasenas.clientes.smtp import Alcance, FalloSmtp, Paso
from contrasenas.enums import EstadoContrasena, EstadoEnvio, EstadoLote
from contrasenas.envio import reclamo, registro
from contrasenas.envio.politica import FALLOS_SEGUIDOS_MAXIMOS, INTENTOS_MAXIMOS
from contrasenas.envio.preparacion import Carta
from contrasenas.envio.servicios import cancelar_lote, pausar_lote
from contrasenas.models import Contrasena, Envio, Lote
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.contrasenas.envio.conftest import Empacar

HUELLA = "$argon2id$de-prueba"


def carta_de(envio: Envio) -> Carta:
    """Return what would have left, without making it."""
    assert envio.contrasena.documento
    return Carta(
        remitente="envios@camara.example",
        destinatario=envio.contrasena.correo,
        mensaje=b"",
        documento=envio.contrasena.documento,
        sha256="a" * 64,
        tamano=1,
        firmado_en=timezone.now(),
        huella=HUELLA,
        con_pin=True,
    )


def fallo(
    *,
    permanente: bool = False,
    alcance: Alcance = Alcance.FILA,
    respuesta: str = "",
    incierto: bool = False,
) -> FalloSmtp:
    return FalloSmtp(
        "No se pudo.",
        paso=Paso.CONTENIDO,
        permanente=permanente,
        alcance=alcance,
        respuesta=respuesta,
        incierto=incierto,
    )


def reclamar(lote: Lote) -> list[Envio]:
    tanda = reclamo.reclamar(lote.pk)
    assert tanda is not None
    return tanda.envios


def ahora(envio: Envio) -> Envio:
    return Envio.objects.select_related("contrasena", "lote").get(pk=envio.pk)


def relevar(envio: Envio) -> None:
    """Let another worker claim the row, as after the sweep gave this one up for dead."""
    Envio.objects.filter(pk=envio.pk).update(intentos=F("intentos") + 1)


def test_lo_entregado_pierde_clave_y_ficha_y_calma_al_paquete(empacar: Empacar) -> None:
    lote = empacar(1)
    Lote.objects.update(fallos_seguidos=4)
    (envio,) = reclamar(lote)
    registro.anotar_envio(envio, carta_de(envio), "250 2.0.0 Ok")
    hecho = ahora(envio)
    assert (hecho.estado, hecho.respuesta) == (EstadoEnvio.ENVIADO, "250 2.0.0 Ok")
    entregada = hecho.contrasena
    assert (entregada.estado, entregada.clave, entregada.ficha) == ("enviada", None, None)
    assert (entregada.clave_hash, entregada.con_pin) == (HUELLA, True)
    assert hecho.lote.fallos_seguidos == 0


def test_lo_que_salio_salio_aunque_otro_tenga_ya_la_fila(empacar: Empacar) -> None:
    (envio,) = reclamar(empacar(1))
    relevar(envio)
    registro.anotar_envio(envio, carta_de(envio), "250 Ok")
    assert ahora(envio).estado == EstadoEnvio.ENVIADO


def test_lo_que_salio_y_se_habia_dado_por_perdido_tambien_se_anota(empacar: Empacar) -> None:
    lote = empacar(1)
    (envio,) = reclamar(lote)
    reclamo.soltar([envio])
    registro.anotar_envio(envio, carta_de(envio), "250 Ok")
    assert ahora(envio).estado == EstadoEnvio.ENVIADO
    assert ahora(envio).contrasena.clave is None


def test_anotarlo_dos_veces_no_cambia_nada_y_queda_en_los_registros(
    empacar: Empacar, caplog: pytest.LogCaptureFixture
) -> None:
    (envio,) = reclamar(empacar(1))
    registro.anotar_envio(envio, carta_de(envio), "250 primera")
    antes = ahora(envio)
    registro.anotar_envio(envio, carta_de(envio), "250 segunda")
    despues = ahora(envio)
    assert (despues.respuesta, despues.enviado_en) == ("250 primera", antes.enviado_en)
    assert "cuya fila ya no lo esperaba" in caplog.text


def test_lo_que_se_saco_de_un_paquete_cancelado_no_se_da_por_enviado(
    empacar: Empacar, operadora: Usuario
) -> None:
    lote = empacar(1)
    (envio,) = reclamar(lote)
    cancelar_lote(lote=lote, actor=operadora)
    reclamo.soltar([envio])
    registro.anotar_envio(envio, carta_de(envio), "250 Ok")
    quedo = ahora(envio)
    assert quedo.estado == EstadoEnvio.ANULADO
    # It waits for another packet with the same password and link, so that this mail works too.
    assert quedo.contrasena.estado == EstadoContrasena.PENDIENTE
    assert quedo.contrasena.clave
    assert quedo.contrasena.ficha


@pytest.mark.parametrize(
    ("de_paso", "sigue"),
    [("nada", True), ("pausa", False), ("cancelacion", False), ("relevo", False)],
)
def test_en_el_mismo_viaje_se_sabe_si_el_siguiente_puede_salir(
    empacar: Empacar, operadora: Usuario, de_paso: str, sigue: bool
) -> None:
    lote = empacar(2)
    primero, segundo = reclamar(lote)
    Envio.objects.filter(pk=segundo.pk).update(reclamado_en=timezone.now() - timedelta(minutes=9))
    if de_paso == "pausa":
        pausar_lote(lote=lote, actor=operadora)
    elif de_paso == "cancelacion":
        cancelar_lote(lote=lote, actor=operadora)
    elif de_paso == "relevo":
        relevar(segundo)
    assert registro.anotar_envio(primero, carta_de(primero), "250", sigue=segundo) is sigue
    assert ahora(primero).estado == EstadoEnvio.ENVIADO
    renovado = ahora(segundo).reclamado_en
    assert renovado is not None
    assert (timezone.now() - renovado < timedelta(minutes=1)) is sigue


def test_un_fallo_que_llega_tarde_no_toca_la_fila_de_otro(empacar: Empacar) -> None:
    (envio,) = reclamar(empacar(1))
    relevar(envio)
    assert registro.anotar_fallo(envio, fallo(permanente=True))
    quedo = ahora(envio)
    assert (quedo.estado, quedo.fallos) == (EstadoEnvio.ENVIANDO, 0)
    assert quedo.contrasena.estado == EstadoContrasena.EN_LOTE


def test_un_fallo_definitivo_guarda_la_clave_para_reintentar(empacar: Empacar) -> None:
    (envio,) = reclamar(empacar(1))
    assert registro.anotar_fallo(envio, fallo(permanente=True, respuesta="550 No existe"))
    quedo = ahora(envio)
    assert (quedo.estado, quedo.respuesta) == (EstadoEnvio.FALLIDO, "550 No existe")
    assert quedo.contrasena.estado == EstadoContrasena.FALLIDA
    assert quedo.contrasena.clave


@pytest.mark.parametrize(
    ("van", "estado"),
    [(0, EstadoEnvio.PENDIENTE), (INTENTOS_MAXIMOS - 2, "pendiente"), (7, EstadoEnvio.FALLIDO)],
)
def test_un_fallo_pasajero_se_insiste_hasta_el_octavo(
    empacar: Empacar, van: int, estado: str
) -> None:
    lote = empacar(1)
    lote.envios.update(fallos=van)
    (envio,) = reclamar(lote)
    assert registro.anotar_fallo(envio, fallo(incierto=True))
    quedo = ahora(envio)
    assert (quedo.estado, quedo.fallos) == (estado, van + 1)
    assert quedo.respuesta == "No se pudo."


@pytest.mark.parametrize("permanente", [True, False])
def test_un_fallo_del_paquete_no_gasta_la_fila(empacar: Empacar, permanente: bool) -> None:
    lote = empacar(1)
    (envio,) = reclamar(lote)
    sigue = registro.anotar_fallo(envio, fallo(permanente=permanente, alcance=Alcance.PAQUETE))
    assert sigue is False
    quedo = ahora(envio)
    assert (quedo.estado, quedo.fallos) == (EstadoEnvio.PENDIENTE, 0)
    assert quedo.lote.estado == (EstadoLote.DETENIDO if permanente else EstadoLote.EN_CURSO)
    assert (quedo.lote.espera_hasta is None) is permanente


def test_el_mismo_tropiezo_de_dos_trabajadores_cuenta_una_vez(empacar: Empacar) -> None:
    primero, segundo = reclamar(empacar(2))
    for envio in (primero, segundo):
        registro.anotar_fallo(envio, fallo(alcance=Alcance.PAQUETE))
    lote = ahora(primero).lote
    assert (lote.fallos_seguidos, lote.estado) == (1, EstadoLote.EN_CURSO)


def test_una_racha_lo_detiene_y_el_historial_dice_por_que(empacar: Empacar) -> None:
    envios = reclamar(empacar(FALLOS_SEGUIDOS_MAXIMOS))
    siguen = [registro.anotar_fallo(e, fallo(respuesta="450 Luego")) for e in envios]
    assert siguen == [True] * (FALLOS_SEGUIDOS_MAXIMOS - 1) + [False]
    lote = ahora(envios[0]).lote
    assert lote.estado == EstadoLote.DETENIDO
    evento = Evento.objects.de(lote)[0]
    assert (evento.accion, evento.motivo) == ("Se detuvo el paquete", lote.motivo)
    assert "450 Luego" in lote.motivo


@pytest.mark.parametrize("acto", ["pausa", "cancelacion"])
def test_lo_que_el_personal_decidio_no_lo_cambia_un_fallo(
    empacar: Empacar, operadora: Usuario, acto: str
) -> None:
    lote = empacar(1)
    (envio,) = reclamar(lote)
    (pausar_lote if acto == "pausa" else cancelar_lote)(lote=lote, actor=operadora)
    registro.anotar_fallo(envio, fallo(permanente=True, alcance=Alcance.PAQUETE))
    quedo = ahora(envio)
    pausado = acto == "pausa"
    assert quedo.lote.estado == (EstadoLote.PAUSADO if pausado else EstadoLote.CANCELADO)
    assert quedo.estado == (EstadoEnvio.PENDIENTE if pausado else EstadoEnvio.ANULADO)
    esperado = EstadoContrasena.EN_LOTE if pausado else EstadoContrasena.PENDIENTE
    assert quedo.contrasena.estado == esperado


def test_descartar_no_cuenta_como_fallo_del_servidor(empacar: Empacar) -> None:
    (envio,) = reclamar(empacar(1))
    registro.descartar(envio, "No quiere más correos.")
    quedo = ahora(envio)
    assert (quedo.estado, quedo.respuesta) == (EstadoEnvio.FALLIDO, "No quiere más correos.")
    assert quedo.lote.fallos_seguidos == 0


def test_un_impedimento_pasajero_hace_esperar_y_uno_definitivo_detiene(empacar: Empacar) -> None:
    lote = empacar(1)
    (envio,) = reclamar(lote)
    registro.anotar_impedimento(envio, "La llave no responde.", permanente=False)
    lote.refresh_from_db()
    assert (lote.estado, lote.motivo) == (EstadoLote.EN_CURSO, "La llave no responde.")
    assert lote.espera_hasta is not None
    Lote.objects.update(espera_hasta=None)
    (envio,) = reclamar(lote)
    registro.anotar_impedimento(envio, "La llave venció.", permanente=True)
    lote.refresh_from_db()
    assert (lote.estado, lote.motivo) == (EstadoLote.DETENIDO, "La llave venció.")
    assert ahora(envio).estado == EstadoEnvio.PENDIENTE


def test_detener_lo_ya_terminado_no_dice_nada(empacar: Empacar) -> None:
    lote = empacar(1)
    Lote.objects.update(estado=EstadoLote.TERMINADO)
    antes = Evento.objects.count()
    registro.detener(lote.pk, "Tarde.")
    lote.refresh_from_db()
    assert (lote.estado, lote.motivo) == (EstadoLote.TERMINADO, "")
    assert Evento.objects.count() == antes


def test_no_termina_el_que_espera_ni_el_que_no_existe(empacar: Empacar) -> None:
    lote = empacar(1)
    assert registro.terminar(lote.pk) is False
    reclamar(lote)
    assert registro.terminar(lote.pk) is False
    assert registro.terminar(lote.pk + 1000) is False


def test_los_registros_no_llevan_ni_correos_ni_palabras_del_servidor(
    empacar: Empacar, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    uno, dos = reclamar(empacar(2))
    registro.anotar_envio(uno, carta_de(uno), f"250 <{uno.contrasena.correo}> Ok")
    registro.anotar_fallo(dos, fallo(permanente=True, respuesta="550 palabras del servidor"))
    dichos: list[Any] = [vars(r) for r in caplog.records if r.name == "contrasenas.envio"]
    assert len(dichos) == 2
    for secreto in (uno.contrasena.correo, "palabras del servidor", HUELLA, str(uuid.UUID(int=0))):
        assert secreto not in str(dichos)
    assert Contrasena.objects.filter(clave_hash=HUELLA).count() == 1
