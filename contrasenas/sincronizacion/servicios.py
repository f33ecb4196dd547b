"""Synchronising a chamber: one file, whole or not at all, with its report."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import IO

from django.db import connection, transaction
from django.utils import timezone

from contrasenas.enums import EstadoSincronizacion
from contrasenas.models import Camara, FilaRechazada, Sincronizacion
from contrasenas.sincronizacion import cerrojo, entrada, fusion
from contrasenas.sincronizacion.archivo import ArchivoSirep, Fila
from contrasenas.sincronizacion.excepciones import ArchivoRechazado
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario

log = logging.getLogger(__name__)

RECHAZADAS_GUARDADAS = 1_000
"""Rejected rows whose line and reason are kept; all are counted."""

PARTE_MINIMA = 0.8
"""Of the rows of the last synchronisation; a file with fewer was probably cut."""

REDUCCION_DESDE = 100
"""Rows; among fewer, some that go are no sign of anything."""

INTERRUMPIDA = "El proceso que la hacía se interrumpió: no cambió nada."


class _Rechazos:
    """Counts the rejected rows and keeps the first of them."""

    def __init__(self) -> None:
        self.total = 0
        self.filas: list[Fila] = []

    def una(self, fila: Fila) -> None:
        """Add one."""
        self.varias(1, [fila])

    def varias(self, total: int, filas: Sequence[Fila]) -> None:
        """Add so many, of which the first are given."""
        self.total += total
        self.filas += filas[: RECHAZADAS_GUARDADAS - len(self.filas)]


def sincronizar(
    *,
    camara: Camara,
    flujo: IO[bytes],
    nombre: str,
    actor: Usuario | None = None,
    origen: str = "",
    forzar_reduccion: bool = False,
) -> Sincronizacion:
    """Read a file into a chamber's registry; return the finished row, taken or refused.

    Whatever goes wrong, the registry is as before. `forzar_reduccion` takes a file with far fewer
    rows than the last one; the history says so. Raises YaEnCurso, with nothing written, while the
    same chamber is being synchronised elsewhere.
    """
    with cerrojo.de_la_camara(camara.pk):
        _cerrar_interrumpidas(camara)
        fila = Sincronizacion.objects.create(camara=camara, archivo=nombre[-200:], actor=actor)
        rechazos = _Rechazos()
        try:
            _leer(fila, flujo, rechazos, origen, forzar_reduccion)
        except ArchivoRechazado as error:
            _rechazar(fila, rechazos, str(error))
        except BaseException as error:
            # The class alone: a database error quotes rows, which are personal data.
            log.error("Sincronización %s interrumpida: %s", fila.pk, type(error).__name__)
            if connection.is_usable():
                _rechazar(fila, rechazos, INTERRUMPIDA)
            raise
    return fila


def _leer(
    fila: Sincronizacion,
    flujo: IO[bytes],
    rechazos: _Rechazos,
    origen: str,
    forzar_reduccion: bool,
) -> None:
    archivo = ArchivoSirep(flujo)
    fila.sha256 = archivo.sha256
    fila.columnas_ignoradas = ", ".join(archivo.encabezado.ignoradas)[:1000]
    fila.save(update_fields=["sha256", "columnas_ignoradas"])

    def avanzar(leidas: int) -> None:
        Sincronizacion.objects.filter(pk=fila.pk).update(leidas=leidas)

    with entrada.tabla():
        fila.leidas = entrada.llenar(archivo, rechazos.una, avanzar)
        rechazos.varias(*fusion.quitar_repetidas(RECHAZADAS_GUARDADAS))
        reduccion = _exigir_que_no_falte(fila, fusion.contar(), forzar_reduccion)
        with transaction.atomic():
            _terminar(fila, fusion.fundir(fila.camara, timezone.now()), rechazos)
            if reduccion:
                registrar(
                    fila,
                    "Aceptó un archivo con muchas menos filas",
                    actor=fila.actor,
                    origen=origen,
                    cambios={"filas": [str(cuantas) for cuantas in reduccion]},
                )


def _exigir_que_no_falte(fila: Sincronizacion, filas: int, forzar: bool) -> tuple[int, int] | None:
    """Return (rows before, rows now) of a reduction that was forced; refuse one that was not."""
    if not filas:
        raise ArchivoRechazado("Ninguna fila del archivo se puede tomar: vea los motivos.")
    anterior = fila.camara.ultima_sincronizacion
    antes = anterior.tomadas if anterior else 0
    if antes < REDUCCION_DESDE or filas >= antes * PARTE_MINIMA:
        return None
    if not forzar:
        raise ArchivoRechazado(
            f"El archivo trae {filas} filas útiles y la última sincronización tuvo {antes}: parece "
            "incompleto. Si de verdad el registro se redujo tanto, sincronice con "
            "--forzar-reduccion."
        )
    return antes, filas


def _cerrar_interrumpidas(camara: Camara) -> None:
    """End what a killed process left open; we hold the chamber's lock, so that nobody is at it."""
    Sincronizacion.objects.filter(camara=camara, estado=EstadoSincronizacion.EN_CURSO).update(
        estado=EstadoSincronizacion.RECHAZADA, error=INTERRUMPIDA, terminada_en=timezone.now()
    )


def _terminar(fila: Sincronizacion, cuentas: fusion.Cuentas, rechazos: _Rechazos) -> None:
    fila.nuevas, fila.cambiadas = cuentas.nuevas, cuentas.cambiadas
    fila.sin_cambios, fila.ausentes = cuentas.sin_cambios, cuentas.ausentes
    _cerrar(fila, EstadoSincronizacion.TERMINADA, rechazos, timezone.now())


def _rechazar(fila: Sincronizacion, rechazos: _Rechazos, error: str) -> None:
    fila.error = error
    fila.nuevas = fila.cambiadas = fila.sin_cambios = fila.ausentes = 0
    with transaction.atomic():
        _cerrar(fila, EstadoSincronizacion.RECHAZADA, rechazos, timezone.now())


def _cerrar(
    fila: Sincronizacion, estado: EstadoSincronizacion, rechazos: _Rechazos, ahora: datetime
) -> None:
    fila.estado, fila.terminada_en, fila.rechazadas = estado, ahora, rechazos.total
    fila.save()
    FilaRechazada.objects.bulk_create(
        FilaRechazada(
            sincronizacion=fila,
            linea=rechazada.linea,
            matricula=rechazada.matricula[:40],
            motivo=rechazada.motivo[:300],
        )
        for rechazada in sorted(rechazos.filas, key=lambda rechazada: rechazada.linea)
    )
