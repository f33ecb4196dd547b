"""The rounds of `envio`, inside the portal: `python -m tests.rendimiento.envio_rondas PORT N R`."""

import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING, Any

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402
from post_office import mail, models  # noqa: E402

from contrasenas import huella  # noqa: E402
from contrasenas.enums import EstadoLote  # noqa: E402
from contrasenas.envio import despertador, preparacion, proceso  # noqa: E402
from contrasenas.envio.servicios import crear_lote  # noqa: E402
from contrasenas.models import Camara, Envio  # noqa: E402
from portal.firma.firmador import Firmador, firmador_de  # noqa: E402
from tests.concurrencia.paquetes import ANO, operadora_de, poblar  # noqa: E402
from tests.contrasenas.recetas import crear_contrasena  # noqa: E402

if TYPE_CHECKING:
    from portal.usuarios.models import Usuario

TRABAJADORES = 2


def ronda(camara: Camara, actor: "Usuario", cuantos: int) -> tuple[float, float]:
    """Return the seconds of Enviar, and those from the start of the workers to the last record."""
    for _ in range(cuantos):
        crear_contrasena(camara, ano=ANO)
    connections.close_all()
    inicio = time.perf_counter()
    lote = crear_lote(camara=camara, ano=ANO, cantidad=cuantos, actor=actor)
    creado = time.perf_counter()
    connections.close_all()
    contexto = multiprocessing.get_context("fork")
    procesos = [contexto.Process(target=_trabajar, args=(lote.pk,)) for _ in range(TRABAJADORES)]
    for uno in procesos:
        uno.start()
    for uno in procesos:
        uno.join()
    terminado = time.perf_counter()
    lote.refresh_from_db()
    if lote.estado != EstadoLote.TERMINADO:
        raise RuntimeError(f"the packet ended {lote.estado}: {lote.motivo}")
    return creado - inicio, terminado - creado


def _trabajar(lote: int) -> None:
    proceso.procesar(lote)
    os._exit(0)


def carta_de_muestra(camara: Camara) -> preparacion.Carta:
    """Make one letter as any of the packet's."""
    envio = Envio.objects.select_related("contrasena").earliest("pk")
    contrasena = envio.contrasena
    contrasena.clave, contrasena.ficha = "abcdefghjk", huella.nueva_ficha()
    assert camara.credencial
    return preparacion.preparar(envio, camara, firmador_de(camara.credencial), timezone.now())


@contextmanager
def con_cartas_hechas(muestra: preparacion.Carta) -> Any:
    """Take every letter of a packet ready-made."""
    original = preparacion.preparar

    def sacar(envio: Envio, camara: Camara, firmador: Firmador, ahora: datetime) -> Any:
        assert envio.contrasena.documento
        return replace(
            muestra,
            destinatario=envio.contrasena.correo,
            documento=envio.contrasena.documento,
        )

    preparacion.preparar = sacar
    try:
        yield
    finally:
        preparacion.preparar = original


def ronda_ajena(muestra: preparacion.Carta, pdf: bytes, cuantos: int) -> float:
    """Return the seconds that django-post_office takes for as many messages of the same size."""
    models.Email.objects.all().delete()
    for numero in range(cuantos):
        mail.send(
            f"persona{numero}@correo.example",
            muestra.remitente,
            subject="Su contraseña para trámites virtuales",
            message="á" * 1700,
            html_message="<p>" + "á" * 4200 + "</p>",
            attachments={"contrasena-preasignada.pdf": ContentFile(pdf)},
        )
    connections.close_all()
    inicio = time.perf_counter()
    enviados, fallidos, aplazados = mail.send_queued(processes=TRABAJADORES)
    transcurrido = time.perf_counter() - inicio
    # Its children close the connection that they inherit, which ends it for this process too.
    connections.close_all()
    if (enviados, fallidos, aplazados) != (cuantos, 0, 0):
        raise RuntimeError(f"sent {enviados}, failed {fallidos}, requeued {aplazados}")
    return transcurrido


def _milisegundos(llamada: Callable[[], object]) -> float:
    inicio = time.perf_counter()
    llamada()
    return (time.perf_counter() - inicio) * 1000


def main(puerto: int, cuantos: int, rondas: int) -> None:
    """Print the medians as JSON. Rounds alternate, so that a noisy machine treats all alike."""
    despertador._llamar = lambda pk, vigencia: None
    camara = poblar(0, puerto)
    Camara.objects.update(cuota_hora=10**6, cuota_dia=10**6)
    actor = operadora_de(camara)
    enteras, envios, ajenas = [], [], []
    for _ in range(rondas):
        enteras.append(sum(ronda(camara, actor, cuantos)))
        muestra = carta_de_muestra(camara)
        pdf = bytes(muestra.tamano)
        with con_cartas_hechas(muestra):
            envios.append(ronda(camara, actor, cuantos)[1])
        ajenas.append(ronda_ajena(muestra, pdf, cuantos))
    print(
        json.dumps(
            {
                "entero": median(enteras),
                "envio": median(envios),
                "ajeno": median(ajenas),
                "octetos": len(muestra.mensaje),
                "argon2_ms": median(_milisegundos(lambda: huella.calcular("x")) for _ in range(9)),
                "series": [enteras, envios, ajenas],
            }
        )
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
