"""States and kinds of the password service (manual 004)."""

from enum import StrEnum

from django.db import models


class Factor(models.TextChoices):
    """What activates a password (manual 004 §3); where unset, both factors."""

    CLAVE_PIN = "CLAVE+PIN", "CLAVE + PIN (SMS)"
    SOLO_CLAVE = "SOLO CLAVE", "SOLO CLAVE"


class CifradoSmtp(models.TextChoices):
    """MASIVOS_SMTP_ENCRIPTION: `ssl` from the first byte (465), `tls` after STARTTLS (587)."""

    SSL = "ssl", "SSL"
    TLS = "tls", "TLS (STARTTLS)"


class EstadoContrasena(models.TextChoices):
    """Life of a pre-assigned password.

    `pendiente` → `en_lote` → `enviada` → `activada`, or `cancelada` by its holder; `fallida` when
    the server refused the message for good; `bloqueada` after too many wrong passwords.
    """

    PENDIENTE = "pendiente", "Por enviar"
    EN_LOTE = "en_lote", "En un paquete"
    ENVIADA = "enviada", "Enviada"
    FALLIDA = "fallida", "Envío fallido"
    ACTIVADA = "activada", "Activada"
    CANCELADA = "cancelada", "Cancelada"
    BLOQUEADA = "bloqueada", "Bloqueada"


# The password itself is needed only until the server has accepted the message.
SIN_ENTREGAR = (EstadoContrasena.PENDIENTE, EstadoContrasena.EN_LOTE, EstadoContrasena.FALLIDA)
# Its holder can still activate it, or could after staff unblock it.
ENTREGADAS = (EstadoContrasena.ENVIADA, EstadoContrasena.BLOQUEADA)


class TipoLote(models.TextChoices):
    """A real packet, or the two mails of a test (manual 004 §7 and §11)."""

    REAL = "real", "Envío"
    PRUEBA = "prueba", "Prueba"


class EstadoLote(models.TextChoices):
    """`en_curso` → `terminado`; `pausado` and `cancelado` by staff; `detenido` by failures."""

    EN_CURSO = "en_curso", "En curso"
    PAUSADO = "pausado", "En pausa"
    DETENIDO = "detenido", "Detenido"
    TERMINADO = "terminado", "Terminado"
    CANCELADO = "cancelado", "Cancelado"


LOTE_ABIERTO = (EstadoLote.EN_CURSO, EstadoLote.PAUSADO, EstadoLote.DETENIDO)


class EstadoEnvio(models.TextChoices):
    """One recipient of a packet: `pendiente` → `enviando` → `enviado` or `fallido`."""

    PENDIENTE = "pendiente", "Pendiente"
    ENVIANDO = "enviando", "Enviándose"
    ENVIADO = "enviado", "Enviado"
    FALLIDO = "fallido", "Fallido"
    ANULADO = "anulado", "Anulado"


class EstadoProgramacion(models.TextChoices):
    """A schedule of packets: «500 cada hora hasta terminar»."""

    ACTIVA = "activa", "Activa"
    PAUSADA = "pausada", "En pausa"
    TERMINADA = "terminada", "Terminada"
    CANCELADA = "cancelada", "Cancelada"


class TipoOperacion(models.TextChoices):
    """Long operations of the generator (manual 004 §6 and §11)."""

    SELECCIONAR = "seleccionar", "Seleccionar"
    BLANQUEAR = "blanquear", "Blanquear"
    BORRAR_NO_ACTIVADOS = "borrar_no_activados", "Borrar no activados"


class EstadoOperacion(models.TextChoices):
    """`en_cola` → `en_curso` → `terminada` or `fallida`."""

    EN_COLA = "en_cola", "En cola"
    EN_CURSO = "en_curso", "En curso"
    TERMINADA = "terminada", "Terminada"
    FALLIDA = "fallida", "Fallida"


OPERACION_ABIERTA = (EstadoOperacion.EN_COLA, EstadoOperacion.EN_CURSO)


class EstadoSincronizacion(models.TextChoices):
    """A rejected file has changed nothing."""

    EN_CURSO = "en_curso", "En curso"
    TERMINADA = "terminada", "Terminada"
    RECHAZADA = "rechazada", "Rechazada"


class FaltaContacto(models.TextChoices):
    """Why the registry gives no address, or no mobile number, that can be used."""

    NO_TIENE = "no_tiene", "no tiene"
    INVALIDO = "invalido", "no es válido"
    SOLO_FIJO = "solo_fijo", "sólo tiene teléfono fijo"


class EstadoActivacion(models.TextChoices):
    """A request to activate: the data were right and a PIN is awaited."""

    PENDIENTE = "pendiente", "Espera el PIN"
    ACTIVADA = "activada", "Activada"
    ABANDONADA = "abandonada", "Abandonada"


class Resultado(StrEnum):
    """What came of a step of an activation."""

    ESPERA_PIN = "espera_pin"
    ACTIVADA = "activada"
    RECHAZADA = "rechazada"
    YA_VERIFICADA = "ya_verificada"
    CERRADA = "cerrada"


class EstadoVerificado(models.TextChoices):
    """Codes of the SII's table `usuarios_verificados`; deleting is logical."""

    VERIFICADO = "VE", "Verificado"
    PENDIENTE = "PE", "Pendiente"
    RECHAZADO = "RZ", "Rechazado"
    INACTIVO = "IN", "Inactivo"
    ANULADO = "AN", "Anulado"
    ELIMINADO = "EL", "Eliminado"


# Whoever is one of these is not selected again (manual 004 §2 c).
YA_VERIFICADOS = (
    EstadoVerificado.VERIFICADO,
    EstadoVerificado.PENDIENTE,
    EstadoVerificado.INACTIVO,
)

# From which states staff can annul and delete (manual 004 §11 c); deleting is in name alone.
RETIRABLES = {
    EstadoVerificado.ANULADO: YA_VERIFICADOS,
    EstadoVerificado.ELIMINADO: tuple(e for e in EstadoVerificado if e != "EL"),
}
