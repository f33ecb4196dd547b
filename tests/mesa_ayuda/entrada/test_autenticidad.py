"""The receiver's word on who a mail is from, and nobody else's."""

import pytest

from mesa_ayuda.entrada.autenticidad import (
    nombre_del_webhook,
    remitente_comprobado,
    remitente_falso,
)
from mesa_ayuda.entrada.lectura import leer
from mesa_ayuda.enums import Veredicto
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.entrada.conftest import Tomar
from tests.mesa_ayuda.entrada.muestras import responder_a
from tests.mesa_ayuda.recetas import crear_caso


def falso(*cabeceras: str) -> bool:
    """Judge a mail of ana@v.example with those Authentication-Results, topmost first."""
    lineas = [f"Authentication-Results: {cabecera}" for cabecera in cabeceras]
    return remitente_falso(leer("\r\n".join([*lineas, "From: ana@v.example", "", "hola"]).encode()))


@pytest.mark.parametrize(
    "cabecera",
    [
        "mx; dmarc=fail header.from=v.example",
        "mx; DMARC = Fail (p=none) header.from=v.example; dkim=pass",
        "mx; spf=fail smtp.mailfrom=eva@mala.example",
        "mx; spf=softfail smtp.mailfrom=v.example; dkim=none",
        # Signed by somebody else, or sent by the server of somebody else.
        "mx; spf=fail smtp.mailfrom=v.example; dkim=pass header.d=mala.example",
        "mx; dkim=fail header.d=v.example; spf=pass smtp.mailfrom=mala.example",
        "mx; spf=softfail smtp.mailfrom=x.example; dkim=pass header.d=ajenov.example",
        # What the sender chose and the receiver only repeats.
        'mx; spf=fail smtp.mailfrom="a; dkim=pass header.d=v.example"@mala.example',
        "mx; spf=fail (dkim=pass header.d=v.example; ) smtp.mailfrom=mala.example",
        "mx; spf=fail (a; dkim=pass header.d=v.example; ((())) ) smtp.mailfrom=mala.example",
        "mx; spf=fail (a \\) ; dkim=pass header.d=v.example; ) smtp.mailfrom=mala.example",
        "mx; spf=fail smtp.mailfrom=a dkim=pass header.d=v.example x@mala.example",
        # The receiver read another From than we do.
        "mx; dmarc=pass header.from=mala.example; spf=fail smtp.mailfrom=v.example",
        # Microsoft names no server.
        "spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=mala.example; dkim=none (not signed)",
    ],
)
def test_lo_que_el_receptor_no_pudo_comprobar_es_falso(cabecera: str) -> None:
    assert falso(cabecera)


@pytest.mark.parametrize(
    "cabecera",
    [
        "mx; none",
        "mx; spf=none smtp.mailfrom=v.example; dmarc=none",
        "mx; spf=neutral smtp.mailfrom=v.example; dkim=temperror",
        "mx; dmarc=pass header.from=v.example; spf=fail; dkim=fail",
        # Forwarded: the path is another's, the signature its own.
        "mx; spf=fail smtp.mailfrom=x.example; dkim=pass header.i=@v.example",
        "mx; spf=softfail; dkim=pass (2048 bits) header.d=mail.v.example header.s=s",
        "mx; dkim=fail header.d=lista.example; spf=pass smtp.mailfrom=a@v.example",
        "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=v.example; dkim=fail; compauth=pass",
        "",
    ],
)
def test_lo_que_comprobo_o_no_miro_no_lo_es(cabecera: str) -> None:
    assert not falso(cabecera)


def test_solo_vale_la_primera_que_es_la_del_receptor() -> None:
    fallo = "mx; spf=fail smtp.mailfrom=mala.example"
    bueno = "mx; dmarc=pass header.from=v.example"
    assert falso(fallo, bueno)
    assert not falso(bueno, fallo)
    assert not falso()


def comprobado(cabecera: str, *, servidor: str = "mx.portal.example") -> bool:
    """Judge whether a mail of ana@v.example with that header is vouched for."""
    octetos = f"Authentication-Results: {cabecera}\r\nFrom: ana@v.example\r\n\r\nhola".encode()
    return remitente_comprobado(leer(octetos), servidor=servidor)


@pytest.mark.parametrize(
    "cabecera",
    [
        "mx.portal.example; dmarc=pass header.from=v.example",
        "MX.Portal.Example 1; dkim=pass header.d=v.example",
        "mx.portal.example; spf=pass smtp.mailfrom=a@v.example; dkim=none",
        f"{nombre_del_webhook()}; spf=pass smtp.mailfrom=v.example",
    ],
)
def test_el_servidor_del_buzon_y_el_webhook_responden_por_el_remitente(cabecera: str) -> None:
    assert comprobado(cabecera)


@pytest.mark.parametrize(
    "cabecera",
    [
        # Another server's word, or the sender's.
        "mx.mala.example; dmarc=pass",
        "sendgrid; dmarc=pass",
        "sendgrid-0123; spf=pass smtp.mailfrom=v.example",
        "; dmarc=pass",
        "dmarc=pass",
        "mx.portal.example.mala.example; dmarc=pass",
        # Nothing found, or found for others, or found against it.
        "mx.portal.example; none",
        "mx.portal.example",
        "mx.portal.example; spf=pass smtp.mailfrom=mala.example",
        "mx.portal.example; dkim=pass header.d=mala.example",
        "mx.portal.example; spf=neutral smtp.mailfrom=v.example",
        "mx.portal.example; dmarc=fail; dkim=pass header.d=v.example",
        "mx.portal.example; dmarc=pass (p=none) header.from=mala.example",
        "mx.portal.example; dkim=pass header.d=mala.example header.from=v.example",
        # What the sender chose, told without quotes or within comments.
        "mx.portal.example; spf=pass smtp.mailfrom=a dkim=pass header.d=v.example x@mala.example",
        "mx.portal.example; spf=pass (x; dkim=pass header.d=v.example; ((())) ) smtp.mailfrom=m.x",
    ],
)
def test_nadie_mas_responde_por_el(cabecera: str) -> None:
    assert not comprobado(cabecera)


def test_un_buzon_sin_servidor_nombrado_no_cree_a_ninguno() -> None:
    assert not comprobado("; dmarc=pass", servidor="")
    assert not comprobado("mx.portal.example; dmarc=pass", servidor="")
    assert comprobado(f"{nombre_del_webhook()}; dmarc=pass", servidor="")


@pytest.mark.django_db
def test_un_remitente_falso_sin_politica_en_su_dominio_tampoco_entra_en_el_caso(
    tomar: Tomar, cliente: Usuario
) -> None:
    caso = crear_caso(cliente)
    comprobado = "mx; spf=fail smtp.mailfrom=eva@mala.example; dkim=none; dmarc=none"
    cabeceras = {"Authentication-Results": comprobado, **responder_a(caso)}
    assert tomar(de=cliente.email, cabeceras=cabeceras).veredicto == Veredicto.CASO_NUEVO
    assert not caso.mensajes.exists()
