"""Third rule: which case a mail speaks of, and whether its sender may write there.

Message-IDs of ours that carry their seal, then the stored ones, then the number in the subject. A
number is easily guessed and an id can be stolen, so on every path the sender (From, never Reply-To)
has to be the contact, a participant, or of the same account with permission; and a number alone
counts only where the receiver vouches for the sender. Who is not opens a case of their own; nothing
of the other one is shown to them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models.functions import Lower

from mesa_ayuda.casos import puede_ver
from mesa_ayuda.entrada.lectura import CorreoLeido
from mesa_ayuda.models import Caso, IdentificadorCorreo, Participante
from mesa_ayuda.salida.identificador import caso_firmado
from portal.usuarios.models import Usuario

NUMERO: Final = re.compile(r"\bCS(\d{7,9})\b", re.IGNORECASE)
FUSIONES_MAXIMAS: Final = 5
POR_NUMERO: Final = "número en el asunto"


@dataclass(frozen=True, slots=True)
class Hallazgo:
    """A case that a mail names, and how; `repetido`: this very mail is in it already."""

    caso: Caso
    por: str
    repetido: bool = False

    @property
    def adivinable(self) -> bool:
        """Whether it hangs on the number alone, which anybody can guess."""
        return self.por == POR_NUMERO


def hallar(correo: CorreoLeido) -> list[Hallazgo]:
    """Return the cases that a mail names, the surest first; none of them is granted yet."""
    nombrados = [correo.en_respuesta_a, *reversed(correo.referencias)]
    nombrados = [message_id for message_id in dict.fromkeys(nombrados) if message_id]
    guardados = dict(
        IdentificadorCorreo.objects.filter(
            message_id__in=[*nombrados, correo.message_id]
        ).values_list("message_id", "caso_id")
    )
    claves: dict[int, str] = {}
    for clave, por in _claves(correo, nombrados, guardados):
        claves.setdefault(clave, por)
    propio = guardados.get(correo.message_id, 0) if correo.message_id else 0
    casos = Caso.objects.select_related("contacto").in_bulk({*claves, propio} - {0})
    hallados = [Hallazgo(vigente(casos[c]), por) for c, por in claves.items() if c in casos]
    if propio:
        hallados.insert(0, Hallazgo(casos[propio], "Message-ID", repetido=True))
    return hallados


def _claves(
    correo: CorreoLeido, nombrados: list[str], guardados: dict[str, int]
) -> Iterator[tuple[int, str]]:
    for message_id in nombrados:
        firmado = caso_firmado(message_id)
        if firmado is not None:
            yield firmado, "identificador propio"
    for message_id in nombrados:
        if message_id in guardados:
            yield guardados[message_id], "identificador conocido"
    for numero in NUMERO.findall(correo.asunto):
        yield int(numero), POR_NUMERO


def puede_escribir(caso: Caso, *, correo: str, usuario: Usuario | None) -> bool:
    """Whether whoever has that address (and user, if there is one) takes part in the case."""
    if usuario is not None and not usuario.is_active:
        return False
    if usuario is not None and Caso.objects.filter(puede_ver(usuario), pk=caso.pk).exists():
        return True
    if caso.contacto_id is None and caso.contacto_correo.lower() == correo:
        return True
    # Who has an account takes part by it, whatever address they were added with; and no folding
    # of letters: it takes «ı» for «i», and «gmaıl.com» is somebody else's domain.
    sin_cuenta = Participante.objects.filter(caso=caso, usuario=None)
    return sin_cuenta.alias(minuscula=Lower("correo")).filter(minuscula=correo).exists()


def vigente(caso: Caso) -> Caso:
    """Return the case that goes on with the conversation of one that was merged."""
    for _ in range(FUSIONES_MAXIMAS):
        if caso.fusionado_en_id is None:
            break
        caso = Caso.objects.select_related("contacto").get(pk=caso.fusionado_en_id)
    return caso
