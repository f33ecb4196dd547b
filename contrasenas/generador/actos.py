"""The acts that a button asks for: what each is called, what it says before, what does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from contrasenas.enums import EstadoEnvio, EstadoLote, EstadoProgramacion, TipoOperacion
from contrasenas.envio import programacion as programaciones
from contrasenas.envio import servicios
from contrasenas.models import Lote, Programacion


@dataclass(frozen=True)
class ActoOperacion:
    """An operation of a worker."""

    tipo: TipoOperacion
    boton: str
    explicacion: str

    @property
    def titulo(self) -> str:
        """As the manual calls it."""
        return str(self.tipo.label)

    @property
    def borra(self) -> bool:
        """Whether it can't be undone."""
        return self.tipo != TipoOperacion.SELECCIONAR


OPERACIONES: Final = {
    "seleccionar": ActoOperacion(
        TipoOperacion.SELECCIONAR,
        "Seleccionar",
        "Escoge a las personas naturales con matrícula activa, renovadas el año anterior, con "
        "correo y celular válidos y que no estén verificadas, y les preasigna una contraseña "
        "aleatoria de 10 caracteres. Quien ya tiene contraseña de este año conserva la suya.",
    ),
    "blanquear": ActoOperacion(
        TipoOperacion.BLANQUEAR,
        "Blanquear",
        "Borra todas las contraseñas de este año, también las activadas y las de prueba, con sus "
        "paquetes, y cancela la programación. Los usuarios verificados se conservan. Las "
        "contraseñas enviadas dejan de servir y sus documentos quedan cancelados.",
    ),
    "borrar-no-activados": ActoOperacion(
        TipoOperacion.BORRAR_NO_ACTIVADOS,
        "Borrar no activados",
        "Borra las contraseñas de este año que no se hayan activado, con sus envíos, y cancela la "
        "programación. Las activadas se conservan. Las contraseñas enviadas dejan de servir y sus "
        "documentos quedan cancelados.",
    ),
}


@dataclass(frozen=True)
class ActoPaquete:
    """Something done to a packet that is in one of `estados`; `hacer` takes lote and actor."""

    titulo: str
    hecho: str
    explicacion: str
    estados: tuple[EstadoLote, ...]
    hacer: Callable[..., Any]
    envios: tuple[EstadoEnvio, ...]
    peligroso: bool = False

    def cuantos(self, lote: Lote) -> int:
        """Return how many recipients it touches."""
        return lote.envios.filter(estado__in=self.envios).count()

    def sirve(self, lote: Lote) -> bool:
        """Whether it can be done to the packet as it is."""
        if self.hacer is servicios.reintentar_fallidos and not self.cuantos(lote):
            return False
        return lote.estado in self.estados


PAQUETE: Final = {
    "pausar": ActoPaquete(
        "Poner en pausa",
        "El paquete quedó en pausa.",
        "No saldrán más correos de este paquete hasta que lo reanude. El que se esté enviando "
        "termina.",
        (EstadoLote.EN_CURSO,),
        servicios.pausar_lote,
        (EstadoEnvio.PENDIENTE,),
    ),
    "reanudar": ActoPaquete(
        "Reanudar",
        "El paquete sigue su curso.",
        "Los correos que faltan seguirán saliendo.",
        (EstadoLote.PAUSADO, EstadoLote.DETENIDO),
        servicios.reanudar_lote,
        (EstadoEnvio.PENDIENTE,),
    ),
    "reintentar": ActoPaquete(
        "Reintentar los fallidos",
        "Los correos fallidos se intentarán otra vez.",
        "Los correos que fallaron vuelven a la cola de este paquete.",
        tuple(EstadoLote),
        servicios.reintentar_fallidos,
        (EstadoEnvio.FALLIDO,),
    ),
    "cancelar": ActoPaquete(
        "Cancelar el paquete",
        "El paquete se canceló.",
        "Los correos que no han salido dejan este paquete y quedan por enviar en otro. Los que ya "
        "salieron siguen sirviendo.",
        (EstadoLote.EN_CURSO, EstadoLote.PAUSADO, EstadoLote.DETENIDO),
        servicios.cancelar_lote,
        (EstadoEnvio.PENDIENTE,),
        peligroso=True,
    ),
}


@dataclass(frozen=True)
class ActoProgramacion:
    """Something done to a schedule; `hacer` takes programacion and actor."""

    titulo: str
    hecho: str
    estados: tuple[EstadoProgramacion, ...]
    hacer: Callable[..., None]

    def sirve(self, programacion: Programacion) -> bool:
        """Whether it can be done to the schedule as it is."""
        return programacion.estado in self.estados


PROGRAMACION: Final = {
    "pausar": ActoProgramacion(
        "Poner en pausa la programación",
        "La programación quedó en pausa; los paquetes ya creados siguen.",
        (EstadoProgramacion.ACTIVA,),
        programaciones.pausar_programacion,
    ),
    "reanudar": ActoProgramacion(
        "Reanudar la programación",
        "La programación sigue.",
        (EstadoProgramacion.PAUSADA,),
        programaciones.reanudar_programacion,
    ),
    "cancelar": ActoProgramacion(
        "Cancelar la programación",
        "La programación se canceló; los paquetes ya creados siguen.",
        (EstadoProgramacion.ACTIVA, EstadoProgramacion.PAUSADA),
        programaciones.cancelar_programacion,
    ),
}
