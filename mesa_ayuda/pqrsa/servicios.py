"""Receiving a PQRSA, looking it up, and extending its term."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from mesa_ayuda.archivos import ArchivoGuardado, guardar_archivos
from mesa_ayuda.casos import abrir_caso, avisar
from mesa_ayuda.casos_web import Archivos
from mesa_ayuda.enums import TERMINADOS, TipoCaso, TipoMensaje, Via
from mesa_ayuda.models import Adjunto, Caso, Pqrsa, TerminoLegal
from mesa_ayuda.pqrsa import plazo
from mesa_ayuda.pqrsa.correos import enviar_prorroga, enviar_radicado
from mesa_ayuda.pqrsa.ficha import ficha_de, huella
from mesa_ayuda.relojes.servicios import recalcular
from portal.auditoria.servicios import registrar
from portal.calendario.servicios import festivos
from portal.templatetags.portal import fecha_larga
from portal.usuarios.models import Usuario


class ProrrogaImposible(Exception):
    """The term can't be extended so; the message is for staff."""


class FormularioUsado(Exception):
    """The form has made something else already; the message is for who sends it."""


@dataclass(frozen=True, slots=True)
class DatosPqrsa:
    """What the public form brings."""

    tipo: TipoCaso
    clase: str
    nombre: str
    identificacion: str
    correo: str
    telefono: str
    direccion: str
    asunto: str
    texto: str
    autorizacion: str


def radicar(
    *, datos: DatosPqrsa, archivos: Archivos = (), formulario: UUID, usuario: Usuario | None
) -> tuple[Pqrsa, str]:
    """Open the case with its legal term and mail the receipt; return it with its secret.

    The same form again returns what it made the first time. Raises `FormularioUsado` where that
    was no PQRSA.
    """
    ficha = ficha_de(formulario)
    if conocida := buscar(ficha=ficha):
        return conocida, ficha
    guardados = guardar_archivos(archivos)
    try:
        return _radicar(datos, guardados, formulario, usuario), ficha
    except IntegrityError as error:
        # A double click: the other request was first.
        if otra := buscar(ficha=ficha):
            return otra, ficha
        if Caso.objects.filter(formulario=formulario).exists():
            raise FormularioUsado("Este formulario ya se usó. Ábralo de nuevo.") from error
        raise


@transaction.atomic
def _radicar(
    datos: DatosPqrsa,
    archivos: Sequence[ArchivoGuardado],
    formulario: UUID,
    usuario: Usuario | None,
) -> Pqrsa:
    ficha = ficha_de(formulario)
    caso = abrir_caso(
        tipo=datos.tipo,
        asunto=datos.asunto,
        descripcion=datos.texto,
        via=Via.WEB,
        contacto=usuario,
        contacto_nombre=datos.nombre,
        contacto_correo=datos.correo,
        telefono=datos.telefono,
        adjuntos=archivos,
        formulario=formulario,
        actor=usuario,
        origen="" if usuario else "Formulario de PQRSA",
    )
    termino = TerminoLegal.objects.get(tipo=datos.tipo, clase=datos.clase)
    pqrsa = Pqrsa.objects.create(
        caso=caso,
        clase=datos.clase,
        identificacion=datos.identificacion,
        direccion=datos.direccion,
        ficha_hash=huella(ficha),
        autorizacion=datos.autorizacion,
        vence_el=plazo.vencimiento(caso.creado, termino.dias_habiles, festivos()),
    )
    # The clocks know now that the law says when it is due.
    recalcular(caso=caso)
    enviar_radicado(pqrsa, ficha, [archivo.nombre for archivo in archivos])
    return pqrsa


def buscar(*, ficha: str, numero: int | None = None) -> Pqrsa | None:
    """Return the PQRSA of a secret (and of that number, if given); None for any other."""
    filas = Pqrsa.objects.select_related("caso").filter(ficha_hash=huella(ficha))
    return (filas if numero is None else filas.filter(caso_id=numero)).first()


def archivos_de(pqrsa: Pqrsa) -> QuerySet[Adjunto]:
    """Return the files that the person has sent."""
    return Adjunto.objects.filter(
        mensaje__caso=pqrsa.caso_id, mensaje__tipo=TipoMensaje.PUBLICO, mensaje__del_personal=False
    )


def limite_de_prorroga(pqrsa: Pqrsa) -> date:
    """Return the last day that the extension may reach."""
    return plazo.prorroga_maxima(pqrsa.caso.creado, pqrsa.vence_el, festivos())


@transaction.atomic
def prorrogar(*, pqrsa: Pqrsa, hasta: date, motivo: str, actor: Usuario) -> None:
    """Extend the term once, before it ends, and tell the person why and until when.

    Raises `ProrrogaImposible`.
    """
    hoy, limite = timezone.localdate(), limite_de_prorroga(pqrsa)
    if hoy > pqrsa.vence_el:
        raise ProrrogaImposible("El término ya venció: la prórroga se avisa antes de que termine.")
    if not pqrsa.vence_el < hasta <= limite:
        raise ProrrogaImposible(
            f"La nueva fecha debe ser posterior al {fecha_larga(pqrsa.vence_el)} y, a más tardar, "
            f"el {fecha_larga(limite)} (el doble del término)."
        )
    if not motivo.strip():
        raise ProrrogaImposible("Explique el motivo de la prórroga.")
    posible = Pqrsa.objects.libres().filter(pk=pqrsa.pk, prorroga_hasta__isnull=True)
    cambiadas = posible.exclude(caso__estado__in=TERMINADOS).update(
        prorroga_hasta=hasta,
        prorroga_motivo=motivo.strip(),
        prorroga_avisada_en=timezone.now(),
        aviso_vencimiento_en=None,
    )
    if not cambiadas:
        raise ProrrogaImposible(
            "Esta PQRSA ya tiene una prórroga, ya se respondió, se está firmando o su caso terminó."
        )
    pqrsa.refresh_from_db()
    caso: Caso = pqrsa.caso
    recalcular(caso=caso)
    avisar(
        caso=caso,
        texto=f"Se amplió el plazo de respuesta hasta el {fecha_larga(hasta)}: {motivo.strip()}",
    )
    registrar(
        caso,
        "Prorrogó el término de la PQRSA",
        actor=actor,
        motivo=motivo.strip(),
        cambios={"responder a más tardar el": [f"{pqrsa.vence_el:%d/%m/%Y}", f"{hasta:%d/%m/%Y}"]},
    )
    enviar_prorroga(pqrsa)
