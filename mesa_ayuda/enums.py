"""States and kinds of the help desk (manuals 001 and 003)."""

from django.db import models


class Estado(models.TextChoices):
    """States of a case; the clock stands still in `espera`, and ends with the last three."""

    NUEVO = "nuevo", "Nuevo"
    ABIERTO = "abierto", "Abierto"
    ESPERA = "espera", "En espera de información"
    RESUELTO = "resuelto", "Resuelto"
    CERRADO = "cerrado", "Cerrado"
    CANCELADO = "cancelado", "Cancelado"


ABIERTOS = (Estado.NUEVO, Estado.ABIERTO, Estado.ESPERA)
CON_RELOJ = (Estado.NUEVO, Estado.ABIERTO)
TERMINADOS = (Estado.CERRADO, Estado.CANCELADO)


class Prioridad(models.IntegerChoices):
    """As the customer reads it in the list: «3 - Moderada» (manual 001, step 08)."""

    CRITICA = 1, "1 - Crítica"
    ALTA = 2, "2 - Alta"
    MODERADA = 3, "3 - Moderada"
    BAJA = 4, "4 - Baja"


class Grado(models.IntegerChoices):
    """Impact or urgency, the two axes of the priority."""

    ALTO = 1, "1 - Alto"
    MEDIO = 2, "2 - Medio"
    BAJO = 3, "3 - Bajo"


class TipoCaso(models.TextChoices):
    """A report of support, or one of the five of the PQRSA channel (manual 003)."""

    SOPORTE = "soporte", "Soporte"
    PETICION = "peticion", "Petición"
    QUEJA = "queja", "Queja"
    RECLAMO = "reclamo", "Reclamo"
    SUGERENCIA = "sugerencia", "Sugerencia"
    APELACION = "apelacion", "Apelación"


PQRSA = (
    TipoCaso.PETICION,
    TipoCaso.QUEJA,
    TipoCaso.RECLAMO,
    TipoCaso.SUGERENCIA,
    TipoCaso.APELACION,
)


class ClasePeticion(models.TextChoices):
    """The two kinds of petition that have a term of their own (Ley 1755/2015, art. 14)."""

    DOCUMENTOS = "documentos", "de documentos o información"
    CONSULTA = "consulta", "de consulta"


class Via(models.TextChoices):
    """The way a case or a message came."""

    CORREO = "correo", "Correo electrónico"
    WEB = "web", "Portal"
    TELEFONO = "telefono", "Teléfono"
    CHAT = "chat", "Chat"


class HorarioContacto(models.TextChoices):
    """When the person wants to be called (manual 001, step 07)."""

    CUALQUIERA = "cualquiera", "Cualquier hora hábil"
    MANANA = "manana", "En la mañana (7:00 a 12:00)"
    TARDE = "tarde", "En la tarde (12:00 a 17:00)"
    NOCHE = "noche", "Al final del día (17:00 a 19:00)"
    SABADO = "sabado", "Sábado (8:00 a 13:00)"


class TipoMensaje(models.TextChoices):
    """An entry of the timeline; customers see all but the notes."""

    PUBLICO = "publico", "Mensaje"
    NOTA = "nota", "Nota interna"
    SISTEMA = "sistema", "Aviso"


class EstadoCorreo(models.TextChoices):
    """The ledger of what arrived: stored first, read afterwards."""

    RECIBIDO = "recibido", "Recibido"
    PROCESADO = "procesado", "Procesado"
    NO_IMPORTADO = "no_importado", "No importado"
    DESCARTADO = "descartado", "Descartado"


class Veredicto(models.TextChoices):
    """What became of a mail, under the names of `manage.py recibir_correo`."""

    CASO_NUEVO = "caso_nuevo", "Caso nuevo"
    RESPUESTA = "respuesta", "Respuesta"
    AUTOMATICO = "automatico", "Automático"
    REBOTE = "rebote", "Rebote"
    DUPLICADO = "duplicado", "Duplicado"
    RECHAZADO = "rechazado", "Rechazado"
    NO_IMPORTADO = "no_importado", "No importado"


class Reloj(models.TextChoices):
    """The three targets of a case."""

    RESPUESTA = "respuesta", "Primera respuesta"
    ACTUALIZACION = "actualizacion", "Actualización"
    SOLUCION = "solucion", "Solución"


class DiaSemana(models.IntegerChoices):
    """Weekday, as `date.weekday()` counts."""

    LUNES = 0, "lunes"
    MARTES = 1, "martes"
    MIERCOLES = 2, "miércoles"
    JUEVES = 3, "jueves"
    VIERNES = 4, "viernes"
    SABADO = 5, "sábado"
    DOMINGO = 6, "domingo"
