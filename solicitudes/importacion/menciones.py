"""What the rows of one file say of the same order, person or serial must agree.

The first row that mentions a thing settles it. Who is contradicted in an identity (the request
itself, the serial's request, the order's applicant) is refused; instead of a different name,
e-mail, company or project the first one is taken, with a notice, so that the same file always
leaves the same data.

The memory of what has been said is a temporary table, not a dictionary: it may have millions of
entries, and a worker's memory stays flat.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import connection

from solicitudes.importacion.excepciones import FilaInvalida
from solicitudes.importacion.fila import DatosPersona, Fila
from solicitudes.importacion.situacion import SIMULADA, FichaOrden, FichaPersona, Situacion
from solicitudes.importacion.valores import plegar

TABLA = "importacion_menciones"
CREAR = f"""
DROP TABLE IF EXISTS pg_temp.{TABLA};
CREATE TEMPORARY TABLE {TABLA} (
    clave text PRIMARY KEY, valor text NOT NULL, linea bigint NOT NULL,
    aplicado boolean NOT NULL DEFAULT false
)"""
ANOTAR = f"""
WITH dichas (clave, valor, linea) AS (
    SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[])),
nuevas AS (
    INSERT INTO {TABLA} (clave, valor, linea) SELECT * FROM dichas
    ON CONFLICT (clave) DO NOTHING)
SELECT m.clave, m.valor, m.linea, m.aplicado FROM dichas
CROSS JOIN LATERAL (SELECT * FROM {TABLA} t WHERE t.clave = dichas.clave OFFSET 0) AS m"""  # noqa: S608
"""All parts see the table as it was: what comes back is what had been said before this batch."""

APLICAR = f"UPDATE {TABLA} SET aplicado = true WHERE clave = ANY(%s) AND NOT aplicado"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Mencion:
    """What the file said first under a key, in which line, and whether a row with it was loaded."""

    valor: str
    linea: int
    aplicado: bool = False


def claves(fila: Fila) -> dict[str, str]:
    """Return what a row says, {key: value}; where it says two things of a key, the first."""
    dicho = {f"s:{fila.numero}": str(fila.linea)}
    if fila.certificado:
        dicho[f"c:{fila.certificado.serial}"] = str(fila.numero)
    dicho[f"oa:{fila.orden}"] = " ".join(fila.solicitante.identidad)
    if fila.empresa:
        dicho[f"oe:{fila.orden}"] = fila.empresa
    if fila.proyecto:
        dicho[f"op:{fila.orden}"] = fila.proyecto
    for persona in (fila.solicitante, fila.titular):
        identidad = " ".join(persona.identidad)
        dicho.setdefault(f"pn:{identidad}", persona.nombre)
        if persona.correo:
            dicho.setdefault(f"pc:{identidad}", persona.correo)
    return dicho


def contrastar(fila: Fila, dichas: Mapping[str, Mencion]) -> tuple[Fila, list[str]]:
    """Return the row with what the file said first, and a notice for each datum that differs.

    Raises FilaInvalida where it contradicts an identity.
    """
    _exigir_identidades(fila, dichas)
    avisos: list[str] = []
    empresa = _sostener(dichas, f"oe:{fila.orden}", fila.empresa, "Empresa", avisos)
    proyecto = _sostener(dichas, f"op:{fila.orden}", fila.proyecto, "Proyecto", avisos)
    solicitante = _sostener_persona(dichas, fila.solicitante, "solicitante", avisos)
    titular = solicitante
    if fila.titular != fila.solicitante:
        titular = _sostener_persona(dichas, fila.titular, "titular", avisos)
    if (solicitante, titular, empresa, proyecto) != (
        fila.solicitante,
        fila.titular,
        fila.empresa,
        fila.proyecto,
    ):
        fila = replace(
            fila, empresa=empresa, proyecto=proyecto, solicitante=solicitante, titular=titular
        )
    return fila, list(dict.fromkeys(avisos))


def _exigir_identidades(fila: Fila, dichas: Mapping[str, Mencion]) -> None:
    errores = []
    propia = dichas[f"s:{fila.numero}"]
    if propia.linea != fila.linea:
        errores.append(f"Solicitud {fila.numero}: ya está en la línea {propia.linea}.")
    orden = dichas[f"oa:{fila.orden}"]
    if orden.valor != " ".join(fila.solicitante.identidad):
        errores.append(f"Orden {fila.orden}: en la línea {orden.linea} tiene otro solicitante.")
    if fila.certificado:
        serie = dichas[f"c:{fila.certificado.serial}"]
        if serie.valor != str(fila.numero):
            errores.append(
                f"Número de serie: en la línea {serie.linea} es de la solicitud {serie.valor}."
            )
    if errores:
        raise FilaInvalida(*errores)


def _sostener(
    dichas: Mapping[str, Mencion], clave: str, valor: str, nombre: str, avisos: list[str]
) -> str:
    """Return what the file said first, with a notice if `valor` is something else."""
    primera = dichas.get(clave)
    if not valor or primera is None or primera.valor == valor:
        return valor
    if plegar(primera.valor) != plegar(valor):
        avisos.append(
            f"{nombre}: la línea {primera.linea} dice otra cosa; se tuvo en cuenta aquélla."
        )
    return primera.valor


def _sostener_persona(
    dichas: Mapping[str, Mencion], persona: DatosPersona, papel: str, avisos: list[str]
) -> DatosPersona:
    clave = " ".join(persona.identidad)
    nombre = _sostener(dichas, f"pn:{clave}", persona.nombre, f"Nombre del {papel}", avisos)
    correo = _sostener(dichas, f"pc:{clave}", persona.correo, f"Correo del {papel}", avisos)
    if (nombre, correo) == (persona.nombre, persona.correo):
        return persona
    return replace(persona, nombre=nombre, correo=correo)


class Memoria:
    """What one file has said so far."""

    def anotar(self, filas: Sequence[Fila]) -> dict[str, Mencion]:
        """Remember what the rows say and return the first mention of each key that they name."""
        primeras: dict[str, Mencion] = {}
        for fila in filas:
            for clave, valor in claves(fila).items():
                if clave not in primeras:
                    primeras[clave] = Mencion(valor, fila.linea)
        if primeras:
            valores = [mencion.valor for mencion in primeras.values()]
            lineas = [mencion.linea for mencion in primeras.values()]
            with connection.cursor() as cursor:
                cursor.execute(ANOTAR, [list(primeras), valores, lineas])
                primeras.update({clave: Mencion(*dicho) for clave, *dicho in cursor.fetchall()})
        return primeras

    def dar_por_aplicadas(self, nombres: Sequence[str]) -> None:
        """Note that a simulation would have loaded rows that say these things."""
        with connection.cursor() as cursor:
            cursor.execute(APLICAR, [list(nombres)])


@contextmanager
def memoria() -> Iterator[Memoria]:
    """Give a new memory, on this connection; there can be one at a time."""
    with connection.cursor() as cursor:
        cursor.execute(CREAR)
    yield Memoria()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{TABLA}")


def superponer(situacion: Situacion, filas: Sequence[Fila], dichas: Mapping[str, Mencion]) -> None:
    """Put into `situacion` what a simulation of earlier rows would have written by now."""
    aplicadas = {clave: mencion.valor for clave, mencion in dichas.items() if mencion.aplicado}
    for fila in filas:
        for persona in (fila.solicitante, fila.titular):
            _superponer_persona(situacion, persona, aplicadas)
        if f"oa:{fila.orden}" not in aplicadas:
            continue
        # The applicant of the row that was loaded: this one may name another, and be refused.
        tipo, numero = aplicadas[f"oa:{fila.orden}"].split(" ")
        orden = situacion.ordenes.setdefault(
            fila.orden, FichaOrden(SIMULADA, fila.orden, (tipo, numero), "", "")
        )
        orden.empresa = aplicadas.get(f"oe:{fila.orden}", orden.empresa)
        orden.proyecto = aplicadas.get(f"op:{fila.orden}", orden.proyecto)


def _superponer_persona(
    situacion: Situacion, persona: DatosPersona, aplicadas: Mapping[str, str]
) -> None:
    clave = " ".join(persona.identidad)
    if f"pn:{clave}" not in aplicadas:
        return
    ficha = situacion.personas.setdefault(
        persona.identidad, FichaPersona(SIMULADA, persona.identidad, "", "")
    )
    ficha.nombre = aplicadas[f"pn:{clave}"]
    ficha.correo = aplicadas.get(f"pc:{clave}", ficha.correo)
