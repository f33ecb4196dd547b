"""The port of `make run`."""

import errno
import socket

import pytest

from portal.desarrollo.puerto import PuertoNoDisponible, leer, reservar


def puerto_libre() -> int:
    with socket.create_server(("127.0.0.1", 0)) as enchufe:
        return int(enchufe.getsockname()[1])


@pytest.mark.parametrize(("texto", "numero"), [("", 8000), ("8001", 8001), ("65535", 65535)])
def test_un_numero_de_puerto_se_acepta(texto: str, numero: int) -> None:
    assert leer(texto) == numero


@pytest.mark.parametrize("texto", ["0", "65536", "-1", "ocho mil", "8000 ", "٨٠٠٠", "80.5"])
def test_lo_que_no_es_un_puerto_se_explica(texto: str) -> None:
    with pytest.raises(PuertoNoDisponible, match="use un número entre 1 y 65535, como PORT=8001"):
        leer(texto)


def test_el_puerto_reservado_espera_a_los_visitantes() -> None:
    numero = puerto_libre()

    with reservar(numero), socket.create_connection(("127.0.0.1", numero), timeout=5) as visita:
        assert visita.getpeername()[1] == numero


@pytest.mark.parametrize("anfitrion", ["127.0.0.1", "0.0.0.0", "::1"])
def test_un_puerto_ocupado_se_explica_y_se_propone_otro(anfitrion: str) -> None:
    familia = socket.AF_INET6 if ":" in anfitrion else socket.AF_INET
    with socket.create_server((anfitrion, 0), family=familia) as ajeno:
        numero = ajeno.getsockname()[1]

        with pytest.raises(PuertoNoDisponible) as caso:
            reservar(numero)

    assert f"El puerto {numero} está ocupado" in str(caso.value)
    assert f"make run PORT={numero + 1}" in str(caso.value)


def test_un_puerto_recien_soltado_se_puede_usar() -> None:
    numero = puerto_libre()
    with reservar(numero) as primero:
        visita = socket.create_connection(("127.0.0.1", numero), timeout=5)
        # Our side closes first, so that the connection stays in TIME_WAIT on our port.
        primero.accept()[0].close()
        visita.close()

    with reservar(numero) as segundo:
        assert segundo.getsockname() == ("127.0.0.1", numero)


def test_un_puerto_que_exige_permisos_se_explica(monkeypatch: pytest.MonkeyPatch) -> None:
    def sin_permiso(enchufe: socket.socket, direccion: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", sin_permiso)

    with pytest.raises(PuertoNoDisponible, match=r"permisos de administrador.*PORT=8000"):
        reservar(80)
