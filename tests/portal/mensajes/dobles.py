"""Stand-ins for SendGrid, Twilio and a mail server: real sockets behind the real libraries."""

import socket
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Respuesta:
    """One answer; with `retener` it isn't given before the double is released."""

    estado: int = 202
    cuerpo: str = ""
    cabeceras: dict[str, str] = field(default_factory=dict)
    retener: bool = False


@dataclass(frozen=True)
class Peticion:
    """One request as it came in."""

    ruta: str
    cabeceras: dict[str, str]
    cuerpo: str


class ProveedorHttp:
    """An HTTP server on a free port; gives `respuestas` in turn, the last one for ever."""

    def __init__(self) -> None:
        self.respuestas = [Respuesta()]
        self.peticiones: list[Peticion] = []
        self.liberado = threading.Event()
        self._turno = threading.Lock()
        self._servidor = ThreadingHTTPServer(("127.0.0.1", 0), self._manejador())
        self._servidor.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._servidor.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._servidor.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.liberado.set()
        self._servidor.shutdown()
        self._servidor.server_close()

    def atender(self, peticion: Peticion) -> Respuesta:
        """Note the request and choose its answer."""
        with self._turno:
            self.peticiones.append(peticion)
            respuesta = self.respuestas[0]
            if len(self.respuestas) > 1:
                self.respuestas.pop(0)
        if respuesta.retener:
            self.liberado.wait(60)
        return respuesta

    def _manejador(self) -> type[BaseHTTPRequestHandler]:
        proveedor = self

        class Manejador(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                cuerpo = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                respuesta = proveedor.atender(
                    Peticion(self.path, dict(self.headers.items()), cuerpo.decode())
                )
                try:
                    self.send_response(respuesta.estado)
                    for nombre, valor in respuesta.cabeceras.items():
                        self.send_header(nombre, valor)
                    self.end_headers()
                    self.wfile.write(respuesta.cuerpo.encode())
                except OSError:
                    # The client gave up waiting, or was killed: that is what some tests want.
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Stay quiet."""

        return Manejador


def _puerto_libre() -> int:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return int(enchufe.getsockname()[1])


class ServidorSmtp:
    """A mail server on a free port that answers RCPT and DATA as it is told."""

    def __init__(self) -> None:
        self.respuesta_rcpt = "250 OK"
        self.respuesta_data = "250 OK"
        self.correos: list[EmailMessage] = []
        self.puerto = _puerto_libre()
        self._controlador = Controller(self, hostname="127.0.0.1", port=self.puerto)

    def __enter__(self) -> Self:
        self._controlador.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controlador.stop()

    async def handle_RCPT(  # noqa: N802 - the name belongs to aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, opciones: list[str]
    ) -> str:
        """Answer RCPT TO."""
        envelope.rcpt_tos.append(address)
        return self.respuesta_rcpt

    async def handle_DATA(  # noqa: N802 - the name belongs to aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message if it is taken."""
        if self.respuesta_data.startswith("2"):
            contenido = envelope.content
            assert isinstance(contenido, bytes)
            self.correos.append(message_from_bytes(contenido, policy=policy.default))
        return self.respuesta_data
