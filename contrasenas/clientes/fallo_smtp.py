"""What can go wrong with a chamber's mail server, whom it concerns, and how to say it. Pure."""

import re
import smtplib
import socket
import ssl
from enum import StrEnum

from contrasenas.clientes.destino import DestinoVedado
from portal.mensajes.lineas import CORREO, una_linea

RESPUESTA_MAXIMA = 300
# RFC 4954: authentication required, mechanism too weak, credentials invalid, encryption required.
SIN_SESION = frozenset({530, 534, 535, 538})
# Not a server's name, nor Postfix's «User unknown in relay recipient table»: those are of one row.
SIN_RELEVO = re.compile(r"(?<![\w.-])relay(ing)?(?![\w-]|\.\w| recipient table)", re.IGNORECASE)
# Gmail's 5.4.5 and Exchange Online's 5.1.90: the day's quota, though their codes are permanent.
# Not the end of an IP address.
CUOTA = re.compile(
    r"(?<![\d.])5\.(4\.5|1\.90)(?!\.?\d)|sending limit|SubmissionQuota", re.IGNORECASE
)
# OpenSSL's X509_V_ERR_*: expired; not yet valid; no known issuer (four ways); another host's name.
CERTIFICADO = {
    10: "El certificado del servidor está vencido: pida a quien lo administra que lo renueve.",
    9: "El certificado del servidor todavía no es válido: revise el reloj de ese servidor.",
    **dict.fromkeys(
        (18, 19, 20, 21),
        "El certificado del servidor no lo expidió una autoridad reconocida: pida a quien lo "
        "administra que instale uno de confianza, con su cadena completa.",
    ),
    62: "El certificado del servidor es de otro nombre: escriba el servidor tal como aparece en "
    "el certificado.",
}


class Alcance(StrEnum):
    """Whom a failure concerns: one recipient, or everybody who waits for this server."""

    FILA = "fila"
    PAQUETE = "paquete"


class Paso(StrEnum):
    """The steps of a conversation with the server, as people read them."""

    RESOLVER = "Encontrar el servidor"
    CONECTAR = "Conectarse al puerto"
    CIFRAR = "Cifrar la conexión"
    SALUDAR = "Saludar al servidor"
    INGRESAR = "Iniciar sesión"
    REMITENTE = "Presentar el remitente"
    DESTINATARIO = "Presentar el destinatario"
    CONTENIDO = "Entregar el mensaje"


DEL_MENSAJE = frozenset({Paso.REMITENTE, Paso.DESTINATARIO, Paso.CONTENIDO})


class FalloSmtp(Exception):
    """The server did not take the message; neither its words nor an address are in `str()`.

    `permanente`: trying the same again is useless. `respuesta`: the server's words without
    addresses, '' if it said nothing. `explicacion`: what happened and what to look at, for staff.
    `incierto`: the whole message went out and no answer came: it may have been delivered.
    """

    def __init__(
        self,
        explicacion: str,
        *,
        paso: Paso,
        permanente: bool,
        alcance: Alcance,
        respuesta: str = "",
        incierto: bool = False,
    ) -> None:
        super().__init__(f"fallo {'permanente' if permanente else 'temporal'}: {alcance}, {paso}")
        self.explicacion = explicacion
        self.paso = paso
        self.permanente = permanente
        self.alcance = alcance
        self.respuesta = respuesta
        self.incierto = incierto


def palabras(codigo: int, texto: bytes | str) -> str:
    """Return a server's answer as one line without e-mail addresses."""
    leido = texto.decode(errors="replace") if isinstance(texto, bytes) else texto
    # Not `sin_direcciones`: it would also take the server's own numbers for telephones.
    linea = CORREO.sub("[correo]", f"{codigo} {leido}" if codigo > 0 else leido)
    return una_linea(linea, maximo=RESPUESTA_MAXIMA)


def de_respuesta(paso: Paso, codigo: int, texto: bytes | str) -> FalloSmtp:
    """Return the failure that a refusal at `paso` means (RFC 5321, 4.2; enhanced: RFC 3463)."""
    respuesta = palabras(codigo, texto)
    explicacion, permanente, alcance = _juzgar(paso, codigo, respuesta)
    return FalloSmtp(
        explicacion, paso=paso, permanente=permanente, alcance=alcance, respuesta=respuesta
    )


def _juzgar(paso: Paso, codigo: int, respuesta: str) -> tuple[str, bool, Alcance]:
    if codigo == 421:
        return (
            "El servidor de correo pidió esperar: tiene demasiadas conexiones o se está "
            "deteniendo.",
            False,
            # Who is not even let in may try row after row, and would only use them up.
            Alcance.FILA if paso in DEL_MENSAJE else Alcance.PAQUETE,
        )
    if CUOTA.search(respuesta):
        return (
            "El servidor de correo dice que se agotó la cuota de envíos: espere a que se renueve.",
            False,
            Alcance.PAQUETE,
        )
    permanente = codigo >= 500 or codigo < 0
    if paso not in DEL_MENSAJE:
        return _AL_ENTRAR[paso], permanente, Alcance.PAQUETE
    if codigo in SIN_SESION or (permanente and SIN_RELEVO.search(respuesta)):
        return (
            "El servidor no acepta correo para otros dominios sin iniciar sesión: active la "
            "autenticación, y revise la cuenta y la contraseña.",
            True,
            Alcance.PAQUETE,
        )
    if codigo < 500:
        # -1, an answer that is not of the protocol, too: the next connection may be in step.
        return (
            "El servidor de correo no pudo recibir el mensaje por ahora; se intentará de nuevo.",
            False,
            Alcance.FILA,
        )
    if paso is Paso.REMITENTE:
        return (
            "El servidor no acepta la dirección del remitente: use una que pertenezca a la cuenta "
            "con la que se inicia sesión.",
            True,
            Alcance.PAQUETE,
        )
    if paso is Paso.DESTINATARIO:
        return "El servidor rechazó la dirección del destinatario.", True, Alcance.FILA
    return "El servidor rechazó el contenido del mensaje.", True, Alcance.FILA


_AL_ENTRAR = {
    Paso.CIFRAR: "El servidor no aceptó cifrar la conexión con TLS.",
    Paso.SALUDAR: "Lo que responde en ese puerto no aceptó el saludo de un servidor de correo: "
    "revise el servidor y el puerto.",
    Paso.INGRESAR: "El servidor no aceptó la cuenta o la contraseña. Algunos proveedores exigen "
    "una contraseña de aplicación.",
}


def de_error(paso: Paso, error: Exception) -> FalloSmtp:
    """Return the failure that an exception of smtplib, ssl or socket at `paso` means."""
    if isinstance(error, smtplib.SMTPResponseException):
        return de_respuesta(paso, error.smtp_code, error.smtp_error)
    explicacion, permanente = _explicar(paso, error)
    alcance = Alcance.FILA if paso in DEL_MENSAJE else Alcance.PAQUETE
    return FalloSmtp(explicacion, paso=paso, permanente=permanente, alcance=alcance)


def _explicar(paso: Paso, error: Exception) -> tuple[str, bool]:
    match error:
        case DestinoVedado():
            return "Esa dirección es interna y no puede ser la de un servidor de correo.", True
        case ssl.SSLCertVerificationError():
            generico = "El certificado del servidor no es válido."
            return CERTIFICADO.get(error.verify_code, generico), True
        case ssl.SSLError() if not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return (
                "El servidor no habla SSL/TLS en ese puerto, o sólo versiones anticuadas: revise "
                "el puerto y el tipo de cifrado.",
                True,
            )
        case socket.gaierror():
            pasajero = error.errno == socket.EAI_AGAIN
            return "No se encuentra ese servidor: revise cómo está escrito el nombre.", not pasajero
        case ConnectionRefusedError():
            return "El servidor no atiende en ese puerto: revise el número.", False
        case TimeoutError():
            return "El servidor no respondió a tiempo.", False
        case smtplib.SMTPServerDisconnected():
            return "El servidor cortó la conexión.", False
        case smtplib.SMTPNotSupportedError() if paso is Paso.CIFRAR:
            return "El servidor no ofrece TLS (STARTTLS) en ese puerto.", True
        case smtplib.SMTPException() if paso is Paso.INGRESAR:
            return "El servidor no ofrece una forma de iniciar sesión que el portal conozca.", True
    return "No se pudo conversar con el servidor de correo.", False
