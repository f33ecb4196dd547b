"""The mails of the accounts, one small function each: read here all that they say and to whom."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from mesa_ayuda.cuentas.fichas import (
    VIGENCIA_REGISTRO,
    Registro,
    ficha_de_registro,
    ruta_de_clave,
)
from portal.calendario import palabras
from portal.mensajes.servicios import encolar_correo
from portal.usuarios.models import Usuario


def enviar_confirmacion(registro: Registro, *, ahora: datetime) -> None:
    """To whoever signs up with an address that has no account: the link that makes it."""
    ficha = ficha_de_registro(registro, ahora=ahora)
    _enviar(
        registro.correo,
        asunto="Confirme su correo para entrar a la mesa de ayuda",
        plantilla="confirmar_registro",
        ruta=reverse("mesa_ayuda:confirmar_registro", args=[ficha]),
        caduca=ahora + VIGENCIA_REGISTRO,
        vigencia=VIGENCIA_REGISTRO,
        nombre=registro.nombres,
    )


def enviar_ya_registrado(usuario: Usuario, *, ahora: datetime) -> None:
    """To whoever signs up with an address that has one."""
    _enviar_clave(usuario, "ya_registrado", "Usted ya tiene una cuenta en la mesa de ayuda", ahora)


def enviar_restablecer(usuario: Usuario, *, ahora: datetime) -> None:
    """To a customer who lost the password: the link to set another."""
    _enviar_clave(usuario, "restablecer", "Restablezca su contraseña de la mesa de ayuda", ahora)


def enviar_sin_cuenta(correo: str, *, ahora: datetime) -> None:
    """To an address without an account that asked for a password: how to get one."""
    _enviar(
        correo,
        asunto="No hay una cuenta con este correo en la mesa de ayuda",
        plantilla="sin_cuenta",
        ruta=reverse("mesa_ayuda:registro"),
        caduca=ahora + VIGENCIA_REGISTRO,
        vigencia=VIGENCIA_REGISTRO,
    )


def _enviar_clave(usuario: Usuario, plantilla: str, asunto: str, ahora: datetime) -> None:
    vigencia = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    _enviar(
        usuario.email,
        asunto=asunto,
        plantilla=plantilla,
        ruta=ruta_de_clave(usuario),
        caduca=ahora + vigencia,
        vigencia=vigencia,
        nombre=usuario.first_name or usuario.username,
        usuario=usuario.username,
    )


def _enviar(
    correo: str,
    *,
    asunto: str,
    plantilla: str,
    ruta: str,
    caduca: datetime,
    vigencia: timedelta,
    **contexto: object,
) -> None:
    encolar_correo(
        proposito=f"mesa_{plantilla}",
        destinatario=correo,
        asunto=asunto,
        plantilla=f"mesa_ayuda/{plantilla}",
        contexto={
            "enlace": f"{settings.PORTAL_URL}{ruta}",
            "vigencia": palabras.espera(int(vigencia.total_seconds())),
            **contexto,
        },
        # The link is a secret: its text goes once it has been delivered.
        confidencial=True,
        caduca=caduca,
    )
