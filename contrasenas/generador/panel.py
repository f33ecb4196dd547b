"""What the generator's main page shows of a chamber and a year."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from contrasenas.enums import (
    EstadoContrasena,
    EstadoEnvio,
    EstadoLote,
    EstadoOperacion,
    EstadoProgramacion,
)
from contrasenas.envio.excepciones import EnvioImposible
from contrasenas.envio.servicios import exigir_transporte
from contrasenas.generador.ambito import Ambito
from contrasenas.generador.resultado import en_palabras
from contrasenas.models import Camara, Contrasena, Lote, Operacion, Programacion
from contrasenas.seleccion.frescura import porque_no
from portal.progreso import porcentaje, restante
from portal.templatetags.portal import miles

OPERACIONES_MOSTRADAS = 8
PAQUETES_POR_PAGINA = 20

TONOS_LOTE = {
    EstadoLote.EN_CURSO: "curso",
    EstadoLote.PAUSADO: "atencion",
    EstadoLote.DETENIDO: "peligro",
    EstadoLote.TERMINADO: "exito",
    EstadoLote.CANCELADO: "neutro",
}
TONOS_ENVIO = {
    EstadoEnvio.PENDIENTE: "pendiente",
    EstadoEnvio.ENVIANDO: "curso",
    EstadoEnvio.ENVIADO: "exito",
    EstadoEnvio.FALLIDO: "peligro",
    EstadoEnvio.ANULADO: "neutro",
}
TONOS_OPERACION = {
    EstadoOperacion.EN_COLA: "pendiente",
    EstadoOperacion.EN_CURSO: "curso",
    EstadoOperacion.TERMINADA: "exito",
    EstadoOperacion.FALLIDA: "peligro",
}


@dataclass(frozen=True)
class Hecha:
    """An operation with what came of it."""

    operacion: Operacion
    tono: str
    resultado: list[tuple[str, int]]


@dataclass(frozen=True)
class Paquete:
    """A packet with how far it is."""

    lote: Lote
    tono: str
    enviados: int
    fallidos: int

    @property
    def avance(self) -> int:
        """0 to 100: what needs nothing more of its mails."""
        return 100 * (self.enviados + self.fallidos) // self.lote.cantidad


def cuentas(ambito: Ambito) -> list[tuple[str, int]]:
    """Return (state, how many) of the year's passwords, tests apart and left out at zero."""
    filas = Contrasena.objects.filter(camara=ambito.camara, ano=ambito.ano)
    por_estado: dict[tuple[str, bool], int] = {
        (estado, prueba): n
        for estado, prueba, n in filas.order_by()
        .values_list("estado", "es_prueba")
        .annotate(n=Count("pk"))
    }
    reales = [(str(e.label), por_estado.get((e.value, False), 0)) for e in EstadoContrasena]
    pruebas = sum(n for (_, prueba), n in por_estado.items() if prueba)
    total = ("Seleccionadas en total", sum(n for _, n in reales))
    return [total, *reales, *([("De prueba", pruebas)] if pruebas else [])]


def situacion(camara: Camara) -> dict[str, Any]:
    """Return what the chamber has to run the generator with, and what it lacks."""
    try:
        exigir_transporte(camara)
        no_envia = ""
    except EnvioImposible as error:
        no_envia = str(error)
    return {
        "ultima": camara.ultima_sincronizacion,
        "no_selecciona": porque_no(camara),
        "no_envia": no_envia,
    }


def en_curso(camara: Camara) -> Operacion | None:
    """Return the operation that waits for a worker or has one: a chamber has one at most."""
    return camara.operaciones.filter(pk__in=Operacion.objects.abiertas()).first()


def avance_operacion(operacion: Operacion) -> dict[str, object]:
    """Return what the progress block shows, under the names of its `data-campo`."""
    falta = restante(
        hechas=operacion.hechas,
        total=operacion.total,
        desde=operacion.iniciada_en,
        ahora=timezone.now(),
    )
    return {
        "terminado": not operacion.abierta,
        "estado": operacion.get_estado_display(),
        "porcentaje": porcentaje(operacion.hechas, operacion.total),
        "hechas": miles(operacion.hechas),
        "total": miles(operacion.total) if operacion.total else "—",
        "restante": falta or "calculando…",
    }


def operaciones(camara: Camara) -> list[Hecha]:
    """Return the last ones that ended, of any year."""
    filas = camara.operaciones.exclude(pk__in=Operacion.objects.abiertas()).select_related("actor")
    return [
        Hecha(
            operacion=operacion,
            tono=TONOS_OPERACION[EstadoOperacion(operacion.estado)],
            resultado=en_palabras(operacion.resultado),
        )
        for operacion in filas[:OPERACIONES_MOSTRADAS]
    ]


def programacion(ambito: Ambito) -> Programacion | None:
    """Return the open schedule: a chamber has one a year at most."""
    return Programacion.objects.filter(
        camara=ambito.camara,
        ano=ambito.ano,
        estado__in=[EstadoProgramacion.ACTIVA, EstadoProgramacion.PAUSADA],
    ).first()


def _con_cuentas(lotes: QuerySet[Lote]) -> QuerySet[Any]:
    return lotes.order_by("-pk").annotate(
        enviados=Count("envios", filter=Q(envios__estado=EstadoEnvio.ENVIADO)),
        fallidos=Count(
            "envios", filter=Q(envios__estado__in=[EstadoEnvio.FALLIDO, EstadoEnvio.ANULADO])
        ),
    )


def _paquete(lote: Any) -> Paquete:
    return Paquete(
        lote=lote,
        tono=TONOS_LOTE[EstadoLote(lote.estado)],
        enviados=lote.enviados,
        fallidos=lote.fallidos,
    )


def paquete(lote: Lote) -> Paquete:
    """Return one packet with its counts."""
    return _paquete(_con_cuentas(Lote.objects.filter(pk=lote.pk)).get())


def paquetes(ambito: Ambito, pagina: str | None) -> tuple[list[Paquete], Page[Lote]]:
    """Return a page of the year's packets, the last made first."""
    lotes = Lote.objects.filter(camara=ambito.camara, ano=ambito.ano).select_related("actor")
    hoja = Paginator(_con_cuentas(lotes), PAQUETES_POR_PAGINA).get_page(pagina)
    return [_paquete(lote) for lote in hoja], hoja
