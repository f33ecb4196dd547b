"""Loading rows in tests, and looking at what the database has afterwards."""

import io
from collections.abc import Iterable

from portal.auditoria.models import Evento
from solicitudes.importacion.apertura import abrir
from solicitudes.importacion.carga import Carga, Resumen, Suerte
from solicitudes.importacion.escritura import Autoria
from solicitudes.models import Certificado, Orden, Paso, Persona, Solicitud
from tests.solicitudes.importacion.archivos import Celdas, csv_de

AUTORIA = Autoria(origen="prueba")


def cargar(
    filas: Iterable[Celdas], *, simular: bool = False, autoria: Autoria = AUTORIA
) -> list[Suerte]:
    """Load rows as a CSV file; return the fate of each."""
    libro = abrir(io.BytesIO(csv_de(filas)))
    carga = Carga(libro, autoria, simular=simular)
    return [suerte for lote in carga.lotes() for suerte in lote.suertes]


def resumir(contenido: bytes, *, simular: bool = False) -> Resumen:
    """Load a file; return the counts."""
    resumen = Resumen()
    for lote in Carga(abrir(io.BytesIO(contenido)), AUTORIA, simular=simular).lotes():
        resumen.sumar(lote)
    return resumen


def resultados(suertes: Iterable[Suerte]) -> list[str]:
    """Results only."""
    return [str(suerte.resultado) for suerte in suertes]


def motivos(suertes: Iterable[Suerte]) -> list[str]:
    """Reasons and notices only, all in a row."""
    return [motivo for suerte in suertes for motivo in suerte.motivos]


def foto() -> list[list[tuple[object, ...]]]:
    """Everything that an import writes, but for keys and times of writing."""
    consultas = (
        Persona.objects.order_by("tipo", "numero").values_list(
            "tipo", "numero", "nombre", "correo"
        ),
        Orden.objects.order_by("numero").values_list(
            "numero", "solicitante__numero", "empresa", "proyecto"
        ),
        Solicitud.objects.order_by("numero").values_list(
            *("numero", "orden__numero", "titular__numero", "tipo_certificado"),
            *("forma_entrega", "estado", "fecha_emision"),
        ),
        Paso.objects.order_by("solicitud__numero", "numero").values_list(
            "solicitud__numero", "numero", "estado", "modificado", "motivo_rechazo"
        ),
        Certificado.objects.order_by("serial").values_list(
            *("solicitud__numero", "serial", "valido_desde", "valido_hasta"),
            *("suspendido_en", "revocado_en", "motivo_revocacion"),
        ),
    )
    return [list(consulta) for consulta in consultas]


def historia(objeto: Solicitud | Orden | Persona) -> list[tuple[str, object]]:
    """What the history says of an object, oldest first: (act, changes)."""
    return [(e.accion, e.cambios) for e in reversed(Evento.objects.de(objeto))]
