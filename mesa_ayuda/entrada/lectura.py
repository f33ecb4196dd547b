"""Takes a raw mail apart (RFC 5322, MIME) and never fails on what the world sends. Pure.

Anymail's inbound message does the parsing, as for its webhook; where the standard library's strict
header parser or an unknown charset raises, what can be read is read all the same.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses
from hashlib import sha256
from typing import Final, TypeVar

from anymail.inbound import AnymailInboundMessage

from mesa_ayuda.entrada.desmesura import CABECERAS_MAXIMAS, FIN_DE_CABECERAS, motivo_de_desmesura

T = TypeVar("T")

# What the standard library raises on malformed mail, one version or another.
DEFECTOS: Final = (
    *(ValueError, LookupError, TypeError, AttributeError, AssertionError, MessageError),
)
MESSAGE_ID: Final = re.compile(r"<[^<>\s]{1,290}>")
PARTES_MAXIMAS: Final = 1_000
"""Parts that are looked at: a mail with more of them is no letter."""

REFERENCIAS_MAXIMAS: Final = 50
CABECERA_MESSAGE_ID: Final = re.compile(
    rb"^message-id[ \t]*:(.*(?:\r?\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE
)
ENTRE_ANGULOS: Final = re.compile(r"<([^<>]*)>")
ENTRE_COMILLAS: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
# Made for names of domains: on a whole letter they take hours.
JUEGOS_DE_DOMINIOS: Final = frozenset({"punycode", "idna"})
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


# The newer policy takes each header apart, five times as slowly, and trips over many of them.
_analizador = BytesParser(AnymailInboundMessage, policy=compat32)


class CorreoIlegible(Exception):
    """The message can't be taken apart; the text, in Spanish, says why."""


@dataclass(frozen=True, slots=True)
class Direccion:
    """An address in lower case, '' where there is none, and the name beside it."""

    correo: str
    nombre: str = ""


@dataclass(frozen=True, slots=True)
class AdjuntoLeido:
    """A file of the mail; `tipo` is only what the sender says. `incrustado`: an inline image."""

    nombre: str
    tipo: str
    contenido: bytes = field(repr=False)
    incrustado: bool = False


@dataclass(frozen=True, slots=True)
class CorreoLeido:
    """What a person wrote, and the headers that decide what becomes of it.

    `clave` is the Message-ID, or `sha256:…` of the bytes where there is none (a second copy of
    such a mail is then the same mail). `referencias` runs from the oldest to the newest. `dudoso`:
    it names no sender, several, or one that only stands there encoded, so that nobody can have
    checked who it is from.
    """

    clave: str
    message_id: str
    en_respuesta_a: str
    referencias: tuple[str, ...]
    remitente: Direccion
    dudoso: bool
    responder_a: tuple[Direccion, ...]
    para: tuple[Direccion, ...]
    copia: tuple[Direccion, ...]
    asunto: str
    texto: str
    html: str
    adjuntos: tuple[AdjuntoLeido, ...]
    mensaje: Message = field(repr=False)

    def cabecera(self, nombre: str) -> str:
        """Return a header's text on one line, '' where it is missing."""
        return cabecera(self.mensaje, nombre)


def leer(crudo: bytes) -> CorreoLeido:
    """Read a raw mail. Raises `CorreoIlegible` where nesting or sheer nonsense defeats it."""
    if motivo := motivo_de_desmesura(crudo):
        raise CorreoIlegible(motivo)
    try:
        return _leer(crudo)
    except RecursionError as error:
        raise CorreoIlegible("El mensaje tiene demasiadas partes una dentro de otra.") from error
    except DEFECTOS as error:
        raise CorreoIlegible("El mensaje no tiene la forma de un correo.") from error


def presentar(crudo: bytes) -> tuple[str, str]:
    """Return sender and subject of a mail too large or too odd to be read, '' if not to be told."""
    comienzo = FIN_DE_CABECERAS.split(crudo[:CABECERAS_MAXIMAS], maxsplit=1)[0]
    mensaje = _intentar(lambda: _analizador.parsebytes(comienzo, headersonly=True), Message())
    nadie: tuple[Direccion, ...] = (Direccion(""),)
    remitentes = _intentar(lambda: direcciones(mensaje, "From"), nadie) or nadie
    return remitentes[0].correo, _intentar(lambda: cabecera(mensaje, "Subject"), "")


def clave_de(crudo: bytes) -> str:
    """Return the key of a mail (see `CorreoLeido`) from its headers alone, without parsing it."""
    cabeceras = FIN_DE_CABECERAS.split(crudo, maxsplit=1)[0]
    hallada = CABECERA_MESSAGE_ID.search(cabeceras)
    propio = _identificador(_sin_control(hallada[1].decode("latin-1")) if hallada else "")
    return propio or f"sha256:{sha256(crudo).hexdigest()}"


def _leer(crudo: bytes) -> CorreoLeido:
    mensaje = _analizador.parsebytes(crudo)
    texto, html, adjuntos = _contenido(mensaje)
    clave = clave_de(crudo)
    remitentes = direcciones(mensaje, "From") or direcciones(mensaje, "Sender")
    escritos = [_sin_sustitutos(valor) for valor in _crudas(mensaje, "From")]
    dudoso = (
        len(remitentes) != 1
        or len(escritos) != 1
        or remitentes[0].correo not in "".join(escritos[0].split()).lower()
    )
    return CorreoLeido(
        clave=clave,
        message_id="" if clave.startswith("sha256:") else clave,
        en_respuesta_a=_identificador(cabecera(mensaje, "In-Reply-To")),
        referencias=_referencias(cabecera(mensaje, "References")),
        remitente=remitentes[0] if remitentes else Direccion(""),
        dudoso=dudoso,
        responder_a=direcciones(mensaje, "Reply-To"),
        para=direcciones(mensaje, "To"),
        copia=direcciones(mensaje, "Cc"),
        asunto=cabecera(mensaje, "Subject"),
        texto=texto,
        html=html,
        adjuntos=adjuntos,
        mensaje=mensaje,
    )


def cabecera(mensaje: Message, nombre: str) -> str:
    """Return a header decoded (RFC 2047) and on one line, '' where it is missing."""
    return _en_claro(next(_crudas(mensaje, nombre), ""))


def direcciones(mensaje: Message, nombre: str) -> tuple[Direccion, ...]:
    """Return the addresses of a header; what is no address is left out.

    Names are decoded afterwards: an encoded one could hold another address.
    """
    crudas = [_sin_sustitutos(valor) for valor in _crudas(mensaje, nombre)]
    texto = ", ".join(" ".join(valor.split()) for valor in crudas)
    nada: list[tuple[str, str]] = []
    entre_angulos = ENTRE_ANGULOS.findall(ENTRE_COMILLAS.sub("", texto))
    if len(entre_angulos) == 1 and texto.endswith(f"<{entre_angulos[0]}>"):
        # «other@example <real@example>» is one mailbox, whatever its unquoted name looks like.
        escrito = texto.rpartition("<")[0]
        if "," not in ENTRE_COMILLAS.sub("", escrito) and _parece_direccion(entre_angulos[0]):
            nombre_visible = _en_claro(escrito.strip().strip('"'))
            return (Direccion(entre_angulos[0].strip().lower(), nombre_visible),)
    halladas = _intentar(lambda: getaddresses([texto]), nada)
    return tuple(
        Direccion(_sin_control(correo.strip().lower()), _en_claro(escrito))
        for escrito, correo in halladas
        if _parece_direccion(correo)
    ) or _unica(_en_claro(texto))


def _crudas(mensaje: Message, nombre: str) -> Iterator[str]:
    """Yield a header as it came. The library's own reading drops bytes that it doesn't expect."""
    for propio, valor in mensaje.raw_items():
        if propio.lower() == nombre.lower():
            yield str(valor)


def _en_claro(texto: str) -> str:
    texto = _sin_sustitutos(texto)
    if "=?" in texto:
        texto = _intentar(lambda: _descifrar(texto), texto)
    return " ".join(_sin_control(texto).split())


def _sin_sustitutos(texto: str) -> str:
    """Make text of the bytes that no header may carry: Latin-1 is what they mostly are."""
    if texto.isascii():
        return texto
    return decodificar(texto.encode("utf-8", "surrogateescape"), "")


def _sin_control(texto: str) -> str:
    return CONTROL.sub("", texto)


def _unica(texto: str) -> tuple[Direccion, ...]:
    """Take `MAILER-DAEMON` and `name@@host` for what they are: no addresses, yet telling."""
    suelta = re.search(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()@]+", texto)
    if suelta:
        return (Direccion(suelta[0].strip("@.").lower()),)
    return (Direccion("", texto),) if texto else ()


def _parece_direccion(correo: str) -> bool:
    local, arroba, dominio = correo.strip().rpartition("@")
    return bool(local and arroba and dominio) and not any(c.isspace() for c in correo)


def decodificar(octetos: bytes, juego: str) -> str:
    """Return text in the charset that is named, or else UTF-8, or else Windows' Latin-1."""
    for candidato in (juego, "utf-8"):
        try:
            if candidato and codecs.lookup(candidato).name not in JUEGOS_DE_DOMINIOS:
                # Some charsets yield halves of characters, which no database takes.
                return octetos.decode(candidato).encode("utf-8", "replace").decode()
        except (LookupError, ValueError):
            continue
    return octetos.decode("cp1252", errors="replace")


def _descifrar(texto: str) -> str:
    partes = decode_header(texto)
    return "".join(
        parte if isinstance(parte, str) else decodificar(parte, juego or "")
        for parte, juego in partes
    )


def _identificador(texto: str) -> str:
    hallado = MESSAGE_ID.search(texto)
    return hallado[0] if hallado else ""


def _referencias(texto: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(MESSAGE_ID.findall(texto)))[-REFERENCIAS_MAXIMAS:]


def _contenido(mensaje: Message) -> tuple[str, str, tuple[AdjuntoLeido, ...]]:
    """Return text, HTML and files. Every text part of a letter in pieces (Apple Mail) counts."""
    textos: list[str] = []
    htmls: list[str] = []
    adjuntos: list[AdjuntoLeido] = []
    for parte in _hojas(mensaje):
        tipo = parte.get_content_type()
        if parte.get_content_maintype() == "multipart":
            # Its boundary is broken: what stands there is all that there is to read.
            textos.append(_texto_de(parte))
        elif tipo in ("text/plain", "text/html") and not _es_archivo(parte):
            (textos if tipo == "text/plain" else htmls).append(_texto_de(parte))
        else:
            adjuntos.append(_adjunto(parte, len(adjuntos) + 1))
    return "\n\n".join(filter(None, textos)), "\n".join(filter(None, htmls)), tuple(adjuntos)


def _hojas(mensaje: Message) -> Iterator[Message]:
    """Yield the parts that hold something; a forwarded message is one, not a container."""
    pendientes, vistas = [mensaje], 0
    while pendientes and vistas < PARTES_MAXIMAS:
        parte, vistas = pendientes.pop(0), vistas + 1
        if parte.get_content_maintype() == "multipart" and parte.is_multipart():
            pendientes[:0] = _interior(parte)
        elif parte.get_content_type() not in ("message/delivery-status",):
            yield parte


def _es_archivo(parte: Message) -> bool:
    disposicion = _intentar(lambda: str(parte.get("Content-Disposition") or ""), "")
    return disposicion.strip().lower().startswith("attachment") or bool(_nombre(parte))


def _texto_de(parte: Message) -> str:
    juego = _intentar(lambda: str(parte.get_content_charset() or ""), "")
    texto = decodificar(_octetos(parte), juego).replace("\r\n", "\n").replace("\r", "\n")
    # PostgreSQL takes no NUL, and nobody reads the other controls.
    return CONTROL.sub("", texto).strip("\n")


def _octetos(parte: Message) -> bytes:
    if parte.is_multipart():  # message/rfc822
        return b"".join(_intentar(hija.as_bytes, b"") for hija in _interior(parte))
    contenido = _intentar(lambda: parte.get_payload(decode=True), None)
    if contenido is None:
        # A charset that raises (there is one for that purpose) stands in the way of the bytes.
        _intentar(lambda: parte.del_param("charset"), None)
        contenido = _intentar(lambda: parte.get_payload(decode=True), None)
    return contenido if isinstance(contenido, bytes) else b""


def _interior(parte: Message) -> list[Message]:
    interior = parte.get_payload()
    return [hija for hija in interior if isinstance(hija, Message)]


def _adjunto(parte: Message, lugar: int) -> AdjuntoLeido:
    tipo = parte.get_content_type()
    nombre = _nombre(parte) or f"adjunto-{lugar}{'.eml' if tipo == 'message/rfc822' else ''}"
    return AdjuntoLeido(
        nombre=" ".join(CONTROL.sub("", nombre).split())[:150],
        tipo=tipo[:100],
        contenido=_octetos(parte),
        incrustado=bool(parte.get("Content-ID")) and tipo.startswith("image/"),
    )


def _nombre(parte: Message) -> str:
    nombre = _intentar(parte.get_filename, None) or ""
    if "=?" in nombre:
        nombre = _intentar(lambda: _descifrar(nombre), nombre)
    return nombre.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _intentar(leer_algo: Callable[[], T], si_no: T) -> T:
    try:
        return leer_algo()
    except DEFECTOS:
        return si_no
