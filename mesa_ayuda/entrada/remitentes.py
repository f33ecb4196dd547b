"""Who a mail is from, and the account that is made for a new customer.

The user name is the e-mail address. Staff never become customers by mail: their names and rights
must not hang on a From header, which anybody can write.
"""

import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from mesa_ayuda.entrada.lectura import Direccion
from mesa_ayuda.models import Buzon, Contacto
from portal.auditoria.servicios import registrar
from portal.busqueda import sin_acentos
from portal.limites import LimiteExcedido, consumir
from portal.mensajes.lineas import una_linea
from portal.mensajes.servicios import direccion_propia
from portal.usuarios.models import Usuario

ORIGEN: Final = "correo recibido"
CUENTAS_POR_DOMINIO: Final = 60
"""New accounts of one domain in an hour: beyond it cases are opened without one."""
HORA: Final = 60 * 60


def es_propia(correo: str) -> bool:
    """Whether an address is one of ours: a mail from there is our own, come back."""
    return correo == direccion_propia() or Buzon.objects.filter(direccion__iexact=correo).exists()


def direccion_valida(correo: str) -> bool:
    """Whether an answer could be sent there."""
    try:
        validate_email(correo)
    except ValidationError:
        return False
    return len(correo) <= 254


def usuario_de(correo: str) -> Usuario | None:
    """Return who has that address, customer or staff."""
    return Usuario.objects.alias(minuscula=Lower("email")).filter(minuscula=correo).first()


def crear_cliente(correo: str, *, nombre: str) -> Usuario | None:
    """Make the account of a new customer, without password.

    None where its domain has made too many in an hour, or its user name is somebody else's.
    """
    dominio = correo.rpartition("@")[2]
    try:
        consumir("mesa_cuentas", dominio, maximo=CUENTAS_POR_DOMINIO, ventana=HORA)
    except LimiteExcedido:
        return None
    nombres, _, apellidos = nombre.partition(" ")
    usuario = Usuario(
        username=correo,
        email=correo,
        first_name=nombres[:150],
        last_name=apellidos[:150],
    )
    usuario.set_unusable_password()
    if len(usuario.username) > 150:
        return None
    try:
        with transaction.atomic():
            usuario.save()
    except IntegrityError:
        # Another mail of theirs made it a moment ago, or staff chose that very user name.
        return usuario_de(correo)
    Contacto.objects.create(usuario=usuario)
    registrar(usuario, "Creó la cuenta", actor=None, origen=ORIGEN)
    return usuario


def nombre_visible(remitente: Direccion) -> str:
    """Return the name that a sender gives, if it is no address and no member of staff's.

    Nor one that only looks like it: with letters of other alphabets, or signs that nobody sees.
    """
    nombre = una_linea(unicodedata.normalize("NFKC", remitente.nombre), maximo=150)
    if not nombre or "@" in nombre or not all(map(_se_ve_como_es, nombre)):
        return ""
    parecido = sin_acentos(nombre)
    personal = Usuario.objects.filter(is_staff=True).values_list("first_name", "last_name")
    propios = {sin_acentos(f"{primero} {ultimo}") for primero, ultimo in personal}
    return "" if any(propio and propio in parecido for propio in propios) else nombre


def _se_ve_como_es(letra: str) -> bool:
    if letra.isalpha():
        return unicodedata.name(letra, "").startswith(("LATIN", "FEMININE", "MASCULINE"))
    return letra.isprintable() and not unicodedata.category(letra).startswith("M")
