"""The port and the account of the demo's mail server."""

import socket
import stat
from pathlib import Path

import pytest

from portal.desarrollo import cuenta_smtp
from portal.desarrollo.puerto import PuertoNoDisponible


@pytest.fixture(autouse=True)
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A local folder of the test's own."""
    monkeypatch.setenv("PORTAL_LOCAL", str(tmp_path))
    monkeypatch.delenv(cuenta_smtp.VARIABLE, raising=False)
    return tmp_path


def test_es_la_misma_de_una_vez_a_otra_y_nadie_mas_la_lee(local: Path) -> None:
    primera = cuenta_smtp.asegurar()

    assert cuenta_smtp.asegurar() == primera
    assert len(primera.clave) >= 16
    assert stat.S_IMODE((local / "buzon_smtp.json").stat().st_mode) == 0o600


def test_cada_copia_del_proyecto_tiene_su_clave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    primera = cuenta_smtp.asegurar()
    monkeypatch.setenv("PORTAL_LOCAL", str(tmp_path / "otra"))

    assert cuenta_smtp.asegurar().clave != primera.clave


def test_dos_a_la_vez_comparten_el_puerto() -> None:
    cuenta = cuenta_smtp.asegurar()

    with cuenta_smtp.escuchar(cuenta.puerto), cuenta_smtp.escuchar(cuenta.puerto):
        assert cuenta_smtp.asegurar() == cuenta


def test_si_otro_programa_tomo_el_puerto_se_cambia_y_la_clave_no() -> None:
    cuenta = cuenta_smtp.asegurar()

    with socket.create_server(("127.0.0.1", cuenta.puerto)):
        nueva = cuenta_smtp.asegurar()

    assert nueva.puerto != cuenta.puerto
    assert nueva.clave == cuenta.clave


def test_la_variable_fija_el_puerto(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as enchufe:
        puerto = int(enchufe.getsockname()[1])
        monkeypatch.setenv(cuenta_smtp.VARIABLE, str(puerto))
        with pytest.raises(PuertoNoDisponible, match=r"ocupado"):
            cuenta_smtp.asegurar()

    assert cuenta_smtp.asegurar().puerto == puerto


@pytest.mark.parametrize("pedido", ["0", "65536", "abc", "-1", "25 ", "٢٥"])
def test_un_puerto_que_no_lo_es_se_dice(monkeypatch: pytest.MonkeyPatch, pedido: str) -> None:
    monkeypatch.setenv(cuenta_smtp.VARIABLE, pedido)

    with pytest.raises(PuertoNoDisponible, match="no es un puerto"):
        cuenta_smtp.asegurar()
