"""A certification authority of one's own, and mail servers with its certificates."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from contrasenas.clientes.smtp import ESPERA, Cifrado, Conexion, FalloSmtp, Servidor
from tests.smtp import ServidorSmtp

REMITENTE = "masivos@camara.example"
CUENTA, CLAVE = "masivos@camara.example", "una clave de prueba"


class Autoridad:
    """Issues certificates for servers into a folder."""

    def __init__(self, carpeta: Path) -> None:
        self.carpeta = carpeta
        self._clave = ec.generate_private_key(ec.SECP256R1())
        self._nombre = _nombre("Autoridad de prueba")
        ahora = datetime.now(UTC)
        certificado = (
            _base(self._nombre, self._nombre, self._clave, ahora, ahora + timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._clave, hashes.SHA256())
        )
        self._pem = certificado.public_bytes(serialization.Encoding.PEM).decode()

    def confianza(self) -> ssl.SSLContext:
        """Return a client's context that trusts this authority and no other."""
        return ssl.create_default_context(cadata=self._pem)

    def de_servidor(self, nombre: str = "localhost", *, vencido: bool = False) -> ssl.SSLContext:
        """Return a server's context with a certificate for `nombre`."""
        clave = ec.generate_private_key(ec.SECP256R1())
        hasta = datetime.now(UTC) + timedelta(days=-1 if vencido else 1)
        certificado = (
            _base(_nombre(nombre), self._nombre, clave, hasta - timedelta(days=30), hasta)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(nombre)]), critical=False)
            .sign(self._clave, hashes.SHA256())
        )
        archivo = self.carpeta / f"{certificado.serial_number}.pem"
        archivo.write_bytes(
            clave.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificado.public_bytes(serialization.Encoding.PEM)
        )
        contexto = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexto.load_cert_chain(archivo)
        return contexto


def _nombre(comun: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, comun)])


def _base(
    sujeto: x509.Name,
    emisor: x509.Name,
    clave: ec.EllipticCurvePrivateKey,
    desde: datetime,
    hasta: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(sujeto)
        .issuer_name(emisor)
        .public_key(clave.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(desde)
        .not_valid_after(hasta)
    )


@pytest.fixture(scope="session")
def autoridad(tmp_path_factory: pytest.TempPathFactory) -> Autoridad:
    """The authority that the tests' client trusts."""
    return Autoridad(tmp_path_factory.mktemp("autoridad"))


@pytest.fixture
def de(autoridad: Autoridad) -> Callable[..., Servidor]:
    """Return a function that gives the client's settings for a running server."""

    def _de(
        doble: ServidorSmtp,
        *,
        server: str = "localhost",
        cifrado: Cifrado | None = None,
        cuenta: tuple[str, str] | None = None,
    ) -> Servidor:
        login = cuenta or doble.cuenta
        return Servidor(
            server=server,
            puerto=doble.puerto,
            autenticacion=login is not None,
            cifrado=cast(Cifrado, doble.cifrado) if cifrado is None else cifrado,
            cuenta=login[0] if login else "",
            clave=login[1] if login else "",
        )

    return _de


def carta(asunto: str = "Su contraseña") -> bytes:
    """Return a message with lines that begin with dots."""
    mensaje = EmailMessage()
    mensaje["Subject"] = asunto
    mensaje.set_content("Apreciado usuario:\n.punto\n..dos puntos\n")
    return mensaje.as_bytes()


class Cliente:
    """A connection, and short ways to send."""

    def __init__(self, servidor: Servidor, contexto: ssl.SSLContext) -> None:
        self.conexion = Conexion(servidor, contexto=contexto, admitir_local=True)

    def enviar(self, destinatario: str = "ana@empresa.example", asunto: str = "Hola") -> str:
        return self.conexion.enviar(
            remitente=REMITENTE, destinatario=destinatario, mensaje=carta(asunto)
        )

    def fallar(
        self, destinatario: str = "ana@empresa.example", *, paciencia: float = ESPERA
    ) -> FalloSmtp:
        """Send in vain; a connection opened for it waits `paciencia` seconds for each answer."""
        self.conexion._espera = paciencia
        with pytest.raises(FalloSmtp) as recogido:
            self.enviar(destinatario)
        self.conexion._espera = ESPERA
        return recogido.value


@pytest.fixture
def doble() -> Iterator[ServidorSmtp]:
    """A server that takes everything until it is told otherwise."""
    with ServidorSmtp() as servidor:
        yield servidor


@pytest.fixture
def conectar(de: Callable[..., Servidor], autoridad: Autoridad) -> Iterator[Callable[..., Cliente]]:
    """Return a function that gives a client for a running server."""
    abiertas = []

    def _conectar(doble: ServidorSmtp, **opciones: object) -> Cliente:
        cliente = Cliente(de(doble, **opciones), autoridad.confianza())
        abiertas.append(cliente.conexion)
        return cliente

    yield _conectar
    for conexion in abiertas:
        conexion.cerrar()


@pytest.fixture
def cliente(conectar: Callable[..., Cliente], doble: ServidorSmtp) -> Cliente:
    """A client of `doble`."""
    return conectar(doble)
