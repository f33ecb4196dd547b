"""Words of the SSPS (manual 002 §4) and of X.509 revocation."""

from django.db import models


class TipoCertificado(models.TextChoices):
    """Kinds of certificate sold."""

    REPRESENTACION = "representacion", "Representación de Empresa/Entidad"
    PERTENENCIA = "pertenencia", "Pertenencia a Empresa/Entidad"
    PERSONA_NATURAL = "persona_natural", "Persona Natural"
    PERSONA_JURIDICA = "persona_juridica", "Persona Jurídica"
    PROFESIONAL = "profesional", "Profesional Titulado"
    FUNCION_PUBLICA = "funcion_publica", "Titular de Función Pública"


class FormaEntrega(models.TextChoices):
    """How the certificate reaches its holder."""

    TOKEN_VIRTUAL = "token_virtual", "Token Virtual"
    TOKEN_FISICO = "token_fisico", "Token Físico (USB)"
    PKCS10 = "pkcs10", "PKCS#10"


class Etapa(models.IntegerChoices):
    """The four steps of a request; Vigencia is no step but belongs to the certificate."""

    RADICACION = 1, "Radicación de documentos"
    PAGO = 2, "Verificación de pago"
    APROBACION = 3, "Aprobación de solicitud"
    ENTREGA = 4, "Entrega de certificado"


class EstadoPaso(models.TextChoices):
    """State of one step; «Trámite finalizado» is the manual's word."""

    PENDIENTE = "pendiente", "Pendiente"
    EN_TRAMITE = "en_tramite", "En trámite"
    FINALIZADO = "finalizado", "Trámite finalizado"
    RECHAZADO = "rechazado", "Rechazado"


class EstadoSolicitud(models.TextChoices):
    """State of a request: follows from its steps (`Solicitud.estado_segun_pasos`)."""

    EN_TRAMITE = "en_tramite", "En trámite"
    PENDIENTE_PAGO = "pendiente_pago", "Pendiente de pago"
    POR_DESCARGAR = "por_descargar", "Emitido, sin descargar"
    RECHAZADA = "rechazada", "Rechazada"
    FINALIZADA = "finalizada", "Trámite finalizado"


class Vigencia(models.TextChoices):
    """Validity of a certificate at a moment; follows from its dates."""

    POR_EMITIR = "por_emitir", "Por emitir"
    VIGENTE = "vigente", "Vigente"
    POR_VENCER = "por_vencer", "Por vencer"
    VENCIDO = "vencido", "Vencido"
    SUSPENDIDO = "suspendido", "Suspendido"
    REVOCADO = "revocado", "Revocado"


class MotivoRevocacion(models.IntegerChoices):
    """CRL reasons that end a certificate (RFC 5280 §5.3.1); never shown to the public.

    certificateHold (6) is `Certificado.suspendido_en`; removeFromCRL (8) lifts it.
    """

    SIN_ESPECIFICAR = 0, "Sin especificar"
    CLAVE_COMPROMETIDA = 1, "Clave privada comprometida"
    CA_COMPROMETIDA = 2, "Autoridad de certificación comprometida"
    CAMBIO_AFILIACION = 3, "Cambio de vinculación"
    REEMPLAZADO = 4, "Reemplazado por otro certificado"
    CESE_OPERACION = 5, "Cese de operación"
    PRIVILEGIO_RETIRADO = 9, "Privilegio retirado"
    AA_COMPROMETIDA = 10, "Autoridad de atributos comprometida"
