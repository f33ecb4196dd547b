"""The verified user that an activation makes, with its evidence, and the mail that confirms it."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from contrasenas.enums import YA_VERIFICADOS, EstadoEnvio
from contrasenas.models import Activacion, Contrasena, UsuarioVerificado
from portal.auditoria.servicios import registrar
from portal.mensajes.servicios import encolar_correo


def verificar_usuario(*, contrasena: Contrasena, activacion: Activacion, sms_id: str) -> bool:
    """Make the verified user and queue the confirmation; False if the person was one already.

    Call it with the password's row locked. `sms_id` is empty where no PIN was asked for.
    """
    if not contrasena.es_prueba and _ya_lo_es(contrasena):
        return False
    try:
        # Another password of the same person may be activated at this very moment.
        with transaction.atomic():
            usuario = _crear(contrasena, activacion, sms_id)
    except IntegrityError:
        return False
    registrar(usuario, "Activó su contraseña", actor=None, origen="activación en el portal")
    _confirmar(usuario)
    return True


def _ya_lo_es(contrasena: Contrasena) -> bool:
    return UsuarioVerificado.objects.filter(
        camara=contrasena.camara,
        tipo=contrasena.tipo,
        numero=contrasena.numero,
        estado__in=YA_VERIFICADOS,
        es_prueba=False,
    ).exists()


def _crear(contrasena: Contrasena, activacion: Activacion, sms_id: str) -> UsuarioVerificado:
    matriculado = contrasena.matriculado
    enviado = contrasena.envios.filter(estado=EstadoEnvio.ENVIADO).order_by("-pk").first()
    return UsuarioVerificado.objects.create(
        camara=contrasena.camara,
        contrasena=contrasena,
        es_prueba=contrasena.es_prueba,
        tipo=contrasena.tipo,
        numero=contrasena.numero,
        nombre=contrasena.nombre,
        correo=contrasena.correo,
        celular=contrasena.celular,
        nit=matriculado.nit if matriculado else "",
        empresa=matriculado.razonsocial if matriculado else "",
        matricula=contrasena.matricula,
        clave_hash=contrasena.clave_hash,
        texto=activacion.texto,
        aceptado_en=activacion.aceptado_en,
        con_pin=bool(sms_id),
        ip=activacion.ip,
        agente=activacion.agente,
        message_id=enviado.message_id if enviado else "",
        sms_id=sms_id,
        documento=contrasena.documento,
        verificado_en=timezone.now(),
    )


def _confirmar(usuario: UsuarioVerificado) -> None:
    encolar_correo(
        proposito="confirmación de activación",
        destinatario=usuario.correo,
        asunto="Su contraseña quedó activada",
        plantilla="contrasenas/confirmacion",
        contexto={
            "nombre": usuario.nombre,
            "camara": usuario.camara.nombre,
            "momento": usuario.verificado_en,
            "es_prueba": usuario.es_prueba,
            "url_renovar": usuario.camara.url_renovar,
            "url_menu": usuario.camara.url_menu,
        },
    )
