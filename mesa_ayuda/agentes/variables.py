"""Variables of canned answers: an allow-list, never a template engine on what staff wrote."""

import re
from collections.abc import Callable
from typing import Final

from mesa_ayuda.models import Caso
from portal.usuarios.models import Usuario

MARCA: Final = re.compile(r"\{\{\s*([^{}\n]{1,60}?)\s*\}\}")
VARIABLES: Final[dict[str, Callable[[Caso, Usuario], str]]] = {
    "caso.numero": lambda caso, agente: caso.numero,
    "caso.asunto": lambda caso, agente: caso.asunto,
    "caso.producto": lambda caso, agente: str(caso.producto or ""),
    "contacto.nombre": lambda caso, agente: caso.contacto_nombre,
    "cuenta.nombre": lambda caso, agente: str(caso.cuenta or ""),
    "agente.nombre": lambda caso, agente: agente.get_full_name() or agente.username,
}


def rellenar(texto: str, *, caso: Caso, agente: Usuario) -> str:
    """Put values in the place of the known variables; what they hold is never read again."""

    def valor(hallado: re.Match[str]) -> str:
        variable = VARIABLES.get(hallado.group(1))
        return variable(caso, agente) if variable else hallado.group()

    return MARCA.sub(valor, texto)


def desconocidas(texto: str) -> list[str]:
    """Return the names between {{ and }} that nothing would fill in, each once."""
    nombres = dict.fromkeys(hallado.group(1) for hallado in MARCA.finditer(texto))
    return [nombre for nombre in nombres if nombre not in VARIABLES]
