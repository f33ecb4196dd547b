"""Reading what the database has of all that a batch names: one query a table, rows locked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.expressions import RawSQL

from portal.auditoria.models import Evento
from portal.calendario.tiempo_habil import BOGOTA
from solicitudes.enums import (
    EstadoPaso,
    EstadoSolicitud,
    Etapa,
    FormaEntrega,
    TipoCertificado,
    Vigencia,
)
from solicitudes.importacion.fila import Fila, Identidad
from solicitudes.importacion.pasos import SIN_EMPEZAR, EstadoDePaso
from solicitudes.importacion.situacion import (
    FichaOrden,
    FichaPersona,
    FichaSolicitud,
    Situacion,
)
from solicitudes.importacion.vigencia import EstadoDeCertificado
from solicitudes.models import Certificado, Orden, Paso, Persona, Solicitud

LEVANTO = "Levantó la suspensión"
"""The act's name in the history, as `servicios.levantar_suspension` writes it."""

FECHA_LEVANTAMIENTO = "fecha del levantamiento"
"""Where the history keeps the date that a file gave for it."""


def leer(filas: Sequence[Fila], *, bloquear: bool) -> Situacion:
    """Return the situation of what the rows name.

    `bloquear` takes the locks of the requests and certificates, in this order and by key: staff's
    acts lock one or the other, so nobody waits in a circle.
    """
    situacion = Situacion()
    registros = _registros(filas, bloquear=bloquear)
    certificados = _certificados(filas, registros, situacion, bloquear=bloquear)
    pasos = _pasos(registros)
    ordenes = _ordenes(filas, registros, bloquear=bloquear)
    claves = {registro.titular for registro in registros.values()}
    claves |= {orden.solicitante for orden in ordenes.values()}
    personas = _personas(filas, claves, situacion, bloquear=bloquear)
    for orden in ordenes.values():
        situacion.ordenes[orden.numero] = FichaOrden(
            pk=orden.pk,
            numero=orden.numero,
            solicitante=personas[orden.solicitante],
            empresa=orden.empresa,
            proyecto=orden.proyecto,
        )
    for pk, registro in registros.items():
        certificado_pk, certificado = certificados.get(pk, (None, None))
        hallados = [pasos[pk].get(etapa.value, (0, SIN_EMPEZAR[0])) for etapa in Etapa]
        situacion.solicitudes[registro.numero] = FichaSolicitud(
            pk=pk,
            numero=registro.numero,
            orden=ordenes[registro.orden].numero,
            titular=personas[registro.titular],
            tipo_certificado=TipoCertificado(registro.tipo_certificado),
            forma_entrega=FormaEntrega(registro.forma_entrega),
            estado=EstadoSolicitud(registro.estado),
            fecha_emision=registro.fecha_emision,
            pasos=tuple(paso for _, paso in hallados),
            pasos_pk=tuple(clave for clave, _ in hallados),
            certificado=certificado,
            certificado_pk=certificado_pk,
        )
    return situacion


class _Registro(NamedTuple):
    """A request's row; `orden` and `titular` are keys."""

    pk: int
    numero: int
    orden: int
    titular: int
    tipo_certificado: str
    forma_entrega: str
    estado: str
    fecha_emision: date | None


def _registros(filas: Sequence[Fila], *, bloquear: bool) -> dict[int, _Registro]:
    consulta = Solicitud.objects.filter(
        numero__in=_lista([fila.numero for fila in filas], "bigint")
    ).order_by("pk")
    if bloquear:
        consulta = consulta.select_for_update(no_key=True)
    return {valores[0]: _Registro(*valores) for valores in consulta.values_list(*_Registro._fields)}


def _pasos(
    registros: Mapping[int, _Registro],
) -> defaultdict[int, dict[int, tuple[int, EstadoDePaso]]]:
    """Return {request's key: {number of the step: (step's key, step)}}."""
    hallados: defaultdict[int, dict[int, tuple[int, EstadoDePaso]]] = defaultdict(dict)
    campos = ("pk", "solicitud_id", "numero", "estado", "modificado", "motivo_rechazo")
    for pk, solicitud, numero, estado, modificado, motivo in Paso.objects.filter(
        solicitud__in=_lista(registros, "bigint")
    ).values_list(*campos):
        hallados[solicitud][numero] = (pk, EstadoDePaso(EstadoPaso(estado), modificado, motivo))
    return hallados


CERTIFICADO = (
    *("serial", "valido_desde", "valido_hasta", "suspendido_en", "revocado_en"),
    *("motivo_revocacion", "con_archivo"),
)


def _certificados(
    filas: Sequence[Fila],
    registros: Mapping[int, _Registro],
    situacion: Situacion,
    *,
    bloquear: bool,
) -> dict[int, tuple[int, EstadoDeCertificado]]:
    """Return {request's key: (certificate's key, certificate)}, and note whose the serials are."""
    propios = Certificado.objects.filter(solicitud__in=_lista(registros, "bigint"))
    if bloquear:
        propios = propios.select_for_update(no_key=True)
    hallados = {
        solicitud: (pk, EstadoDeCertificado(*valores))
        for solicitud, pk, *valores in propios.annotate(
            con_archivo=ExpressionWrapper(Q(der__isnull=False), output_field=BooleanField())
        )
        .order_by("pk")
        .values_list("solicitud_id", "pk", *CERTIFICADO)
    }
    for solicitud, momento in _levantadas(filas, hallados, registros).items():
        pk, certificado = hallados[solicitud]
        hallados[solicitud] = (pk, replace(certificado, levantada_en=momento))
    seriales = [fila.certificado.serial for fila in filas if fila.certificado]
    situacion.seriales.update(
        Certificado.objects.filter(serial__in=_lista(seriales, "text")).values_list(
            "serial", "solicitud__numero"
        )
    )
    return hallados


def _levantadas(
    filas: Sequence[Fila],
    certificados: Mapping[int, tuple[int, EstadoDeCertificado]],
    registros: Mapping[int, _Registro],
) -> dict[int, datetime]:
    """Return when the suspension of each request's certificate was last lifted.

    Only asked for those that the file wants suspended and that aren't: the history has it.
    """
    suspendidas = {
        fila.numero
        for fila in filas
        if fila.certificado and fila.certificado.vigencia == Vigencia.SUSPENDIDO
    }
    claves = [
        str(solicitud)
        for solicitud, (_, certificado) in certificados.items()
        if not certificado.suspendido_en and registros[solicitud].numero in suspendidas
    ]
    if not claves:
        return {}
    eventos = Evento.objects.filter(
        tipo=ContentType.objects.get_for_model(Solicitud),
        objeto_id__in=_lista(claves, "text"),
        accion=LEVANTO,
    ).order_by("pk")
    return {int(evento.objeto_id): _momento(evento) for evento in eventos}


def _momento(evento: Evento) -> datetime:
    dicha: Any = evento.cambios.get(FECHA_LEVANTAMIENTO)
    if not dicha:
        return evento.momento
    return datetime.strptime(dicha[1], "%d/%m/%Y").replace(tzinfo=BOGOTA)


class _RegistroOrden(NamedTuple):
    """An order's row; `solicitante` is a key."""

    pk: int
    numero: int
    solicitante: int
    empresa: str
    proyecto: str


def _ordenes(
    filas: Sequence[Fila], registros: Mapping[int, _Registro], *, bloquear: bool
) -> dict[int, _RegistroOrden]:
    """Return by key the orders that the rows name, and those of the requests that they name."""
    consulta = Orden.objects.filter(numero__in=_lista({f.orden for f in filas}, "bigint"))
    if bloquear:
        consulta = consulta.select_for_update(no_key=True)
    campos = _RegistroOrden._fields
    ordenes = {v[0]: _RegistroOrden(*v) for v in consulta.order_by("pk").values_list(*campos)}
    otras = {registro.orden for registro in registros.values()} - ordenes.keys()
    for valores in Orden.objects.filter(pk__in=otras).values_list(*campos):
        ordenes[valores[0]] = _RegistroOrden(*valores)
    return ordenes


def _personas(
    filas: Sequence[Fila], claves: set[int], situacion: Situacion, *, bloquear: bool
) -> dict[int, Identidad]:
    """Put the persons that the rows name into `situacion`; return identities by key.

    `claves`: keys of others whose identity has to be known.
    """
    nombradas = {p.identidad for fila in filas for p in (fila.solicitante, fila.titular)}
    consulta = Persona.objects.filter(numero__in=_lista({n for _, n in nombradas}, "text"))
    if bloquear:
        consulta = consulta.select_for_update(no_key=True)
    campos = ("pk", "tipo", "numero", "nombre", "correo")
    identidades: dict[int, Identidad] = {}
    for pk, tipo, numero, nombre, correo in consulta.order_by("pk").values_list(*campos):
        identidades[pk] = (tipo, numero)
        if (tipo, numero) in nombradas:
            situacion.personas[tipo, numero] = FichaPersona(pk, (tipo, numero), nombre, correo)
    otras = Persona.objects.filter(pk__in=claves - identidades.keys())
    for pk, tipo, numero in otras.values_list(*campos[:3]):
        identidades[pk] = (tipo, numero)
    return identidades


def _lista(valores: Iterable[int] | Iterable[str], tipo: str) -> RawSQL:
    """Return the values as one array: an IN of a thousand parameters costs more than its answer."""
    return RawSQL(f"SELECT unnest(%s::{tipo}[])", [list(valores)])  # noqa: S611 - two constants
