"""A signed letter of a password: pyHanko used plainly, ours, and what neither can be faster than.

All lay out the same letter, in turns within each round, so that a noisy machine treats them alike;
measured is the processor time of the process, all its threads. «Plain» is what pyHanko's manual
shows: the PKCS#12 file loaded for each document, `sign_pdf` with its defaults; beside it the same
with the file read once. The floor is the layout and RSA's own operation on a loaded key. Printed
are medians.
"""

import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from datetime import date
from io import BytesIO
from statistics import median
from tempfile import NamedTemporaryFile

import django
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

from contrasenas.pdf_contrasena import DatosContrasena, componer
from portal.desarrollo.motores import RAIZ
from portal.firma.certificado import leer_pkcs12
from portal.firma.firmante import FirmanteEnMemoria
from tests.produccion import entorno

RONDAS, DOCUMENTOS = 7, 10
RAZON_MINIMA = 6.0
Hacer = Callable[[bytes, uuid.UUID], object]


def main() -> None:
    """Print both lines, from a process of its own: a fresh one with production's settings."""
    ambiente = entorno(DJANGO_SETTINGS_MODULE="portal.settings", PORTAL_LOG_LEVEL="WARNING")
    orden = [sys.executable, "-m", "tests.rendimiento.firma"]
    subprocess.run(orden, cwd=RAIZ, env=ambiente, check=True)


def comparar() -> None:
    """Print a line for the whole letter and another for the signature alone."""
    # Once Django is set up: the signer reads models.
    from portal.firma.firmador import Firmador
    from tests.portal.firma.recetas import FRASE, archivo_del_titular

    material = leer_pkcs12(archivo_del_titular(), FRASE)
    firmador = Firmador(FirmanteEnMemoria(material), material.certificado, material.cadena)
    llave = material.llave
    assert isinstance(llave, rsa.RSAPrivateKey)
    with NamedTemporaryFile(suffix=".p12") as archivo:
        archivo.write(archivo_del_titular())
        archivo.flush()

        def cargar() -> SimpleSigner:
            firmante: SimpleSigner = SimpleSigner.load_pkcs12(
                archivo.name, passphrase=FRASE.encode()
            )
            return firmante

        def con(pdf: bytes, firmante: SimpleSigner) -> object:
            datos = PdfSignatureMetadata(field_name="Firma", reason="Prueba")
            return sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), datos, signer=firmante)

        def simple(pdf: bytes, numero: uuid.UUID) -> object:
            return con(pdf, cargar())

        guardado = cargar()

        def cargada(pdf: bytes, numero: uuid.UUID) -> object:
            return con(pdf, guardado)

        def nuestra(pdf: bytes, numero: uuid.UUID) -> object:
            return firmador.firmar(pdf, motivo="Prueba", documento=numero)

        def piso(pdf: bytes, numero: uuid.UUID) -> object:
            return llave.sign(pdf, PKCS1v15(), SHA256())

        maneras: dict[str, Hacer] = {
            "simple": simple,
            "cargada": cargada,
            "nuestra": nuestra,
            "piso": piso,
        }
        medidas = _medir(maneras)
    carta = {nombre: composicion + firma for nombre, (composicion, firma) in medidas.items()}
    razon = carta["simple"] / carta["nuestra"]
    print(
        f"carta firmada: pyHanko simple {carta['simple']:.1f} ms  "
        f"con su archivo leído una vez {carta['cargada']:.1f} ms  "
        f"nuestra {carta['nuestra']:.1f} ms  razón {razon:.1f} (mínimo {RAZON_MINIMA:.0f})  "
        f"piso, composición y RSA: {carta['piso']:.1f} ms",
        flush=True,
    )
    print(
        f"sólo la firma: pyHanko simple {medidas['simple'][1]:.1f} ms  "
        f"nuestra {medidas['nuestra'][1]:.1f} ms  "
        f"razón {medidas['simple'][1] / medidas['nuestra'][1]:.1f}  "
        f"RSA-2048: {medidas['piso'][1]:.2f} ms",
        flush=True,
    )
    if razon < RAZON_MINIMA:
        raise SystemExit(f"carta firmada: razón {razon:.1f}, se esperaba {RAZON_MINIMA} o más")


def _medir(maneras: dict[str, Hacer]) -> dict[str, tuple[float, float]]:
    """Return the milliseconds of processor that laying out and signing take, by each way."""
    tomas: dict[str, list[tuple[float, float]]] = {nombre: [] for nombre in maneras}
    for ronda in range(RONDAS + 1):
        for nombre, firmar in maneras.items():
            composicion = firma = 0.0
            for _ in range(DOCUMENTOS):
                numero = uuid.uuid4()
                inicio = time.process_time()
                pdf = _carta(numero)
                medio = time.process_time()
                firmar(pdf, numero)
                composicion += medio - inicio
                firma += time.process_time() - medio
            # The first round loads typefaces and modules.
            if ronda:
                tomas[nombre].append((composicion, firma))
    return {
        nombre: (
            median(composicion for composicion, _ in propias) * 1000 / DOCUMENTOS,
            median(firma for _, firma in propias) * 1000 / DOCUMENTOS,
        )
        for nombre, propias in tomas.items()
    }


def _carta(numero: uuid.UUID) -> bytes:
    return componer(
        DatosContrasena(
            camara="Cámara de Comercio de Villanueva",
            ciudad="Villanueva, Casanare",
            logo=None,
            nombre="Ana María Niño Peñaranda",
            identificacion="C. C. •••259",
            correo="a•••@d•••.co",
            celular="•••37",
            clave="Xk7mQ2vPz9",
            con_pin=True,
            enlace_activar="https://portal.example/contrasenas/activar/",
            enlace_verificar=f"https://portal.example/verificar/{numero}/",
            documento=numero,
            fecha=date(2026, 11, 23),
            ano=2026,
        )
    )


if __name__ == "__main__":
    django.setup()
    comparar()
