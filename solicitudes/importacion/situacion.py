"""What the database has of all that a batch of rows names; changed as rows are accepted. Pure."""

from dataclasses import dataclass, field
from datetime import date

from solicitudes.enums import EstadoSolicitud, FormaEntrega, TipoCertificado
from solicitudes.importacion.fila import Identidad
from solicitudes.importacion.pasos import SIN_EMPEZAR, EstadoDePaso
from solicitudes.importacion.vigencia import EstadoDeCertificado

Cambios = dict[str, list[str | None]]
"""What the history shows: {label: [before, after]}."""

SIMULADA = -1
"""Key of a row that a simulation would have written."""


@dataclass(slots=True)
class FichaPersona:
    """A person; `pk` is None until it is written."""

    pk: int | None
    identidad: Identidad
    nombre: str
    correo: str
    cambios: Cambios = field(default_factory=dict)


@dataclass(slots=True)
class FichaOrden:
    """An order."""

    pk: int | None
    numero: int
    solicitante: Identidad
    empresa: str
    proyecto: str
    cambios: Cambios = field(default_factory=dict)


@dataclass(slots=True)
class FichaSolicitud:
    """A request with its steps and certificate.

    `pasos_pk` are the keys of steps 1 to 4; the sets and flags tell what has to be written.
    """

    pk: int | None
    numero: int
    orden: int
    titular: Identidad
    tipo_certificado: TipoCertificado
    forma_entrega: FormaEntrega
    estado: EstadoSolicitud
    fecha_emision: date | None = None
    pasos: tuple[EstadoDePaso, ...] = SIN_EMPEZAR
    pasos_pk: tuple[int, ...] = ()
    pasos_cambiados: set[int] = field(default_factory=set)
    certificado: EstadoDeCertificado | None = None
    certificado_pk: int | None = None
    certificado_cambiado: bool = False
    levantamiento: date | None = None
    linea: int = 0
    nota: str = ""
    cambios: Cambios = field(default_factory=dict)


@dataclass(slots=True)
class Situacion:
    """Everything that a batch of rows can touch."""

    personas: dict[Identidad, FichaPersona] = field(default_factory=dict)
    ordenes: dict[int, FichaOrden] = field(default_factory=dict)
    solicitudes: dict[int, FichaSolicitud] = field(default_factory=dict)
    seriales: dict[str, int] = field(default_factory=dict)
    """Serial → number of the request that has it."""
