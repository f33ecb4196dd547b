"""Joining the certificate that the portal has with that of a file. Pure.

Serial numbers and revocations are final: the file may add them, never change them. A suspension
follows the newest date: a file older than the act of staff that lifted it doesn't bring it back.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from portal.calendario.tiempo_habil import BOGOTA
from solicitudes.enums import MotivoRevocacion, Vigencia
from solicitudes.importacion.excepciones import FilaInvalida
from solicitudes.importacion.fila import DatosSerie
from solicitudes.importacion.valores import Momento


@dataclass(frozen=True, slots=True)
class EstadoDeCertificado:
    """A certificate as the database has it, or will have it.

    `con_archivo`: its dates were read from its X.509 file. `levantada_en`: when staff last lifted
    a suspension.
    """

    serial: str
    valido_desde: datetime
    valido_hasta: datetime
    suspendido_en: datetime | None = None
    revocado_en: datetime | None = None
    motivo_revocacion: int | None = None
    con_archivo: bool = False
    levantada_en: datetime | None = None


def unir(
    registrado: EstadoDeCertificado | None, archivo: DatosSerie | None, *, aprobada: bool
) -> EstadoDeCertificado | None:
    """Return the certificate after the file; the same object where nothing changes.

    `aprobada`: step 3 is finished, without which there can be no certificate.
    Raises FilaInvalida where the file contradicts what is final or newer.
    """
    if archivo is None:
        return registrado
    if registrado is None:
        certificado = _crear(archivo, aprobada=aprobada)
    elif registrado.serial != archivo.serial:
        raise FilaInvalida(
            f"Número de serie: la solicitud ya tiene el certificado {registrado.serial}."
        )
    else:
        certificado = _corregir_fechas(registrado, archivo)
    certificado = _aplicar_vigencia(certificado, archivo)
    return registrado if certificado == registrado else certificado


def _crear(archivo: DatosSerie, *, aprobada: bool) -> EstadoDeCertificado:
    errores = []
    if not aprobada:
        errores.append("Número de serie: la solicitud no está aprobada (paso 3).")
    if archivo.desde is None or archivo.hasta is None:
        errores.append("Número de serie: faltan las fechas «Válido desde» y «Válido hasta».")
    if errores or archivo.desde is None or archivo.hasta is None:
        raise FilaInvalida(*errores)
    return EstadoDeCertificado(
        serial=archivo.serial,
        valido_desde=archivo.desde.instante,
        valido_hasta=archivo.hasta.instante,
    )


def _corregir_fechas(registrado: EstadoDeCertificado, archivo: DatosSerie) -> EstadoDeCertificado:
    desde = _fecha(archivo.desde, registrado.valido_desde)
    hasta = _fecha(archivo.hasta, registrado.valido_hasta)
    if (desde, hasta) == (registrado.valido_desde, registrado.valido_hasta):
        return registrado
    if registrado.con_archivo:
        raise FilaInvalida("Válido desde/hasta: el archivo X.509 del certificado dice otra cosa.")
    if desde >= hasta:
        raise FilaInvalida("Válido hasta: debe ser posterior a «Válido desde».")
    return replace(registrado, valido_desde=desde, valido_hasta=hasta)


def _fecha(nueva: Momento | None, registrada: datetime) -> datetime:
    return registrada if nueva is None or nueva.coincide(registrada) else nueva.instante


def _aplicar_vigencia(certificado: EstadoDeCertificado, archivo: DatosSerie) -> EstadoDeCertificado:
    if certificado.revocado_en is not None:
        _exigir_misma_revocacion(certificado, certificado.revocado_en, archivo)
        return certificado
    momento = archivo.vigencia_momento
    if archivo.vigencia == Vigencia.REVOCADO and momento:
        return _revocar(certificado, momento, archivo.motivo_revocacion)
    if archivo.vigencia == Vigencia.SUSPENDIDO and momento:
        return _suspender(certificado, momento)
    if archivo.vigencia == Vigencia.VIGENTE and certificado.suspendido_en:
        if momento is None or not (
            momento.posterior_a(certificado.suspendido_en)
            or momento.coincide(certificado.suspendido_en)
        ):
            raise FilaInvalida(
                f"Vigencia: el portal lo tiene suspendido desde el "
                f"{_dia(certificado.suspendido_en)}; para levantar la suspensión hace falta una "
                "fecha posterior en «Vigencia: fecha»."
            )
        return replace(certificado, suspendido_en=None)
    return certificado


def _revocar(
    certificado: EstadoDeCertificado, momento: Momento, motivo: MotivoRevocacion | None
) -> EstadoDeCertificado:
    if momento.dia < certificado.valido_desde.astimezone(BOGOTA).date():
        raise FilaInvalida("Vigencia: la fecha es anterior a la emisión del certificado.")
    return replace(
        certificado,
        revocado_en=momento.instante,
        motivo_revocacion=int(motivo or MotivoRevocacion.SIN_ESPECIFICAR),
    )


def _suspender(certificado: EstadoDeCertificado, momento: Momento) -> EstadoDeCertificado:
    previa = certificado.suspendido_en
    if previa and momento.coincide(previa):
        return certificado
    reciente = previa or certificado.levantada_en
    if reciente and not momento.posterior_a(reciente):
        acto = "suspendido" if previa else "con la suspensión levantada"
        raise FilaInvalida(
            f"Vigencia: el portal ya lo tiene {acto} desde el {_dia(reciente)} y el archivo trae "
            "algo anterior."
        )
    return replace(certificado, suspendido_en=momento.instante)


def _exigir_misma_revocacion(
    certificado: EstadoDeCertificado, revocado_en: datetime, archivo: DatosSerie
) -> None:
    if archivo.vigencia in (Vigencia.VIGENTE, Vigencia.SUSPENDIDO):
        raise FilaInvalida(f"Vigencia: el portal lo tiene revocado desde el {_dia(revocado_en)}.")
    if archivo.vigencia != Vigencia.REVOCADO or archivo.vigencia_momento is None:
        return
    otro_motivo = archivo.motivo_revocacion not in (None, certificado.motivo_revocacion)
    if otro_motivo or not archivo.vigencia_momento.coincide(revocado_en):
        raise FilaInvalida(
            f"Vigencia: el portal tiene la revocación con otra fecha ({_dia(revocado_en)}) u otro "
            "motivo; una revocación registrada no se cambia."
        )


def _dia(momento: datetime) -> str:
    return f"{momento.astimezone(BOGOTA):%d/%m/%Y}"
