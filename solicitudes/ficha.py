"""What the detail page shows of one request: rows, whose turn it is, expected dates."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from portal.calendario.tiempo_habil import BOGOTA
from solicitudes import seguimiento
from solicitudes.enums import EstadoPaso, Etapa, Vigencia
from solicitudes.expediente import Expediente
from solicitudes.models import Certificado
from solicitudes.plazo import Plazo
from solicitudes.seguimiento import Situacion
from solicitudes.turno import Siguiente, Turno, siguiente


@dataclass(frozen=True, slots=True)
class Fila:
    """One row of the table; steps 1 to 4 are also the progress strip (componentes/pasos.html)."""

    paso: str
    nombre: str
    modificado: date | None
    informacion: str
    estado_texto: str
    tono: str
    motivo: str = ""
    actual: bool = False

    @property
    def detalle(self) -> str:
        """The date beneath a step of the strip."""
        return f"{self.modificado:%d/%m/%Y}" if self.modificado else ""


@dataclass(frozen=True, slots=True)
class Ficha:
    """Steps, validity, what comes next, and when the certificate is expected.

    `plazo` is None once it is issued or rejected, and before the documents are filed
    (`sin_radicar`).
    """

    pasos: list[Fila]
    vigencia: Fila
    siguiente: Siguiente
    plazo: Plazo | None
    plazo_vencido: bool
    sin_radicar: bool

    @property
    def es_su_turno(self) -> bool:
        """Whether the person has something to do."""
        return self.siguiente.turno == Turno.SUYO

    @property
    def motivo(self) -> str:
        """Why a step was rejected, or nothing."""
        return next((paso.motivo for paso in self.pasos if paso.motivo), "")

    @property
    def tono(self) -> str:
        """Tone of the notice that says whose turn it is (componentes/aviso.html)."""
        return {Turno.SUYO: "warning", Turno.NUESTRO: "info"}.get(self.siguiente.turno, "neutro")

    @property
    def icono(self) -> str:
        """Drawing of that notice."""
        return {Turno.SUYO: "atencion", Turno.NUESTRO: "reloj"}.get(self.siguiente.turno, "info")


def componer(expediente: Expediente, *, ahora: datetime, festivos: Collection[date]) -> Ficha:
    """Return what the page shows at `ahora`; reads the request's steps."""
    filas = expediente.pasos()
    certificado = expediente.certificado
    situacion = Situacion(
        pasos=tuple(EstadoPaso(paso.estado) for paso in filas),
        forma=expediente.forma,
        vigencia=certificado.vigencia(ahora) if certificado else None,
        valido_desde=_dia(certificado.valido_desde) if certificado else None,
        valido_hasta=_dia(certificado.valido_hasta) if certificado else None,
    )
    pasos = [
        Fila(
            paso=f"Paso {paso.numero}",
            nombre=Etapa(paso.numero).label,
            modificado=_dia(paso.modificado),
            informacion=seguimiento.informacion(situacion, Etapa(paso.numero)),
            estado_texto=EstadoPaso(paso.estado).label,
            tono=seguimiento.TONO_PASO[EstadoPaso(paso.estado)],
            motivo=paso.motivo_rechazo,
            actual=situacion.etapa == paso.numero,
        )
        for paso in filas
    ]
    plazo = _plazo(situacion, pasos[0].modificado, festivos)
    return Ficha(
        pasos=pasos,
        vigencia=_fila_vigencia(situacion, certificado, ahora),
        siguiente=siguiente(situacion),
        plazo=plazo,
        plazo_vencido=plazo is not None and plazo.vencido(timezone.localdate(ahora, BOGOTA)),
        sin_radicar=situacion.etapa == Etapa.RADICACION and not situacion.rechazada,
    )


def _fila_vigencia(situacion: Situacion, certificado: Certificado | None, ahora: datetime) -> Fila:
    vigencia = situacion.vigencia or Vigencia.POR_EMITIR
    ha_empezado = certificado is not None and vigencia != Vigencia.POR_EMITIR
    return Fila(
        paso="Vigencia",
        nombre="",
        modificado=_dia(certificado.vigencia_modificada(ahora))
        if certificado and ha_empezado
        else None,
        informacion=seguimiento.informacion_vigencia(situacion),
        estado_texto=vigencia.label,
        tono=seguimiento.TONO_VIGENCIA[vigencia],
    )


def _plazo(situacion: Situacion, radicado: date | None, festivos: Collection[date]) -> Plazo | None:
    en_espera = situacion.etapa not in (None, Etapa.RADICACION)
    if radicado is None or not en_espera or situacion.emitido or situacion.rechazada:
        return None
    return Plazo.desde_radicacion(radicado, festivos)


def _dia(momento: datetime | None) -> date | None:
    return timezone.localdate(momento, BOGOTA) if momento else None
