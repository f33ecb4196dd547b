"""A stand-in for SendGrid and Twilio: a real socket behind the real libraries."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


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
