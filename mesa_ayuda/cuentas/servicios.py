"""Making accounts and setting passwords; whoever asks learns nothing of who has one."""

from axes.utils import reset as olvidar_intentos
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from mesa_ayuda.cuentas import correos
from mesa_ayuda.cuentas.fichas import Registro
from mesa_ayuda.cuentas.sesiones import cerrar_las_demas
from mesa_ayuda.models import Contacto, Participante
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario

NOMBRE_MAXIMO = 254
"""Characters of a name that counts its tries (django-axes); a longer one is nobody's."""


def usuario_con_correo(correo: str) -> Usuario | None:
    """Return the user with that address, whatever its case."""
    return Usuario.objects.alias(minuscula=Lower("email")).filter(minuscula=correo.lower()).first()


def nombre_de_ingreso(escrito: str) -> str:
    """Return the user name that a person means by it or by an e-mail address; else in lower case.

    One query, whether there is such a user or not, and one lock-out for all the ways to write it:
    which tries count together must not tell who has an account. A name goes before another's
    address.
    """
    # Lower case can be longer: «İ» becomes two.
    minuscula = escrito.strip().lower()[:NOMBRE_MAXIMO]
    candidatos = list(
        Usuario.objects.alias(nombre=Lower("username"), direccion=Lower("email")).filter(
            Q(nombre=minuscula) | Q(direccion=minuscula) & ~Q(email="")
        )[:2]
    )
    candidatos.sort(key=lambda usuario: usuario.username.lower() != minuscula)
    return candidatos[0].username if candidatos else minuscula


@transaction.atomic
def pedir_registro(*, registro: Registro) -> None:
    """Mail a link that makes the account; or, to a customer who has one, a link to it.

    Both write one mail, so that neither the answer nor its time tells them apart. Staff are
    mailed nothing that opens anything: their account is not the help desk's.
    """
    usuario = usuario_con_correo(registro.correo)
    ahora = timezone.now()
    if usuario is None:
        correos.enviar_confirmacion(registro, ahora=ahora)
    elif usuario.is_active and not usuario.is_staff:
        correos.enviar_ya_registrado(usuario, ahora=ahora)
    else:
        correos.enviar_sin_cuenta(registro.correo, ahora=ahora)


@transaction.atomic
def pedir_clave(*, correo: str) -> None:
    """Mail a link to set the password; to an address without account, how to get one."""
    usuario = usuario_con_correo(correo)
    ahora = timezone.now()
    if usuario and usuario.is_active and not usuario.is_staff:
        correos.enviar_restablecer(usuario, ahora=ahora)
    else:
        correos.enviar_sin_cuenta(correo, ahora=ahora)


def crear_cuenta(*, registro: Registro, clave: str) -> Usuario | None:
    """Make the account of a confirmed sign-up; None where the address has one by now."""
    try:
        with transaction.atomic():
            usuario = Usuario.objects.create_user(
                registro.correo,
                registro.correo,
                clave,
                first_name=registro.nombres,
                last_name=registro.apellidos,
            )
            Contacto.objects.create(usuario=usuario, telefono=registro.telefono)
            _unir_participaciones(usuario)
            registrar(usuario, "Se registró en la mesa de ayuda", actor=usuario)
    except IntegrityError:
        return None
    return usuario


@transaction.atomic
def fijar_clave(*, usuario: Usuario, clave: str) -> bool:
    """Set the password: every session and link of the user dies, and so does a lock-out.

    False where another set it since `usuario` was read (a link works once), or it was deactivated.
    """
    suyo = Usuario.objects.filter(pk=usuario.pk, password=usuario.password, is_active=True)
    usuario.set_password(clave)
    if suyo.update(password=usuario.password) == 0:
        return False
    cerrar_las_demas(usuario=usuario, salvo=None)
    _unir_participaciones(usuario)
    registrar(usuario, "Fijó su contraseña", actor=usuario)
    olvidar_intentos(username=usuario.username)
    return True


def _unir_participaciones(usuario: Usuario) -> None:
    """Let a proven address read the cases that it was put in copy of."""
    Participante.objects.alias(minuscula=Lower("correo")).filter(
        usuario=None, minuscula=usuario.email.lower()
    ).update(usuario=usuario)
