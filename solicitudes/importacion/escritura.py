"""Writing what a batch of rows decided, and its history, with a few statements a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.types.json import Jsonb

from portal.auditoria.models import Evento
from portal.auditoria.servicios import componer
from portal.usuarios.models import Usuario
from solicitudes.enums import Etapa
from solicitudes.importacion import tabla
from solicitudes.importacion.lectura_bd import FECHA_LEVANTAMIENTO, LEVANTO
from solicitudes.importacion.situacion import (
    Cambios,
    FichaOrden,
    FichaPersona,
    FichaSolicitud,
    Situacion,
)
from solicitudes.models import Certificado, Orden, Paso, Persona, Solicitud

Objeto = Persona | Orden | Solicitud


@dataclass(frozen=True, slots=True)
class Autoria:
    """Who imports: a member of staff, or the command (`origen`); and what the history notes."""

    actor: Usuario | None = None
    origen: str = ""
    nota: str = ""


EVENTO = (
    *("momento", "actor", "origen", "tipo", "objeto_id", "objeto_texto", "accion"),
    *("cambios", "motivo"),
)


def escribir(situacion: Situacion, autoria: Autoria, *, ahora: datetime) -> None:
    """Write new and changed rows, then one event for each; call it inside the batch's transaction.

    Raises IntegrityError where somebody wrote the same numbers meanwhile.
    """
    eventos: list[Evento] = []
    _personas(list(situacion.personas.values()), autoria, eventos)
    _ordenes(situacion, autoria, eventos, ahora)
    _solicitudes(situacion, autoria, eventos, ahora)
    tabla.insertar(Evento, EVENTO, (_valores_de_evento(e, ahora) for e in eventos))


def _personas(fichas: Sequence[FichaPersona], autoria: Autoria, eventos: list[Evento]) -> None:
    nuevas = [ficha for ficha in fichas if ficha.pk is None]
    cambiadas = [ficha for ficha in fichas if ficha.pk is not None and ficha.cambios]
    for ficha, pk in zip(nuevas, tabla.reservar(Persona, len(nuevas)), strict=True):
        ficha.pk = pk
    tabla.insertar(
        Persona,
        ["pk", "tipo", "numero", "nombre", "correo"],
        ((f.pk, *f.identidad, f.nombre, f.correo) for f in nuevas),
    )
    tabla.actualizar(Persona, ["nombre", "correo"], [(f.pk, f.nombre, f.correo) for f in cambiadas])
    for f in cambiadas:
        tipo, numero = f.identidad
        persona = Persona(pk=f.pk, tipo=tipo, numero=numero, nombre=f.nombre)
        eventos.append(_evento(persona, "Actualizó por importación", autoria, f.cambios))


def _ordenes(
    situacion: Situacion, autoria: Autoria, eventos: list[Evento], ahora: datetime
) -> None:
    fichas: Iterable[FichaOrden] = situacion.ordenes.values()
    nuevas = [ficha for ficha in fichas if ficha.pk is None]
    cambiadas = [ficha for ficha in fichas if ficha.pk is not None and ficha.cambios]
    for ficha, pk in zip(nuevas, tabla.reservar(Orden, len(nuevas)), strict=True):
        ficha.pk = pk
    tabla.insertar(
        Orden,
        ["pk", "numero", "solicitante", "empresa", "proyecto", "creada"],
        (
            (f.pk, f.numero, situacion.personas[f.solicitante].pk, f.empresa, f.proyecto, ahora)
            for f in nuevas
        ),
    )
    tabla.actualizar(
        Orden, ["empresa", "proyecto"], [(f.pk, f.empresa, f.proyecto) for f in cambiadas]
    )
    for f in cambiadas:
        orden = Orden(pk=f.pk, numero=f.numero)
        eventos.append(_evento(orden, "Actualizó por importación", autoria, f.cambios))


def _solicitudes(
    situacion: Situacion, autoria: Autoria, eventos: list[Evento], ahora: datetime
) -> None:
    fichas = situacion.solicitudes.values()
    nuevas = [ficha for ficha in fichas if ficha.pk is None]
    cambiadas = [ficha for ficha in fichas if ficha.pk is not None and ficha.cambios]
    for ficha, pk in zip(nuevas, tabla.reservar(Solicitud, len(nuevas)), strict=True):
        ficha.pk = pk
    tabla.insertar(
        Solicitud,
        [
            *("pk", "numero", "orden", "titular", "tipo_certificado", "forma_entrega"),
            *("estado", "fecha_emision", "creada"),
        ],
        (
            (
                *(f.pk, f.numero, situacion.ordenes[f.orden].pk, situacion.personas[f.titular].pk),
                *(f.tipo_certificado.value, f.forma_entrega.value, f.estado.value),
                *(f.fecha_emision, ahora),
            )
            for f in nuevas
        ),
    )
    tabla.actualizar(
        Solicitud,
        ["tipo_certificado", "forma_entrega", "estado", "fecha_emision"],
        [
            (f.pk, f.tipo_certificado.value, f.forma_entrega.value, f.estado.value, f.fecha_emision)
            for f in cambiadas
        ],
    )
    _pasos(nuevas, cambiadas)
    _certificados([*nuevas, *cambiadas], ahora)
    eventos += [_evento(_objeto(f), "Importó la solicitud", autoria, {}, f) for f in nuevas]
    for f in cambiadas:
        eventos.append(_evento(_objeto(f), "Actualizó por importación", autoria, f.cambios, f))
        if f.levantamiento:
            fecha: Cambios = {FECHA_LEVANTAMIENTO: [None, f"{f.levantamiento:%d/%m/%Y}"]}
            eventos.append(_evento(_objeto(f), LEVANTO, autoria, fecha, f))


def _pasos(nuevas: Sequence[FichaSolicitud], cambiadas: Sequence[FichaSolicitud]) -> None:
    # A request written by other means may lack a step: it is completed here.
    faltan = [
        (f, indice)
        for f in [*nuevas, *cambiadas]
        for indice in range(len(Etapa))
        if not (f.pasos_pk and f.pasos_pk[indice])
    ]
    tabla.insertar(
        Paso,
        ["solicitud", "numero", "estado", "modificado", "motivo_rechazo"],
        ((f.pk, indice + 1, *_valores(f, indice)) for f, indice in faltan),
    )
    tabla.actualizar(
        Paso,
        ["estado", "modificado", "motivo_rechazo"],
        [
            (f.pasos_pk[indice], *_valores(f, indice))
            for f in cambiadas
            for indice in sorted(f.pasos_cambiados)
            if f.pasos_pk[indice]
        ],
    )


def _valores(ficha: FichaSolicitud, indice: int) -> tuple[str, datetime | None, str]:
    paso = ficha.pasos[indice]
    return paso.estado.value, paso.modificado, paso.motivo


CERTIFICADO = (
    *("serial", "valido_desde", "valido_hasta", "suspendido_en", "revocado_en"),
    "motivo_revocacion",
)


def _certificados(fichas: Sequence[FichaSolicitud], ahora: datetime) -> None:
    por_escribir = [f for f in fichas if f.certificado and f.certificado_cambiado]
    tabla.insertar(
        Certificado,
        ["solicitud", *CERTIFICADO, "emisor", "sujeto", "registrado_en"],
        (
            (f.pk, *(getattr(f.certificado, campo) for campo in CERTIFICADO), "", "", ahora)
            for f in por_escribir
            if f.certificado_pk is None
        ),
    )
    tabla.actualizar(
        Certificado,
        CERTIFICADO,
        [
            (f.certificado_pk, *(getattr(f.certificado, campo) for campo in CERTIFICADO))
            for f in por_escribir
            if f.certificado_pk is not None
        ],
    )


def _objeto(ficha: FichaSolicitud) -> Solicitud:
    return Solicitud(pk=ficha.pk, numero=ficha.numero)


def _evento(
    objeto: Objeto,
    accion: str,
    autoria: Autoria,
    cambios: Cambios,
    ficha: FichaSolicitud | None = None,
) -> Evento:
    notas = [autoria.nota, f"línea {ficha.linea}" if ficha else "", ficha.nota if ficha else ""]
    return componer(
        objeto,
        accion,
        actor=autoria.actor,
        origen=autoria.origen,
        cambios=cambios,
        motivo=", ".join(nota for nota in notas if nota),
    )


def _valores_de_evento(evento: Evento, ahora: datetime) -> tuple[object, ...]:
    return (
        *(ahora, evento.actor_id, evento.origen, evento.tipo_id, evento.objeto_id),
        *(evento.objeto_texto, evento.accion, Jsonb(evento.cambios), evento.motivo),
    )
