"""One row of the file as a line of COPY: checked, cleaned, with what is made of it. Pure.

A million rows a day pass here: the common case goes through few calls, most of them C.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from operator import gt

from contrasenas.sincronizacion import contacto, identidad
from contrasenas.sincronizacion.columnas import (
    CELULARES,
    CODIGOS,
    CORREOS,
    FECHAS,
    TEXTOS,
    Encabezado,
)
from contrasenas.sincronizacion.excepciones import FilaInvalida
from portal.tablas.archivo_csv import problema_de

CALCULADOS = ("tipo", "numero", "correo", "falta_correo", "celular", "falta_celular")
COLUMNAS = (*CODIGOS, *TEXTOS, *CALCULADOS, *FECHAS, "ultanoren")
"""Of the registry's table, in the order of a line; after them come `huella` and `linea`."""

ANOS = range(1900, 2101)
NULO = "\\N"
NULOS = {NULO, "NULL", "null"}
"""How databases export «nothing»."""

SIN_FECHA = {"", "0", "00000000", "0000-00-00", "0000-00-00 00:00:00"}
FECHA = re.compile(r"(\d{4})[-/]?(\d\d)[-/]?(\d\d)(?:[ T]00:00(?::00(?:\.0+)?)?)?")
FECHA_AL_REVES = re.compile(r"(\d\d)[-/](\d\d)[-/](\d{4})")

LARGOS_CODIGOS = tuple(CODIGOS.values())
LARGOS_TEXTOS = tuple(TEXTOS.values())
CEROS = {"organizacion": 2, "muncom": 5, "munnot": 5}
"""Codes of digits whose leading zeros a spreadsheet takes away."""

Componer = Callable[[int, Sequence[str]], str]


def compositor(encabezado: Encabezado) -> Componer:
    """Return the function that makes of a line number and its cells a line of COPY.

    It raises FilaInvalida for a row that can't be taken.
    """
    ancho = encabezado.ancho
    vacia = ancho  # where the added empty cell stands: columns that the file lacks
    lugares = {campo: encabezado.posiciones.get(campo, vacia) for campo in (*CODIGOS, *TEXTOS)}
    codigos, textos = ([lugares[campo] for campo in grupo] for grupo in (CODIGOS, TEXTOS))
    correos, celulares = ([lugares[c] for c in grupo] for grupo in (CORREOS, CELULARES))
    fechas = [(campo, encabezado.posiciones.get(campo, vacia)) for campo in FECHAS]
    ultanoren = encabezado.posiciones["ultanoren"]

    def componer(linea: int, crudas: Sequence[str]) -> str:
        if len(crudas) != ancho and (problema := problema_de(crudas, ancho)):
            raise FilaInvalida(problema)
        celdas = limpiar(crudas[:ancho])
        celdas.append("")
        de_codigos = _codigos([celdas[i] for i in codigos])
        de_textos = [celdas[i] for i in textos]
        tipo, numero = identidad.leer(de_codigos[4], de_codigos[5])
        correo, falta_correo = contacto.elegir_correo([celdas[i] for i in correos])
        celular, falta_celular = contacto.elegir_celular([celdas[i] for i in celulares])
        if any(map(gt, map(len, de_textos), LARGOS_TEXTOS)):
            de_textos = [t[:n] for t, n in zip(de_textos, LARGOS_TEXTOS, strict=True)]
        calculados = (tipo, numero, correo, falta_correo, celular, falta_celular)
        datos = "\t".join((*de_codigos, *de_textos, *calculados))
        if "\\" in datos:
            datos = datos.replace("\\", "\\\\")
        dias = "\t".join([leer_fecha(campo, celdas[i]) for campo, i in fechas])
        contenido = f"{datos}\t{dias}\t{leer_ano(celdas[ultanoren])}"
        huella = blake2b(contenido.encode(), digest_size=16).hexdigest()
        return f"{contenido}\t\\\\x{huella}\t{linea}\n"

    return componer


def limpiar(celdas: Sequence[str]) -> list[str]:
    """Return the cells without outer blanks, controls, or the words for «nothing»."""
    todo = "".join(celdas)
    if not todo.isprintable():
        celdas = [" ".join(_sin_controles(celda).split()) for celda in celdas]
        if "\N{REPLACEMENT CHARACTER}" in todo:
            raise FilaInvalida(problema_de(celdas, len(celdas)))
    elif "\N{REPLACEMENT CHARACTER}" in todo:
        raise FilaInvalida(problema_de(celdas, len(celdas)))
    limpias = [celda.strip() for celda in celdas]
    if not NULOS.isdisjoint(limpias):
        limpias = ["" if celda in NULOS else celda for celda in limpias]
    return limpias


@lru_cache(maxsize=65_536)
def leer_fecha(campo: str, escrita: str) -> str:
    """Return a day as COPY takes it; raise FilaInvalida for what is none."""
    if escrita in SIN_FECHA:
        return NULO
    if partes := FECHA.fullmatch(escrita):
        ano, mes, dia = partes.groups()
    elif partes := FECHA_AL_REVES.fullmatch(escrita):
        dia, mes, ano = partes.groups()
    else:
        raise FilaInvalida(f"«{campo}» no es una fecha AAAAMMDD: «{escrita[:20]}».")
    try:
        leida = date(int(ano), int(mes), int(dia))
    except ValueError:
        raise FilaInvalida(f"«{campo}» no existe en el calendario: «{escrita[:20]}».") from None
    if leida.year not in ANOS:
        raise FilaInvalida(f"«{campo}» tiene un año imposible: «{escrita[:20]}».")
    return leida.isoformat()


@lru_cache(maxsize=1024)
def leer_ano(escrito: str) -> str:
    """Return the last renewed year as COPY takes it; raise FilaInvalida for what is none."""
    if not escrito.strip("0"):
        return NULO
    if not (len(escrito) == 4 and escrito.isascii() and escrito.isdigit()) or (
        int(escrito) not in ANOS
    ):
        raise FilaInvalida(f"«ultanoren» no es un año de cuatro cifras: «{escrito[:20]}».")
    return escrito


def _codigos(codigos: list[str]) -> list[str]:
    """Return the codes in capitals, in the order of CODIGOS, with the zeros that they should have.

    Registrations are compared without leading zeros, as the SII does.
    """
    codigos = [codigo.upper() for codigo in codigos]
    if any(map(gt, map(len, codigos), LARGOS_CODIGOS)):
        largos = zip(CODIGOS, codigos, LARGOS_CODIGOS, strict=True)
        campo, maximo = next((c, maximo) for c, codigo, maximo in largos if len(codigo) > maximo)
        raise FilaInvalida(f"«{campo}» tiene más de {maximo} caracteres.")
    codigos[0] = codigos[0].replace(" ", "").lstrip("0")
    if not codigos[0]:
        raise FilaInvalida("La fila no tiene matrícula.")
    for lugar, ancho in _LUGARES_CEROS:
        if codigos[lugar].isdigit():
            codigos[lugar] = codigos[lugar].zfill(ancho)
    return codigos


_LUGARES_CEROS = [(list(CODIGOS).index(campo), ancho) for campo, ancho in CEROS.items()]


def _sin_controles(celda: str) -> str:
    return "".join(letra if letra.isprintable() else " " for letra in celda)
