"""Whether a mail is from whom it says, by what our own receiver found (RFC 8601, 7489).

A From header is written by anybody. Where the receiver checked nothing there is nothing to go by;
where it did, its word is taken, and a failure that no signature or path of the sender's own domain
makes good is one, whether or not that domain has a policy.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.crypto import salted_hmac

from mesa_ayuda.entrada.lectura import CorreoLeido

CABECERA: Final = "Authentication-Results"
DMARC_FALLIDO: Final = re.compile(r"\bdmarc\s*=\s*fail", re.IGNORECASE)
RESULTADO: Final = re.compile(r"(dmarc|spf|dkim)\s*=\s*([a-z]+)\b(.*)", re.IGNORECASE | re.DOTALL)
# Where each method says which domain it is about.
DOMINIOS: Final = {
    metodo: re.compile(rf"\b{donde}\s*=\s*(?:[^\s@;]*@)?([\w.-]+)", re.IGNORECASE)
    for metodo, donde in (
        ("dmarc", r"header\.from"),
        ("spf", r"smtp\.mailfrom"),
        ("dkim", r"header\.[di]"),
    )
}
# What others wrote into it: never taken for the receiver's words.
ENTRE_COMILLAS: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
ESCAPADO: Final = re.compile(r"\\.")
FALLOS: Final = frozenset({"fail", "softfail"})
PASO: Final = "pass"


@dataclass(frozen=True, slots=True)
class Comprobacion:
    """What one method found, and about which domain ('' where it isn't said)."""

    metodo: str
    resultado: str
    dominio: str


def remitente_falso(correo: CorreoLeido) -> bool:
    """Whether our own receiver found that the mail isn't from whom it says, or none is named.

    Only the topmost Authentication-Results is its; those below may be the sender's invention.
    """
    escrita = correo.cabecera(CABECERA)
    if correo.dudoso or DMARC_FALLIDO.search(escrita):
        return True
    halladas = list(comprobaciones(escrita))
    respondido = any(_responde(hallada, correo) for hallada in halladas)
    return not respondido and any(h.resultado in FALLOS for h in halladas)


def remitente_comprobado(correo: CorreoLeido, *, servidor: str) -> bool:
    """Whether a receiver that we trust vouches for the sender.

    That is `servidor`, the name with which the mailbox's own server begins the header ('' where
    staff named none), or our webhook; what begins otherwise, anybody may have written.
    """
    escrita = correo.cabecera(CABECERA)
    nombre = escrita.partition(";")[0].split()[:1]
    if not nombre or nombre[0].lower() not in {servidor.lower(), nombre_del_webhook()} - {""}:
        return False
    return not remitente_falso(correo) and any(
        _responde(hallada, correo) for hallada in comprobaciones(escrita)
    )


def nombre_del_webhook() -> str:
    """Return the name under which our webhook writes what SendGrid found: no sender can know it."""
    return f"sendgrid-{salted_hmac('mesa_ayuda.entrada.autenticidad', 'sendgrid').hexdigest()[:20]}"


def comprobaciones(escrita: str) -> Iterator[Comprobacion]:
    """Take the header apart."""
    for tramo in _sin_lo_ajeno(escrita[:10_000]).split(";"):
        hallado = RESULTADO.fullmatch(tramo.strip())
        if hallado:
            metodo = hallado[1].lower()
            dominio = DOMINIOS[metodo].search(hallado[3])
            yield Comprobacion(metodo, hallado[2].lower(), dominio[1].lower() if dominio else "")


def _sin_lo_ajeno(escrita: str) -> str:
    """Take out quoted strings and comments, one in another however deep."""
    fuera, hondura = [], 0
    for letra in ESCAPADO.sub("", ENTRE_COMILLAS.sub("x", escrita)):
        if letra in "()":
            hondura = max(0, hondura + (1 if letra == "(" else -1))
            letra = " "
        if not hondura:
            fuera.append(letra)
    return "".join(fuera)


def _responde(hallada: Comprobacion, correo: CorreoLeido) -> bool:
    """Whether it passed for the domain that we read in From; DMARC is about no other, if unsaid.

    Where it is said, the receiver may have read another From in the same bytes.
    """
    dominio = correo.remitente.correo.rpartition("@")[2]
    sin_decirlo = hallada.metodo == "dmarc" and not hallada.dominio
    return hallada.resultado == PASO and (sin_decirlo or _alineado(hallada.dominio, dominio))


def _alineado(dominio: str, remitente: str) -> bool:
    """Whether one is the other, or lies below it (the relaxed alignment of DMARC)."""
    return bool(dominio) and (
        dominio == remitente
        or remitente.endswith(f".{dominio}")
        or dominio.endswith(f".{remitente}")
    )
