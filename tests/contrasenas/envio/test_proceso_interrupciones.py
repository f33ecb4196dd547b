"""What happens in the middle of a packet: a pause, the end of the legal hours, a changed server."""

from concurrent.futures import Future
from datetime import datetime

import pytest
import time_machine
from django.db.models import F

from contrasenas.enums import EstadoLote
from contrasenas.envio import proceso, reclamo, registro
from contrasenas.envio.preparacion import Carta
from contrasenas.envio.servicios import pausar_lote
from contrasenas.models import Camara, Envio, Lote
from portal.calendario.tiempo_habil import BOGOTA
from portal.usuarios.models import Usuario
from tests.contrasenas.envio.conftest import Empacar
from tests.smtp import ServidorSmtp


def estados(lote: Lote) -> list[str]:
    return list(lote.envios.values_list("estado", flat=True))


def test_una_pausa_vale_desde_el_siguiente_mensaje(
    empacar: Empacar, operadora: Usuario, servidor: ServidorSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    lote = empacar(6)
    anotar = registro.anotar_envio

    def pausar_tras_el_segundo(
        envio: Envio, carta: Carta, respuesta: str, *, sigue: Envio | None = None
    ) -> bool:
        if len(servidor.recibidos) == 2:
            pausar_lote(lote=Lote.objects.get(), actor=operadora)
        return anotar(envio, carta, respuesta, sigue=sigue)

    monkeypatch.setattr(registro, "anotar_envio", pausar_tras_el_segundo)
    proceso.procesar(lote.pk)
    assert len(servidor.recibidos) == 2
    assert estados(lote) == ["enviado"] * 2 + ["pendiente"] * 4


def test_al_cerrar_el_horario_legal_lo_ya_reclamado_no_sale_hasta_la_apertura(
    empacar: Empacar, servidor: ServidorSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    lote = empacar(4)
    Camara.objects.update(respetar_ventana=True)
    anotar = registro.anotar_envio
    with time_machine.travel(datetime(2026, 11, 26, 18, 59, 50, tzinfo=BOGOTA)) as reloj:

        def cerrar_tras_el_segundo(
            envio: Envio, carta: Carta, respuesta: str, *, sigue: Envio | None = None
        ) -> bool:
            if len(servidor.recibidos) == 2:
                reloj.move_to(datetime(2026, 11, 26, 19, 0, 0, tzinfo=BOGOTA))
            return anotar(envio, carta, respuesta, sigue=sigue)

        monkeypatch.setattr(registro, "anotar_envio", cerrar_tras_el_segundo)
        proceso.procesar(lote.pk)
    assert len(servidor.recibidos) == 2
    assert estados(lote) == ["enviado"] * 2 + ["pendiente"] * 2
    lote.refresh_from_db()
    assert lote.estado == EstadoLote.EN_CURSO
    assert lote.espera_hasta == datetime(2026, 11, 27, 7, tzinfo=BOGOTA)


def test_un_servidor_cambiado_a_mitad_del_paquete_sirve_desde_la_siguiente_tanda(
    empacar: Empacar, servidor: ServidorSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    lote = empacar(4)
    monkeypatch.setattr(reclamo, "TANDA", 2)
    anotar = registro.anotar_envio
    with ServidorSmtp() as otro:

        def cambiar_tras_el_primero(
            envio: Envio, carta: Carta, respuesta: str, *, sigue: Envio | None = None
        ) -> bool:
            Camara.objects.update(masivos_smtp_port=otro.puerto)
            return anotar(envio, carta, respuesta, sigue=sigue)

        monkeypatch.setattr(registro, "anotar_envio", cambiar_tras_el_primero)
        proceso.procesar(lote.pk)
        assert len(otro.recibidos) == 2
    assert len(servidor.recibidos) == 2
    assert estados(lote) == ["enviado"] * 4


def test_un_reclamo_que_otro_ha_tomado_no_se_envia(
    empacar: Empacar, servidor: ServidorSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    lote = empacar(1)
    renovar = reclamo.renovar

    def renovar_tarde(envio: Envio) -> bool:
        # As if the sweep had given this worker up for dead, and another one had the row by now.
        Envio.objects.filter(pk=envio.pk).update(intentos=envio.intentos + 1)
        return renovar(envio)

    monkeypatch.setattr(reclamo, "renovar", renovar_tarde)
    proceso.procesar(lote.pk)
    assert servidor.recibidos == []
    assert estados(lote) == ["enviando"]


@pytest.mark.parametrize("hecha", [True, False], ids=["carta lista", "carta en camino"])
def test_un_reclamo_perdido_durante_el_mensaje_anterior_no_se_envia(
    empacar: Empacar, servidor: ServidorSmtp, monkeypatch: pytest.MonkeyPatch, hecha: bool
) -> None:
    lote = empacar(3)
    anotar = registro.anotar_envio
    monkeypatch.setattr(Future, "done", lambda futuro: hecha)

    def perder_la_siguiente(
        envio: Envio, carta: Carta, respuesta: str, *, sigue: Envio | None = None
    ) -> bool:
        assert bool(sigue) is hecha
        Envio.objects.filter(orden=envio.orden + 1).update(intentos=F("intentos") + 1)
        return anotar(envio, carta, respuesta, sigue=sigue)

    monkeypatch.setattr(registro, "anotar_envio", perder_la_siguiente)
    proceso.procesar(lote.pk)
    assert len(servidor.recibidos) == 1
    assert estados(lote) == ["enviado", "enviando", "pendiente"]


def test_con_la_carta_lista_el_reclamo_se_renueva_al_anotar_la_anterior(
    empacar: Empacar, servidor: ServidorSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    lote = empacar(3)
    renovados: list[Envio] = []
    renovar = reclamo.renovar

    def contar(envio: Envio) -> bool:
        renovados.append(envio)
        return renovar(envio)

    monkeypatch.setattr(Future, "done", lambda futuro: True)
    monkeypatch.setattr(reclamo, "renovar", contar)
    proceso.procesar(lote.pk)
    assert [envio.orden for envio in renovados] == [1]
    assert estados(lote) == ["enviado"] * 3
