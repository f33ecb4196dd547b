"""The rows of a packet. Called by `servicios`, in its transaction and under the chamber's lock."""

import uuid
from collections.abc import Sequence

from django.db.models import Max
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from contrasenas.clave import generar
from contrasenas.enums import YA_VERIFICADOS, EstadoContrasena, TipoLote
from contrasenas.envio.politica import VIGENCIA_PRUEBA
from contrasenas.huella import huella_de_ficha, nueva_ficha
from contrasenas.models import (
    Baja,
    Camara,
    Contrasena,
    Envio,
    Lote,
    Matriculado,
    Programacion,
    UsuarioVerificado,
)
from contrasenas.models.lote import CORREOS_DE_PRUEBA
from portal.usuarios.models import Usuario

NOMBRE_PRUEBA = "Persona de prueba"
MATRICULA_ACTIVA = "MA"


def bloquear(camara: Camara) -> Camara:
    """Return the chamber as it stands, locked: one packet at a time is made, or claims rows."""
    return Camara.objects.select_for_update(no_key=True).get(pk=camara.pk)


def pendientes(camara: Camara, ano: int, cantidad: int) -> list[Contrasena]:
    """Lock and return the first `cantidad` passwords that wait, in order, as the registry is now.

    Since they were selected an address may have been put right, and somebody may no longer be one
    to write to: that password, which nobody has seen, is dropped. Whoever asked the chamber for no
    more mails at the address that is now in the registry is passed over.
    """
    filas = (
        Contrasena.objects.filter(
            camara=camara, ano=ano, es_prueba=False, estado=EstadoContrasena.PENDIENTE
        )
        .alias(en_minusculas=Lower(Coalesce("matriculado__correo", "correo")))
        .exclude(en_minusculas__in=Baja.objects.filter(camara=camara).values("correo"))
        .select_related("matriculado")
        .order_by("pk")
    )
    while True:
        elegidas = list(filas.select_for_update(of=("self",), no_key=True)[:cantidad])
        sobran = _ya_no_corresponden(camara, elegidas)
        if not sobran:
            break
        Contrasena.objects.filter(pk__in=sobran).delete()
    _actualizar_contacto(elegidas)
    return elegidas


def _ya_no_corresponden(camara: Camara, contrasenas: Sequence[Contrasena]) -> list[int]:
    """Return the keys of those whose holder is verified, or no longer one to write to."""
    verificados = set(
        UsuarioVerificado.objects.filter(
            camara=camara,
            es_prueba=False,
            estado__in=YA_VERIFICADOS,
            numero__in=[contrasena.numero for contrasena in contrasenas],
        ).values_list("tipo", "numero")
    )
    return [
        contrasena.pk
        for contrasena in contrasenas
        if (contrasena.tipo, contrasena.numero) in verificados
        or (
            contrasena.matriculado is not None
            and not _se_le_escribe(contrasena, contrasena.matriculado)
        )
    ]


def _se_le_escribe(contrasena: Contrasena, matriculado: Matriculado) -> bool:
    """Whether the registration is active, can be reached, and is still of the same person.

    Otherwise the address of one would get a password that only the other could activate.
    """
    activo = matriculado.estmatricula == MATRICULA_ACTIVA and matriculado.ausente_desde is None
    misma = (matriculado.tipo, matriculado.numero) == (contrasena.tipo, contrasena.numero)
    return activo and misma and bool(matriculado.correo and matriculado.celular)


def _actualizar_contacto(contrasenas: Sequence[Contrasena]) -> None:
    """Take address and mobile from the registry as it is now."""
    cambiadas = []
    for contrasena in contrasenas:
        actual = contrasena.matriculado
        if actual is None or (contrasena.correo, contrasena.celular) == (
            actual.correo,
            actual.celular,
        ):
            continue
        contrasena.correo, contrasena.celular = actual.correo, actual.celular
        cambiadas.append(contrasena)
    Contrasena.objects.bulk_update(cambiadas, ["correo", "celular"], batch_size=100)


def de_prueba(camara: Camara, ano: int, correo: str, celular: str) -> list[Contrasena]:
    """Make the two passwords of a test: the chamber's test identification, the tester's data."""
    vence = timezone.now() + VIGENCIA_PRUEBA
    return Contrasena.objects.bulk_create(
        Contrasena(
            camara=camara,
            ano=ano,
            es_prueba=True,
            numero=camara.identificacion_prueba,
            nombre=NOMBRE_PRUEBA,
            correo=correo,
            celular=celular,
            clave=generar(),
            vence=vence,
        )
        for _ in range(CORREOS_DE_PRUEBA)
    )


def empaquetar(
    camara: Camara,
    ano: int,
    contrasenas: Sequence[Contrasena],
    *,
    tipo: TipoLote,
    actor: Usuario,
    programacion: Programacion | None = None,
) -> Lote:
    """Put the passwords into a new packet, in order, each with its link and document number.

    One that was in a cancelled packet keeps both, so that an earlier mail, if any, works too.
    """
    ultimo = Lote.objects.filter(camara=camara, ano=ano).aggregate(Max("numero"))["numero__max"]
    lote = Lote.objects.create(
        camara=camara,
        ano=ano,
        numero=(ultimo or 0) + 1,
        tipo=tipo,
        cantidad=len(contrasenas),
        programacion=programacion,
        actor=actor,
    )
    for contrasena in contrasenas:
        contrasena.estado = EstadoContrasena.EN_LOTE
        contrasena.documento = contrasena.documento or uuid.uuid4()
        if not contrasena.ficha:
            contrasena.ficha = nueva_ficha()
            contrasena.ficha_hash = huella_de_ficha(contrasena.ficha)
    Contrasena.objects.bulk_update(
        contrasenas, ["estado", "documento", "ficha", "ficha_hash"], batch_size=100
    )
    dominio = camara.masivos_smtp_correo_admin.rpartition("@")[2].encode("idna").decode()
    Envio.objects.bulk_create(
        Envio(
            lote=lote,
            orden=orden,
            contrasena=contrasena,
            message_id=message_id(contrasena.documento, dominio),
        )
        for orden, contrasena in enumerate(contrasenas, start=1)
        if contrasena.documento
    )
    return lote


def message_id(documento: uuid.UUID, dominio: str) -> str:
    """Return the Message-ID of the mail with that document; the number cannot be read in it."""
    return f"<{uuid.uuid5(documento, 'correo').hex}@{dominio}>"
