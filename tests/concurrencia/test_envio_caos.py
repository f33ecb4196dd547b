"""Chaos: whatever dies, every row ends in the right state and the mailbox says the same."""

import random
import smtplib
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest
import redis
from django.conf import settings
from django.db.models.functions import Now

from contrasenas import tasks
from contrasenas.clientes.smtp import Conexion
from contrasenas.enums import EstadoEnvio, EstadoLote
from contrasenas.envio import proceso
from contrasenas.envio.politica import PLAZO_RECLAMO
from contrasenas.envio.servicios import reanudar_lote, reintentar_fallidos
from contrasenas.models import Envio, Lote
from portal.desarrollo import guardian, motores
from portal.desarrollo.motores import RAIZ
from tests.concurrencia import remitente
from tests.concurrencia.paquetes import (
    comprobar_buzon,
    comprobar_tabla,
    empacar,
    esperar,
)
from tests.concurrencia.sumidero import cuantos, message_ids, sumidero
from tests.smtp import Acto, Callar, Cerrar, Cortar, Momento, Responder, Seguir, ServidorSmtp
from tests.test_respaldo import PROGRAMAS
from tests.trabajador import entorno_del_proceso, trabajador_de_celery

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def pasar_el_tiempo() -> None:
    """Sweep as if the claims' limit and every wait had passed; nobody is at work meanwhile."""
    Envio.objects.filter(estado=EstadoEnvio.ENVIANDO).update(reclamado_en=Now() - 2 * PLAZO_RECLAMO)
    tasks.barrer_envios()
    Envio.objects.filter(estado=EstadoEnvio.PENDIENTE).update(proximo_intento=Now())
    Lote.objects.update(espera_hasta=None)


def terminado() -> bool:
    return Lote.objects.get().estado == EstadoLote.TERMINADO


def test_matar_a_los_trabajadores_una_y_otra_vez_no_pierde_ni_repite_a_nadie(
    tmp_path: Path,
) -> None:
    azar = random.Random()  # another chaos each time
    copias: Counter[str] = Counter()
    sin_anotar = 0
    with sumidero(tmp_path, demora=0.01) as puerto:
        lote, claves = empacar(14, puerto)
        while not terminado():
            pareja = [remitente.encender() for _ in range(2)]
            # Some message leaves each time, so that it ends; then at any instant.
            ya = cuantos(tmp_path)
            esperar(lambda ya=ya: cuantos(tmp_path) > ya or terminado(), "sale otro correo")  # type: ignore[misc]
            time.sleep(azar.uniform(0, 0.15))
            for condenado in pareja:
                remitente.matar(condenado)
            # The server has one thread: once it answers it has done with what was sent before.
            smtplib.SMTP("127.0.0.1", puerto).quit()
            antes, copias = copias, Counter(message_ids(tmp_path))
            en_camino = Envio.objects.filter(estado=EstadoEnvio.ENVIANDO)
            nuevas = [
                m for m in en_camino.values_list("message_id", flat=True) if copias[m] > antes[m]
            ]
            assert len(nuevas) <= len(pareja)
            sin_anotar += len(nuevas)
            pasar_el_tiempo()

    recibidos = comprobar_buzon(tmp_path, claves)
    assert set(recibidos) == set(claves)
    # What was in flight at a death, and nothing else, is sent again: the same mail.
    assert sum(recibidos.values()) - len(claves) == sin_anotar
    comprobar_tabla(claves)
    lote.refresh_from_db()
    assert lote.estado == EstadoLote.TERMINADO


def test_vaciar_redis_una_y_otra_vez_no_pierde_nada(tmp_path: Path) -> None:
    cliente = redis.Redis.from_url(settings.REDIS_URL)
    with sumidero(tmp_path, demora=0.02) as puerto, trabajador_de_celery():
        lote, claves = empacar(16, puerto)
        # What was queued for the packet is lost, before or while somebody works on it.
        cliente.flushdb()

        def barrido_y_terminado() -> bool:
            tasks.barrer_envios()
            if cuantos(tmp_path) < 12:
                cliente.flushdb()
            time.sleep(0.2)
            return terminado()

        esperar(barrido_y_terminado, "el paquete enviado", 120)
    assert comprobar_buzon(tmp_path, claves) == dict.fromkeys(claves, 1)
    comprobar_tabla(claves)
    lote.refresh_from_db()
    assert lote.fallos_seguidos == 0


@contextmanager
def otra_base(carpeta: Path) -> Iterator[str]:
    """Copy the tests' database into a durable PostgreSQL of its own; yield its address."""
    origen = entorno_del_proceso()["DATABASE_URL"]
    try:
        destino = motores.asegurar(carpeta).database_url
        copia = subprocess.run(
            [PROGRAMAS / "pg_dump", "--no-owner", "-d", origen], check=True, capture_output=True
        ).stdout
        subprocess.run(
            [PROGRAMAS / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", destino],
            input=copia,
            check=True,
            capture_output=True,
        )
        yield destino
    finally:
        motores.soltar(carpeta, borrar=True)


def test_postgresql_se_cae_y_vuelve_a_mitad_del_paquete(tmp_path: Path) -> None:
    buzon, carpeta = tmp_path / "buzon", tmp_path / "base"
    carpeta.mkdir()
    with sumidero(buzon, demora=0.05) as puerto:
        _, claves = empacar(24, puerto)
        with otra_base(carpeta) as base:
            with subprocess.Popen(
                [sys.executable, "-m", "tests.concurrencia.remitente"],
                cwd=RAIZ,
                env=entorno_del_proceso(
                    DATABASE_URL=base, DJANGO_SETTINGS_MODULE="portal.settings"
                ),
            ) as remite:
                esperar(lambda: cuantos(buzon) >= 5, "salen los primeros")
                guardian.detener((carpeta / "motores").resolve(), [guardian.POSTGRES], abrupto=True)
                caido = cuantos(buzon)
                motores.asegurar(carpeta)
                assert remite.wait(timeout=120) == 0
            with psycopg.connect(base) as conexion:
                filas = conexion.execute(
                    "SELECT c.correo, c.estado, e.estado, c.clave_hash"
                    " FROM contrasenas_contrasena c JOIN contrasenas_envio e"
                    " ON e.contrasena_id = c.id"
                ).fetchall()
    # Without a record the next message does not leave: none left twice.
    assert caido < 24
    assert comprobar_buzon(buzon, claves) == dict.fromkeys(claves, 1)
    assert {fila[0] for fila in filas} == set(claves)
    assert {fila[1:3] for fila in filas} == {("enviada", "enviado")}


ACTOS: list[tuple[Momento, Acto]] = [
    ("conectar", Cerrar("421 4.3.2 Vuelva luego")),
    ("mail", Cortar()),
    ("rcpt", Responder("450 4.2.1 Lista gris")),
    ("rcpt", Callar()),
    ("rcpt", Cerrar()),
    ("data", Cortar(tras=4000)),
    ("data", Responder("452 4.3.1 Sin espacio")),
    ("punto", Responder("451 4.3.0 Ahora no")),
    ("punto", Cortar()),
    ("punto", Callar()),
]


def test_un_servidor_que_hace_de_todo_no_descuadra_el_buzon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proceso, "Conexion", partial(Conexion, espera=0.4))
    azar = random.Random()
    with ServidorSmtp() as servidor:
        lote, claves = empacar(24, servidor.puerto)
        *_, rechazada = claves
        servidor.rechazos[rechazada] = "550 5.1.1 No existe"
        for momento, acto in azar.sample(ACTOS, len(ACTOS)):
            antes: list[Acto] = [Seguir()] * azar.randrange(4)
            servidor.guion[momento] += [*antes, acto]
        for _ in range(60):
            proceso.procesar(lote.pk)
            lote.refresh_from_db()
            if lote.estado == EstadoLote.TERMINADO:
                break
            if lote.estado == EstadoLote.DETENIDO:
                reanudar_lote(lote=lote, actor=lote.actor)
            pasar_el_tiempo()
        assert lote.estado == EstadoLote.TERMINADO
        fallido = lote.envios.get(estado=EstadoEnvio.FALLIDO)
        assert fallido.contrasena.correo == rechazada

        servidor.rechazos.clear()
        reintentar_fallidos(lote=lote, actor=lote.actor)
        proceso.procesar(lote.pk)
        guardar(servidor, tmp_path)
    # Cut off or silent, none of them had taken the message: nobody gets it twice.
    assert comprobar_buzon(tmp_path, claves) == dict.fromkeys(claves, 1)
    comprobar_tabla(claves)


def guardar(servidor: ServidorSmtp, carpeta: Path) -> None:
    """Write what the server took as the sink does."""
    for numero, recibido in enumerate(servidor.recibidos):
        sobre = f"X-Envelope-To: {recibido.destinatarios[0]}\r\n".encode()
        (carpeta / f"{numero}.eml").write_bytes(sobre + recibido.crudo)
