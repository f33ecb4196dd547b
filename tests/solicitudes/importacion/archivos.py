"""Makers of import files: rows by column key, as CSV and as Excel."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from openpyxl import Workbook

from solicitudes.importacion.columnas import POR_CLAVE

Celdas = dict[str, Any]

MANUAL: Celdas = {
    "numero_solicitud": "434070",
    "numero_orden": "434043",
    "solicitante_tipo": "CC",
    "solicitante_numero": "1.013.592.259",
    "solicitante_nombre": "SAMUEL ANDRÉS DUARTE ARBELÁEZ",
    "solicitante_correo": "samuel.duarte@correo.example",
    "titular_tipo": "Cédula de ciudadanía",
    "titular_numero": "1013592259",
    "titular_nombre": "SAMUEL ANDRÉS DUARTE ARBELÁEZ",
    "titular_correo": "samuel.duarte@correo.example",
    "empresa": "CERTICAMARA PRUEBAS 2016",
    "proyecto": "OTROS",
    "tipo_certificado": "Profesional Titulado",
    "forma_entrega": "Token Virtual",
    "paso1_estado": "Trámite finalizado",
    "paso1_fecha": "01/08/2016",
    "paso1_motivo": "",
    "paso2_estado": "Trámite finalizado",
    "paso2_fecha": "02/08/2016",
    "paso2_motivo": "",
    "paso3_estado": "Trámite finalizado",
    "paso3_fecha": "02/08/2016",
    "paso3_motivo": "",
    "paso4_estado": "Trámite finalizado",
    "paso4_fecha": "03/08/2016",
    "paso4_motivo": "",
    "serial": "3b00cdd4a8d648335efb415e3b273bd8",
    "fecha_emision": "03/08/2016",
    "valido_desde": "03/08/2016",
    "valido_hasta": "03/08/2018",
    "vigencia": "Revocado",
    "vigencia_fecha": "04/10/2016",
    "vigencia_motivo": "Cese de operación",
}
"""The manual's case (002 §4), every column filled in, under an invented name."""

DIAS = {1: "01/08/2016", 2: "02/08/2016", 3: "02/08/2016", 4: "03/08/2016"}
"""When the manual's steps were finished."""


def fila(numero: int = 500_001, **cambios: object) -> Celdas:
    """A new request under way, of a person of its own; `cambios` by column key."""
    return {
        "numero_solicitud": str(numero),
        "numero_orden": str(numero + 1_000_000),
        "solicitante_tipo": "CC",
        "solicitante_numero": f"10{numero}",
        "solicitante_nombre": f"PERSONA {numero}",
        "tipo_certificado": "Persona Natural",
        "paso1_estado": "En trámite",
        "paso1_fecha": "01/08/2016",
        **cambios,
    }


def emitida(numero: int = 500_001, **cambios: object) -> Celdas:
    """A finished request with its certificate."""
    return avanzada(
        4,
        numero,
        **{
            "serial": f"{numero:032x}",
            "valido_desde": "03/08/2016",
            "valido_hasta": "03/08/2018",
            **cambios,
        },
    )


def avanzada(hasta: int, numero: int = 500_001, **cambios: object) -> Celdas:
    """A request whose first `hasta` steps are finished, on 1, 2, 2 and 3 August 2016."""
    pasos = {f"paso{paso}_estado": "Finalizado" for paso in range(1, hasta + 1)}
    fechas = {f"paso{paso}_fecha": DIAS[paso] for paso in range(1, hasta + 1)}
    return fila(numero, **{**pasos, **fechas, **cambios})


def masivas(cuantas: int) -> Iterator[Celdas]:
    """Rows as a real export has them, all columns: 5 in 6 finished, the rest under way.

    Each has its own holder; four in five apply for themselves, the others come from 997 companies.
    """
    for n in range(1, cuantas + 1):
        inicio = date(2015, 1, 5) + timedelta(days=n % 3600)
        dias = [f"{inicio + timedelta(days=d):%d/%m/%Y}" for d in (0, 1, 1, 2)]
        hechos = 4 if n % 6 else n % 4
        titular = {
            "tipo": "CC",
            "numero": str(10_000_000 + n),
            "nombre": f"NOMBRE DE LA PERSONA NÚMERO {n}",
            "correo": f"persona{n}@correo.example",
        }
        empresa = {
            "tipo": "NIT",
            "numero": str(900_000_000 + n % 997),
            "nombre": f"EMPRESA DE EJEMPLO {n % 997} S.A.S.",
            "correo": f"empresa{n % 997}@correo.example",
        }
        solicitante = empresa if n % 5 == 0 else titular
        celdas: Celdas = {
            **dict.fromkeys(POR_CLAVE, ""),
            "numero_solicitud": str(1_000_000 + n),
            "numero_orden": str(5_000_000 + n),
            **{f"solicitante_{clave}": valor for clave, valor in solicitante.items()},
            **{f"titular_{clave}": valor for clave, valor in titular.items()},
            "empresa": empresa["nombre"],
            "proyecto": "OTROS",
            "tipo_certificado": "Pertenencia a Empresa/Entidad",
            "forma_entrega": "Token Virtual",
        }
        for paso in range(1, 5):
            terminado = paso <= hechos
            celdas[f"paso{paso}_estado"] = "Trámite finalizado" if terminado else "Pendiente"
            celdas[f"paso{paso}_fecha"] = dias[paso - 1] if terminado else ""
        if hechos == 4:
            celdas |= {
                "serial": f"3b{n * 2654435761 % 2**120:030x}",
                "fecha_emision": dias[3],
                "valido_desde": dias[3],
                "valido_hasta": f"{inicio + timedelta(days=732):%d/%m/%Y}",
                "vigencia": "Revocado" if n % 50 == 0 else "Vigente",
                "vigencia_fecha": f"{inicio + timedelta(days=60):%d/%m/%Y}" if n % 50 == 0 else "",
            }
        yield celdas


def tabla(filas: Iterable[Celdas]) -> Iterator[list[Any]]:
    """Yield the headings of the first row's columns, then the cells of each row."""
    claves: list[str] = []
    for celdas in filas:
        if not claves:
            claves = list(celdas)
            yield [POR_CLAVE[clave].titulo for clave in claves]
        yield [celdas.get(clave, "") for clave in claves]


def csv_de(filas: Iterable[Celdas], *, separador: str = ",", codificacion: str = "utf-8") -> bytes:
    """The rows as a CSV file; the first row's columns are the file's."""
    texto = io.StringIO()
    csv.writer(texto, delimiter=separador).writerows(tabla(filas))
    return texto.getvalue().encode(codificacion)


def xlsx_de(filas: Iterable[Celdas], *, antes: Sequence[Sequence[object]] = ()) -> bytes:
    """The rows as an Excel file, below the rows `antes`."""
    libro = Workbook(write_only=True)
    hoja = libro.create_sheet("Solicitudes")
    for celdas in [*antes, *tabla(filas)]:
        hoja.append([None if celda == "" else celda for celda in celdas])
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()
