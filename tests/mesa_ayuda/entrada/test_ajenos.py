"""Nobody gets into another's case, or under the name of staff, by writing a header."""

import unicodedata
from typing import Any

import pytest

from mesa_ayuda.casos import agregar_participante
from mesa_ayuda.enums import Estado, TipoMensaje, Veredicto
from mesa_ayuda.models import (
    Caso,
    IdentificadorCorreo,
    Mensaje,
    Vinculo,
)
from mesa_ayuda.salida.identificador import firmar
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.entrada.conftest import Tomar
from tests.mesa_ayuda.entrada.muestras import (
    NUEVA,
    responder_a,
)
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


def ajenos(caso: Caso, cliente: Usuario) -> dict[str, dict[str, Any]]:
    """Return mails that try to get into somebody else's case."""
    firmado = firmar(caso, dominio="portal.example")
    mala = "Eva <eva@mala.example>"
    return {
        "número adivinado": {"de": mala, "asunto": f"RE: [{caso.numero}] x"},
        "identificador robado": {"de": mala, "cabeceras": {"In-Reply-To": firmado}},
        "referencias robadas": {"de": mala, "cabeceras": {"References": firmado}},
        "Reply-To de la víctima": {
            "de": mala,
            "cabeceras": {"Reply-To": cliente.email, "In-Reply-To": firmado},
        },
        "Sender de la víctima": {
            "de": mala,
            "cabeceras": {"Sender": cliente.email, "In-Reply-To": firmado},
        },
        "nombre de la víctima": {
            "de": f'"{cliente.email}" <eva@mala.example>',
            "cabeceras": {"In-Reply-To": firmado},
        },
        "nombre cifrado": {
            "de": "=?utf-8?q?Ana_=3Cana=40transportes=2Eexample=3E?= <eva@mala.example>",
            "cabeceras": {"In-Reply-To": firmado},
        },
        "remitente cifrado": {
            "octetos": f"From: =?utf-8?q?=3C{cliente.email.replace('@', '=40')}=3E?=\r\n"
            f"Subject: x\r\nIn-Reply-To: {firmado}\r\n\r\nx".encode(),
        },
        "DMARC fallido": {
            "de": cliente.email,
            "cabeceras": {
                "Authentication-Results": "mx.portal.example; dmarc=fail header.from=x",
                "In-Reply-To": firmado,
            },
        },
        "dos remitentes": {
            "de": f"{cliente.email}, eva@mala.example",
            "cabeceras": {"In-Reply-To": firmado},
        },
        "número adivinado y remitente de la víctima": {
            "de": cliente.email,
            "asunto": f"RE: [{caso.numero}] x",
        },
        "el falsario se comprueba a sí mismo": {
            "de": cliente.email,
            "asunto": f"RE: [{caso.numero}] x",
            "cabeceras": {"Authentication-Results": "sendgrid; dmarc=pass"},
        },
        "dominio parecido": {"de": f"{cliente.email}.mala.example", "asunto": f"{caso.numero}"},
    }


@pytest.mark.parametrize(
    "truco",
    [
        *("número adivinado", "identificador robado", "referencias robadas", "dos remitentes"),
        *("Reply-To de la víctima", "Sender de la víctima", "nombre de la víctima"),
        *("nombre cifrado", "DMARC fallido", "dominio parecido", "remitente cifrado"),
        *("número adivinado y remitente de la víctima", "el falsario se comprueba a sí mismo"),
    ],
)
def test_nadie_entra_en_el_caso_de_otro(tomar: Tomar, cliente: Usuario, truco: str) -> None:
    caso = crear_caso(cliente, estado=Estado.ESPERA, asunto="Mi secreto 42")

    resultado = tomar(**ajenos(caso, cliente)[truco])

    caso.refresh_from_db()
    assert resultado.veredicto == Veredicto.CASO_NUEVO
    assert resultado.caso != caso.numero
    assert caso.estado == Estado.ESPERA
    assert not caso.mensajes.exists()
    vinculo = Vinculo.objects.get()
    assert vinculo.caso == caso
    # Only staff learn of it, and the other's case shows in nothing that leaves.
    nota = vinculo.otro.mensajes.get(tipo=TipoMensaje.NOTA)
    assert caso.numero in nota.texto
    for saliente in CorreoSaliente.objects.all():
        assert "secreto" not in (saliente.texto or "")
        # Whoever is named as the sender hears of the new case, which is theirs by name.
        assert saliente.destinatario != cliente.email or saliente.proposito == "mesa_caso_recibido"
    assert not IdentificadorCorreo.objects.filter(caso=caso).exists()


def test_un_colega_sin_permiso_y_otra_empresa_no_entran(
    tomar: Tomar, cliente: Usuario, companero_sin_permiso: Usuario, forastero: Usuario
) -> None:
    caso = crear_caso(cliente)
    for otro in (companero_sin_permiso, forastero):
        resultado = tomar(de=otro.email, cabeceras=responder_a(caso))
        assert resultado.veredicto == Veredicto.CASO_NUEVO
    assert not caso.mensajes.exists()


def test_un_remitente_falsificado_no_recibe_nada_ni_crea_cuenta(tomar: Tomar) -> None:
    tomar(de=NUEVA, cabeceras={"Authentication-Results": "mx.portal.example; dmarc=fail"})
    assert not Usuario.objects.filter(email="nueva@correo.example").exists()
    assert not CorreoSaliente.objects.exists()
    assert Caso.objects.get().contacto_correo == "nueva@correo.example"


def test_lo_que_invente_el_remitente_sobre_su_autenticidad_no_se_cree(
    tomar: Tomar, cliente: Usuario
) -> None:
    caso = crear_caso(cliente)
    octetos = (
        "Authentication-Results: mx.portal.example; dmarc=fail\r\n"
        "Authentication-Results: mx.portal.example; dmarc=pass\r\n"
        f"From: {cliente.email}\r\nSubject: {caso.numero}\r\n\r\nx"
    ).encode()
    assert tomar(octetos).veredicto == Veredicto.CASO_NUEVO


@pytest.mark.parametrize(
    "nombre",
    [
        *("Agente", "Agente de la Mesa", "AGENTE", "Lic. Agente"),
        # Cyrillic letters, wide ones, mathematical ones; a joiner, a hyphen that doesn't show.
        *("\u0410gente", "Ag\u0435nt\u0435", "\uff21gente", "\U0001d400gente"),
        *("Age\u200bnte", "Age\u00adnte", "Age\u034fnte", "\u202eetnegA"),
    ],
)
def test_el_nombre_de_un_agente_no_aparece_por_decirlo_un_correo(
    tomar: Tomar, agente: Usuario, nombre: str
) -> None:
    tomar(de=f"{nombre} <eva@mala.example>")
    caso = Caso.objects.get()
    assert caso.contacto_nombre == "eva@mala.example"
    assert Mensaje.objects.get().autor_nombre == "eva@mala.example"


@pytest.mark.parametrize("nombre", ["José Núñez", "Doña Mª Peña-O’Neill", "Łukasz (ventas) 2.º"])
def test_el_nombre_de_una_persona_si_aparece(tomar: Tomar, agente: Usuario, nombre: str) -> None:
    tomar(f'From: "{nombre}" <eva@correo.example>\r\nSubject: x\r\n\r\nhola'.encode())
    assert Caso.objects.get().contacto_nombre == unicodedata.normalize("NFKC", nombre)


def test_quien_escribe_desde_la_direccion_de_un_agente_no_habla_por_el(
    tomar: Tomar, cliente: Usuario, agente: Usuario
) -> None:
    caso = crear_caso(cliente, asignado=agente)
    resultado = tomar(de=f"Agente <{agente.email}>", cabeceras=responder_a(caso))
    assert resultado.veredicto == Veredicto.CASO_NUEVO
    assert not caso.mensajes.exists()
    nuevo = Caso.objects.get(pk=int(resultado.caso[2:]))
    assert (nuevo.contacto, nuevo.contacto_nombre) == (None, agente.email)
    assert not Mensaje.objects.filter(autor=agente).exists()
    assert "/clave/" not in "".join(c.texto or "" for c in CorreoSaliente.objects.all())


def test_un_agente_que_participa_responde_con_su_direccion(
    tomar: Tomar, cliente: Usuario, agente: Usuario
) -> None:
    caso = crear_caso(cliente)
    agregar_participante(caso=caso, correo=agente.email, actor=None)
    assert tomar(de=agente.email, cabeceras=responder_a(caso)).caso == caso.numero
    mensaje = caso.mensajes.get()
    assert (mensaje.autor, mensaje.autor_nombre, mensaje.del_personal) == (
        None,
        agente.email,
        False,
    )


def test_un_usuario_desactivado_no_abre_ni_responde(tomar: Tomar, cliente: Usuario) -> None:
    caso = crear_caso(cliente)
    Usuario.objects.filter(pk=cliente.pk).update(is_active=False)
    assert tomar(de=cliente.email, cabeceras=responder_a(caso)).veredicto == Veredicto.RECHAZADO
    assert not caso.mensajes.exists()


@pytest.mark.parametrize("parecida", ["marıa@correo.example", "maria@ſol.example"])
def test_una_direccion_que_solo_se_parece_no_es_la_del_participante(
    tomar: Tomar, cliente: Usuario, parecida: str
) -> None:
    """Upper case makes «I» of «ı» and «S» of «ſ»: those are other people's addresses."""
    caso = crear_caso(cliente)
    for correo in ("maria@correo.example", "maria@sol.example"):
        agregar_participante(caso=caso, correo=correo, actor=None)
    hilo = responder_a(caso)["In-Reply-To"]
    octetos = f"From: {parecida}\r\nSubject: x\r\nIn-Reply-To: {hilo}\r\n\r\nx".encode()
    assert tomar(octetos).veredicto == Veredicto.CASO_NUEVO
    assert not caso.mensajes.exists()


def test_la_direccion_que_un_participante_dejo_ya_no_entra(
    tomar: Tomar, cliente: Usuario, forastero: Usuario
) -> None:
    caso = crear_caso(cliente)
    agregar_participante(caso=caso, correo=forastero.email, actor=None)
    Usuario.objects.filter(pk=forastero.pk).update(email="dario@nueva.example")
    antigua = tomar(de="dario@otra.example", cabeceras=responder_a(caso))
    assert antigua.veredicto == Veredicto.CASO_NUEVO
    nueva = tomar(de="Dario@Nueva.example", cabeceras=responder_a(caso))
    assert nueva.caso == caso.numero
