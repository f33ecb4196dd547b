"""Cases that staff open for somebody who calls or chats."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from mesa_ayuda import casos
from mesa_ayuda.archivos import ArchivoGuardado, guardar_archivos
from mesa_ayuda.casos_web import Archivos
from mesa_ayuda.entrada.remitentes import es_propia, usuario_de
from mesa_ayuda.enums import HorarioContacto, Via
from mesa_ayuda.models import Caso, Contacto, Novedad
from mesa_ayuda.salida.correos import enviar_bienvenida, enviar_recibido
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario


class ContactoInvalido(Exception):
    """The address can't be a customer's; the text says why."""


@dataclass(frozen=True, slots=True)
class DatosAlta:
    """What staff write down of a call or a chat. `correo`, in lower case, may be empty."""

    via: Via
    nombre: str
    correo: str
    telefono: str
    horario_contacto: HorarioContacto
    novedad: Novedad
    asunto: str
    descripcion: str


def abrir_por_cliente(
    *, datos: DatosAlta, archivos: Archivos = (), actor: Usuario, formulario: UUID
) -> Caso:
    """Open a case for whoever has that address and mail them its number.

    A new contact gets an account, and the link to set its password with the number; without an
    address the case has a name and a telephone only. The same form again returns the case that it
    made. Raises `ContactoInvalido`.
    """
    if previo := Caso.objects.filter(formulario=formulario).first():
        return previo
    guardados = guardar_archivos(archivos)
    try:
        return _abrir(datos, guardados, actor, formulario)
    except (IntegrityError, ContactoInvalido):
        # The second click came while the first was writing.
        if otro := Caso.objects.filter(formulario=formulario).first():
            return otro
        raise


@transaction.atomic
def _abrir(
    datos: DatosAlta, archivos: Sequence[ArchivoGuardado], actor: Usuario, formulario: UUID
) -> Caso:
    contacto, nuevo = _contacto(datos, actor) if datos.correo else (None, False)
    producto = datos.novedad.producto
    caso = casos.abrir_caso(
        asunto=datos.asunto,
        descripcion=datos.descripcion,
        via=datos.via,
        contacto=contacto,
        contacto_nombre=datos.nombre,
        actor=actor,
        servicio=producto.servicio,
        producto=producto,
        novedad=datos.novedad,
        horario_contacto=datos.horario_contacto,
        telefono=datos.telefono,
        adjuntos=archivos,
        formulario=formulario,
    )
    if contacto is not None and nuevo:
        enviar_bienvenida(caso, contacto)
    elif contacto is not None:
        enviar_recibido(caso)
    return caso


def _contacto(datos: DatosAlta, actor: Usuario) -> tuple[Usuario, bool]:
    """Return who has the address, and whether the account was made just now."""
    if es_propia(datos.correo):
        raise ContactoInvalido("Esa dirección es de la mesa de ayuda.")
    if usuario := usuario_de(datos.correo):
        if usuario.is_staff:
            raise ContactoInvalido("Ese correo es de alguien del personal.")
        if not usuario.is_active:
            raise ContactoInvalido("El usuario con ese correo está desactivado.")
        Contacto.objects.get_or_create(usuario=usuario, defaults={"telefono": datos.telefono})
        return usuario, False
    nombres, _, apellidos = datos.nombre.partition(" ")
    usuario = Usuario(
        username=datos.correo,
        email=datos.correo,
        first_name=nombres[:150],
        last_name=apellidos[:150],
    )
    usuario.set_unusable_password()
    try:
        with transaction.atomic():
            usuario.save()
    except IntegrityError:
        raise ContactoInvalido(
            "Alguien acaba de registrar ese correo, o es el nombre de otro usuario: inténtelo de "
            "nuevo."
        ) from None
    Contacto.objects.create(usuario=usuario, telefono=datos.telefono)
    registrar(usuario, "Creó la cuenta", actor=actor, origen="caso por teléfono o chat")
    return usuario, True
