"""Puts the demo's canned answers into the desk, and lets its mails come in as any mail does."""

from mesa_ayuda.demo.correos import ESCRITOS, PREPARADAS, octetos_de
from mesa_ayuda.entrada.proceso import seguir
from mesa_ayuda.entrada.recepcion import buzon_predeterminado, recibir
from mesa_ayuda.models import RespuestaPreparada


def cargar_preparadas() -> None:
    """Add the canned answers whose title isn't taken yet."""
    for titulo, texto in PREPARADAS:
        RespuestaPreparada.objects.get_or_create(titulo=titulo, defaults={"texto": texto})


def cargar_correo() -> None:
    """Receive the mails that haven't come yet; call it outside any transaction."""
    buzon = buzon_predeterminado()
    for escrito in ESCRITOS:
        octetos = octetos_de(escrito, para=buzon.direccion)
        recibido = recibir(buzon=buzon, crudo=octetos, despertar=False)
        if recibido.nuevo:
            seguir(recibido.correo)
