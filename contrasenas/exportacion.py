"""Exportar a Excel (manual 004 §6): who is selected, and who was left out. Never a password.

The columns are named here one by one: neither the password nor its hash, nor the secret of the link
is ever read.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import IO, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from contrasenas.enums import EstadoContrasena
from contrasenas.models import Camara, Contrasena, Envio
from contrasenas.seleccion import informe
from portal.auditoria.servicios import registrar
from portal.libro_excel import Celda, escribir
from portal.usuarios.models import Usuario

SELECCIONADOS: Final = {
    "Orden": 8,
    "Matrícula": 12,
    "Tipo": 6,
    "Identificación": 16,
    "Nombre": 40,
    "Correo": 36,
    "Celular": 15,
    "Estado": 16,
    "Seleccionada": 17,
    "Enviada": 17,
    "Respuesta": 50,
}
EXCLUIDOS: Final = dict(zip(informe.TITULOS, (12, 6, 16, 40, 36, 15, 46), strict=True))
TROZO: Final = 2_000


def exportar_seleccionados(*, camara: Camara, ano: int, actor: Usuario) -> IO[bytes]:
    """Return a workbook with everybody selected, in order; the history says who took it."""
    registrar(
        camara,
        "Exportó a Excel los seleccionados",
        actor=actor,
        cambios={
            "año": [None, str(ano)],
            "filas": [None, str(_seleccionados(camara, ano).count())],
        },
    )
    return escribir(
        f"Seleccionados {ano}",
        list(SELECCIONADOS),
        list(SELECCIONADOS.values()),
        _filas(camara, ano),
    )


def exportar_excluidos(*, camara: Camara, ano: int, actor: Usuario) -> IO[bytes]:
    """Return a workbook with every natural person left out, and why."""
    registrar(
        camara,
        "Exportó a Excel los no seleccionados",
        actor=actor,
        cambios={"año": [None, str(ano)]},
    )
    return escribir(
        f"No seleccionados {ano}",
        list(EXCLUIDOS),
        list(EXCLUIDOS.values()),
        informe.excluidos(camara, ano),
    )


def _seleccionados(camara: Camara, ano: int) -> QuerySet[Contrasena]:
    return Contrasena.objects.filter(camara=camara, ano=ano, es_prueba=False)


def _filas(camara: Camara, ano: int) -> Iterator[list[Celda]]:
    ultimo = Envio.objects.filter(contrasena=OuterRef("pk")).order_by("-pk").values("respuesta")[:1]
    filas = (
        _seleccionados(camara, ano)
        .order_by("pk")
        .values_list(
            *("matricula", "tipo", "numero", "nombre", "correo", "celular"),
            *("estado", "creada", "enviada_en"),
            Subquery(ultimo),
        )
    )
    for orden, fila in enumerate(filas.iterator(chunk_size=TROZO), start=1):
        *datos, estado, creada, enviada, respuesta = fila
        yield [
            orden,
            *datos,
            str(EstadoContrasena(estado).label),
            _local(creada),
            _local(enviada),
            respuesta or "",
        ]


def _local(momento: datetime | None) -> datetime | None:
    return timezone.localtime(momento).replace(tzinfo=None) if momento else None
