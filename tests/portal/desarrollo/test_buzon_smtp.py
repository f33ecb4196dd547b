"""The demo's mail server, spoken to as a chamber's sender does."""

import asyncio
import smtplib
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from portal.desarrollo import cuenta_smtp
from portal.desarrollo.buzon_smtp import Recepcion, servir
from portal.desarrollo.cuenta_smtp import CuentaSmtp
from portal.desarrollo.motores import RAIZ

CUENTA = CuentaSmtp(0, "masivos@camara.example", "clave")
DE, PARA = "masivos@camara.example", "ana@empresa.example"


class Almacen:
    """Keeps what arrives; raises `error` instead if there is one."""

    def __init__(self) -> None:
        self.guardados: list[tuple[list[str], bytes]] = []
        self.error: Exception | None = None

    def guardar(self, destinatarios: list[str], crudo: bytes) -> None:
        if self.error:
            raise self.error
        self.guardados.append((destinatarios, crudo))


@pytest.fixture
def almacen() -> Almacen:
    return Almacen()


@pytest.fixture
def cliente(almacen: Almacen) -> Iterator[smtplib.SMTP]:
    """A connection to a running server."""
    with cuenta_smtp.escuchar(0) as enchufe:
        puerto = enchufe.getsockname()[1]
        bucle, fin = asyncio.new_event_loop(), asyncio.Event()
        servicio = servir(enchufe, Recepcion(CUENTA, almacen.guardar), fin)
        hilo = threading.Thread(target=bucle.run_until_complete, args=(servicio,))
        hilo.start()
        try:
            with smtplib.SMTP("127.0.0.1", puerto, timeout=5) as conectado:
                yield conectado
        finally:
            bucle.call_soon_threadsafe(fin.set)
            hilo.join()
            bucle.close()


def test_lo_que_acepta_queda_guardado_tal_como_llego(
    cliente: smtplib.SMTP, almacen: Almacen
) -> None:
    cliente.login(CUENTA.cuenta, CUENTA.clave)

    cliente.sendmail(DE, [PARA], b"Subject: Hola\r\n\r\n.Hola\r\n")

    assert almacen.guardados == [([PARA], b"Subject: Hola\r\n\r\n.Hola\r\n")]


def test_sin_iniciar_sesion_no_se_envia(cliente: smtplib.SMTP, almacen: Almacen) -> None:
    with pytest.raises(smtplib.SMTPSenderRefused) as recogido:
        cliente.sendmail(DE, [PARA], b"x")

    assert recogido.value.smtp_code == 530
    assert almacen.guardados == []


@pytest.mark.parametrize(("cuenta", "clave"), [(CUENTA.cuenta, "otra"), ("otra", CUENTA.clave)])
def test_solo_entra_la_cuenta_de_la_demostracion(
    cliente: smtplib.SMTP, cuenta: str, clave: str
) -> None:
    with pytest.raises(smtplib.SMTPAuthenticationError):
        cliente.login(cuenta, clave)


def test_si_no_se_pudo_guardar_no_dice_que_si(cliente: smtplib.SMTP, almacen: Almacen) -> None:
    cliente.login(CUENTA.cuenta, CUENTA.clave)
    almacen.error = OSError("sin base de datos")

    with pytest.raises(smtplib.SMTPDataError) as recogido:
        cliente.sendmail(DE, [PARA], b"x")

    assert recogido.value.smtp_code == 451
    almacen.error = None
    cliente.sendmail(DE, [PARA], b"x")
    assert len(almacen.guardados) == 1


def test_fuera_de_la_demostracion_no_arranca(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DEMO", "0")
    monkeypatch.setenv("SENDGRID_API_KEY", "clave")

    hecho = subprocess.run(
        [sys.executable, "-m", "portal.desarrollo.buzon_smtp"],
        cwd=RAIZ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert hecho.returncode == 1
    assert hecho.stderr.strip().endswith("en producción cada cámara usa su servidor.")
