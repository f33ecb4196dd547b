"""A case as its customer sees it: who may see it, what they may do, its timeline."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from mesa_ayuda.busqueda import numero_de_caso
from mesa_ayuda.casos_web import se_puede_reabrir
from mesa_ayuda.cierre.plazo import ultimo_dia
from mesa_ayuda.enums import ABIERTOS, Estado, TipoMensaje
from mesa_ayuda.models import Adjunto, Caso, Contacto, Encuesta, Mensaje
from portal.usuarios.models import Usuario

TONOS = {
    Estado.NUEVO: "info",
    Estado.ABIERTO: "curso",
    Estado.ESPERA: "atencion",
    Estado.RESUELTO: "exito",
    Estado.CERRADO: "neutro",
    Estado.CANCELADO: "neutro",
}
# What customers read: the notes stay inside.
VISIBLES = (TipoMensaje.PUBLICO, TipoMensaje.SISTEMA)


@dataclass(frozen=True, slots=True)
class Expediente:
    """A case, and what its reader may do with it now."""

    caso: Caso
    gestiona: bool
    es_contacto: bool
    ahora: datetime

    @property
    def responde(self) -> bool:
        """Whether an answer is taken."""
        return self.caso.estado in (*ABIERTOS, Estado.RESUELTO)

    @property
    def decide(self) -> bool:
        """Whether the solution waits to be accepted or not."""
        return self.gestiona and self.caso.estado == Estado.RESUELTO

    @property
    def ultimo_dia(self) -> date | None:
        """The last day to object to the solution, before the case closes by itself."""
        return ultimo_dia(self.caso)

    @property
    def cierra(self) -> bool:
        """Whether it may be closed unsolved."""
        return self.gestiona and self.caso.estado in ABIERTOS

    @property
    def reabre(self) -> bool:
        """Whether it may be opened again."""
        return self.gestiona and se_puede_reabrir(self.caso, self.ahora)

    @property
    def califica(self) -> bool:
        """Whether the survey waits: the contact's, once."""
        return (
            self.es_contacto
            and self.caso.estado == Estado.CERRADO
            and not Encuesta.objects.filter(caso=self.caso, respondida_en__isnull=False).exists()
        )

    @property
    def tono(self) -> str:
        """The tone of the state's tag."""
        return TONOS[Estado(self.caso.estado)]


def expediente_de(usuario: Usuario, numero: str, ahora: datetime) -> Expediente | None:
    """Return the case for a user who may see it; None for anybody else's and for no case.

    The contact and who sees the account's cases decide in it; who is in copy reads and answers.
    """
    clave = numero_de_caso(numero)
    if clave is None:
        return None
    caso = (
        Caso.objects.filter(pk=clave)
        .select_related("servicio", "producto", "novedad", "cuenta", "fusionado_en")
        .first()
    )
    if caso is None:
        return None
    es_contacto = caso.contacto_id == usuario.pk
    gestiona = es_contacto or _es_de_su_cuenta(usuario, caso)
    if not (gestiona or caso.participantes.filter(usuario=usuario).exists()):
        return None
    return Expediente(caso, gestiona, es_contacto, ahora)


def _es_de_su_cuenta(usuario: Usuario, caso: Caso) -> bool:
    """Whether the user sees the cases of the case's account."""
    fichas = Contacto.objects.filter(usuario=usuario, ve_la_cuenta=True)
    return caso.cuenta_id is not None and fichas.filter(cuenta=caso.cuenta_id).exists()


def linea_de(caso: Caso) -> QuerySet[Mensaje]:
    """Return what the customer reads, in order, with the files; the mail's HTML stays behind."""
    return (
        caso.mensajes.filter(tipo__in=VISIBLES)
        .prefetch_related("adjuntos")
        .order_by("creado", "pk")
    )


def mensaje_con_html(caso: Caso, clave: int) -> Mensaje | None:
    """Return a public message of the case that came with HTML."""
    return caso.mensajes.filter(pk=clave, tipo=TipoMensaje.PUBLICO).exclude(html="").first()


def adjunto_visible(usuario: Usuario, clave: int, ahora: datetime) -> Adjunto | None:
    """Return a file of a message that the user may read; None for any other."""
    adjunto = (
        Adjunto.objects.filter(pk=clave, mensaje__tipo__in=VISIBLES)
        .select_related("mensaje__caso")
        .first()
    )
    if adjunto and expediente_de(usuario, adjunto.mensaje.caso.numero, ahora):
        return adjunto
    return None
