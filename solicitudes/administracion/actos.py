"""Which acts a request allows now: what the buttons offer. Pure; the services check again."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from solicitudes.enums import EstadoPaso, Etapa, Vigencia


class Acto(StrEnum):
    """An act on a step; the value is the last part of its address."""

    FINALIZAR = "finalizar"
    RECHAZAR = "rechazar"
    REABRIR = "reabrir"


class ActoCertificado(StrEnum):
    """An act on the certificate; the value is the last part of its address."""

    ARCHIVO = "archivo"
    SERIAL = "serial"
    SUSPENDER = "suspender"
    LEVANTAR = "levantar"
    REVOCAR = "revocar"


DECIDIDOS = (EstadoPaso.FINALIZADO, EstadoPaso.RECHAZADO)


def en_tramite(pasos: Mapping[Etapa, EstadoPaso]) -> Etapa | None:
    """Return the step under way, if there is one."""
    return next((e for e in Etapa if pasos.get(e) == EstadoPaso.EN_TRAMITE), None)


def ultima_decidida(pasos: Mapping[Etapa, EstadoPaso]) -> Etapa | None:
    """Return the last step finished or rejected, if there is one."""
    return next((e for e in reversed(Etapa) if pasos.get(e) in DECIDIDOS), None)


def actos_posibles(
    pasos: Mapping[Etapa, EstadoPaso], *, emitido: bool
) -> dict[Etapa, Sequence[Acto]]:
    """Return what can be done to each step; `emitido`: the certificate is registered."""
    posibles: dict[Etapa, Sequence[Acto]] = dict.fromkeys(Etapa, ())
    decidida = ultima_decidida(pasos)
    if decidida is not None and (decidida == Etapa.ENTREGA or not emitido):
        posibles[decidida] = (Acto.REABRIR,)
    actual = en_tramite(pasos)
    if actual is not None:
        falta_certificado = actual == Etapa.ENTREGA and not emitido
        posibles[actual] = (
            (Acto.RECHAZAR,) if falta_certificado else (Acto.FINALIZAR, Acto.RECHAZAR)
        )
    return posibles


def actos_del_certificado(
    pasos: Mapping[Etapa, EstadoPaso], vigencia: Vigencia | None
) -> Sequence[ActoCertificado]:
    """Return what can be done to the certificate; `vigencia` None: it is not registered."""
    match vigencia:
        case None if pasos.get(Etapa.ENTREGA) == EstadoPaso.EN_TRAMITE:
            return (ActoCertificado.ARCHIVO, ActoCertificado.SERIAL)
        case None | Vigencia.REVOCADO:
            return ()
        case Vigencia.SUSPENDIDO:
            return (ActoCertificado.LEVANTAR, ActoCertificado.REVOCAR)
        case Vigencia.VENCIDO:
            return (ActoCertificado.REVOCAR,)
        case _:
            return (ActoCertificado.SUSPENDER, ActoCertificado.REVOCAR)
