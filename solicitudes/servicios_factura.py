"""Sending and redeeming the one-time code that opens an order's invoice.

Manual 002 §4 serves it to whoever knows an identification number; it carries personal data, so here
the applicant's registered e-mail is asked first.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal import codigos
from portal.limites import consumir
from portal.mensajes.servicios import encolar_correo
from solicitudes import codigo_factura
from solicitudes.codigo_factura import DURACION, INTENTOS_MAXIMOS, USO
from solicitudes.models import CodigoFactura, Orden

# Name, uses, seconds. With five attempts a code, ten codes a day leave a guesser 50 in a million.
LIMITES_POR_ORDEN = (
    ("factura-minuto", 1, 60),
    ("factura-hora", 3, 60 * 60),
    ("factura-dia", 10, 24 * 60 * 60),
)
# Somebody with many orders is not flooded through all of them at once.
LIMITE_POR_PERSONA = ("factura-persona", 10, 60 * 60)


class SinCorreo(Exception):
    """The applicant has no registered e-mail address."""


def enviar_codigo(*, orden: Orden) -> None:
    """Mail a new code to the order's applicant; the earlier ones stop working.

    Raises SinCorreo, LimiteExcedido, LimitesNoDisponibles.
    """
    solicitante = orden.solicitante
    if not solicitante.correo:
        raise SinCorreo
    for nombre, maximo, ventana in LIMITES_POR_ORDEN:
        consumir(nombre, str(orden.pk), maximo=maximo, ventana=ventana)
    nombre, maximo, ventana = LIMITE_POR_PERSONA
    consumir(nombre, str(solicitante.pk), maximo=maximo, ventana=ventana)
    codigo = codigos.generar()
    with transaction.atomic():
        fila = CodigoFactura.objects.create(orden=orden, vence=timezone.now() + DURACION)
        fila.huella = codigo_factura.huella(fila.pk, codigo)
        fila.save(update_fields=["huella"])
        encolar_correo(
            proposito="código de factura",
            destinatario=solicitante.correo,
            asunto="Su código para descargar la factura",
            plantilla="solicitudes/codigo_factura",
            contexto={
                "codigo": codigo,
                "orden": orden.numero,
                "minutos": DURACION // timedelta(minutes=1),
            },
            confidencial=True,
            caduca=fila.vence,
        )


def borrar_codigos_vencidos() -> int:
    """Delete the codes that no longer open anything and return how many they were."""
    borrados, _ = CodigoFactura.objects.filter(vence__lte=timezone.now()).delete()
    return borrados


def canjear_codigo(*, orden_id: int, codigo: str) -> bool:
    """Use up the code last sent for the order; False if it is wrong, used, expired or worn out.

    One conditional UPDATE decides, so that of simultaneous answers at most INTENTOS_MAXIMOS wrong
    ones are counted and a right one counts once.
    """
    fila = CodigoFactura.objects.filter(orden_id=orden_id).order_by("-pk").first()
    if fila is None:
        return False
    utilizable = CodigoFactura.objects.filter(
        pk=fila.pk, usado_en=None, vence__gt=timezone.now(), intentos__lt=INTENTOS_MAXIMOS
    )
    if codigos.coincide(USO, fila.pk, codigo, fila.huella):
        return utilizable.update(usado_en=timezone.now()) == 1
    utilizable.update(intentos=F("intentos") + 1)
    return False
