"""Loading a file's rows in batches, each in a transaction of its own.

What a batch finds, it finds under the locks of its rows; what it writes, it writes with a few
statements. A batch that meets somebody else's new rows is tried again; one that the database still
refuses is halved until the guilty row is alone, so that a bad row stops nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from solicitudes.importacion import decision, lectura_bd, menciones
from solicitudes.importacion.archivo import FilaCruda, Libro
from solicitudes.importacion.decision import Resultado
from solicitudes.importacion.escritura import Autoria, escribir
from solicitudes.importacion.excepciones import FilaInvalida
from solicitudes.importacion.fila import Fila, revisar
from solicitudes.importacion.situacion import Cambios, Situacion

TAMANO_LOTE = 1000
INTENTOS_LOTE = 3
CERROJO = 0x53_53_50_53
"""Advisory lock («SSPS»): imports take turns, batch by batch, and can't wait in a circle."""


@dataclass(frozen=True, slots=True)
class Suerte:
    """What became of one row: the result, the reasons or notices, what it changed."""

    cruda: FilaCruda
    resultado: Resultado
    motivos: tuple[str, ...] = ()
    fila: Fila | None = None
    cambios: Cambios = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lote:
    """One batch, done: the fate of each of its rows, in the file's order."""

    ultima_linea: int
    suertes: Sequence[Suerte]


@dataclass(slots=True)
class Resumen:
    """Counts of rows: `rechazadas` were not loaded, `avisos` were, without some datum."""

    leidas: int = 0
    nuevas: int = 0
    cambiadas: int = 0
    sin_cambios: int = 0
    rechazadas: int = 0
    avisos: int = 0

    def sumar(self, lote: Lote) -> None:
        """Count the rows of one more batch."""
        self.leidas += len(lote.suertes)
        for suerte in lote.suertes:
            match suerte.resultado:
                case Resultado.NUEVA:
                    self.nuevas += 1
                case Resultado.CAMBIADA:
                    self.cambiadas += 1
                case Resultado.IGUAL:
                    self.sin_cambios += 1
                case Resultado.RECHAZADA:
                    self.rechazadas += 1
            self.avisos += bool(suerte.motivos) and suerte.resultado != Resultado.RECHAZADA


@dataclass(frozen=True)
class Carga:
    """How a file is loaded. `anotar` runs in each batch's transaction, and may raise to stop.

    Rows up to line `desde` were loaded by an earlier run that was cut off: they are only
    remembered. A simulation writes nothing and takes no locks.
    """

    libro: Libro
    autoria: Autoria
    simular: bool = False
    desde: int = 0
    anotar: Callable[[Lote], None] = lambda lote: None

    def lotes(self) -> Iterator[Lote]:
        """Load everything, yielding each batch once it is committed.

        Raises ArchivoInvalido where the file breaks off; the rows before it have been loaded.
        """
        hoy = timezone.localdate()
        with menciones.memoria() as memoria:
            for crudas in _en_lotes(self.libro.filas(), TAMANO_LOTE):
                filas, suertes = _revisar(self.libro, crudas, hoy)
                memoria.anotar([fila for fila in filas if fila.linea <= self.desde])
                pendientes = [cruda for cruda in crudas if cruda.linea > self.desde]
                if pendientes:
                    filas = [fila for fila in filas if fila.linea > self.desde]
                    yield from self._cargar(memoria, filas, suertes, pendientes)

    def _cargar(
        self,
        memoria: menciones.Memoria,
        filas: Sequence[Fila],
        suertes: Mapping[int, Suerte],
        crudas: Sequence[FilaCruda],
    ) -> Iterator[Lote]:
        for _ in range(INTENTOS_LOTE):
            try:
                with transaction.atomic():
                    todas = {**suertes, **self._aplicar(memoria, filas, crudas)}
                    lote = Lote(crudas[-1].linea, [todas[cruda.linea] for cruda in crudas])
                    self.anotar(lote)
            except (IntegrityError, OperationalError, DataError) as error:
                if not (filas and _vale_repetir(error)):
                    raise
            else:
                yield lote
                return
        if len(filas) == 1:
            # Nothing left to divide: this is the row that the database refuses.
            rechazo = _rechazo_de_la_base(filas[0], crudas)
            yield from self._cargar(memoria, [], {**suertes, filas[0].linea: rechazo}, crudas)
            return
        medio = filas[len(filas) // 2].linea
        for mitad in (range(medio), range(medio, crudas[-1].linea + 1)):
            yield from self._cargar(
                memoria,
                [fila for fila in filas if fila.linea in mitad],
                suertes,
                [cruda for cruda in crudas if cruda.linea in mitad],
            )

    def _aplicar(
        self, memoria: menciones.Memoria, filas: Sequence[Fila], crudas: Sequence[FilaCruda]
    ) -> dict[int, Suerte]:
        if not filas:
            return {}
        ahora = timezone.now()
        if not self.simular:
            _tomar_turno()
        dichas = memoria.anotar(filas)
        situacion = lectura_bd.leer(filas, bloquear=not self.simular)
        if self.simular:
            menciones.superponer(situacion, filas, dichas)
        por_linea = {cruda.linea: cruda for cruda in crudas}
        suertes = {
            fila.linea: _decidir(fila, por_linea[fila.linea], dichas, situacion, ahora)
            for fila in filas
        }
        if self.simular:
            memoria.dar_por_aplicadas(_aceptadas(suertes.values()))
        else:
            escribir(situacion, self.autoria, ahora=ahora)
        return suertes


def _decidir(
    fila: Fila,
    cruda: FilaCruda,
    dichas: dict[str, menciones.Mencion],
    situacion: Situacion,
    ahora: datetime,
) -> Suerte:
    try:
        fila, avisos = menciones.contrastar(fila, dichas)
        resultado, cambios = decision.aplicar(fila, situacion, ahora=ahora)
    except FilaInvalida as error:
        return Suerte(cruda, Resultado.RECHAZADA, error.motivos, fila)
    return Suerte(cruda, resultado, tuple(avisos), fila, cambios)


def _aceptadas(suertes: Iterable[Suerte]) -> list[str]:
    return [
        clave
        for suerte in suertes
        if suerte.fila and suerte.resultado != Resultado.RECHAZADA
        for clave in menciones.claves(suerte.fila)
    ]


def _revisar(
    libro: Libro, crudas: Sequence[FilaCruda], hoy: date
) -> tuple[list[Fila], dict[int, Suerte]]:
    """Return the rows that make sense by themselves, and the fate of the others by line."""
    filas: list[Fila] = []
    suertes: dict[int, Suerte] = {}
    for cruda in crudas:
        try:
            if cruda.problema:
                raise FilaInvalida(cruda.problema)
            filas.append(revisar(cruda.linea, libro.por_columna(cruda), hoy=hoy))
        except FilaInvalida as error:
            suertes[cruda.linea] = Suerte(cruda, Resultado.RECHAZADA, error.motivos)
    return filas, suertes


def _en_lotes(filas: Iterator[FilaCruda], tamano: int) -> Iterator[list[FilaCruda]]:
    """Yield lists of rows; what was read before the file broke off is yielded before the error."""
    while True:
        lote: list[FilaCruda] = []
        try:
            for fila in islice(filas, tamano):
                lote.append(fila)
        except Exception:
            if lote:
                yield lote
            raise
        if not lote:
            return
        yield lote


def _tomar_turno() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CERROJO])


def _vale_repetir(error: Exception) -> bool:
    """Whether the trouble is with rows (another's, or a bad one), not with the connection."""
    if not isinstance(error, OperationalError):
        return True
    estado = getattr(error.__cause__, "sqlstate", None)
    return estado in ("40P01", "40001")


def _rechazo_de_la_base(fila: Fila, crudas: Sequence[FilaCruda]) -> Suerte:
    cruda = next(cruda for cruda in crudas if cruda.linea == fila.linea)
    motivo = "La base de datos no admite esta fila. Informe a soporte el número de línea."
    return Suerte(cruda, Resultado.RECHAZADA, (motivo,), fila)
