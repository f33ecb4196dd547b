"""What a packet does with the answers of its server that are not of one recipient only."""

import pytest

from contrasenas.enums import EstadoContrasena, EstadoLote
from contrasenas.envio import proceso
from contrasenas.models import Contrasena, Lote
from tests.contrasenas.envio.conftest import Empacar
from tests.smtp import Cerrar, Momento, Responder, ServidorSmtp


def como_esta(lote: Lote) -> tuple[str, int, list[tuple[str, int]]]:
    lote.refresh_from_db()
    filas = list(lote.envios.values_list("estado", "fallos"))
    return lote.estado, lote.fallos_seguidos, filas


def test_un_servidor_lleno_hace_esperar_al_paquete_y_no_gasta_las_filas(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(6)
    servidor.guion["conectar"] = [Cerrar("421 4.7.0 Too many connections")] * 6
    proceso.procesar(lote.pk)
    assert como_esta(lote) == (EstadoLote.EN_CURSO, 1, [("pendiente", 0)] * 6)
    assert lote.espera_hasta is not None
    assert "421 4.7.0 Too many connections" in lote.motivo
    assert servidor.ordenes["conectar"] == 1


@pytest.mark.parametrize("momento", ["rcpt", "punto"])
def test_la_cuota_del_servidor_hace_esperar_sin_culpar_a_nadie(
    empacar: Empacar, servidor: ServidorSmtp, momento: Momento
) -> None:
    lote = empacar(2)
    servidor.guion[momento] = [Responder("550 5.4.5 Daily user sending limit exceeded")]
    proceso.procesar(lote.pk)
    assert como_esta(lote) == (EstadoLote.EN_CURSO, 1, [("pendiente", 0)] * 2)
    assert "cuota" in lote.motivo
    assert servidor.recibidos == []


def test_un_buzon_que_no_existe_tras_un_relay_no_detiene_a_los_demas(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(3)
    correo = lote.envios.all()[0].contrasena.correo
    servidor.rechazos[correo] = f"550 5.1.1 <{correo}>: User unknown in relay recipient table"
    proceso.procesar(lote.pk)
    assert como_esta(lote) == (
        EstadoLote.TERMINADO,
        0,
        [("fallido", 1), ("enviado", 0), ("enviado", 0)],
    )


def test_un_servidor_que_no_reenvia_lo_detiene_al_primero_y_ninguna_clave_se_pierde(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(2)
    servidor.guion["rcpt"] = [Responder("554 5.7.1 Relay access denied")]
    proceso.procesar(lote.pk)
    assert como_esta(lote) == (EstadoLote.DETENIDO, 0, [("pendiente", 0)] * 2)
    assert servidor.ordenes["rcpt"] == 1
    for contrasena in Contrasena.objects.all():
        assert contrasena.estado == EstadoContrasena.EN_LOTE
        assert contrasena.clave
