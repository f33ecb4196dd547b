"""A PKCS#11 device and a time-stamping authority of their own."""

import os
import subprocess
from collections.abc import Generator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pkcs11
import pytest
from asn1crypto import keys, tsp
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.firma.firmante import a_asn1
from tests.portal.firma.recetas import autoridad, del_titular, emitido, intermedia, llave_rsa

PIN = "73519264"
FICHA = "portal-pruebas"
ETIQUETA = "llave de la camara"
MODULOS = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


def _modulo() -> str:
    for ruta in MODULOS:
        if Path(ruta).exists():
            return ruta
    if os.environ.get("CI"):
        pytest.fail("SoftHSM is not installed (apt-get install softhsm2)")
    pytest.skip("NOT PROVEN: SoftHSM is not installed (apt-get install softhsm2)")


@pytest.fixture(scope="session")
def softhsm(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the path of SoftHSM's library, with one device that holds the chamber's key."""
    modulo = _modulo()
    carpeta = tmp_path_factory.mktemp("softhsm")
    (carpeta / "fichas").mkdir()
    ajustes = carpeta / "softhsm2.conf"
    ajustes.write_text(f"directories.tokendir = {carpeta / 'fichas'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(ajustes)
    opciones = ("--module", modulo, "--label", FICHA, "--pin", PIN, "--so-pin", "99887766")
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", *opciones],
        check=True,
        capture_output=True,
    )
    with pkcs11.lib(modulo).get_token(token_label=FICHA).open(rw=True, user_pin=PIN) as sesion:
        der = llave_rsa().private_bytes(
            Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()
        )
        llave = decode_rsa_private_key(der)
        comunes = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: ETIQUETA}
        sesion.create_object({**llave, **comunes})
        for certificado, nombre in (
            (del_titular(), ETIQUETA),
            (intermedia(), "intermedia"),
            (autoridad(), "raiz"),
        ):
            objeto = decode_x509_certificate(certificado.public_bytes(Encoding.DER))
            sesion.create_object(
                {**objeto, pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: nombre}
            )
    return modulo


@dataclass
class Tsa:
    """A time-stamping authority on this machine; `modo` says how it misbehaves."""

    url: str
    modo: str = "bien"
    pedidos: int = 0


@pytest.fixture
def tsa() -> Generator[Tsa]:
    """pyHanko's own test authority behind a real HTTP server."""
    llave = llave_rsa("tsa")
    almacen = SimpleCertificateStore()
    almacen.register(a_asn1(intermedia()))
    sello = DummyTimeStamper(
        a_asn1(emitido("Estampado de prueba", llave, estampa=True)),
        keys.PrivateKeyInfo.load(
            llave.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        certs_to_embed=almacen,
    )

    class Puesto(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            servicio.pedidos += 1
            pedido = self.rfile.read(int(self.headers["Content-Length"]))
            if servicio.modo == "caida":
                self.send_error(503)
                return
            cuerpo = b"no es ASN.1"
            if servicio.modo == "bien":
                cuerpo = sello.request_tsa_response(tsp.TimeStampReq.load(pedido)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(cuerpo)))
            self.end_headers()
            self.wfile.write(cuerpo)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    servidor = ThreadingHTTPServer(("127.0.0.1", 0), Puesto)
    servicio = Tsa(f"http://127.0.0.1:{servidor.server_port}/")
    Thread(target=servidor.serve_forever, daemon=True).start()
    yield servicio
    servidor.shutdown()
    servidor.server_close()
