"""The demo's people and companies as rows; identification numbers nobody has been given."""

from portal.desarrollo import personas
from portal.desarrollo.personas import DOMINIO
from portal.identificacion import TipoIdentificacion
from solicitudes.models import Persona

EMPRESAS = (
    *("ARENALES DEL NORTE S.A.S.", "BOTÁNICA EL ROBLE LTDA.", "CONSTRUCTORA TRES ESQUINAS S.A."),
    *("DISTRIBUIDORA LA CEIBA S.A.S.", "ESTUDIO CONTABLE PUNTO Y CIFRA S.A.S."),
    *("FUNDACIÓN SEMILLA CLARA", "GRUPO LOGÍSTICO ANDÉN S.A.", "HOSPITAL DE EJEMPLO E.S.E."),
    *("INGENIERÍA RÍO MANSO S.A.S.", "JARDÍN INFANTIL COMETA", "ALCALDÍA DE VALLE DE EJEMPLO"),
    "TEXTILES ALBORADA S.A.",
)
PRIMER_NIT = 999_100_000


def persona(numero: int) -> Persona:
    """Return invented person `numero`, unsaved; one in twenty is a foreigner."""
    inventada = personas.persona(numero)
    extranjera = numero % 20 == 7
    return Persona(
        tipo=TipoIdentificacion.PPT if extranjera else TipoIdentificacion.CC,
        numero=str(9_900_000 + numero) if extranjera else inventada.cedula,
        nombre=inventada.nombre,
        correo=inventada.correo,
    )


def empresa(numero: int) -> Persona:
    """Return invented company `numero` modulo how many there are, unsaved."""
    numero %= len(EMPRESAS)
    return Persona(
        tipo=TipoIdentificacion.NIT,
        numero=str(PRIMER_NIT + numero),
        nombre=EMPRESAS[numero],
        correo=f"certificados.empresa{numero}@{DOMINIO}",
    )
