"""Packets for tests with real commits, and the comparison of the sink's mailbox with the table."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from contrasenas import huella
from contrasenas.enums import EstadoContrasena, EstadoEnvio
from contrasenas.envio.servicios import crear_lote
from contrasenas.models import Camara, Contrasena, Envio, Lote
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.concurrencia.sumidero import leer
from tests.conftest import crear_personal
from tests.contrasenas.recetas import crear_camara, crear_contrasena
from tests.lectura_pdf import texto_pdf
from tests.portal.firma.recetas import hacer_credencial

ANO = 2026
Claves = dict[str, str]
"""Password by e-mail address, as they were before anything was sent."""


def operadora_de(camara: Camara) -> Usuario:
    """Make a member of the chamber's staff."""
    usuario = crear_personal("operadora", Rol.OPERADOR_CONTRASENAS)
    camara.personal.add(usuario)
    return usuario


def poblar(cuantas: int, puerto: int = 1) -> Camara:
    """Make a chamber that may send at any hour, and so many pending passwords."""
    camara = crear_camara(
        credencial=hacer_credencial(), masivos_smtp_port=puerto, respetar_ventana=False
    )
    for _ in range(cuantas):
        crear_contrasena(camara, ano=ANO)
    return camara


def empacar(cuantas: int, puerto: int) -> tuple[Lote, Claves]:
    """Make a packet; return it with the passwords that its people must get."""
    camara = poblar(cuantas, puerto)
    lote = crear_lote(camara=camara, ano=ANO, cantidad=cuantas, actor=operadora_de(camara))
    return lote, {c.correo: c.clave or "" for c in Contrasena.objects.all()}


def comprobar_buzon(carpeta: Path, claves: Claves) -> Counter[str]:
    """Compare each message with the row of its person; return how many each person got."""
    ids = dict(Envio.objects.values_list("contrasena__correo", "message_id"))
    recibidos: Counter[str] = Counter()
    for archivo in carpeta.glob("*.eml"):
        mensaje = leer(archivo)
        correo = str(mensaje["X-Envelope-To"])
        recibidos[correo] += 1
        assert mensaje["To"] == correo
        assert mensaje["Message-ID"] == ids[correo]
        (adjunto,) = mensaje.iter_attachments()
        assert claves[correo] in texto_pdf(adjunto.get_content())
    return recibidos


def comprobar_tabla(claves: Claves) -> None:
    """Every row says that it was sent, and nothing of the passwords is left but their hashes."""
    assert set(Envio.objects.values_list("estado", flat=True)) == {EstadoEnvio.ENVIADO}
    filas = list(Contrasena.objects.all())
    assert {f.estado for f in filas} == {EstadoContrasena.ENVIADA}
    assert all(f.clave is None and f.ficha is None for f in filas)
    assert all(huella.verificar(claves[f.correo], f.clave_hash) for f in filas)


def esperar(condicion: Callable[[], bool], que: str, segundos: float = 60) -> None:
    """Return once `condicion` holds; fail if it never does."""
    limite = time.monotonic() + segundos
    while not condicion():
        assert time.monotonic() < limite, f"no ocurrió: {que}"
        time.sleep(0.02)
