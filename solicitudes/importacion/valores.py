"""Reading one cell, as text files and Excel give it. Pure; errors are ValueError in Spanish.

Excel turns identifications into floats (`1013592259.0`), dates into numbers of days and long serial
numbers into 15 digits and zeros: the first two are read back, the last is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from portal.busqueda import sin_acentos
from portal.calendario.tiempo_habil import BOGOTA
from portal.identificacion import TipoIdentificacion, normalizar
from solicitudes import serial

Celda = str | int | float | bool | date | time | timedelta | None
T = TypeVar("T")

# Excel keeps 15 significant digits; beyond them a number in a cell is not what was typed.
ENTERO_EXACTO_DE_EXCEL = 10**15
ENTERO_MAXIMO = 10**18
DIA_CERO_DE_EXCEL = date(1899, 12, 30)
DIAS_DE_EXCEL = range(20_000, 80_001)
"""1954 to 2119, as Excel counts days."""
ANIOS = range(1990, 2101)

MILES = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
CON_DECIMAL_CERO = re.compile(r"(\d+)[.,]0{1,2}")
CIENTIFICA = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
SERIE_CANONICA = re.compile(r"(?!00)(?=\d*[a-f])[0-9a-f]{32}")
DIA_PRIMERO = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ ,T]+(\S.*))?")
ANIO_PRIMERO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(\S.*))?")
HORA = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? ?(?:([ap])\.? ?m\.?)?", re.IGNORECASE)
DIA_DE_EXCEL = re.compile(r"\d{5}(?:\.\d+)?")
ERRORES_DE_EXCEL = {"#N/A", "#N/D", "#REF!", "#VALUE!", "#¡VALOR!", "#NAME?", "#DIV/0!", "#NULL!"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DANADA = "\N{REPLACEMENT CHARACTER}"
COMIENZO_DE_FORMULA = ("=", "+", "-", "@")

CIFRAS_PERDIDAS = (
    "Excel lo convirtió en número y perdió cifras; dé a la columna el formato «Texto» y escríbalo "
    "de nuevo."
)
FECHA_ESPERADA = "se espera una fecha dd/mm/aaaa o aaaa-mm-dd."
validar_correo = EmailValidator("no es un correo electrónico válido.")


@dataclass(frozen=True, slots=True)
class Momento:
    """An aware instant, and whether the file gave its time of day or only the day (in Bogotá)."""

    instante: datetime
    dia: date
    con_hora: bool

    def coincide(self, otro: datetime) -> bool:
        """Whether `otro` is the same moment, as exactly as this one is known."""
        if self.con_hora:
            return otro.replace(second=0, microsecond=0) == self.instante.replace(second=0)
        return otro.astimezone(BOGOTA).date() == self.dia

    def posterior_a(self, otro: datetime) -> bool:
        """Whether this moment is known to be later than `otro`."""
        if self.con_hora:
            return self.instante > otro
        return self.dia > otro.astimezone(BOGOTA).date()


def texto(celda: Celda, *, maximo: int) -> str:
    """Return one line of text without outer or double blanks; empty where there is none."""
    if celda is None:
        return ""
    limpio = " ".join((celda if isinstance(celda, str) else _escribir_numero(celda)).split())
    if DANADA in limpio or not (limpio.isprintable() or CONTROL.search(limpio) is None):
        raise ValueError("tiene caracteres dañados o de control.")
    comienzo = limpio[:1]
    if comienzo == "#" and limpio.upper() in ERRORES_DE_EXCEL:
        raise ValueError("la celda tiene un error de Excel.")
    if comienzo == "'" and limpio[1:2] in COMIENZO_DE_FORMULA:
        # As spreadsheets and our own report mark a text that is no formula.
        limpio = limpio[1:]
    if len(limpio) > maximo:
        raise ValueError(f"tiene más de {maximo} caracteres.")
    return limpio


def entero(celda: Celda) -> int | None:
    """Return a positive whole number, whatever Excel made of it."""
    escrito = texto(celda, maximo=100)
    if not escrito:
        return None
    if escrito.isdigit():
        pass
    elif CIENTIFICA.fullmatch(escrito):
        raise ValueError(CIFRAS_PERDIDAS)
    elif MILES.fullmatch(escrito):
        escrito = re.sub(r"[.,]", "", escrito)
    elif decimal := CON_DECIMAL_CERO.fullmatch(escrito):
        escrito = decimal[1]
    if not (escrito.isascii() and escrito.isdigit()):
        raise ValueError("se espera un número entero.")
    numero = int(escrito)
    if not 0 < numero < ENTERO_MAXIMO:
        raise ValueError("el número está fuera de lo posible.")
    return numero


def identificacion(tipo: TipoIdentificacion, celda: Celda) -> str:
    """Return the canonical number of its type; raises IdentificacionInvalida, a ValueError."""
    escrito = texto(celda, maximo=100)
    if not escrito.isdigit():
        if CIENTIFICA.fullmatch(escrito):
            raise ValueError(CIFRAS_PERDIDAS)
        if decimal := CON_DECIMAL_CERO.fullmatch(escrito):
            escrito = decimal[1]
    return normalizar(tipo, escrito)


def numero_de_serie(celda: Celda) -> str:
    """Return the canonical serial number, empty where there is none."""
    if isinstance(celda, int | float) and abs(celda) >= ENTERO_EXACTO_DE_EXCEL:
        raise ValueError(CIFRAS_PERDIDAS)
    escrito = texto(celda, maximo=serial.LONGITUD_TEXTO)
    if CIENTIFICA.fullmatch(escrito):
        raise ValueError(CIFRAS_PERDIDAS)
    if SERIE_CANONICA.fullmatch(escrito):
        # As this authority writes them (manual 002 §4): spares most rows the long way.
        return escrito
    return serial.normalizar(escrito) if escrito else ""


def correo(celda: Celda) -> str:
    """Return an e-mail address, empty where there is none."""
    escrito = texto(celda, maximo=254)
    if escrito:
        try:
            validar_correo(escrito)
        except ValidationError as error:
            raise ValueError(error.message) from error
    return escrito


def opcion(celda: Celda, opciones: Mapping[str, T]) -> T | None:
    """Return the option that the words name (see `opciones.py`), None where there are none."""
    if isinstance(celda, str) and (exacta := opciones.get(celda)) is not None:
        return exacta
    escrito = texto(celda, maximo=200)
    if not escrito:
        return None
    hallada = opciones.get(plegar(escrito))
    if hallada is None:
        esperadas = ", ".join(dict.fromkeys(str(getattr(o, "label", o)) for o in opciones.values()))
        raise ValueError(f"«{escrito[:60]}» no es una opción. Use: {esperadas}.")
    return hallada


@lru_cache(maxsize=4096)
def plegar(palabras: str) -> str:
    """Return only the letters and digits of `palabras`, lower case and without accents."""
    return re.sub(r"[^a-z0-9]", "", sin_acentos(palabras))


def momento(celda: Celda, *, fin_del_dia: bool = False) -> Momento | None:
    """Return when something happened; a day without time begins, or ends, at Bogotá's midnight."""
    if isinstance(celda, str):
        return _momento_de_texto(celda, fin_del_dia)
    return _momento(celda, fin_del_dia)


@lru_cache(maxsize=16_384)
def _momento_de_texto(escrito: str, fin_del_dia: bool) -> Momento | None:
    # A file repeats the same few thousand days in every row.
    return _momento(escrito, fin_del_dia)


def _momento(celda: Celda, fin_del_dia: bool) -> Momento | None:
    local = _local(celda)
    if local is None:
        return None
    if local.year not in ANIOS:
        raise ValueError(f"el año {local.year} no es posible.")
    # Midnight is how databases and Excel write a day without time.
    con_hora = local.time() != time.min
    if not con_hora and fin_del_dia:
        local = local.replace(hour=23, minute=59, second=59)
    return Momento(local.replace(tzinfo=BOGOTA), local.date(), con_hora)


def _local(celda: Celda) -> datetime | None:
    if isinstance(celda, datetime):
        return celda.replace(microsecond=0, tzinfo=None)
    if isinstance(celda, date):
        return datetime.combine(celda, time.min)
    if isinstance(celda, bool | time | timedelta):
        raise ValueError(FECHA_ESPERADA)
    if isinstance(celda, int | float):
        return _de_excel(float(celda))
    escrito = texto(celda, maximo=60)
    return _de_texto(escrito) if escrito else None


def _de_texto(escrito: str) -> datetime:
    if DIA_DE_EXCEL.fullmatch(escrito):
        return _de_excel(float(escrito))
    if partes := DIA_PRIMERO.fullmatch(escrito):
        dia, mes, anio, resto = partes.groups()
    elif partes := ANIO_PRIMERO.fullmatch(escrito):
        anio, mes, dia, resto = partes.groups()
    else:
        raise ValueError(FECHA_ESPERADA)
    try:
        return datetime.combine(date(int(anio), int(mes), int(dia)), _hora(resto))
    except ValueError as error:
        raise ValueError(f"«{escrito}» no existe: {FECHA_ESPERADA}") from error


def _hora(escrita: str | None) -> time:
    if not escrita:
        return time.min
    partes = HORA.fullmatch(escrita.replace("\xa0", " "))
    if partes is None:
        raise ValueError(FECHA_ESPERADA)
    hora, mitad = int(partes[1]), (partes[4] or "").lower()
    if mitad:
        hora = hora % 12 + (12 if mitad == "p" else 0)
    return time(hora, int(partes[2]), int(partes[3] or 0))


def _de_excel(dias: float) -> datetime:
    if not isfinite(dias) or int(dias) not in DIAS_DE_EXCEL:
        raise ValueError(FECHA_ESPERADA)
    segundos = round((dias - int(dias)) * 86_400)
    return datetime.combine(DIA_CERO_DE_EXCEL, time.min) + timedelta(
        days=int(dias), seconds=segundos
    )


def _escribir_numero(celda: Celda) -> str:
    if isinstance(celda, bool):
        return "VERDADERO" if celda else "FALSO"
    if isinstance(celda, float) and celda.is_integer() and abs(celda) < ENTERO_EXACTO_DE_EXCEL:
        return str(int(celda))
    if isinstance(celda, datetime):
        return f"{celda:%d/%m/%Y %H:%M}".removesuffix(" 00:00")
    if isinstance(celda, date):
        return f"{celda:%d/%m/%Y}"
    return str(celda)


def como_texto(celda: Celda) -> str:
    """Return a cell as the report of rejected rows writes it: readable, and importable again."""
    return celda if isinstance(celda, str) else "" if celda is None else _escribir_numero(celda)
