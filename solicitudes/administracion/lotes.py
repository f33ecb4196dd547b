"""Admin actions on many requests: each row in its own transaction, and a report of all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join

from portal.administracion.mixins import actor, pedir_confirmacion
from portal.usuarios.models import Usuario
from solicitudes import servicios
from solicitudes.admin_forms import MotivoForm, RechazoForm
from solicitudes.administracion.actos import en_tramite, ultima_decidida
from solicitudes.enums import EstadoPaso, Etapa
from solicitudes.excepciones import TransicionInvalida
from solicitudes.models import Paso, Solicitud

# As many as a list shows at most; more would not be read before confirming.
MAXIMO = 200
REHUSADAS_VISIBLES = 20


@dataclass(frozen=True)
class Lote:
    """An act on the step that `elegir` finds in each request; `form` where it needs a reason."""

    accion: str
    titulo: str
    pregunta: str
    hecho: str
    sin_paso: str
    elegir: Callable[[Mapping[Etapa, EstadoPaso]], Etapa | None]
    actuar: Callable[[int, Etapa, str, Usuario], None]
    form: type[MotivoForm] | None = None


def _finalizar(solicitud_id: int, etapa: Etapa, motivo: str, quien: Usuario) -> None:
    servicios.avanzar_paso(solicitud_id=solicitud_id, etapa=etapa, actor=quien)


def _rechazar(solicitud_id: int, etapa: Etapa, motivo: str, quien: Usuario) -> None:
    servicios.rechazar_paso(solicitud_id=solicitud_id, etapa=etapa, motivo=motivo, actor=quien)


def _reabrir(solicitud_id: int, etapa: Etapa, motivo: str, quien: Usuario) -> None:
    servicios.reabrir_paso(solicitud_id=solicitud_id, etapa=etapa, motivo=motivo, actor=quien)


FINALIZAR = Lote(
    accion="finalizar_pasos",
    titulo="Finalizar el paso en trámite",
    pregunta="En cada solicitud finalizará el paso que se indica y comenzará el siguiente.",
    hecho="Pasos finalizados",
    sin_paso="no tiene un paso en trámite",
    elegir=en_tramite,
    actuar=_finalizar,
)
RECHAZAR = Lote(
    accion="rechazar_pasos",
    titulo="Rechazar el paso en trámite",
    pregunta="En cada solicitud rechazará el paso que se indica, por el mismo motivo.",
    hecho="Pasos rechazados",
    sin_paso="no tiene un paso en trámite",
    elegir=en_tramite,
    actuar=_rechazar,
    form=RechazoForm,
)
REABRIR = Lote(
    accion="reabrir_pasos",
    titulo="Reabrir el último paso decidido",
    pregunta="En cada solicitud volverá a quedar en trámite el paso que se indica, y los "
    "posteriores, pendientes.",
    hecho="Pasos reabiertos",
    sin_paso="no tiene un paso finalizado ni rechazado",
    elegir=ultima_decidida,
    actuar=_reabrir,
    form=MotivoForm,
)


def aplicar(
    modeladmin: admin.ModelAdmin[Solicitud],
    request: HttpRequest,
    queryset: QuerySet[Solicitud],
    lote: Lote,
) -> HttpResponse | None:
    """Ask, naming the step of each row; then act on the very steps that were shown."""
    confirmado = "confirmar" in request.POST
    form = lote.form(request.POST if confirmado else None) if lote.form else None
    if confirmado:
        # What the page showed, even if it has left the filtered list meanwhile.
        etapas = _leer(request.POST.get("etapas", ""))
        filas = list(Solicitud.objects.filter(pk__in=etapas).order_by("numero"))
    else:
        filas = list(queryset.order_by("numero")[: MAXIMO + 1])
        if len(filas) > MAXIMO:
            aviso = f"Elija {MAXIMO} solicitudes a lo sumo cada vez."
            modeladmin.message_user(request, aviso, messages.ERROR)
            return None
        etapas = _elegir(filas, lote)
    ajenas = [(fila, lote.sin_paso) for fila in filas if fila.pk not in etapas]
    filas = [fila for fila in filas if fila.pk in etapas]
    if filas and (not confirmado or (form is not None and not form.is_valid())):
        return _preguntar(modeladmin, request, lote, filas, etapas, len(ajenas), form)
    motivo = form.cleaned_data["motivo"] if form is not None and filas else ""
    rehusadas = []
    for fila in filas:
        try:
            lote.actuar(fila.pk, etapas[fila.pk], motivo, actor(request))
        except TransicionInvalida as error:
            rehusadas.append((fila, str(error)))
    _informar(modeladmin, request, lote, len(filas) - len(rehusadas), [*ajenas, *rehusadas])
    return None


def _preguntar(
    modeladmin: admin.ModelAdmin[Solicitud],
    request: HttpRequest,
    lote: Lote,
    filas: Sequence[Solicitud],
    etapas: Mapping[int, Etapa],
    ajenas: int,
    form: MotivoForm | None,
) -> HttpResponse | None:
    pregunta = lote.pregunta
    if ajenas:
        pregunta += f" De las elegidas, {ajenas} no cambiarán: cada una {lote.sin_paso}."
    return pedir_confirmacion(
        modeladmin,
        request,
        titulo=lote.titulo,
        pregunta=pregunta,
        accion=lote.accion,
        filas=filas,
        form=form,
        detalles={pk: f"paso {etapa.value}: {etapa.label}" for pk, etapa in etapas.items()},
        ocultos={"etapas": ",".join(f"{pk}:{etapa.value}" for pk, etapa in etapas.items())},
    )


def _elegir(filas: Sequence[Solicitud], lote: Lote) -> dict[int, Etapa]:
    """Return the step of each request that the act would touch, by primary key."""
    estados: dict[int, dict[Etapa, EstadoPaso]] = {fila.pk: {} for fila in filas}
    for paso in Paso.objects.filter(solicitud__in=estados):
        estados[paso.solicitud_id][Etapa(paso.numero)] = EstadoPaso(paso.estado)
    elegidas = {pk: lote.elegir(pasos) for pk, pasos in estados.items()}
    return {pk: etapa for pk, etapa in elegidas.items() if etapa is not None}


def _leer(texto: str) -> dict[int, Etapa]:
    """Read «pk:step,pk:step» as the confirmation page wrote it; nothing from any other text."""
    etapas: dict[int, Etapa] = {}
    for par in texto.split(","):
        clave, _, numero = par.partition(":")
        if clave.isascii() and clave.isdigit() and numero in {str(e.value) for e in Etapa}:
            etapas[int(clave)] = Etapa(int(numero))
    return etapas


def _informar(
    modeladmin: admin.ModelAdmin[Any],
    request: HttpRequest,
    lote: Lote,
    hechas: int,
    rehusadas: Sequence[tuple[Solicitud, str]],
) -> None:
    if hechas:
        modeladmin.message_user(request, f"{lote.hecho}: {hechas}.", messages.SUCCESS)
    if not rehusadas:
        return
    lineas = format_html_join(
        "",
        "<li>{}: {}</li>",
        ((fila, razon) for fila, razon in rehusadas[:REHUSADAS_VISIBLES]),
    )
    resto = len(rehusadas) - REHUSADAS_VISIBLES
    if resto > 0:
        lineas += format_html("<li>… y {} más</li>", resto)
    mensaje = format_html("Sin cambios: {}.<ul>{}</ul>", len(rehusadas), lineas)
    modeladmin.message_user(request, mensaje, messages.WARNING)
