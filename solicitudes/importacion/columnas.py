"""The columns of an import file: what each holds, and how its heading may be written. Pure.

Headings are recognised in any order, with or without capitals, accents, underscores, dots and
little words: «N° Solicitud», «numero_solicitud» and «No. de la solicitud» are the same column.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.busqueda import sin_acentos
from solicitudes.enums import EstadoPaso, Etapa, FormaEntrega, TipoCertificado
from solicitudes.importacion.excepciones import ArchivoInvalido

FECHA = "dd/mm/aaaa o aaaa-mm-dd, con hora o sin ella."
IDENTIFICACION = "CC, CE, NIT, PA, TI, PPT, PEP, RC, CD o DE, o el nombre completo del tipo."
PALABRAS_MUDAS = {"de", "del", "la", "el", "y", "e"}
SINONIMOS = {
    "n": "numero",
    "no": "numero",
    "nro": "numero",
    "num": "numero",
    "nº": "numero",
    "id": "identificacion",
    "email": "correo",
    "mail": "correo",
    "electronico": "correo",
}
FILAS_DE_BUSQUEDA = 20
"""Reports often carry a title above the headings."""


@dataclass(frozen=True)
class Columna:
    """One column: its key, its heading in the template, what it holds, other headings."""

    clave: str
    titulo: str
    ayuda: str
    ejemplo: str = ""
    obligatoria: bool = False
    otros: tuple[str, ...] = ()


def _persona(papel: str, ejemplo: Sequence[str], *, obligatoria: bool) -> list[Columna]:
    omision = "" if obligatoria else " Las cuatro en blanco: el titular es el solicitante."
    return [
        Columna(
            f"{papel}_tipo",
            f"Tipo de identificación del {papel}",
            IDENTIFICACION + omision,
            ejemplo[0],
            obligatoria,
            (f"tipo {papel}",),
        ),
        Columna(
            f"{papel}_numero",
            f"Número de identificación del {papel}",
            "Con puntos o sin ellos; el NIT, con su dígito de verificación después de un guion.",
            ejemplo[1],
            obligatoria,
            (f"número {papel}", f"identificación {papel}"),
        ),
        Columna(
            f"{papel}_nombre",
            f"Nombre del {papel}",
            "Nombre completo o razón social.",
            ejemplo[2],
            obligatoria,
            (f"nombre o razón social {papel}",),
        ),
        Columna(f"{papel}_correo", f"Correo del {papel}", "Correo electrónico.", ejemplo[3]),
    ]


def _paso(etapa: Etapa, fecha: str) -> list[Columna]:
    nombre = f"Paso {etapa.value}"
    estados = ", ".join(EstadoPaso.labels)
    corto = etapa.label.split()[0]
    return [
        Columna(
            f"paso{etapa.value}_estado",
            f"{nombre}: estado",
            f"{etapa.label}: {estados}.",
            EstadoPaso.FINALIZADO.label,
            otros=(nombre, etapa.label, f"estado {etapa.label}", f"estado {corto}"),
        ),
        Columna(
            f"paso{etapa.value}_fecha",
            f"{nombre}: fecha",
            f"{FECHA} Necesaria si está finalizado o rechazado.",
            fecha,
            otros=(f"fecha {etapa.label}", f"fecha {corto}", f"{nombre} modificado"),
        ),
        Columna(
            f"paso{etapa.value}_motivo",
            f"{nombre}: motivo del rechazo",
            "Sólo si está rechazado: el solicitante lo leerá.",
            otros=(f"{nombre} motivo", f"motivo rechazo {etapa.label}"),
        ),
    ]


COLUMNAS: tuple[Columna, ...] = (
    Columna(
        "numero_solicitud",
        "N° Solicitud",
        "Identifica la fila: la misma solicitud no puede estar dos veces.",
        # No number: a row of example that somebody forgot to delete is refused.
        "Ejemplo: 434070",
        True,
        ("solicitud",),
    ),
    Columna(
        "numero_orden",
        "Orden Pedido No.",
        "La orden puede tener varias solicitudes, todas del mismo solicitante.",
        "434043",
        True,
        ("orden", "orden pedido", "número orden"),
    ),
    *_persona(
        "solicitante",
        ("NIT", "900544472-2", "EMPRESA DE EJEMPLO S.A.S.", "gestion@empresa.example"),
        obligatoria=True,
    ),
    *_persona(
        "titular",
        ("CC", "1000000001", "NOMBRE DE EJEMPLO", "titular@empresa.example"),
        obligatoria=False,
    ),
    Columna("empresa", "Empresa", "Empresa de la orden.", "EMPRESA DE EJEMPLO S.A.S."),
    Columna("proyecto", "Proyecto", "Proyecto de la orden.", "OTROS"),
    Columna(
        "tipo_certificado",
        "Tipo de certificado",
        ", ".join(TipoCertificado.labels) + ".",
        TipoCertificado.PROFESIONAL.label,
        True,
    ),
    Columna(
        "forma_entrega",
        "Forma de entrega",
        ", ".join(FormaEntrega.labels) + f". En blanco: {FormaEntrega.TOKEN_VIRTUAL.label}.",
        FormaEntrega.TOKEN_VIRTUAL.label,
        otros=("entrega",),
    ),
    *_paso(Etapa.RADICACION, "01/08/2016"),
    *_paso(Etapa.PAGO, "02/08/2016"),
    *_paso(Etapa.APROBACION, "02/08/2016"),
    *_paso(Etapa.ENTREGA, "03/08/2016"),
    Columna(
        "serial",
        "Número de serie",
        "Del certificado, en hexadecimal o decimal. Dé a la columna el formato «Texto».",
        "0x3b00cdd4a8d648335efb415e3b273bd9",
        otros=("serial", "serial certificado", "número serie certificado"),
    ),
    Columna("fecha_emision", "Fecha emisión", FECHA, "03/08/2016"),
    Columna(
        "valido_desde",
        "Válido desde",
        f"{FECHA} En blanco: la fecha de emisión.",
        "03/08/2016",
        otros=("vigencia desde", "válida desde"),
    ),
    Columna(
        "valido_hasta",
        "Válido hasta",
        f"{FECHA} Sin hora, vale hasta el final de ese día.",
        "03/08/2018",
        otros=("vigencia hasta", "válida hasta", "fecha vencimiento"),
    ),
    Columna(
        "vigencia",
        "Vigencia",
        "Vigente, Suspendido o Revocado. «Por emitir», «Por vencer» y «Vencido» se leen pero se "
        "deducen de las fechas.",
        "Revocado",
        otros=("estado certificado", "estado vigencia"),
    ),
    Columna(
        "vigencia_fecha",
        "Vigencia: fecha",
        f"De la suspensión, su levantamiento o la revocación. {FECHA}",
        "04/10/2016",
        otros=("vigencia modificado", "fecha revocación"),
    ),
    Columna(
        "vigencia_motivo",
        "Vigencia: motivo",
        "De la revocación: palabra, número o nombre de RFC 5280. De la suspensión: texto libre.",
        "Reemplazado por otro certificado",
        otros=("motivo revocación",),
    ),
)
POR_CLAVE = {columna.clave: columna for columna in COLUMNAS}
INFORME = ("Línea", "Resultado", "Motivo")
"""Headings that our own report puts first, so that it can be corrected and imported again."""


def clave_de_encabezado(texto: object) -> frozenset[str]:
    """Return the words of a heading that tell it from others; empty if it has none."""
    limpio = sin_acentos(
        str(texto if texto is not None else "").replace("º", " ").replace("°", " ")
    )
    palabras = re.findall(r"[a-z]+|\d+", limpio)
    return frozenset(SINONIMOS.get(p, p) for p in palabras if p not in PALABRAS_MUDAS)


CONOCIDAS: dict[frozenset[str], str] = {
    clave_de_encabezado(texto): columna.clave
    for columna in COLUMNAS
    for texto in (columna.clave, columna.titulo, *columna.otros)
}
DEL_INFORME = {clave_de_encabezado(texto) for texto in INFORME}


@dataclass(frozen=True)
class Encabezado:
    """The headings of a file: as written, where each known column is, and which say nothing."""

    titulos: tuple[str, ...]
    posiciones: dict[str, int]
    ignoradas: tuple[str, ...]


def reconocer(titulos: Sequence[object]) -> Encabezado:
    """Return what the headings mean, complete or not.

    Raises ArchivoInvalido where two of them name the same column.
    """
    textos = tuple("" if t is None else " ".join(str(t).split()) for t in titulos)
    posiciones: dict[str, int] = {}
    ignoradas = []
    for posicion, texto in enumerate(textos):
        clave = CONOCIDAS.get(clave_de_encabezado(texto))
        if clave is None:
            if texto and clave_de_encabezado(texto) not in DEL_INFORME:
                ignoradas.append(texto)
        elif clave in posiciones:
            otra = textos[posiciones[clave]]
            raise ArchivoInvalido(f"Las columnas «{otra}» y «{texto}» son la misma: deje una sola.")
        else:
            posiciones[clave] = posicion
    return Encabezado(textos, posiciones, tuple(ignoradas))


def faltantes(encabezado: Encabezado) -> list[str]:
    """Return the titles of the necessary columns that are not there."""
    return [
        columna.titulo
        for columna in COLUMNAS
        if columna.obligatoria and columna.clave not in encabezado.posiciones
    ]
