"""What each answer of a mail server means: for whom, for how long, and what staff read."""

import smtplib
import socket
import ssl

import pytest

from contrasenas.clientes.destino import DestinoVedado
from contrasenas.clientes.fallo_smtp import (
    DEL_MENSAJE,
    RESPUESTA_MAXIMA,
    SIN_SESION,
    Alcance,
    FalloSmtp,
    Paso,
    de_error,
    de_respuesta,
    palabras,
)

FILA, PAQUETE = Alcance.FILA, Alcance.PAQUETE
AL_ENTRAR = [Paso.CIFRAR, Paso.SALUDAR, Paso.INGRESAR]


def resumen(fallo: FalloSmtp) -> tuple[bool, Alcance]:
    return fallo.permanente, fallo.alcance


@pytest.mark.parametrize("paso", AL_ENTRAR)
@pytest.mark.parametrize(
    ("codigo", "permanente"), [(421, False), (454, False), (500, True), (554, True), (-1, True)]
)
def test_lo_que_se_rechaza_al_entrar_es_de_todos_los_que_esperan(
    paso: Paso, codigo: int, permanente: bool
) -> None:
    fallo = de_respuesta(paso, codigo, b"No.")
    assert resumen(fallo) == (permanente, PAQUETE)
    assert fallo.paso is paso


@pytest.mark.parametrize("paso", sorted(DEL_MENSAJE))
@pytest.mark.parametrize("codigo", [421, 450, 451, 452, 471, -1])
def test_lo_pasajero_de_un_mensaje_es_de_su_fila(paso: Paso, codigo: int) -> None:
    assert resumen(de_respuesta(paso, codigo, b"4.3.2 Later")) == (False, FILA)


@pytest.mark.parametrize("codigo", [500, 501, 503, 550, 551, 552, 553, 554])
@pytest.mark.parametrize(
    ("paso", "alcance", "dice"),
    [
        (Paso.REMITENTE, PAQUETE, "dirección del remitente"),
        (Paso.DESTINATARIO, FILA, "dirección del destinatario"),
        (Paso.CONTENIDO, FILA, "contenido del mensaje"),
    ],
)
def test_lo_definitivo_de_un_mensaje_depende_de_que_se_rechazo(
    codigo: int, paso: Paso, alcance: Alcance, dice: str
) -> None:
    fallo = de_respuesta(paso, codigo, b"5.7.0 No")
    assert resumen(fallo) == (True, alcance)
    assert dice in fallo.explicacion


@pytest.mark.parametrize("codigo", sorted(SIN_SESION))
@pytest.mark.parametrize("paso", sorted(DEL_MENSAJE))
def test_sin_haber_iniciado_sesion_no_se_culpa_al_destinatario(codigo: int, paso: Paso) -> None:
    fallo = de_respuesta(paso, codigo, b"5.7.0 Authentication required")
    assert resumen(fallo) == (True, PAQUETE)
    assert "active la autenticación" in fallo.explicacion


@pytest.mark.parametrize(
    "respuesta",
    [
        "5.7.1 <ana@correo.example>: Relay access denied",
        "5.7.1 Relaying denied. Proper authentication required.",
        "5.7.54 SMTP; Unable to relay recipient in non-accepted domain",
        "relay not permitted",
        "We do not relay.",
        "5.7.64 TenantAttribution; Relay Access Denied [srv.camara.example]",
    ],
)
def test_un_servidor_que_no_reenvia_detiene_el_paquete(respuesta: str) -> None:
    fallo = de_respuesta(Paso.DESTINATARIO, 550, respuesta)
    assert resumen(fallo) == (True, PAQUETE)
    assert "iniciar sesión" in fallo.explicacion


@pytest.mark.parametrize(
    "respuesta",
    [
        "5.1.1 Recipient address rejected: User unknown in relay recipient table",
        "5.1.1 undeliverable address: host mx-relay.empresa.example[192.0.2.4] said: 550 Unknown",
        "5.1.1 host relay.empresa.example[192.0.2.4] said: 550 5.1.1 No such user",
        "5.1.1 host smtp.relay-sur.example said: No such user",
    ],
)
def test_un_buzon_que_no_existe_no_detiene_el_paquete_porque_su_servidor_se_llame_relay(
    respuesta: str,
) -> None:
    fallo = de_respuesta(Paso.DESTINATARIO, 550, respuesta)
    assert resumen(fallo) == (True, FILA)
    assert "dirección del destinatario" in fallo.explicacion


@pytest.mark.parametrize("paso", sorted(DEL_MENSAJE))
@pytest.mark.parametrize(
    ("codigo", "respuesta"),
    [
        (550, "5.4.5 Daily user sending limit exceeded. For more information go to"),
        (550, "5.4.5"),
        (554, "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException"),
        (550, "5.1.90 Your message can't be sent because you've reached your daily limit"),
        (452, "You have reached a SENDING LIMIT"),
    ],
)
def test_la_cuota_agotada_se_espera_aunque_el_codigo_sea_definitivo(
    paso: Paso, codigo: int, respuesta: str
) -> None:
    fallo = de_respuesta(paso, codigo, respuesta)
    assert resumen(fallo) == (False, PAQUETE)
    assert "cuota" in fallo.explicacion


@pytest.mark.parametrize(
    "respuesta",
    [
        "5.7.1 Client host [10.5.4.5] blocked",
        "5.7.1 Service unavailable; [5.4.5.6] is listed",
        "5.4.50 Something else",
        "5.2.2 Mailbox quota exceeded",
    ],
)
def test_una_direccion_ip_o_un_buzon_lleno_no_son_la_cuota(respuesta: str) -> None:
    assert resumen(de_respuesta(Paso.DESTINATARIO, 550, respuesta)) == (True, FILA)


@pytest.mark.parametrize(
    ("paso", "error", "permanente", "alcance", "dice"),
    [
        (Paso.RESOLVER, DestinoVedado(), True, PAQUETE, "interna"),
        (Paso.RESOLVER, socket.gaierror(socket.EAI_NONAME, "x"), True, PAQUETE, "No se encuentra"),
        (Paso.RESOLVER, socket.gaierror(socket.EAI_AGAIN, "x"), False, PAQUETE, "No se encuentra"),
        (Paso.CONECTAR, ConnectionRefusedError(), False, PAQUETE, "no atiende"),
        (Paso.CONECTAR, TimeoutError(), False, PAQUETE, "a tiempo"),
        (Paso.CONECTAR, OSError(113, "No route to host"), False, PAQUETE, "conversar"),
        (Paso.CIFRAR, ssl.SSLEOFError(), False, PAQUETE, "conversar"),
        (Paso.CIFRAR, ssl.SSLError(1, "WRONG_VERSION_NUMBER"), True, PAQUETE, "SSL/TLS"),
        (Paso.CIFRAR, smtplib.SMTPNotSupportedError(), True, PAQUETE, "STARTTLS"),
        (Paso.INGRESAR, smtplib.SMTPException("No mechanism"), True, PAQUETE, "iniciar sesión"),
        (Paso.INGRESAR, smtplib.SMTPServerDisconnected(), False, PAQUETE, "cortó"),
        (Paso.DESTINATARIO, smtplib.SMTPServerDisconnected(), False, FILA, "cortó"),
        (Paso.CONTENIDO, TimeoutError(), False, FILA, "a tiempo"),
        (Paso.CONTENIDO, ConnectionResetError(), False, FILA, "conversar"),
        (Paso.DESTINATARIO, smtplib.SMTPResponseException(550, "No"), True, FILA, "destinatario"),
    ],
)
def test_cada_error_de_la_conversacion_se_explica(
    paso: Paso, error: Exception, permanente: bool, alcance: Alcance, dice: str
) -> None:
    fallo = de_error(paso, error)
    assert resumen(fallo) == (permanente, alcance)
    assert dice in fallo.explicacion
    assert fallo.incierto is False


def test_lo_que_se_anota_no_lleva_ni_palabras_ni_direcciones() -> None:
    fallo = de_respuesta(Paso.DESTINATARIO, 550, "5.1.1 <ana@correo.example> no existe")
    assert str(fallo) == "fallo permanente: fila, Presentar el destinatario"
    assert fallo.respuesta == "550 5.1.1 <[correo]> no existe"


@pytest.mark.parametrize(
    ("codigo", "texto", "leido"),
    [
        (550, b"5.1.1 primera\n5.1.1 segunda", "550 5.1.1 primera 5.1.1 segunda"),
        (550, "con\x00 \x1b[31mcolor\r\n Bcc: x", "550 con [31mcolor Bcc: x"),
        (-1, "nada que se entienda", "nada que se entienda"),
        (250, b"\xff\xfe", "250 \ufffd\ufffd"),
        (250, b"", "250"),
    ],
)
def test_las_palabras_del_servidor_caben_en_un_renglon(
    codigo: int, texto: bytes | str, leido: str
) -> None:
    assert palabras(codigo, texto) == leido


def test_las_palabras_de_un_servidor_locuaz_se_cortan() -> None:
    leido = palabras(550, "ya " * 1000)
    assert len(leido) <= RESPUESTA_MAXIMA
    assert leido.endswith("…")
