"""«Probar conexión»: everything up to a message, and never a message. No ORM, no settings."""

import ssl
from dataclasses import dataclass
from enum import StrEnum

from contrasenas.clientes.fallo_smtp import FalloSmtp, Paso
from contrasenas.clientes.sesion_smtp import Servidor, Sesion, abrir, traducir
from contrasenas.clientes.sobre import direccion, saludo_de

ESPERA_PRUEBA = 8.0  # seconds for each answer: a person waits for the page


class Resultado(StrEnum):
    """How a step went."""

    BIEN = "bien"
    AVISO = "aviso"
    MAL = "mal"
    OMITIDO = "omitido"


@dataclass(frozen=True, slots=True)
class PasoProbado:
    """One step and what to tell about it, in Spanish; `respuesta`: the server's own words."""

    paso: Paso
    resultado: Resultado
    detalle: str
    respuesta: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostico:
    """Every step in the order in which it is taken, those that were not reached too."""

    pasos: tuple[PasoProbado, ...]

    @property
    def correcto(self) -> bool:
        """Say whether messages can be sent."""
        return self.fallo is None

    @property
    def fallo(self) -> PasoProbado | None:
        """Return the step that failed."""
        return next((paso for paso in self.pasos if paso.resultado is Resultado.MAL), None)


def probar(
    servidor: Servidor,
    *,
    remitente: str,
    espera: float = ESPERA_PRUEBA,
    contexto: ssl.SSLContext | None = None,
    admitir_local: bool = False,
) -> Diagnostico:
    """Connect, encrypt, greet, log in and name the sender; whatever happens is in the answer."""
    hechos: dict[Paso, PasoProbado] = {}

    def anotar(paso: Paso, detalle: str, resultado: Resultado = Resultado.BIEN) -> None:
        hechos[paso] = PasoProbado(paso, resultado, detalle)

    try:
        sesion = abrir(
            servidor,
            saludo=saludo_de(remitente),
            espera=espera,
            contexto=contexto or ssl.create_default_context(),
            admitir_local=admitir_local,
            anotar=anotar,
        )
        try:
            _presentarse(sesion, servidor, remitente)
        finally:
            sesion.despedirse()
        anotar(Paso.REMITENTE, "El servidor acepta la dirección del remitente.")
    except FalloSmtp as fallo:
        hechos[fallo.paso] = PasoProbado(
            fallo.paso, Resultado.MAL, fallo.explicacion, fallo.respuesta
        )
    return Diagnostico(
        tuple(hechos.get(paso) or _ausente(servidor, paso) for paso in _orden(servidor))
    )


def _presentarse(sesion: Sesion, servidor: Servidor, remitente: str) -> None:
    with traducir(Paso.REMITENTE, servidor):
        sesion.exigir(sesion.mail(direccion(remitente, Paso.REMITENTE)), 250)
        sesion.rset()


def _orden(servidor: Servidor) -> list[Paso]:
    saludo = [Paso.SALUDAR, Paso.CIFRAR]
    if servidor.cifrado == "ssl":
        saludo.reverse()
    return [Paso.RESOLVER, Paso.CONECTAR, *saludo, Paso.INGRESAR, Paso.REMITENTE]


def _ausente(servidor: Servidor, paso: Paso) -> PasoProbado:
    if paso is Paso.CIFRAR and not servidor.cifrado:
        que = "la contraseña y los mensajes viajan" if servidor.autenticacion else "todo viaja"
        return PasoProbado(paso, Resultado.AVISO, f"Sin cifrado: {que} a la vista de terceros.")
    if paso is Paso.INGRESAR and not servidor.autenticacion:
        return PasoProbado(paso, Resultado.OMITIDO, "El servidor se usa sin autenticación.")
    return PasoProbado(paso, Resultado.OMITIDO, "No se llegó a este paso.")
