"""Taking raw mails apart: what people's programs send, and what nobody should send."""

import time
from contextlib import nullcontext

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mesa_ayuda.entrada.lectura import CorreoIlegible, CorreoLeido, clave_de, leer
from tests.mesa_ayuda.entrada.muestras import (
    ANA,
    MESA,
    PNG,
    WINMAIL,
    anidado,
    bomba_zip,
    correo,
    crudo,
)


def guardable(leido: CorreoLeido) -> bool:
    """Whether the database can take all that was read."""
    textos = [leido.texto, leido.html, leido.asunto, leido.clave, leido.remitente.correo]
    textos += [leido.remitente.nombre, *(a.nombre for a in leido.adjuntos)]
    return all("\x00" not in texto and texto.encode() is not None for texto in textos)


def test_se_lee_lo_que_hace_falta_para_un_caso() -> None:
    leido = leer(
        correo(
            asunto="Renovación urgente",
            message_id="<a1@correo.example>",
            cabeceras={
                "In-Reply-To": "<b2@portal.example>",
                "References": "<c3@portal.example> <b2@portal.example>",
                "Reply-To": "otra@correo.example",
                "Cc": "Luis <LUIS@correo.example>, eva@correo.example",
            },
        )
    )

    assert leido.clave == leido.message_id == "<a1@correo.example>"
    assert leido.en_respuesta_a == "<b2@portal.example>"
    assert leido.referencias == ("<c3@portal.example>", "<b2@portal.example>")
    assert (leido.remitente.correo, leido.remitente.nombre) == (
        "ana@transportes.example",
        "Ana Cliente",
    )
    assert [d.correo for d in leido.responder_a] == ["otra@correo.example"]
    assert [d.correo for d in leido.para] == [MESA]
    assert [d.correo for d in leido.copia] == ["luis@correo.example", "eva@correo.example"]
    assert leido.asunto == "Renovación urgente"
    assert leido.texto == "Buenos días:\n\nNo puedo firmar."


def test_sin_message_id_la_clave_es_la_huella_de_los_octetos() -> None:
    uno, otro = correo(message_id=""), correo("Otra cosa", message_id="")

    assert leer(uno).clave.startswith("sha256:")
    assert leer(uno).clave == leer(uno).clave != leer(otro).clave


@pytest.mark.parametrize(
    "octetos",
    [
        correo(message_id="<x1@correo.example>"),
        correo(message_id=""),
        crudo(f"From: {ANA}\nMessage-id:\n <plegado@correo.example>\nSubject: x", "y"),
        crudo(f"From: {ANA}\nMESSAGE-ID: basura <z@correo.example>\nSubject: x", "y"),
        crudo(f"From: {ANA}\nSubject: x", "Message-ID: <del-cuerpo@correo.example>"),
        b"",
        b"\xff\xfe",
    ],
)
def test_la_clave_se_sabe_sin_leer_el_correo_entero(octetos: bytes) -> None:
    assert clave_de(octetos) == leer(octetos).clave


@pytest.mark.parametrize(
    ("asunto", "esperado"),
    [
        ("=?utf-8?q?Renovaci=C3=B3n?=", "Renovación"),
        ("=?iso-8859-1?Q?A=F1o?=", "Año"),
        ("=?utf-8?B?wr9RdcOpIHBhc8OzPw==?=", "¿Qué pasó?"),
        ("=?desconocido?q?Renovaci=C3=B3n?=", "Renovación"),
        ("=?utf-8?q?Renovaci=C3?=", "RenovaciÃ"),
        ("uno\r\n dos", "uno dos"),
        ("con\x00nulo", "connulo"),
    ],
)
def test_el_asunto_se_descifra_venga_como_venga(asunto: str, esperado: str) -> None:
    octetos = f"From: {ANA}\r\nSubject: {asunto}\r\n\r\nhola".encode()
    assert leer(octetos).asunto == esperado


def test_un_asunto_en_latin1_sin_declarar_se_lee() -> None:
    octetos = b"From: ana@correo.example\r\nSubject: Renovaci\xf3n del a\xf1o\r\n\r\nhola"
    assert leer(octetos).asunto == "Renovación del año"


def test_un_cuerpo_en_latin1_sin_declarar_se_lee() -> None:
    octetos = crudo(f"From: {ANA}\nSubject: x", "La contraseña caducó".encode("latin-1"))
    assert leer(octetos).texto == "La contraseña caducó"


@pytest.mark.parametrize(
    "juego", ["desconocido-8bit", "x-unknown", "rot13", "undefined", "zlib", "", "utf-8;"]
)
def test_un_juego_de_caracteres_que_nadie_conoce_no_impide_leer(juego: str) -> None:
    octetos = crudo(
        f"From: {ANA}\nSubject: x\nContent-Type: text/plain; charset={juego}", "La contraseña"
    )
    assert leer(octetos).texto == "La contraseña"


@pytest.mark.parametrize("juego", ["unicode_escape", "raw_unicode_escape", "utf-7", "utf-16"])
def test_ningun_juego_de_caracteres_deja_lo_que_la_base_no_guarda(juego: str) -> None:
    octetos = crudo(
        f"From: {ANA}\nSubject: x\nContent-Type: text/plain; charset={juego}",
        b"\\ud800 \\x00 +2AA- \xd8\x00hola",
    )
    texto = leer(octetos).texto
    assert "\x00" not in texto
    assert texto.encode()


def test_los_nulos_y_los_sustitutos_no_llegan_al_texto_ni_a_los_nombres() -> None:
    octetos = crudo(
        f'From: {ANA}\nSubject: a\nContent-Type: multipart/mixed; boundary="b"',
        b"--b\r\nContent-Type: text/plain\r\n\r\nho\x00la\xff\r\n--b\r\n"
        b"Content-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="a\x00\xff.pdf"'
        b"\r\n\r\nx\r\n--b--\r\n",
    )
    leido = leer(octetos)
    assert leido.texto == "holaÿ"
    assert leido.texto.encode()
    assert "\x00" not in leido.adjuntos[0].nombre
    assert leido.adjuntos[0].nombre.encode()


def test_texto_y_html_se_dan_aparte() -> None:
    leido = leer(correo("Hola", html="<p>Hola</p>"))
    assert (leido.texto, leido.html) == ("Hola", "<p>Hola</p>")


def test_un_correo_con_solo_html_no_tiene_texto() -> None:
    leido = leer(correo(None, html="<p>No puedo firmar</p>"))
    assert leido.texto == ""
    assert "No puedo firmar" in leido.html


def test_un_correo_vacio_se_lee() -> None:
    leido = leer(b"")
    assert (leido.texto, leido.html, leido.adjuntos, leido.remitente.correo) == ("", "", (), "")


def test_apple_mail_parte_el_texto_alrededor_de_una_imagen() -> None:
    leido = leer(
        crudo(
            f'From: {ANA}\nSubject: x\nContent-Type: multipart/mixed; boundary="A"',
            "--A\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nMire la pantalla:\r\n"
            '--A\r\nContent-Type: image/png; name="pantalla.png"\r\n'
            "Content-Disposition: inline; filename=pantalla.png\r\n\r\nx\r\n"
            "--A\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n¿Qué hago?\r\n--A--\r\n",
        )
    )
    assert leido.texto == "Mire la pantalla:\n\n¿Qué hago?"
    assert [a.nombre for a in leido.adjuntos] == ["pantalla.png"]


def test_un_reenviado_adjunto_es_un_archivo_y_no_parte_del_texto() -> None:
    dentro = correo("Texto ajeno", asunto="Original")
    octetos = crudo(
        f"From: {ANA}\nSubject: RV: Original\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"',
        b"--b\r\nContent-Type: text/plain\r\n\r\nVea el adjunto\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + dentro + b"\r\n--b--\r\n",
    )
    leido = leer(octetos)
    assert leido.texto == "Vea el adjunto"
    assert [(a.tipo, a.nombre) for a in leido.adjuntos] == [("message/rfc822", "adjunto-1.eml")]
    assert b"Texto ajeno" in leido.adjuntos[0].contenido


def test_los_adjuntos_traen_nombre_y_octetos() -> None:
    leido = leer(
        correo(
            adjuntos=[
                ("cédula ampliada.png", "image/png", PNG),
                ("winmail.dat", "application/ms-tnef", WINMAIL),
            ]
        )
    )
    assert [(a.nombre, a.contenido) for a in leido.adjuntos] == [
        ("cédula ampliada.png", PNG),
        ("winmail.dat", WINMAIL),
    ]


def test_una_imagen_incrustada_se_distingue() -> None:
    octetos = crudo(
        f'From: {ANA}\nSubject: x\nContent-Type: multipart/related; boundary="b"',
        "--b\r\nContent-Type: text/html\r\n\r\n<img src=cid:logo>\r\n--b\r\n"
        "Content-Type: image/png\r\nContent-ID: <logo>\r\n\r\nx\r\n--b--\r\n",
    )
    assert leer(octetos).adjuntos[0].incrustado


@pytest.mark.parametrize(
    ("de", "esperado"),
    [
        ("ana@correo.example", "ana@correo.example"),
        ("ANA@Correo.Example", "ana@correo.example"),
        ('"Cliente, Ana" <ana@correo.example>', "ana@correo.example"),
        ("=?utf-8?q?Ana_Mu=C3=B1oz?= <ana@correo.example>", "ana@correo.example"),
        ("Ana <ana@correo.example>, Luis <luis@correo.example>", "ana@correo.example"),
        ("soporte@portal.example <ana@correo.example>", "ana@correo.example"),
        ("MAILER-DAEMON", ""),
        ("", ""),
    ],
)
def test_el_remitente_es_la_direccion_y_nunca_el_nombre(de: str, esperado: str) -> None:
    assert leer(f"From: {de}\r\nSubject: x\r\n\r\nhola".encode()).remitente.correo == esperado


def test_quinientos_adjuntos_se_leen_deprisa() -> None:
    octetos = correo(adjuntos=[(f"{n}.txt", "text/plain", b"x") for n in range(500)])
    inicio = time.monotonic()
    assert len(leer(octetos).adjuntos) == 500
    assert time.monotonic() - inicio < 5


def test_cuarenta_megas_se_leen_deprisa() -> None:
    octetos = crudo(f"From: {ANA}\nSubject: grande", b"0123456789" * 7 + b"\r\n") * 1
    octetos += (b"0123456789" * 7 + b"\r\n") * (40 * 1024 * 1024 // 72)
    inicio = time.monotonic()
    assert leer(octetos).asunto == "grande"
    assert time.monotonic() - inicio < 15


def test_una_bomba_zip_es_un_adjunto_pequeno_que_nadie_abre() -> None:
    bomba = bomba_zip()
    leido = leer(correo(adjuntos=[("fotos.zip", "application/zip", bomba)]))
    assert leido.adjuntos[0].contenido == bomba


@pytest.mark.parametrize("niveles", [10, 99, 5_000])
def test_las_partes_anidadas_se_leen_o_se_dice_por_que_no(niveles: int) -> None:
    permitido = pytest.raises(CorreoIlegible, match="demasiadas partes")
    with permitido if niveles > 1_000 else nullcontext():
        assert leer(anidado(niveles)).asunto == "hondo"


def test_mil_referencias_se_quedan_en_las_ultimas() -> None:
    referencias = " ".join(f"<{n}@x.example>" for n in range(1_000))
    leido = leer(f"From: {ANA}\r\nReferences: {referencias}\r\n\r\nx".encode())
    assert len(leido.referencias) == 50
    assert leido.referencias[-1] == "<999@x.example>"


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_ningun_monton_de_octetos_lo_tumba(octetos: bytes) -> None:
    leido = leer(octetos)
    assert leido.clave
    assert guardable(leido)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "From: a@b.co",
                    "Subject: =?utf-8?b?",
                    "Subject: =?x?q?=?=",
                    "To: <",
                    "From: ,;<>",
                ),
                *("Content-Type: multipart/mixed; boundary=", "Content-Type: multipart/mixed"),
                *("Content-Type: text/plain; charset=\x00", "Content-Transfer-Encoding: base64"),
                *("Content-Disposition: attachment; filename*=utf-8''%ff", "--", "----", "", "Ω"),
                *("Content-Type: message/rfc822", "Content-Type: ;;;=", "Message-ID: <", "\t x"),
                *("Date: nunca", "References: <<<>>>", "Content-Type: text/html", "<p>", "=C3="),
            ]
        ),
        max_size=14,
    )
)
def test_ninguna_mezcla_de_cabeceras_lo_tumba(lineas: list[str]) -> None:
    leido = leer("\r\n".join(lineas).encode())
    assert guardable(leido)
    assert clave_de("\r\n".join(lineas).encode()) == leido.clave


@pytest.mark.parametrize(
    ("cabeceras", "dudoso"),
    [
        ("From: ana@correo.example", False),
        ("From: Ana <ana@correo.example>, Eva <eva@mala.example>", True),
        ("From: ana@correo.example\r\nFrom: eva@mala.example", True),
        ("Sender: ana@correo.example", True),
        ("Subject: x", True),
    ],
)
def test_un_correo_sin_remitente_unico_es_dudoso(cabeceras: str, dudoso: bool) -> None:
    assert leer(f"{cabeceras}\r\n\r\nx".encode()).dudoso is dudoso


@pytest.mark.parametrize(
    "de",
    [
        "=?utf-8?q?Ana_=3Cana=40correo.example=3E?= <eva@mala.example>",
        '"Ana <ana@correo.example>" <eva@mala.example>',
        "=?utf-8?b?YW5hQGNvcnJlby5leGFtcGxlLA==?= <eva@mala.example>",
        "ana@correo.example <eva@mala.example>",
        "(ana@correo.example) eva@mala.example",
        "<eva@mala.example>",
    ],
)
def test_nadie_se_hace_pasar_por_otro_en_el_nombre(de: str) -> None:
    assert leer(f"From: {de}\r\n\r\nx".encode()).remitente.correo == "eva@mala.example"
