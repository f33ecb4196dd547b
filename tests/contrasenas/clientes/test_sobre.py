"""The envelope: addresses that can be said to a server, and a message that can't end early."""

import smtplib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrasenas.clientes.fallo_smtp import Alcance, FalloSmtp, Paso
from contrasenas.clientes.sobre import Sobre, direccion, rotular, saludo_de

ANA = "ana@correo.example"


class Ofrece(smtplib.SMTP):
    """A session, not connected, with a server that has these extensions."""

    def __init__(self, *extensiones: str) -> None:
        super().__init__()
        self.esmtp_features = dict.fromkeys(extensiones, "")
        self.does_esmtp = True


def sobre(mensaje: bytes, *, remitente: str = ANA, destinatario: str = ANA) -> Sobre:
    return rotular(remitente=remitente, destinatario=destinatario, mensaje=mensaje)


@pytest.mark.parametrize(
    ("mensaje", "contenido"),
    [
        (b"uno\r\ndos\r\n", b"uno\r\ndos\r\n"),
        (b"uno\ndos", b"uno\r\ndos\r\n"),
        (b"uno\rdos\r", b"uno\r\ndos\r\n"),
        (b"uno\r\n.\r\ndos\r\n", b"uno\r\n..\r\ndos\r\n"),
        (b"uno\n.\ndos\n", b"uno\r\n..\r\ndos\r\n"),
        (b"uno\r.\rdos\r", b"uno\r\n..\r\ndos\r\n"),
        (b"uno\n.\r\ndos", b"uno\r\n..\r\ndos\r\n"),
        (b".primera\r\n", b"..primera\r\n"),
        (b"", b"\r\n"),
    ],
)
def test_ningun_punto_termina_el_mensaje_antes_de_tiempo(mensaje: bytes, contenido: bytes) -> None:
    assert sobre(mensaje).contenido == contenido


@given(st.lists(st.sampled_from([b".", b"\r", b"\n", b"x", b"\r\n", b"..", b"\xf1"])))
def test_sea_cual_sea_el_mensaje_ninguna_linea_es_un_solo_punto(trozos: list[bytes]) -> None:
    contenido = sobre(b"".join(trozos)).contenido
    assert contenido.endswith(b"\r\n")
    assert contenido.count(b"\r\n") == contenido.count(b"\r") == contenido.count(b"\n")
    assert b"." not in contenido.split(b"\r\n")


@pytest.mark.parametrize(
    ("escrita", "dicha"),
    [
        (ANA, ANA),
        (f" {ANA}\r\n", ANA),
        ("Ana.Luz+x'y@Correo.Example", "Ana.Luz+x'y@Correo.Example"),
        ("ana@peñas.example", "ana@xn--peas-hqa.example"),
        ("ñandú@correo.example", "ñandú@correo.example"),
        ('"a@b"@correo.example', '"a@b"@correo.example'),
        ("ana@localhost", "ana@localhost"),
    ],
)
def test_el_dominio_va_en_ascii_y_lo_demas_como_se_escribio(escrita: str, dicha: str) -> None:
    assert direccion(escrita, Paso.DESTINATARIO) == dicha


@pytest.mark.parametrize(
    "escrita",
    [
        *("", " ", "ana", "@correo.example", "ana@", "ana@ ", "ana@.example", "ana@correo."),
        *(
            "ana@co rreo.example",
            "a na@correo.example",
            "ana\x00@correo.example",
            "<ana>@x.example",
        ),
        *("ana@[192.0.2.1]", "ana@-correo.example", "ana@a..b", f"ana@{'ñ' * 64}.example"),
        *("ana@correo.example> SIZE=1", "ana@correo.example\r\nDATA"),
    ],
)
@pytest.mark.parametrize(
    ("paso", "alcance"),
    [(Paso.REMITENTE, Alcance.PAQUETE), (Paso.DESTINATARIO, Alcance.FILA)],
)
def test_lo_que_no_es_una_direccion_no_llega_al_servidor(
    escrita: str, paso: Paso, alcance: Alcance
) -> None:
    with pytest.raises(FalloSmtp) as recogido:
        direccion(escrita, paso)
    fallo = recogido.value
    assert (fallo.permanente, fallo.alcance, fallo.paso) == (True, alcance, paso)
    assert "ana" not in str(fallo)


@pytest.mark.parametrize(
    ("mensaje", "destinatario", "ofrece", "opciones"),
    [
        (b"Hola", ANA, ["8bitmime", "smtputf8"], []),
        ("Señor".encode(), ANA, ["8bitmime"], ["BODY=8BITMIME"]),
        ("Señor".encode(), ANA, [], []),
        (b"Hola", "ñandú@correo.example", ["smtputf8"], ["SMTPUTF8"]),
        (
            "Señor".encode(),
            "ñandú@correo.example",
            ["8bitmime", "smtputf8"],
            ["BODY=8BITMIME", "SMTPUTF8"],
        ),
    ],
)
def test_se_pide_al_servidor_solo_lo_que_el_mensaje_necesita_y_el_ofrece(
    mensaje: bytes, destinatario: str, ofrece: list[str], opciones: list[str]
) -> None:
    assert list(sobre(mensaje, destinatario=destinatario).opciones(Ofrece(*ofrece))) == opciones


def test_con_letras_en_las_dos_direcciones_se_pide_una_vez() -> None:
    con_letras = sobre(b"x", remitente="cámara@x.example", destinatario="ñandú@x.example")
    assert list(con_letras.opciones(Ofrece("smtputf8"))) == ["SMTPUTF8"]


@pytest.mark.parametrize(
    ("valores", "alcance", "de_quien"),
    [
        ({"remitente": "cámara@x.example"}, Alcance.PAQUETE, "remitente"),
        ({"destinatario": "ñandú@x.example"}, Alcance.FILA, "destinatario"),
    ],
)
def test_un_servidor_que_no_admite_esas_letras_no_recibe_la_direccion(
    valores: dict[str, str], alcance: Alcance, de_quien: str
) -> None:
    with pytest.raises(FalloSmtp) as recogido:
        sobre(b"x", **valores).opciones(Ofrece("8bitmime"))
    assert (recogido.value.permanente, recogido.value.alcance) == (True, alcance)
    assert f"La dirección del {de_quien} tiene letras" in recogido.value.explicacion


def test_se_saluda_con_el_dominio_de_quien_envia() -> None:
    assert saludo_de("envios@peñas.example") == "xn--peas-hqa.example"
    with pytest.raises(FalloSmtp):
        saludo_de("sin arroba")
