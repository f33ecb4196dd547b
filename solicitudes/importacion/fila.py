"""One row of the file, read and checked by itself: no database, no clock. Pure.

What only the database can tell (another order's request, a serial already taken, a step that has
gone further) is `decision.py`'s.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from portal.identificacion import TipoIdentificacion
from solicitudes.enums import (
    EstadoPaso,
    Etapa,
    FormaEntrega,
    MotivoRevocacion,
    TipoCertificado,
    Vigencia,
)
from solicitudes.importacion import opciones, valores
from solicitudes.importacion.columnas import POR_CLAVE
from solicitudes.importacion.excepciones import FilaInvalida
from solicitudes.importacion.valores import Celda, Momento

T = TypeVar("T")
Identidad = tuple[str, str]
"""Type and canonical number of a person."""

DEDUCIDAS = (Vigencia.POR_EMITIR, Vigencia.POR_VENCER, Vigencia.VENCIDO)
"""Validities that follow from the dates: the file can't set them."""


@dataclass(frozen=True, slots=True)
class DatosPersona:
    """Who applies or holds. `correo` is empty where the file gives none."""

    identidad: Identidad
    nombre: str
    correo: str


@dataclass(frozen=True, slots=True)
class DatosPaso:
    """What the file says of one step; without `momento` it may be pending or under way."""

    estado: EstadoPaso
    momento: Momento | None
    motivo: str = ""


@dataclass(frozen=True, slots=True)
class DatosSerie:
    """What the file says of the certificate; None where it says nothing."""

    serial: str
    desde: Momento | None
    hasta: Momento | None
    vigencia: Vigencia | None
    vigencia_momento: Momento | None
    motivo_revocacion: MotivoRevocacion | None
    motivo_suspension: str


@dataclass(frozen=True, slots=True)
class Fila:
    """A row that makes sense by itself; what is empty or None leaves what there is as it is."""

    linea: int
    numero: int
    orden: int
    solicitante: DatosPersona
    titular: DatosPersona
    empresa: str
    proyecto: str
    tipo_certificado: TipoCertificado
    forma_entrega: FormaEntrega | None
    pasos: tuple[DatosPaso | None, ...]
    certificado: DatosSerie | None
    fecha_emision: date | None


class _Lector:
    """Reads the cells of one row and gathers every complaint, so that all are told at once."""

    def __init__(self, celdas: Mapping[str, Celda], hoy: date) -> None:
        self.celdas = celdas
        self.hoy = hoy
        self.errores: list[str] = []

    def leer(self, clave: str, funcion: Callable[[Celda], T | None]) -> T | None:
        celda = self.celdas.get(clave)
        if celda is None:
            if POR_CLAVE[clave].obligatoria:
                self.errores.append(f"{POR_CLAVE[clave].titulo}: falta.")
            return None
        try:
            return funcion(celda)
        except ValueError as error:
            self.errores.append(f"{POR_CLAVE[clave].titulo}: {error}")
            return None

    def texto(self, clave: str, maximo: int) -> str:
        return self.leer(clave, lambda celda: valores.texto(celda, maximo=maximo)) or ""

    def opcion(self, clave: str, lista: Mapping[str, T]) -> T | None:
        return self.leer(clave, lambda celda: valores.opcion(celda, lista))

    def momento(self, clave: str, *, fin_del_dia: bool = False) -> Momento | None:
        return self.leer(clave, lambda celda: valores.momento(celda, fin_del_dia=fin_del_dia))

    def pasado(self, clave: str) -> Momento | None:
        """Read when something happened: not after today."""
        momento = self.momento(clave)
        if momento and momento.dia > self.hoy:
            self.errores.append(f"{POR_CLAVE[clave].titulo}: la fecha está en el futuro.")
        return momento

    def esta_vacia(self, clave: str) -> bool:
        return self.celdas.get(clave) is None


def revisar(linea: int, celdas: Mapping[str, Celda], *, hoy: date) -> Fila:
    """Return the row in canonical form.

    `celdas` by column key, None where there is nothing; `hoy` is the present day in Bogotá.

    Raises FilaInvalida with every reason found.
    """
    lector = _Lector(celdas, hoy)
    solicitante = _persona(lector, "solicitante")
    fila = Fila(
        linea=linea,
        numero=lector.leer("numero_solicitud", valores.entero) or 0,
        orden=lector.leer("numero_orden", valores.entero) or 0,
        solicitante=solicitante,
        titular=_titular(lector, solicitante),
        empresa=lector.texto("empresa", 200),
        proyecto=lector.texto("proyecto", 120),
        tipo_certificado=lector.opcion("tipo_certificado", opciones.TIPOS_CERTIFICADO)
        or TipoCertificado.PROFESIONAL,
        forma_entrega=lector.opcion("forma_entrega", opciones.FORMAS_ENTREGA),
        pasos=tuple(_paso(lector, etapa) for etapa in Etapa),
        certificado=_certificado(lector),
        fecha_emision=_dia(lector.pasado("fecha_emision")),
    )
    if lector.errores:
        raise FilaInvalida(*dict.fromkeys(lector.errores))
    return fila


def _dia(momento: Momento | None) -> date | None:
    return momento.dia if momento else None


def _persona(lector: _Lector, papel: str) -> DatosPersona:
    tipo = lector.opcion(f"{papel}_tipo", opciones.TIPOS_IDENTIFICACION)
    numero = ""
    if tipo is None or lector.esta_vacia(f"{papel}_numero"):
        lector.texto(f"{papel}_numero", 100)
    else:
        elegido: TipoIdentificacion = tipo
        numero = (
            lector.leer(f"{papel}_numero", lambda celda: valores.identificacion(elegido, celda))
            or ""
        )
    return DatosPersona(
        identidad=(str(tipo.value) if tipo else "", numero),
        nombre=lector.texto(f"{papel}_nombre", 200),
        correo=lector.leer(f"{papel}_correo", valores.correo) or "",
    )


PERSONA = ("tipo", "numero", "nombre", "correo")


def _titular(lector: _Lector, solicitante: DatosPersona) -> DatosPersona:
    celdas = [lector.celdas.get(f"titular_{parte}") for parte in PERSONA]
    if celdas == [lector.celdas.get(f"solicitante_{parte}") for parte in PERSONA]:
        return solicitante
    if all(celda is None for celda in celdas):
        return solicitante
    titular = _persona(lector, "titular")
    for parte in PERSONA[:3]:
        if lector.esta_vacia(f"titular_{parte}"):
            lector.errores.append(f"{POR_CLAVE[f'titular_{parte}'].titulo}: falta.")
    return titular


def _paso(lector: _Lector, etapa: Etapa) -> DatosPaso | None:
    prefijo = f"paso{etapa.value}"
    estado = lector.opcion(f"{prefijo}_estado", opciones.ESTADOS_PASO)
    momento = lector.pasado(f"{prefijo}_fecha")
    motivo = lector.texto(f"{prefijo}_motivo", 1000)
    if estado is None:
        if lector.esta_vacia(f"{prefijo}_estado") and (momento or motivo):
            lector.errores.append(f"Paso {etapa.value}: tiene fecha o motivo, pero no estado.")
        return None
    if estado == EstadoPaso.PENDIENTE:
        momento = None
    elif estado != EstadoPaso.EN_TRAMITE and lector.esta_vacia(f"{prefijo}_fecha"):
        lector.errores.append(f"Paso {etapa.value}: falta la fecha de «{estado.label}».")
    if estado == EstadoPaso.RECHAZADO and not motivo:
        lector.errores.append(f"Paso {etapa.value}: falta el motivo del rechazo.")
    if estado != EstadoPaso.RECHAZADO and motivo:
        lector.errores.append(f"Paso {etapa.value}: tiene motivo de rechazo y no está rechazado.")
    return DatosPaso(estado, momento, motivo)


CERTIFICADO = ("valido_desde", "valido_hasta", "vigencia_fecha", "vigencia_motivo")


def _certificado(lector: _Lector) -> DatosSerie | None:
    serie = lector.leer("serial", valores.numero_de_serie)
    vigencia = lector.opcion("vigencia", opciones.VIGENCIAS)
    if not serie:
        con_datos = any(not lector.esta_vacia(clave) for clave in CERTIFICADO)
        if lector.esta_vacia("serial") and (con_datos or vigencia not in (None, *DEDUCIDAS)):
            lector.errores.append("Número de serie: falta, y la fila trae datos del certificado.")
        return None
    desde, hasta = lector.momento("valido_desde"), lector.momento("valido_hasta", fin_del_dia=True)
    desde = desde or (
        lector.momento("fecha_emision") if lector.esta_vacia("valido_desde") else None
    )
    if desde and hasta and desde.instante >= hasta.instante:
        lector.errores.append("Válido hasta: debe ser posterior a «Válido desde».")
    momento = lector.pasado("vigencia_fecha")
    motivo_revocacion, motivo_suspension = _motivo(lector, vigencia)
    if vigencia in (Vigencia.REVOCADO, Vigencia.SUSPENDIDO):
        if lector.esta_vacia("vigencia_fecha"):
            lector.errores.append(f"Vigencia: falta la fecha de «{vigencia.label}».")
        elif momento and desde and momento.dia < desde.dia:
            lector.errores.append("Vigencia: la fecha es anterior a la emisión del certificado.")
    return DatosSerie(
        serial=serie,
        desde=desde,
        hasta=hasta,
        vigencia=None if vigencia in DEDUCIDAS else vigencia,
        vigencia_momento=momento,
        motivo_revocacion=motivo_revocacion,
        motivo_suspension=motivo_suspension,
    )


def _motivo(lector: _Lector, vigencia: Vigencia | None) -> tuple[MotivoRevocacion | None, str]:
    if vigencia == Vigencia.REVOCADO:
        return lector.opcion("vigencia_motivo", opciones.MOTIVOS_REVOCACION), ""
    return None, lector.texto("vigencia_motivo", 300)
