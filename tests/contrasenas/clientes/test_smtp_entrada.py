"""Getting in: name, port, encryption, greeting, log-in; what fails here concerns every message."""

import ssl
from collections.abc import Callable

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from contrasenas.clientes import sesion_smtp
from contrasenas.clientes.smtp import Alcance, Paso, Servidor
from tests.contrasenas.clientes.conftest import CLAVE, CUENTA, REMITENTE, Autoridad, Cliente
from tests.smtp import Acto, Callar, Cerrar, Cortar, Momento, Responder, ServidorSmtp

De = Callable[..., Servidor]


@pytest.mark.parametrize("cifrado", ["ssl", "tls"])
def test_con_tls_e_inicio_de_sesion(
    conectar: Callable[..., Cliente], autoridad: Autoridad, cifrado: str
) -> None:
    with ServidorSmtp(
        cifrado=cifrado, contexto=autoridad.de_servidor(), cuenta=(CUENTA, CLAVE)
    ) as doble:
        assert conectar(doble).enviar().startswith("250")

        assert doble.ordenes["auth"] == 1


def test_una_clave_con_letras_espanolas(conectar: Callable[..., Cliente]) -> None:
    with ServidorSmtp(cuenta=(CUENTA, "contraseña de ñandú")) as doble:
        assert conectar(doble).enviar().startswith("250")


def test_demasiadas_conexiones_al_entrar_hace_esperar_al_paquete(
    cliente: Cliente, doble: ServidorSmtp
) -> None:
    doble.guion["conectar"] = [Cerrar("421 4.7.0 Too many connections")]

    fallo = cliente.fallar()

    assert (fallo.permanente, fallo.alcance) == (False, Alcance.PAQUETE)
    assert fallo.respuesta == "421 4.7.0 Too many connections"
    assert cliente.enviar().startswith("250")


def test_un_servidor_que_no_conoce_ehlo_se_saluda_a_la_antigua(
    cliente: Cliente, doble: ServidorSmtp
) -> None:
    doble.guion["ehlo"] = [Responder("502 5.5.2 Command not recognized")]

    assert cliente.enviar().startswith("250")

    assert doble.recibidos[0].opciones == []


def test_sin_ehlo_no_hay_tls_y_la_clave_no_se_entrega(conectar: Callable[..., Cliente]) -> None:
    with ServidorSmtp(cuenta=(CUENTA, CLAVE)) as doble:
        doble.guion["ehlo"] = [Responder("502 5.5.2 Command not recognized")]

        fallo = conectar(doble, cifrado="tls").fallar()

        assert (fallo.permanente, fallo.paso) == (True, Paso.CIFRAR)
        assert doble.ordenes["auth"] == 0


@pytest.mark.parametrize("linea", ["454 4.7.0 TLS not available", "421 4.3.2 Shutting down"])
def test_tls_que_hoy_no_se_puede_no_manda_nada_en_claro(
    conectar: Callable[..., Cliente], autoridad: Autoridad, linea: str
) -> None:
    contexto = autoridad.de_servidor()
    with ServidorSmtp(cifrado="tls", contexto=contexto, cuenta=(CUENTA, CLAVE)) as doble:
        doble.guion["starttls"] = [Responder(linea)]

        fallo = conectar(doble).fallar()

        assert (fallo.permanente, fallo.alcance) == (False, Alcance.PAQUETE)
        assert fallo.paso is Paso.CIFRAR
        assert doble.ordenes["auth"] == doble.ordenes["mail"] == 0


class SoloLogin(ServidorSmtp):
    """A server whose one mechanism can't say letters such as ñ."""

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, lineas: list[str]
    ) -> list[str]:
        """Offer LOGIN alone."""
        otras = await super().handle_EHLO(server, session, envelope, hostname, lineas)
        return ["250-AUTH LOGIN" if "AUTH" in linea else linea for linea in otras]


def test_una_clave_que_el_servidor_no_puede_recibir_entera_no_se_le_entrega(
    conectar: Callable[..., Cliente],
) -> None:
    with SoloLogin(cuenta=(CUENTA, CLAVE)) as doble:
        assert conectar(doble).enviar().startswith("250")

        fallo = conectar(doble, cuenta=(CUENTA, "contraseña")).fallar()

        assert (fallo.permanente, fallo.alcance) == (True, Alcance.PAQUETE)
        assert "no ofrece una forma de iniciar sesión" in fallo.explicacion
        assert doble.ordenes["auth"] == 1


def test_si_la_primera_direccion_no_atiende_se_llama_a_la_siguiente(
    cliente: Cliente, doble: ServidorSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The server listens on the last one only.
    direcciones = ["127.0.0.9", "127.0.0.8", "127.0.0.1"]
    monkeypatch.setattr(sesion_smtp, "resolver", lambda *_, **__: direcciones)

    assert cliente.enviar().startswith("250")

    assert doble.ordenes["conectar"] == 1


@pytest.mark.parametrize(
    ("momento", "acto", "permanente"),
    [
        ("conectar", Callar(), False),
        ("conectar", Cortar(), False),
        ("conectar", Responder("554 5.7.1 You are not welcome"), True),
        ("conectar", Responder("HTTP/1.1 400 Bad Request"), True),
        ("ehlo", Callar(), False),
        ("ehlo", Cortar(), False),
    ],
)
def test_lo_que_falla_al_entrar_es_del_paquete(
    cliente: Cliente, doble: ServidorSmtp, momento: Momento, acto: Acto, permanente: bool
) -> None:
    doble.guion[momento] = [acto]

    fallo = cliente.fallar(paciencia=0.4)

    assert (fallo.permanente, fallo.alcance) == (permanente, Alcance.PAQUETE)


@pytest.mark.parametrize(
    ("linea", "permanente"),
    [
        (None, True),
        ("454 4.7.0 Temporary authentication failure", False),
    ],
)
def test_una_clave_rechazada_es_del_paquete_y_no_aparece(
    conectar: Callable[..., Cliente], linea: str | None, permanente: bool
) -> None:
    with ServidorSmtp(cuenta=(CUENTA, CLAVE)) as doble:
        doble.guion["auth"] = [Responder(linea)] * 2 if linea else []
        cliente = conectar(doble, cuenta=(CUENTA, "equivocada"))

        fallo = cliente.fallar()

        assert (fallo.permanente, fallo.alcance) == (permanente, Alcance.PAQUETE)
        assert fallo.paso is Paso.INGRESAR
        assert "contraseña" in fallo.explicacion
        assert "equivocada" not in f"{fallo} {fallo.respuesta} {fallo.explicacion}"
        assert "equivocada" not in repr(cliente.conexion._servidor)


def test_un_servidor_sin_inicio_de_sesion_lo_dice(
    conectar: Callable[..., Cliente], doble: ServidorSmtp
) -> None:
    fallo = conectar(doble, cuenta=("masivos", "clave")).fallar()

    assert (fallo.permanente, fallo.alcance) == (True, Alcance.PAQUETE)
    assert "no ofrece una forma de iniciar sesión" in fallo.explicacion


def test_si_no_ofrece_tls_no_se_entrega_la_clave(conectar: Callable[..., Cliente]) -> None:
    with ServidorSmtp(cuenta=(CUENTA, CLAVE)) as doble:
        fallo = conectar(doble, cifrado="tls").fallar()

        assert (fallo.permanente, fallo.alcance) == (True, Alcance.PAQUETE)
        assert "STARTTLS" in fallo.explicacion
        assert doble.ordenes["auth"] == 0


def test_ssl_en_un_puerto_que_no_lo_habla(
    conectar: Callable[..., Cliente], doble: ServidorSmtp
) -> None:
    fallo = conectar(doble, cifrado="ssl").fallar()

    assert (fallo.permanente, fallo.alcance) == (True, Alcance.PAQUETE)
    assert "tipo de cifrado" in fallo.explicacion


@pytest.mark.parametrize("cifrado", ["ssl", "tls"])
@pytest.mark.parametrize(
    ("nombre", "vencido", "dice"),
    [("localhost", True, "vencido"), ("otro.example", False, "otro nombre")],
)
def test_un_certificado_malo_detiene_el_paquete_y_no_se_entrega_la_clave(
    conectar: Callable[..., Cliente],
    autoridad: Autoridad,
    cifrado: str,
    nombre: str,
    vencido: bool,
    dice: str,
) -> None:
    contexto = autoridad.de_servidor(nombre, vencido=vencido)
    with ServidorSmtp(cifrado=cifrado, contexto=contexto, cuenta=(CUENTA, CLAVE)) as doble:
        fallo = conectar(doble).fallar()

        assert (fallo.permanente, fallo.alcance) == (True, Alcance.PAQUETE)
        assert dice in fallo.explicacion
        assert doble.ordenes["auth"] == 0


def test_una_autoridad_desconocida_no_sirve(de: De, autoridad: Autoridad) -> None:
    with ServidorSmtp(cifrado="ssl", contexto=autoridad.de_servidor()) as doble:
        cliente = Cliente(de(doble), ssl.create_default_context())

        assert "autoridad reconocida" in cliente.fallar().explicacion


def test_un_puerto_donde_no_hay_nadie(conectar: Callable[..., Cliente]) -> None:
    with ServidorSmtp() as doble:
        cliente = conectar(doble)

    fallo = cliente.fallar()

    assert (fallo.permanente, fallo.alcance) == (False, Alcance.PAQUETE)
    assert fallo.paso is Paso.CONECTAR


@pytest.mark.parametrize("server", ["no-existe.invalid", "a..b", f"{'x' * 64}.example"])
def test_un_nombre_que_no_existe(
    conectar: Callable[..., Cliente], doble: ServidorSmtp, server: str
) -> None:
    fallo = conectar(doble, server=server).fallar()

    assert fallo.alcance is Alcance.PAQUETE
    assert fallo.paso is Paso.RESOLVER
    assert "No se encuentra" in fallo.explicacion


def test_abrir_prueba_la_entrada_antes_de_que_haya_un_mensaje(
    cliente: Cliente, doble: ServidorSmtp
) -> None:
    cliente.conexion.abrir(remitente=REMITENTE)
    cliente.conexion.abrir(remitente=REMITENTE)

    assert doble.ordenes == {"conectar": 1, "ehlo": 1}
    assert cliente.enviar().startswith("250")
    assert doble.ordenes["conectar"] == 1
    assert doble.ordenes["rset"] == 0
