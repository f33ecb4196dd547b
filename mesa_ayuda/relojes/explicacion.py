"""«¿Por qué vence entonces?»: a due moment explained line by line. Pure: no database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mesa_ayuda.enums import CON_RELOJ, Reloj
from mesa_ayuda.relojes.configuracion import Meta
from mesa_ayuda.relojes.plazo import Paso, Plazo, Situacion
from portal.calendario import palabras
from portal.calendario.tiempo_habil import Calendario

DIAS_UNO_POR_UNO = 40
"""A longer stretch is told in one line: nobody reads a hundred days."""
EMPIEZA = {
    Reloj.RESPUESTA: "se abrió el caso",
    Reloj.ACTUALIZACION: "última respuesta del personal",
    Reloj.SOLUCION: "se abrió el caso",
}
_UN_DIA = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Linea:
    """One line. `cuenta`: whether the clock ran in it."""

    cuando: str
    texto: str
    cuenta: bool = False


def explicar(
    plazo: Plazo, meta: Meta, *, festivos: Mapping[date, str], ahora: datetime
) -> list[Linea]:
    """Return the lines that lead to the due moment, or say why there is none."""
    if plazo.legal:
        que = "Término legal en días hábiles: cuenta también mientras se espera al cliente."
        return [Linea("", que), _final(plazo, meta.calendario, ahora)]
    if plazo.situacion is Situacion.SIN_META:
        return [Linea("", "No hay meta para esta prioridad y esta cuenta.")]
    if plazo.situacion is Situacion.SIN_EMPEZAR:
        return [Linea("", "Empieza a contar con la primera respuesta del personal.")]
    if plazo.situacion is Situacion.SIN_HORARIO or not plazo.pasos:
        return [Linea("", f"El horario «{meta.horario}» no abre ningún día: no hay plazo.")]
    total = timedelta(minutes=plazo.minutos or 0)
    lineas = [
        Linea(
            momento(plazo.pasos[0].desde, meta.calendario),
            f"Empieza a contar: {EMPIEZA[plazo.reloj]}. "
            f"La meta es de {duracion(total)}, en el horario «{meta.horario}».",
        )
    ]
    falta = total
    for paso in plazo.pasos:
        if paso.estado in CON_RELOJ:
            lineas += _dias(paso, meta.calendario, festivos, falta)
            falta -= paso.contado
        elif paso.hasta:
            hasta = momento(paso.hasta, meta.calendario)
            texto = f"{paso.estado.label}: no cuenta hasta el {hasta.rstrip('.')}."
            lineas.append(Linea(momento(paso.desde, meta.calendario), texto))
    return [*lineas, _final(plazo, meta.calendario, ahora)]


def _dias(
    paso: Paso, calendario: Calendario, festivos: Mapping[date, str], falta: timedelta
) -> Iterator[Linea]:
    """One line for each day of a stretch in which the clock ran."""
    zona = calendario.zona
    desde = paso.desde.astimezone(zona)
    hasta = (paso.hasta or paso.desde).astimezone(zona)
    if (hasta - desde).days > DIAS_UNO_POR_UNO:
        cuanto = f"{duracion(paso.contado)} hasta el {momento(hasta, calendario).rstrip('.')}"
        yield Linea(momento(desde, calendario), f"Cuenta {cuanto}.", cuenta=True)
        return
    dia = desde.date()
    while dia <= hasta.date():
        inicio = datetime.combine(dia, time(tzinfo=zona))
        a, b = max(inicio, desde), min(inicio + _UN_DIA, hasta)
        contado = calendario.tiempo_entre(a, b)
        falta -= contado
        if contado:
            resto = f"faltan {duracion(falta)}" if falta else "se completa la meta"
            horas = " y ".join(_horas(calendario, dia, a, b))
            yield Linea(palabras.fecha(dia), f"+ {duracion(contado)} ({horas}); {resto}.", True)
        elif dia in calendario.festivos:
            yield Linea(palabras.fecha(dia), f"{festivos.get(dia, 'Cierre')}: no cuenta.")
        elif not calendario.franjas_del(dia):
            yield Linea(palabras.fecha(dia), "Sin atención: no cuenta.")
        elif b > a:
            yield Linea(palabras.fecha(dia), "Fuera del horario de atención: no cuenta.")
        dia += _UN_DIA


def _horas(calendario: Calendario, dia: date, a: datetime, b: datetime) -> Iterator[str]:
    medianoche = datetime.combine(dia, time(tzinfo=calendario.zona))
    for franja in calendario.franjas_del(dia):
        inicio = max(a, medianoche + timedelta(minutes=franja.inicio))
        fin = min(b, medianoche + timedelta(minutes=franja.fin))
        if inicio < fin:
            yield f"de {palabras.hora(inicio)} a {palabras.hora(fin)}"


def _final(plazo: Plazo, calendario: Calendario, ahora: datetime) -> Linea:
    if plazo.cumplido_en:
        a_tiempo = "a tiempo" if plazo.a_tiempo else "tarde"
        vencia = (
            f"; vencía el {momento(plazo.limite, calendario).rstrip('.')}" if plazo.limite else ""
        )
        return Linea(momento(plazo.cumplido_en, calendario), f"Se cumplió {a_tiempo}{vencia}.")
    if plazo.vence:
        vencio = plazo.vence <= ahora
        return Linea(momento(plazo.vence, calendario), "Venció." if vencio else "Vence.")
    desde = momento(plazo.pasos[-1].desde, calendario) if plazo.pasos else ""
    if plazo.situacion is Situacion.EN_PAUSA:
        resto = f"faltan {duracion(plazo.falta)}" if plazo.falta else "la meta ya había vencido"
        return Linea(desde, f"En espera de información: el reloj está detenido; {resto}.")
    return Linea(desde, "El caso terminó: ya no vence.")


def momento(cuando: datetime, calendario: Calendario) -> str:
    """«lunes 7 de diciembre de 2026, 8:00 a. m.»."""
    local = cuando.astimezone(calendario.zona)
    return f"{palabras.fecha(local.date())} de {local.year}, {palabras.hora(local)}"


def duracion(tiempo: timedelta) -> str:
    """«12 horas», «1 hora y 5 minutos»: a rest of a minute counts as one."""
    return palabras.espera(int(tiempo.total_seconds()))
