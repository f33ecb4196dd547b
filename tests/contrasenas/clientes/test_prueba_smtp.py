"""«Probar conexión»: what staff read when it works and when it does not."""

import time
from collections.abc import Callable

import pytest

from contrasenas.clientes.prueba_smtp import ESPERA_PRUEBA
from contrasenas.clientes.smtp import Diagnostico, Paso, Resultado, Servidor, probar
from tests.contrasenas.clientes.conftest import CLAVE, CUENTA, REMITENTE, Autoridad
from tests.smtp import Callar, Responder, ServidorSmtp

De = Callable[..., Servidor]
BIEN, AVISO, MAL, OMITIDO = Resultado


def resumen(diagnostico: Diagnostico) -> list[tuple[Paso, Resultado]]:
    return [(paso.paso, paso.resultado) for paso in diagnostico.pasos]


@pytest.fixture
def probada(de: De, autoridad: Autoridad) -> Callable[..., Diagnostico]:
    def _probada(
        doble: ServidorSmtp, *, espera: float = ESPERA_PRUEBA, **opciones: object
    ) -> Diagnostico:
        return probar(
            de(doble, **opciones),
            remitente=REMITENTE,
            espera=espera,
            contexto=autoridad.confianza(),
            admitir_local=True,
        )

    return _probada


@pytest.mark.parametrize("cifrado", ["ssl", "tls"])
def test_un_servidor_bien_configurado_pasa_todos_los_pasos_y_no_recibe_nada(
    probada: Callable[..., Diagnostico], autoridad: Autoridad, cifrado: str
) -> None:
    with ServidorSmtp(
        cifrado=cifrado, contexto=autoridad.de_servidor(), cuenta=(CUENTA, CLAVE)
    ) as doble:
        diagnostico = probada(doble)

        assert diagnostico.correcto
        assert {resultado for _, resultado in resumen(diagnostico)} == {BIEN}
        assert doble.ordenes["mail"] == 1
        assert doble.ordenes["rcpt"] == doble.ordenes["data"] == 0
        assert doble.recibidos == []

    en_orden = [paso for paso, _ in resumen(diagnostico)]
    entrada = [Paso.SALUDAR, Paso.CIFRAR] if cifrado == "tls" else [Paso.CIFRAR, Paso.SALUDAR]
    assert en_orden[2:4] == entrada
    detalles = {paso.paso: paso.detalle for paso in diagnostico.pasos}
    assert "127.0.0.1" in detalles[Paso.RESOLVER]
    assert "TLSv1.3; el certificado vence el " in detalles[Paso.CIFRAR]


def test_sin_cifrado_ni_autenticacion_funciona_y_avisa(
    probada: Callable[..., Diagnostico],
) -> None:
    with ServidorSmtp() as doble:
        diagnostico = probada(doble)

    assert diagnostico.correcto
    assert resumen(diagnostico)[3:5] == [(Paso.CIFRAR, AVISO), (Paso.INGRESAR, OMITIDO)]


def test_la_clave_equivocada_se_explica_y_no_se_repite(
    probada: Callable[..., Diagnostico],
) -> None:
    with ServidorSmtp(cuenta=(CUENTA, CLAVE)) as doble:
        diagnostico = probada(doble, cuenta=(CUENTA, "equivocada"))

    fallo = diagnostico.fallo
    assert fallo is not None
    assert fallo.paso is Paso.INGRESAR
    assert "contraseña de aplicación" in fallo.detalle
    assert fallo.respuesta.startswith("535 5.7.8")
    assert "equivocada" not in repr(diagnostico)
    assert resumen(diagnostico)[-1] == (Paso.REMITENTE, OMITIDO)
    assert not diagnostico.correcto


def test_un_remitente_que_el_servidor_no_acepta(probada: Callable[..., Diagnostico]) -> None:
    with ServidorSmtp() as doble:
        doble.guion["mail"] = [Responder("553 5.7.1 Sender address rejected")]

        fallo = probada(doble).fallo

    assert fallo is not None
    assert (fallo.paso, fallo.resultado) == (Paso.REMITENTE, MAL)
    assert "remitente" in fallo.detalle


def test_un_remitente_mal_escrito(de: De) -> None:
    with ServidorSmtp() as doble:
        diagnostico = probar(de(doble), remitente="cámara", admitir_local=True)

    assert diagnostico.fallo is not None
    assert diagnostico.fallo.detalle == "La dirección del remitente no es válida."
    assert doble.ordenes["conectar"] == 0


def test_un_servidor_que_calla_no_hace_esperar(probada: Callable[..., Diagnostico]) -> None:
    empieza = time.monotonic()
    with ServidorSmtp() as doble:
        doble.guion["conectar"] = [Callar()]
        diagnostico = probada(doble, espera=0.4)

    assert time.monotonic() - empieza < 3
    assert diagnostico.fallo is not None
    assert diagnostico.fallo.paso is Paso.SALUDAR
    assert "a tiempo" in diagnostico.fallo.detalle


@pytest.mark.parametrize(
    ("puerto", "cifrado", "pista"),
    [(465, "tls", "SSL"), (465, "", "SSL"), (587, "ssl", "TLS"), (587, "tls", None)],
)
def test_da_una_pista_si_el_cifrado_no_es_el_usual_del_puerto(
    monkeypatch: pytest.MonkeyPatch, puerto: int, cifrado: str, pista: str | None
) -> None:
    def rehusar(*_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.create_connection", rehusar)
    servidor = Servidor("localhost", puerto, False, cifrado, "", "")  # type: ignore[arg-type]

    fallo = probar(servidor, remitente=REMITENTE, admitir_local=True).fallo

    assert fallo is not None
    assert ("suele usarse con cifrado" in fallo.detalle) is (pista is not None)
    assert pista is None or pista in fallo.detalle
