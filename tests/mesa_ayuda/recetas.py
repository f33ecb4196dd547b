"""Rows of the help desk for tests; nobody in them exists."""

from itertools import count
from typing import Any

from mesa_ayuda.models import Buzon, Caso, Contacto, Cuenta
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE, crear_personal

_serie = count(1)


def crear_cuenta(**valores: Any) -> Cuenta:
    """Make a company."""
    n = next(_serie)
    return Cuenta.objects.create(**{"nombre": f"Empresa Inventada {n} S.A.S.", **valores})


def crear_cliente(
    correo: str = "",
    *,
    cuenta: Cuenta | None = None,
    ve_la_cuenta: bool = False,
    **valores: Any,
) -> Usuario:
    """Make a customer, with a password (`tests.conftest.CLAVE`) and a name."""
    n = next(_serie)
    correo = correo or f"cliente{n}@correo.example"
    datos = {"first_name": f"Cliente {n}", "last_name": "Inventado", **valores}
    usuario = Usuario.objects.create_user(correo, correo, CLAVE, **datos)
    Contacto.objects.create(usuario=usuario, cuenta=cuenta, ve_la_cuenta=ve_la_cuenta)
    return usuario


def crear_agente(nombre: str = "agente", rol: Rol = Rol.AGENTE_1) -> Usuario:
    """Make a member of the help desk's staff."""
    return crear_personal(nombre, rol)


def crear_caso(contacto: Usuario | None = None, **valores: Any) -> Caso:
    """Make a case's row alone, of `contacto` or of somebody without an account."""
    n = next(_serie)
    datos: dict[str, Any] = {
        "asunto": f"No puedo firmar {n}",
        "descripcion": "El botón no responde.",
        "contacto": contacto,
        "contacto_nombre": "Persona sin cuenta",
        "contacto_correo": f"persona{n}@correo.example",
    }
    if contacto is not None:
        datos["contacto_nombre"] = contacto.get_full_name() or contacto.username
        datos["contacto_correo"] = contacto.email
        datos["cuenta"] = Contacto.objects.get(usuario=contacto).cuenta
    return Caso.objects.create(**(datos | valores))


def crear_buzon(direccion: str = "mesa@portal.example", **valores: Any) -> Buzon:
    """Make a mailbox that nobody polls."""
    return Buzon.objects.create(**{"nombre": direccion, "direccion": direccion, **valores})
