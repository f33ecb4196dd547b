"""Addresses that a host name may and may not lead to."""

import socket

import pytest

from contrasenas.clientes.destino import DestinoVedado, resolver
from contrasenas.clientes.smtp import Alcance, Conexion, FalloSmtp, Paso, Servidor
from tests.smtp import ServidorSmtp


@pytest.mark.parametrize(
    "anfitrion",
    [
        "169.254.169.254",
        "169.254.0.1",
        "fe80::1",
        "fd00:ec2::254",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "255.255.255.255",
        "0251.0376.0251.0376",
        "2852039166",
    ],
)
@pytest.mark.parametrize("admitir_local", [True, False])
def test_las_direcciones_internas_estan_vedadas(anfitrion: str, admitir_local: bool) -> None:
    with pytest.raises(DestinoVedado):
        resolver(anfitrion, 25, admitir_local=admitir_local)


@pytest.mark.parametrize("anfitrion", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "127.1"])
def test_esta_maquina_solo_en_desarrollo(anfitrion: str) -> None:
    assert resolver(anfitrion, 25, admitir_local=True)
    with pytest.raises(DestinoVedado):
        resolver(anfitrion, 25, admitir_local=False)


@pytest.mark.parametrize("anfitrion", ["8.8.8.8", "10.0.0.8", "192.168.1.20", "2001:4860::8888"])
def test_las_de_internet_y_las_de_la_red_propia_sirven(anfitrion: str) -> None:
    assert resolver(anfitrion, 25, admitir_local=False) == [anfitrion]


def test_basta_una_direccion_vedada(monkeypatch: pytest.MonkeyPatch) -> None:
    hallados = [(2, 1, 6, "", (ip, 25)) for ip in ("8.8.8.8", "169.254.169.254")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: hallados)

    with pytest.raises(DestinoVedado):
        resolver("correo.camara.example", 25, admitir_local=False)


def test_la_conexion_no_llega_a_lo_vedado_y_lo_explica() -> None:
    with ServidorSmtp() as doble:
        servidor = Servidor("127.0.0.1", doble.puerto, False, "", "", "")
        conexion = Conexion(servidor)

        with pytest.raises(FalloSmtp) as recogido:
            conexion.abrir(remitente="masivos@camara.example")

        assert doble.ordenes["conectar"] == 0
    fallo = recogido.value
    assert (fallo.permanente, fallo.alcance) == (True, Alcance.PAQUETE)
    assert fallo.paso is Paso.RESOLVER
    assert "interna" in fallo.explicacion


def test_se_llama_a_la_direccion_mirada_y_no_otra_vez_al_nombre(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verdadera = socket.getaddrinfo
    preguntados: list[str] = []

    def anotar(anfitrion: str, *resto: object, **opciones: object) -> object:
        preguntados.append(anfitrion)
        return verdadera(anfitrion, *resto, **opciones)  # type: ignore[arg-type]

    with ServidorSmtp() as doble:
        monkeypatch.setattr(socket, "getaddrinfo", anotar)
        servidor = Servidor("localhost", doble.puerto, False, "", "", "")
        with Conexion(servidor, admitir_local=True) as conexion:
            conexion.abrir(remitente="masivos@camara.example")

    assert preguntados.count("localhost") == 1
