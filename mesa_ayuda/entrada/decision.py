"""What is to become of a mail. It reads rows and writes none: `--simular` stops here."""

from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from mesa_ayuda.casos_web import se_puede_reabrir
from mesa_ayuda.entrada.autenticidad import remitente_comprobado, remitente_falso
from mesa_ayuda.entrada.automatico import Origen, juzgar
from mesa_ayuda.entrada.emparejamiento import Hallazgo, hallar, puede_escribir, vigente
from mesa_ayuda.entrada.lectura import CorreoLeido
from mesa_ayuda.entrada.rebote import leer_rebote
from mesa_ayuda.entrada.remitentes import direccion_valida, es_propia, usuario_de
from mesa_ayuda.enums import ABIERTOS, TERMINADOS, Veredicto
from mesa_ayuda.models import Caso, CorreoEntrante
from mesa_ayuda.salida.identificador import caso_firmado
from portal.usuarios.models import Usuario

ABIERTOS_POR_PERSONA: Final = 30
"""Open cases of one customer or address: beyond it their mails wait for staff."""
SOLO_NUMERO: Final = "Nadie comprobó quién lo envía, y nombra el caso sólo por su número"
FALSO: Final = "El servidor que lo recibió no pudo comprobar quién lo envía"


@dataclass(frozen=True, slots=True)
class Decision:
    """`caso`: the one that it goes into; `vinculo`: the one that it only names.

    `dudoso`: why it can't be believed to be from whom it says, '' if there is no reason.
    """

    veredicto: Veredicto
    motivo: str
    caso: Caso | None = None
    vinculo: Caso | None = None
    usuario: Usuario | None = None
    dudoso: str = ""
    devueltos: tuple[str, ...] = ()
    no_existe: bool = False


def decidir(leido: CorreoLeido, crudo: bytes, *, servidor: str = "") -> Decision:
    """Apply the rules in order: our own mail, machines', answers, new cases.

    `servidor`: see `remitente_comprobado`.
    """
    remitente = leido.remitente.correo
    if caso_firmado(leido.message_id) is not None or (remitente and es_propia(remitente)):
        return Decision(Veredicto.AUTOMATICO, "Salió del propio portal.")
    juicio = juzgar(leido)
    if juicio.origen is Origen.REBOTE:
        return _de_rebote(leido, crudo, juicio.motivo)
    if juicio.origen is Origen.AUTOMATICO:
        return _de_maquina(leido, juicio.motivo, servidor)
    if not direccion_valida(remitente):
        return Decision(Veredicto.RECHAZADO, "No tiene un remitente al que se pueda responder.")
    return _de_persona(leido, usuario_de(remitente), servidor)


def _de_rebote(leido: CorreoLeido, crudo: bytes, motivo: str) -> Decision:
    rebote = leer_rebote(leido, crudo)
    claves = [clave for uno in rebote.devueltos if (clave := caso_firmado(uno)) is not None]
    nombrado = Caso.objects.filter(pk__in=claves[:1]).first()
    return Decision(
        Veredicto.REBOTE,
        motivo,
        caso=vigente(nombrado) if nombrado else None,
        devueltos=rebote.devueltos,
        no_existe=rebote.no_existe,
    )


def _de_maquina(leido: CorreoLeido, motivo: str, servidor: str) -> Decision:
    """Only a machine of somebody in the case is heard there."""
    remitente = leido.remitente.correo
    usuario = usuario_de(remitente) if remitente else None
    caso = None
    if remitente and not remitente_falso(leido):
        suyos = _en_los_que_participa(hallar(leido), leido, usuario)
        caso = next((h.caso for h in _creibles(suyos, leido, servidor)), None)
    return Decision(Veredicto.AUTOMATICO, motivo, caso=caso)


def _de_persona(leido: CorreoLeido, usuario: Usuario | None, servidor: str) -> Decision:
    remitente = leido.remitente.correo
    if usuario is not None and not usuario.is_active:
        return Decision(Veredicto.RECHAZADO, "El usuario del remitente está desactivado.")
    dudoso = FALSO if remitente_falso(leido) else ""
    hallados = hallar(leido)
    suyos = _en_los_que_participa(hallados, leido, usuario)
    permitidos = _creibles(suyos, leido, servidor)
    if permitidos and permitidos[0].repetido:
        return Decision(
            Veredicto.DUPLICADO, "El mismo mensaje llegó por otro buzón.", caso=permitidos[0].caso
        )
    if permitidos and not dudoso and _admite_respuesta(permitidos[0].caso):
        return Decision(
            Veredicto.RESPUESTA,
            f"Se halló el caso por {permitidos[0].por}.",
            caso=permitidos[0].caso,
            usuario=usuario,
        )
    if _demasiados(remitente, None if dudoso else usuario):
        return Decision(
            Veredicto.RECHAZADO,
            f"El remitente tiene {ABIERTOS_POR_PERSONA} casos abiertos o más.",
            usuario=usuario,
        )
    ajenos = [h.caso for h in hallados if not h.repetido]
    return Decision(
        Veredicto.CASO_NUEVO,
        _por_que_es_nuevo(ajenos, suyos, permitidos, dudoso),
        vinculo=ajenos[0] if ajenos else None,
        usuario=usuario,
        dudoso=dudoso,
    )


def _en_los_que_participa(
    hallados: list[Hallazgo], leido: CorreoLeido, usuario: Usuario | None
) -> list[Hallazgo]:
    correo = leido.remitente.correo
    return [h for h in hallados if puede_escribir(h.caso, correo=correo, usuario=usuario)]


def _creibles(suyos: list[Hallazgo], leido: CorreoLeido, servidor: str) -> list[Hallazgo]:
    """Leave out what names a case by its number alone, unless the sender is vouched for."""
    comprobado = remitente_comprobado(leido, servidor=servidor)
    return [h for h in suyos if comprobado or not h.adivinable]


def _por_que_es_nuevo(
    ajenos: list[Caso], suyos: list[Hallazgo], permitidos: list[Hallazgo], dudoso: str
) -> str:
    if not ajenos:
        return ""
    if dudoso:
        return f"{dudoso}, y nombra el caso {ajenos[0].numero}."
    if permitidos:
        return f"Responde al caso {ajenos[0].numero}, que ya terminó."
    if suyos:
        return f"{SOLO_NUMERO}: el caso {suyos[0].caso.numero}."
    return f"Nombra el caso {ajenos[0].numero}, en el que su remitente no participa."


def _admite_respuesta(caso: Caso) -> bool:
    return caso.estado not in TERMINADOS or se_puede_reabrir(caso, timezone.now())


def _demasiados(remitente: str, usuario: Usuario | None) -> bool:
    """Whether a customer, or an address without an account, has as many cases as may be open.

    What others send in a customer's name doesn't count against the customer.
    """
    if usuario is not None and not usuario.is_staff:
        suyos = Caso.objects.abiertos().filter(contacto=usuario)
        return suyos[:ABIERTOS_POR_PERSONA].count() >= ABIERTOS_POR_PERSONA
    enviados = CorreoEntrante.objects.filter(
        remitente=remitente,
        veredicto=Veredicto.CASO_NUEVO,
        caso__contacto=None,
        caso__estado__in=ABIERTOS,
    )
    return enviados[:ABIERTOS_POR_PERSONA].count() >= ABIERTOS_POR_PERSONA
