"""The words that a file may use for each list of options. Pure.

Keys are folded by `valores.plegar`; the labels stand as they are too, to be found without folding.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db.models import Choices

from portal.identificacion import TipoIdentificacion
from solicitudes.enums import (
    EstadoPaso,
    FormaEntrega,
    MotivoRevocacion,
    TipoCertificado,
    Vigencia,
)
from solicitudes.importacion.valores import plegar

C = TypeVar("C", bound=Choices)


def _palabras(enumeracion: type[C], otras: Mapping[C, Iterable[str]]) -> dict[str, C]:
    palabras: dict[str, C] = {}
    for opcion in enumeracion:
        for texto in (str(opcion.value), str(opcion.label), *otras.get(opcion, ())):
            palabras[plegar(texto)] = opcion
        palabras[str(opcion.label)] = opcion
    return palabras


TIPOS_IDENTIFICACION = _palabras(
    TipoIdentificacion,
    {
        TipoIdentificacion.CC: ["cédula"],
        TipoIdentificacion.NIT: ["número de identificación tributaria"],
        TipoIdentificacion.PPT: ["permiso de protección temporal"],
        TipoIdentificacion.CD: ["carnet diplomático"],
        TipoIdentificacion.DE: ["documento de identificación extranjero"],
    },
)
TIPOS_CERTIFICADO = _palabras(
    TipoCertificado,
    {
        TipoCertificado.REPRESENTACION: [
            "representación",
            "representación de empresa",
            "representación empresa",
            "representación legal",
        ],
        TipoCertificado.PERTENENCIA: [
            "pertenencia",
            "pertenencia a empresa",
            "pertenencia empresa",
        ],
        TipoCertificado.PROFESIONAL: ["profesional"],
        TipoCertificado.FUNCION_PUBLICA: ["función pública", "titular función pública"],
    },
)
FORMAS_ENTREGA = _palabras(
    FormaEntrega,
    {
        FormaEntrega.TOKEN_VIRTUAL: ["virtual"],
        FormaEntrega.TOKEN_FISICO: ["token físico", "token usb", "físico", "usb"],
        FormaEntrega.PKCS10: ["p10"],
    },
)
ESTADOS_PASO = _palabras(
    EstadoPaso,
    {
        EstadoPaso.EN_TRAMITE: ["en proceso", "en curso"],
        EstadoPaso.FINALIZADO: ["trámite finalizado", "terminado", "aprobado"],
        EstadoPaso.RECHAZADO: ["rechazada", "no aprobado"],
    },
)
VIGENCIAS = _palabras(
    Vigencia,
    {
        Vigencia.VENCIDO: ["vencida", "expirado"],
        Vigencia.SUSPENDIDO: ["suspendida"],
        Vigencia.REVOCADO: ["revocada"],
    },
)
MOTIVOS_REVOCACION = _palabras(
    MotivoRevocacion,
    {
        # RFC 5280 §5.3.1; 6 and 8 belong to suspension, 7 is unused.
        MotivoRevocacion.SIN_ESPECIFICAR: ["unspecified"],
        MotivoRevocacion.CLAVE_COMPROMETIDA: ["keyCompromise", "clave comprometida"],
        MotivoRevocacion.CA_COMPROMETIDA: ["cACompromise"],
        MotivoRevocacion.CAMBIO_AFILIACION: ["affiliationChanged", "cambio de afiliación"],
        MotivoRevocacion.REEMPLAZADO: ["superseded", "reemplazado"],
        MotivoRevocacion.CESE_OPERACION: ["cessationOfOperation"],
        MotivoRevocacion.PRIVILEGIO_RETIRADO: ["privilegeWithdrawn"],
        MotivoRevocacion.AA_COMPROMETIDA: ["aACompromise"],
    },
)
