"""What the page of a request shows staff: its steps, its certificate, and the acts they allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from solicitudes import seguimiento
from solicitudes.administracion.actos import (
    Acto,
    ActoCertificado,
    actos_del_certificado,
    actos_posibles,
)
from solicitudes.enums import EstadoPaso, EstadoSolicitud, Etapa, Vigencia
from solicitudes.models import Certificado, Paso, Solicitud


@dataclass(frozen=True)
class FilaPaso:
    """One step: its state in words and tone, and the acts it allows."""

    numero: int
    nombre: str
    estado: str
    tono: str
    modificado: datetime | None
    motivo: str
    actos: Sequence[Acto]


class Tablero:
    """The request as it is now; two queries, its certificate included."""

    def __init__(self, solicitud: Solicitud) -> None:
        self.solicitud = solicitud
        self.certificado: Certificado | None = getattr(solicitud, "certificado", None)

    @cached_property
    def pasos(self) -> dict[Etapa, Paso]:
        """The steps, in order."""
        return {Etapa(paso.numero): paso for paso in self.solicitud.pasos.all()}

    @property
    def estados(self) -> dict[Etapa, EstadoPaso]:
        """The state of each step."""
        return {etapa: EstadoPaso(paso.estado) for etapa, paso in self.pasos.items()}

    @property
    def actos(self) -> dict[Etapa, Sequence[Acto]]:
        """The acts that each step allows."""
        return actos_posibles(self.estados, emitido=self.certificado is not None)

    @property
    def filas(self) -> list[FilaPaso]:
        """The table of the steps."""
        return [
            FilaPaso(
                numero=etapa.value,
                nombre=etapa.label,
                estado=paso.get_estado_display(),
                tono=seguimiento.TONO_PASO[EstadoPaso(paso.estado)],
                modificado=paso.modificado,
                motivo=paso.motivo_rechazo,
                actos=self.actos[etapa],
            )
            for etapa, paso in self.pasos.items()
        ]

    @property
    def tono(self) -> str:
        """The tone of the request's state."""
        return seguimiento.TONO_SOLICITUD[EstadoSolicitud(self.solicitud.estado)]

    @cached_property
    def vigencia(self) -> Vigencia | None:
        """The validity of the certificate; None where there is none."""
        return self.certificado.vigencia() if self.certificado else None

    @property
    def tono_vigencia(self) -> str:
        """The tone of the validity, «por emitir» where there is no certificate."""
        return seguimiento.TONO_VIGENCIA[self.vigencia or Vigencia.POR_EMITIR]

    @property
    def actos_registro(self) -> Sequence[ActoCertificado]:
        """The ways to register the certificate, if it can be now."""
        return () if self.certificado else self._actos_certificado

    @property
    def actos_certificado(self) -> Sequence[ActoCertificado]:
        """The acts that the registered certificate allows."""
        return self._actos_certificado if self.certificado else ()

    @property
    def _actos_certificado(self) -> Sequence[ActoCertificado]:
        return actos_del_certificado(self.estados, self.vigencia)
