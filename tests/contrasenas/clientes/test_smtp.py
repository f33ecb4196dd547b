"""Handing messages to a chamber's mail server, which does as it is told."""

import time
from collections.abc import Callable

import pytest

from contrasenas.clientes.smtp import Alcance, FalloSmtp
from tests.contrasenas.clientes.conftest import REMITENTE, Cliente, carta
from tests.smtp import (
    Acto,
    Callar,
    Cerrar,
    Cortar,
    Gotear,
    Momento,
    Responder,
    Seguir,
    ServidorSmtp,
)


def test_devuelve_las_palabras_con_que_el_servidor_acepta(
    cliente: Cliente, doble: ServidorSmtp
) -> None:
    palabras = cliente.enviar(asunto="Su contraseña")

    assert palabras.startswith("250 2.0.0 Ok: queued as ")
    recibido = doble.recibidos[0]
    assert (recibido.remitente, recibido.destinatarios) == (REMITENTE, ["ana@empresa.example"])
    assert recibido.mensaje["Subject"] == "Su contraseña"
    assert doble.saludos == ["camara.example"]


def test_el_mensaje_llega_byte_por_byte(cliente: Cliente, doble: ServidorSmtp) -> None:
    cliente.enviar(asunto="Hola")

    assert doble.recibidos[0].crudo == carta("Hola").replace(b"\n", b"\r\n")


def test_un_mensaje_de_ocho_bits_se_anuncia(cliente: Cliente, doble: ServidorSmtp) -> None:
    crudo = "Subject: Hola\r\n\r\nSeñor\r\n".encode()

    cliente.conexion.enviar(remitente=REMITENTE, destinatario="ana@empresa.example", mensaje=crudo)

    assert doble.recibidos[0].crudo == crudo
    assert doble.recibidos[0].opciones == ["BODY=8BITMIME"]


def test_una_sola_conexion_sirve_para_todo_el_paquete(
    cliente: Cliente, doble: ServidorSmtp
) -> None:
    doble.rechazos["no@existe.example"] = "550 5.1.1 No such user"

    for numero in range(3):
        cliente.enviar(f"persona{numero}@empresa.example")
    cliente.fallar("no@existe.example")
    cliente.enviar("ultima@empresa.example")

    assert len(doble.recibidos) == 4
    assert doble.ordenes["conectar"] == 1
    # Only the refused one had to be forgotten.
    assert doble.ordenes["rset"] == 1


@pytest.mark.parametrize(
    ("momento", "linea", "permanente", "alcance", "dice"),
    [
        ("rcpt", "450 4.2.1 Lista gris", False, Alcance.FILA, "por ahora"),
        ("rcpt", "550 5.1.1 No such user", True, Alcance.FILA, "destinatario"),
        ("rcpt", "552 5.2.2 Mailbox quota exceeded", True, Alcance.FILA, "destinatario"),
        ("rcpt", "554 5.7.1 Relay access denied", True, Alcance.PAQUETE, "iniciar sesión"),
        ("rcpt", "550 5.1.90 Daily limit reached", False, Alcance.PAQUETE, "cuota"),
        ("mail", "451 4.3.0 Try later", False, Alcance.FILA, "por ahora"),
        ("mail", "530 5.7.0 Authentication required", True, Alcance.PAQUETE, "iniciar sesión"),
        ("mail", "553 5.7.1 Sender address rejected", True, Alcance.PAQUETE, "remitente"),
        ("data", "451 4.3.0 Try later", False, Alcance.FILA, "por ahora"),
        ("data", "554 5.5.1 No valid recipients", True, Alcance.FILA, "contenido"),
        ("punto", "452 4.3.1 Insufficient storage", False, Alcance.FILA, "por ahora"),
        ("punto", "550 5.4.5 Daily user sending limit", False, Alcance.PAQUETE, "cuota"),
        ("punto", "554 5.7.1 Spam", True, Alcance.FILA, "contenido"),
        ("punto", "421 4.7.0 Try later", False, Alcance.FILA, "esperar"),
    ],
)
def test_cada_rechazo_se_distingue(
    cliente: Cliente,
    doble: ServidorSmtp,
    momento: Momento,
    linea: str,
    permanente: bool,
    alcance: Alcance,
    dice: str,
) -> None:
    doble.guion[momento] = [Responder(linea)]

    fallo = cliente.fallar()

    assert (fallo.permanente, fallo.alcance) == (permanente, alcance)
    assert fallo.respuesta == linea
    assert dice in fallo.explicacion
    assert fallo.incierto is False
    assert doble.recibidos == []
    # The connection serves the next message.
    assert cliente.enviar().startswith("250")


def test_la_respuesta_se_corta_y_no_lleva_direcciones(
    cliente: Cliente, doble: ServidorSmtp
) -> None:
    doble.guion["rcpt"] = [Responder(f"550 5.1.1 <ana@empresa.example>: {'x' * 400}")]

    fallo = cliente.fallar()

    assert fallo.respuesta.startswith("550 5.1.1 <[correo]>: xxx")
    assert len(fallo.respuesta) <= 300
    assert "ana" not in str(fallo)
    assert fallo.__cause__ is None
    assert fallo.__suppress_context__


def test_un_rechazo_temporal_y_despues_se_acepta(cliente: Cliente, doble: ServidorSmtp) -> None:
    doble.guion["rcpt"] = [Responder("450 4.2.1 Lista gris"), Seguir()]

    assert cliente.fallar().permanente is False
    assert cliente.enviar().startswith("250")
    assert doble.ordenes["conectar"] == 1


@pytest.mark.parametrize(
    ("momento", "acto"),
    [
        ("mail", Cortar()),
        ("rcpt", Cerrar("421 4.7.0 Too many messages")),
        ("data", Cortar()),
    ],
)
def test_una_conexion_caida_antes_del_final_se_rehace_y_llega_una_vez(
    cliente: Cliente, doble: ServidorSmtp, momento: Momento, acto: Acto
) -> None:
    cliente.enviar("primera@empresa.example")
    doble.guion[momento] = [acto]

    assert cliente.enviar("segunda@empresa.example").startswith("250")

    assert [recibido.destinatarios for recibido in doble.recibidos] == [
        ["primera@empresa.example"],
        ["segunda@empresa.example"],
    ]
    assert doble.ordenes["conectar"] == 2


@pytest.mark.parametrize("acto", [Cortar(), Cerrar()])
def test_una_conexion_caida_tras_un_rechazo_se_rehace(
    cliente: Cliente, doble: ServidorSmtp, acto: Acto
) -> None:
    doble.guion["rcpt"] = [Responder("550 5.1.1 No such user")]
    cliente.fallar()
    doble.guion["rset"] = [acto]

    assert cliente.enviar("segunda@empresa.example").startswith("250")

    assert len(doble.recibidos) == 1
    assert doble.ordenes["conectar"] == 2


def test_una_conexion_caida_a_mitad_del_mensaje_se_rehace_y_llega_una_vez(
    conectar: Callable[..., Cliente], doble: ServidorSmtp
) -> None:
    doble.guion["data"] = [Cortar(tras=1000)]
    # More than the sockets' buffers take: the final dot is never written.
    largo = b"Subject: Hola\r\n\r\n" + (b"x" * 76 + b"\r\n") * 150_000

    palabras = conectar(doble).conexion.enviar(
        remitente=REMITENTE, destinatario="ana@empresa.example", mensaje=largo
    )

    assert palabras.startswith("250")
    assert [recibido.crudo == largo for recibido in doble.recibidos] == [True]
    assert doble.ordenes["data"] == 2


def test_una_conexion_que_el_servidor_cerro_entre_mensajes_se_rehace(
    cliente: Cliente, doble: ServidorSmtp
) -> None:
    cliente.enviar()
    doble.desconectar()

    assert cliente.enviar().startswith("250")


@pytest.mark.parametrize("acto", [Cortar(), Cerrar("421 4.7.0 Too many connections")])
def test_si_se_cae_dos_veces_es_un_fallo_temporal_de_la_fila(
    cliente: Cliente, doble: ServidorSmtp, acto: Acto
) -> None:
    doble.guion["data"] = [acto, acto]

    fallo = cliente.fallar()

    assert (fallo.permanente, fallo.alcance) == (False, Alcance.FILA)
    assert doble.ordenes["conectar"] == 2
    assert doble.recibidos == []


@pytest.mark.parametrize("acto", [Cortar(), Callar(), Responder("nada que se entienda")])
def test_sin_respuesta_al_punto_final_no_se_repite_y_queda_incierto(
    cliente: Cliente, doble: ServidorSmtp, acto: Acto
) -> None:
    doble.guion["punto"] = [acto]

    fallo = cliente.fallar(paciencia=0.4)

    assert (fallo.permanente, fallo.alcance, fallo.incierto) == (False, Alcance.FILA, True)
    assert doble.ordenes["conectar"] == 1
    assert cliente.enviar().startswith("250")
    assert doble.ordenes["conectar"] == 2


@pytest.mark.parametrize(
    ("acto", "dice"),
    [
        (Gotear("2"), "a tiempo"),
        (Gotear("250-otra línea\r\n"), "a tiempo"),
        (Gotear("250-mucho\r\n" * 1000, pausa=0), "cortó"),
        (Gotear("x" * 20_000, pausa=0), "cortó"),
    ],
)
def test_una_respuesta_que_no_acaba_no_detiene_al_que_envia(
    cliente: Cliente, doble: ServidorSmtp, acto: Acto, dice: str
) -> None:
    doble.guion["rcpt"] = [acto, acto]
    empieza = time.monotonic()

    fallo = cliente.fallar(paciencia=0.4)

    assert time.monotonic() - empieza < 3
    assert (fallo.permanente, fallo.alcance) == (False, Alcance.FILA)
    assert dice in fallo.explicacion
    doble.guion["rcpt"].clear()
    assert cliente.enviar().startswith("250")


@pytest.mark.parametrize("momento", ["mail", "rcpt", "data"])
def test_un_servidor_que_calla_no_detiene_al_que_envia(
    cliente: Cliente, doble: ServidorSmtp, momento: Momento
) -> None:
    doble.guion[momento] = [Callar()]
    empieza = time.monotonic()

    fallo = cliente.fallar(paciencia=0.4)

    assert time.monotonic() - empieza < 3
    assert (fallo.permanente, fallo.alcance) == (False, Alcance.FILA)
    assert "a tiempo" in fallo.explicacion
    assert cliente.enviar().startswith("250")


def test_un_dominio_con_enie_viaja_en_ascii(cliente: Cliente, doble: ServidorSmtp) -> None:
    cliente.enviar("ana@peñas.example")

    assert doble.recibidos[0].destinatarios == ["ana@xn--peas-hqa.example"]


def test_una_direccion_con_enie_sale_si_el_servidor_la_admite(
    conectar: Callable[..., Cliente],
) -> None:
    with ServidorSmtp(utf8=True) as doble:
        conectar(doble).enviar("ñandú@empresa.example")

        assert doble.recibidos[0].destinatarios == ["ñandú@empresa.example"]
        assert "SMTPUTF8" in doble.recibidos[0].opciones


@pytest.mark.parametrize(
    "direccion",
    [
        "ñandú@empresa.example",
        "sin-arroba",
        "a b@empresa.example",
        "a@b.example>\r\nRCPT TO:<c@d.example",
        "a@b..example",
        "a@",
    ],
)
def test_una_direccion_imposible_es_un_fallo_permanente_de_la_fila(
    cliente: Cliente, doble: ServidorSmtp, direccion: str
) -> None:
    fallo = cliente.fallar(direccion)

    assert (fallo.permanente, fallo.alcance) == (True, Alcance.FILA)
    assert doble.ordenes["rcpt"] == 0
    assert cliente.enviar().startswith("250")


def test_un_remitente_imposible_es_del_paquete(cliente: Cliente) -> None:
    with pytest.raises(FalloSmtp) as recogido:
        cliente.conexion.enviar(remitente="cámara", destinatario="a@b.example", mensaje=b"x")

    assert (recogido.value.permanente, recogido.value.alcance) == (True, Alcance.PAQUETE)
