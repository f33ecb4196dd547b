"""A small IMAP server over TLS on this machine: the orders that reading a mailbox takes."""

import ipaddress
import re
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Escribir = Callable[[bytes], object]
ORDEN = re.compile(rb"(\S+) (UID )?(\S+) ?(.*)", re.DOTALL)


@dataclass
class ServidorImap:
    """Serves `mensajes` (UID → raw) to one account; `leidos` are the UIDs marked as read.

    `calla`: orders that get no answer but a closed connection; `niega`: UIDs that it won't give,
    with its answer.
    """

    carpeta: Path
    usuario: str = "mesa"
    clave: str = "secreta"
    mensajes: dict[int, bytes] = field(default_factory=dict)
    leidos: set[int] = field(default_factory=set)
    calla: set[str] = field(default_factory=set)
    niega: dict[int, bytes] = field(default_factory=dict)
    ordenes: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        certificado, llave = _certificado(self.carpeta)
        contexto = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexto.load_cert_chain(certificado, llave)
        self.confianza = ssl.create_default_context(cafile=str(certificado))
        servidor = self

        class Manejador(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                _atender(servidor, self)

        class Tls(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

            def get_request(self) -> tuple[socket.socket, object]:
                enchufe, direccion = super().get_request()
                return contexto.wrap_socket(enchufe, server_side=True), direccion

        self._tcp = Tls(("127.0.0.1", 0), Manejador)
        self.puerto = int(self._tcp.server_address[1])
        self._hilo = threading.Thread(
            target=self._tcp.serve_forever, kwargs={"poll_interval": 0.05}
        )
        self._hilo.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._tcp.shutdown()
        self._tcp.server_close()
        self._hilo.join()


def _atender(servidor: ServidorImap, conexion: socketserver.StreamRequestHandler) -> None:
    decir = conexion.wfile.write
    decir(b"* OK listo\r\n")
    for linea in conexion.rfile:
        hallada = ORDEN.fullmatch(linea.strip())
        if hallada is None:
            return
        marca, _, orden, resto = hallada.groups()
        nombre = orden.decode().upper()
        servidor.ordenes.append(nombre)
        if nombre in servidor.calla:
            return
        estado = _responder(servidor, nombre, resto, decir)
        decir(marca + b" " + estado + b"\r\n")
        if nombre == "LOGOUT":
            return


def _responder(servidor: ServidorImap, orden: str, resto: bytes, escribir: Escribir) -> bytes:
    if orden == "CAPABILITY":
        escribir(b"* CAPABILITY IMAP4rev1\r\n")
    elif orden == "LOGIN":
        esperado = f'{servidor.usuario} "{servidor.clave}"'.encode()
        return b"OK entre" if resto == esperado else b"NO [AUTHENTICATIONFAILED] " + resto
    elif orden == "SELECT":
        if resto != b'"INBOX"':
            return b"NO no existe"
        escribir(f"* {len(servidor.mensajes)} EXISTS\r\n".encode())
    elif orden == "SEARCH":
        nuevos = sorted(set(servidor.mensajes) - servidor.leidos)
        escribir(f"* SEARCH {' '.join(map(str, nuevos))}\r\n".encode())
    elif orden == "FETCH":
        uid = int(resto.split()[0])
        if uid in servidor.niega:
            return servidor.niega[uid]
        octetos = servidor.mensajes[uid]
        escribir(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(octetos)}}}\r\n".encode() + octetos)
        escribir(b")\r\n")
    elif orden == "STORE":
        servidor.leidos.add(int(resto.split()[0]))
    return b"OK hecho"


def _certificado(carpeta: Path) -> tuple[Path, Path]:
    llave = ec.generate_private_key(ec.SECP256R1())
    nombre = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    ahora = datetime.now(UTC)
    certificado = (
        x509.CertificateBuilder()
        .subject_name(nombre)
        .issuer_name(nombre)
        .public_key(llave.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ahora - timedelta(days=1))
        .not_valid_after(ahora + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(llave, hashes.SHA256())
    )
    rutas = carpeta / "imap.pem", carpeta / "imap.key"
    rutas[0].write_bytes(certificado.public_bytes(serialization.Encoding.PEM))
    rutas[1].write_bytes(
        llave.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return rutas
