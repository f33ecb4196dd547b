"""What a mail says and brings, as it is kept: text, quotes apart, and files that are taken."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Final

from django.core.files.storage import default_storage

from mesa_ayuda.admision import motivo_de_rechazo
from mesa_ayuda.archivos import BYTES, CUANTOS, ArchivoGuardado, guardar_archivos, nombre_visible
from mesa_ayuda.entrada.cita import separar
from mesa_ayuda.entrada.lectura import CorreoLeido
from mesa_ayuda.entrada.limpieza import en_texto
from mesa_ayuda.models import Adjunto
from mesa_ayuda.models.conversacion import CUERPO_MAXIMO

SIN_TEXTO: Final = "(El correo no trae texto.)"
AVISADOS: Final = 10
"""Refused files that are named; of the others it is only said how many they are."""


@dataclass(frozen=True, slots=True)
class Contenido:
    """`texto` without quotes, `completo` only where it differs; `avisos` of what was left out."""

    texto: str
    completo: str
    html: str
    archivos: list[ArchivoGuardado] = field(default_factory=list)
    avisos: list[str] = field(default_factory=list)


def preparar(leido: CorreoLeido) -> Contenido:
    """Cut the quotes off and store the files that are taken; call it outside any transaction."""
    entero = (leido.texto or en_texto(leido.html)).strip()
    cuerpo = entero[:CUERPO_MAXIMO]
    texto = separar(cuerpo) or SIN_TEXTO
    avisos = []
    if len(entero) > CUERPO_MAXIMO or len(leido.html) > CUERPO_MAXIMO:
        avisos.append("El mensaje era demasiado largo: se conservó su comienzo.")
    admitidos, rechazados = _separar_archivos(leido)
    avisos += rechazados[:AVISADOS]
    if len(rechazados) > AVISADOS:
        avisos.append(f"Tampoco se recibieron otros {len(rechazados) - AVISADOS} archivos.")
    return Contenido(
        texto=texto,
        completo=cuerpo if cuerpo and cuerpo != texto else "",
        html=leido.html[:CUERPO_MAXIMO],
        archivos=guardar_archivos(admitidos),
        avisos=avisos,
    )


def descartar(contenido: Contenido) -> None:
    """Take away files that no row will name. Those of other rows share content: leave them."""
    for archivo in contenido.archivos:
        if not Adjunto.objects.filter(archivo=archivo.ruta).exists():
            default_storage.delete(archivo.ruta)


def _separar_archivos(leido: CorreoLeido) -> tuple[list[tuple[str, IO[bytes]]], list[str]]:
    admitidos: list[tuple[str, IO[bytes]]] = []
    rechazados: list[str] = []
    for nombre, contenido, motivo in _examinados(leido):
        if motivo:
            rechazados.append(f"No se recibió el archivo «{nombre_visible(nombre)}»: {motivo}.")
        else:
            admitidos.append((nombre, BytesIO(contenido)))
    return admitidos, rechazados


def _examinados(leido: CorreoLeido) -> Iterator[tuple[str, bytes, str]]:
    cuantos, octetos = 0, 0
    for adjunto in leido.adjuntos:
        if cuantos >= CUANTOS:
            motivo = f"se reciben {CUANTOS} por mensaje"
        elif octetos + len(adjunto.contenido) > BYTES:
            motivo = f"entre todos pasan de {BYTES // 2**20} MB"
        else:
            motivo = motivo_de_rechazo(adjunto.nombre, adjunto.contenido)
        if not motivo:
            cuantos, octetos = cuantos + 1, octetos + len(adjunto.contenido)
        yield adjunto.nombre, adjunto.contenido, motivo
