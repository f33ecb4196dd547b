"""The demo's registry: a file in the layout of `mreg_est_matriculados`, as SIREP exports it. Pure.

Every reason for leaving somebody out stands in it: companies, cancelled and unrenewed
registrations, nobody to write to, landlines, an accountant's address shared by many.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Final

from portal.desarrollo.personas import persona

MATRICULADOS: Final = 5_000
# Above those of the demo's certificate requests.
PRIMERA_PERSONA: Final = 10_000
COLUMNAS: Final = (
    *("matricula", "organizacion", "categoria", "estmatricula", "razonsocial", "nombre1"),
    *("nombre2", "apellido1", "apellido2", "idclase", "numid", "nit", "fecmatricula"),
    *("fecrenovacion", "ultanoren", "muncom", "munnot", "telcom1", "telcom2", "celcom"),
    *("emailcom", "emailcom2", "emailcom3", "telnot", "celnot", "emailnot"),
)
CONTADOR: Final = "contador.de.varios@ejemplo.example"


def archivo(hoy: date) -> bytes:
    """Return the whole file, UTF-8, separated by semicolons, with last year's renewals."""
    salida = io.StringIO(newline="")
    escritor = csv.writer(salida, delimiter=";", lineterminator="\r\n")
    escritor.writerow(COLUMNAS)
    escritor.writerows(filas(hoy))
    return salida.getvalue().encode()


def filas(hoy: date) -> Iterator[list[str]]:
    """Yield the registrations 1 to MATRICULADOS, in the order of COLUMNAS."""
    for numero in range(1, MATRICULADOS + 1):
        fila = _empresa(numero) if numero % 5 == 0 else _persona(numero)
        fila |= _fechas(numero, hoy)
        yield [fila.get(columna, "") for columna in COLUMNAS]


def _persona(numero: int) -> dict[str, str]:
    # Some have two registrations, one after the other.
    quien = persona(PRIMERA_PERSONA + (numero - 1 if numero % 50 == 2 else numero))
    fila = {
        "matricula": f"{numero:08d}",
        "organizacion": "01",
        "categoria": "0",
        "estmatricula": "MC" if numero % 23 == 0 else "MA",
        "razonsocial": quien.nombre,
        "nombre1": quien.nombre1,
        "nombre2": quien.nombre2,
        "apellido1": quien.apellido1,
        "apellido2": quien.apellido2,
        "idclase": "1",
        "numid": f"{int(quien.cedula):011d}",
        "muncom": "68001",
        "munnot": "68001",
    }
    return fila | _correos(numero, quien.correo) | _telefonos(numero)


def _correos(numero: int, correo: str) -> dict[str, str]:
    match numero % 29:
        case 3:
            return {}
        case 7:
            return {"emailnot": correo.replace("@", " arroba ")}
        case 11:
            return {"emailcom": correo.upper()}
        case 13 if numero % 2:
            return {"emailnot": CONTADOR, "emailcom": correo}
        case _:
            return {"emailnot": correo, "emailcom": correo}


def _telefonos(numero: int) -> dict[str, str]:
    celular, fijo = f"310555{numero:04d}", f"607555{numero:04d}"
    match numero % 31:
        case 4:
            return {}
        case 8 | 19:
            return {"telcom1": fijo, "telnot": fijo}
        case 12:
            return {"celnot": celular[:-1], "telcom1": fijo}
        case 16:
            return {"celcom": celular, "telnot": fijo}
        case _:
            return {"celnot": celular, "celcom": celular}


def _empresa(numero: int) -> dict[str, str]:
    dueno = persona(PRIMERA_PERSONA + MATRICULADOS + numero)
    establecimiento = numero % 10 == 0
    return {
        "matricula": f"{numero:08d}",
        "organizacion": "02" if establecimiento else "16",
        "categoria": "" if establecimiento else "1",
        "estmatricula": "MA",
        "razonsocial": f"{'ALMACÉN' if establecimiento else 'COMERCIAL'} {dueno.apellido1} {numero}"
        + ("" if establecimiento else " S.A.S."),
        "idclase": "" if establecimiento else "2",
        "telcom1": f"607556{numero:04d}",
        "emailcom": f"gerencia{numero}@ejemplo.example",
        "muncom": "68001",
    }


def _fechas(numero: int, hoy: date) -> dict[str, str]:
    ano = hoy.year - 1 if numero % 6 else hoy.year - 2 - numero % 3
    return {
        "ultanoren": str(ano),
        "fecmatricula": f"{ano - 1 - numero % 12}{1 + numero % 12:02d}{1 + numero % 28:02d}",
        "fecrenovacion": f"{ano}03{1 + numero % 31:02d}",
    }
