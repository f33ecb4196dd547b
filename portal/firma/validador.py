"""Checks a PDF that somebody uploaded: whether the portal signed it and nothing changed since.

The file is read by `revision.py` in a process of its own, with bounds on time and memory, and is
kept nowhere. «Ours» means signed with a certificate that one of the portal's credentials has or
had, not with any that some authority issued: others hold certificates of the same authorities.
"""

import json
import subprocess
import sys
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.firma.enums import MotivoRechazo, Veredicto
from portal.firma.models import CertificadoPropio

TAMANO_MAXIMO: int = settings.PORTAL_SUBIDAS_PUBLICAS["firma:archivo"]
GUION = Path(__file__).with_name("revision.py")
# Seconds of clock for one file; seconds that a visitor waits for a turn.
PLAZO = 20
ESPERA = 5
# Files that one web process checks at a time: each may take a processor and half a gigabyte.
_turnos = threading.BoundedSemaphore(2)


class ValidadorOcupado(Exception):
    """Too many files are being checked at this moment."""


@dataclass(frozen=True, slots=True)
class Firma:
    """One signature of a file. `fecha` is what the signer says, `estampa` what a third party does.

    `integra`: what it covers is unchanged. `completa`: it covers the whole file. `admitida`: what
    was added after it is of a kind that the signer allowed.
    """

    firmante: str
    emisor: str
    serial: str
    huella: str
    fecha: datetime | None
    estampa: datetime | None
    integra: bool
    completa: bool
    admitida: bool
    propia: bool


@dataclass(frozen=True, slots=True)
class Resultado:
    """What was found in a file. `documento` comes from the file: believe it of authentic ones."""

    veredicto: Veredicto
    motivo: MotivoRechazo | None = None
    firmas: tuple[Firma, ...] = ()
    documento: uuid.UUID | None = None

    @property
    def firma(self) -> Firma | None:
        """The portal's signature, or the first one there is."""
        propias = [firma for firma in self.firmas if firma.propia]
        return next(iter(propias or self.firmas), None)


def validar(pdf: bytes) -> Resultado:
    """Check a file; whatever it holds, there is an answer. Raises `ValidadorOcupado`."""
    if len(pdf) > TAMANO_MAXIMO:
        return _rechazado(MotivoRechazo.GRANDE)
    hallado = _revisar_aparte(pdf)
    if hallado is None:
        return _rechazado(MotivoRechazo.ILEGIBLE)
    if hallado["motivo"]:
        return _rechazado(MotivoRechazo(hallado["motivo"]))
    propios = set(
        CertificadoPropio.objects.filter(
            huella__in=[firma["huella"] for firma in hallado["firmas"]]
        ).values_list("huella", flat=True)
    )
    firmas = tuple(_firma(datos, datos["huella"] in propios) for datos in hallado["firmas"])
    veredicto = juzgar(firmas)
    numero = hallado["documento"]
    return Resultado(
        veredicto=veredicto,
        firmas=firmas,
        documento=uuid.UUID(numero) if numero and veredicto == Veredicto.AUTENTICO else None,
    )


def juzgar(firmas: tuple[Firma, ...]) -> Veredicto:
    """Say in one word what the signatures of a file amount to."""
    if not firmas:
        return Veredicto.SIN_FIRMA
    propias = [firma for firma in firmas if firma.propia]
    if propias:
        intactas = all(firma.integra and firma.completa for firma in propias)
        return Veredicto.AUTENTICO if intactas else Veredicto.ALTERADO
    if all(firma.integra and firma.admitida for firma in firmas):
        return Veredicto.AJENO
    return Veredicto.ALTERADO


def _revisar_aparte(pdf: bytes) -> dict[str, Any] | None:
    """Run the reader on the file; None where it broke or ran out of time or memory."""
    if not _turnos.acquire(timeout=ESPERA):
        raise ValidadorOcupado
    try:
        # No environment: the portal's holds its secrets.
        terminado = subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-I", "-B", str(GUION)],
            input=pdf,
            capture_output=True,
            timeout=PLAZO,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    finally:
        _turnos.release()
    if terminado.returncode != 0:
        return None
    try:
        hallado: dict[str, Any] = json.loads(terminado.stdout)
    except ValueError:
        return None
    return hallado


def _firma(datos: Mapping[str, Any], propia: bool) -> Firma:
    return Firma(
        firmante=datos["firmante"],
        emisor=datos["emisor"],
        serial=datos["serial"],
        huella=datos["huella"],
        fecha=_momento(datos["fecha"]),
        estampa=_momento(datos["estampa"]),
        integra=datos["integra"],
        completa=datos["completa"],
        admitida=datos["admitida"],
        propia=propia,
    )


def _momento(texto: str | None) -> datetime | None:
    """Return an aware time; a stranger's clock may have left the zone out."""
    if not texto:
        return None
    leido = datetime.fromisoformat(texto)
    return leido if leido.tzinfo else None


def _rechazado(motivo: MotivoRechazo) -> Resultado:
    return Resultado(veredicto=Veredicto.RECHAZADO, motivo=motivo)
