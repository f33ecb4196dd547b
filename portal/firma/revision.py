"""Reads a stranger's PDF, in a process of its own: `python -I revision.py < PDF > JSON`.

Run by `portal.firma.validador`, never imported by it: it knows neither Django nor the settings,
and whatever the file makes it do ends with the process. It bounds its own processor time and
memory before it reads a byte, writes no file, opens no connection, and answers one JSON object:

    {"motivo": "" | "no_es_pdf" | "cifrado" | "ilegible" | "demasiadas_firmas",
     "documento": number of the document as a URN, or "",
     "firmas": [{"firmante", "emisor", "serial", "huella", "fecha", "estampa",
                 "integra", "completa", "admitida"}, …]}
"""

import hashlib
import json
import logging
import re
import resource
import sys
from io import BytesIO
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

SEGUNDOS = 10
MEMORIA = 512 * 1024 * 1024
DESCOMPRIMIDO = 64 * 1024 * 1024
FIRMAS_MAXIMAS = 10
NUMERO = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def limitar() -> None:
    """Bound what this process may take from now on."""
    for recurso, maximo in (
        (resource.RLIMIT_CPU, SEGUNDOS),
        (resource.RLIMIT_AS, MEMORIA),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(recurso, (maximo, maximo))


def revisar(pdf: bytes) -> dict[str, Any]:
    """Return what the module's heading describes; never raises for what the file holds."""
    if b"%PDF-" not in pdf[:1024]:
        return _rechazo("no_es_pdf")
    limites = DecodeLimits(document_budget=DocumentDecodeBudget(DESCOMPRIMIDO, max_ratio=10))
    try:
        lector = PdfFileReader(BytesIO(pdf), strict=False, decode_limits=limites)
        if lector.encrypted:
            return _rechazo("cifrado")
        firmas = list(lector.embedded_regular_signatures)
        if len(firmas) > FIRMAS_MAXIMAS:
            return _rechazo("demasiadas_firmas")
        return {
            "motivo": "",
            "firmas": [_describir(firma) for firma in firmas],
            "documento": _numero(lector),
        }
    except (MemoryError, RecursionError):
        return _rechazo("ilegible")
    except Exception:
        return _rechazo("ilegible")


def _rechazo(motivo: str) -> dict[str, Any]:
    return {"motivo": motivo, "firmas": [], "documento": ""}


def _describir(firma: EmbeddedPdfSignature) -> dict[str, Any]:
    """Judge one signature; the portal knows its own certificates, so no authority is trusted."""
    estado: PdfSignatureStatus = validate_pdf_signature(
        firma, ValidationContext(trust_roots=[], allow_fetching=False)
    )
    certificado: x509.Certificate = estado.signing_cert
    estampa = estado.timestamp_validity
    return {
        "firmante": _nombre(certificado.subject),
        "emisor": _nombre(certificado.issuer),
        "serial": f"{certificado.serial_number:x}",
        "huella": hashlib.sha256(certificado.dump()).hexdigest(),
        "fecha": estado.signer_reported_dt and estado.signer_reported_dt.isoformat(),
        "estampa": estampa.timestamp.isoformat()
        if estampa and estampa.valid and estampa.intact
        else None,
        "integra": estado.intact and estado.valid,
        "completa": estado.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        "admitida": bool(estado.docmdp_ok),
    }


def _nombre(nombre: x509.Name) -> str:
    """Return the common name, or whatever names it; a stranger's words, cut short."""
    datos = nombre.native
    for clave in ("common_name", "organization_name"):
        if datos.get(clave):
            return str(datos[clave])[:200]
    return str(nombre.human_friendly)[:200]


def _numero(lector: PdfFileReader) -> str:
    """Return the number that the information dictionary or the metadata carry."""
    try:
        datos = lector.trailer["/Info"]
    except KeyError:
        datos = {}
    for texto in (datos.get("/Documento"), datos.get("/Subject"), _asunto(lector)):
        hallado = NUMERO.search(str(texto or ""))
        if hallado:
            return hallado.group().lower()
    return ""


def _asunto(lector: PdfFileReader) -> str:
    try:
        return str(lector.document_meta_view.subject or "")
    except (PdfError, ValueError, TypeError, LookupError):
        return ""


if __name__ == "__main__":
    limitar()
    # pyHanko tells of every chain that leads to no authority of ours: none does.
    logging.disable()
    try:
        respuesta = revisar(sys.stdin.buffer.read())
    except MemoryError:
        respuesta = _rechazo("ilegible")
    sys.stdout.write(json.dumps(respuesta))
