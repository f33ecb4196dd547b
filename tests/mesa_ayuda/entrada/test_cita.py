"""What a reply says, apart from what it quotes: the programs that Colombians write with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesa_ayuda.entrada.cita import MARCA, separar

DIJO = "Ya reinicié el equipo y sigue igual.\n\nGracias,\nAna"
CITA = "> Buenos días:\n> ¿Reinició usted el equipo?\n>\n> Cordialmente,\n> Soporte"
CITA_LLANA = "Buenos días:\n¿Reinició usted el equipo?\n\nCordialmente,\nSoporte"

ATRIBUCIONES = {
    "gmail": "El mié, 25 nov 2026 a las 10:02, Mesa de ayuda (<mesa@portal.example>) escribió:",
    "gmail en dos líneas": "El mié, 25 nov 2026 a las 10:02, Mesa de ayuda\n"
    "(<mesa@portal.example>) escribió:",
    "gmail en tres líneas": "El mié, 25 de nov. de 2026 a la(s) 10:02 a. m.,\n"
    "Mesa de ayuda de la Cámara de Comercio\n<mesa@portal.example> escribió:",
    "gmail antiguo": "2026-11-25 10:02 GMT-05:00 Mesa de ayuda <mesa@portal.example>:",
    "gmail en inglés": "On Wed, Nov 25, 2026 at 10:02 AM Mesa <mesa@portal.example> wrote:",
    "apple mail": "El 25 de nov de 2026, a la(s) 10:02 a.m., Mesa <mesa@portal.example> escribió:",
    "thunderbird": "El 25/11/2026 a las 10:02, Mesa de ayuda escribió:",
    "yahoo": "En miércoles, 25 de noviembre de 2026, 10:02:11 a. m. COT, Mesa escribió:",
}
SEPARADORES = {
    "outlook": "De: Mesa de ayuda <mesa@portal.example>\nEnviado el: miércoles, 25 de noviembre\n"
    "Para: Ana <ana@correo.example>\nAsunto: [CS0000001] No puedo firmar",
    "outlook con raya": "________________________________\nDe: Mesa <mesa@portal.example>\n"
    "Enviado: miércoles, 25 de noviembre de 2026 10:02\nPara: Ana\nAsunto: RE: No puedo firmar",
    "outlook en negrilla": "*De:* Mesa <mesa@portal.example>\n*Enviado:* miércoles\n"
    "*Para:* Ana\n*Asunto:* caso",
    "outlook en inglés": "From: Mesa <mesa@portal.example>\nSent: Wednesday, November 25, 2026\n"
    "To: Ana\nSubject: case",
    "mensaje original": "-----Mensaje original-----\nDe: Mesa\nEnviado: ayer\nPara: Ana",
    "original message": "-----Original Message-----",
    "reenviado": "---------- Forwarded message ---------",
    "reenviado de apple": "Inicio del mensaje reenviado:",
}


@pytest.mark.parametrize("atribucion", ATRIBUCIONES.values(), ids=ATRIBUCIONES)
def test_lo_citado_debajo_de_una_atribucion_se_quita(atribucion: str) -> None:
    assert separar(f"{DIJO}\n\n{atribucion}\n\n{CITA}") == DIJO


@pytest.mark.parametrize("atribucion", ATRIBUCIONES.values(), ids=ATRIBUCIONES)
def test_tambien_cuando_la_cita_viene_sin_angulos(atribucion: str) -> None:
    assert separar(f"{DIJO}\n\n{atribucion}\n\n{CITA_LLANA}\n") == DIJO


@pytest.mark.parametrize("separador", SEPARADORES.values(), ids=SEPARADORES)
def test_lo_que_sigue_a_un_separador_se_quita(separador: str) -> None:
    assert separar(f"{DIJO}\n\n{separador}\n\n{CITA_LLANA}") == DIJO


def test_nuestra_propia_marca_corta_antes_que_todo() -> None:
    assert separar(f"{DIJO}\n\n> {MARCA}\n> Caso CS0000001\n> Hola") == DIJO


def test_una_respuesta_debajo_de_la_cita_se_conserva() -> None:
    assert separar(f"{ATRIBUCIONES['gmail']}\n{CITA}\n\n{DIJO}") == DIJO


def test_las_respuestas_entre_lineas_conservan_lo_que_responden() -> None:
    texto = (
        f"{ATRIBUCIONES['thunderbird']}\n> ¿Reinició el equipo?\nSí, ayer.\n"
        "> ¿Qué sistema usa?\nWindows 11."
    )
    propio = separar(texto)
    assert "Sí, ayer." in propio
    assert "¿Qué sistema usa?" in propio


@pytest.mark.parametrize(
    "firma",
    ["-- \nAna Ejemplo\nGerente", "Enviado desde mi iPhone", "Obtener Outlook para Android"],
)
def test_la_firma_y_la_propaganda_del_telefono_se_quitan(firma: str) -> None:
    assert separar(f"Sigue igual.\n\n{firma}") == "Sigue igual."


@pytest.mark.parametrize(
    "texto",
    [
        "El gerente escribió: no autorizo la compra.\nQuedo atenta.",
        "De: acuerdo con lo hablado, adjunto la cédula.\nSaludos",
        "Los pasos son:\n-- primero\n-- segundo",
        "__________\nFirma del representante",
        "> una línea que empieza por ángulo\nes lo que quiero decir",
        "Hola",
    ],
)
def test_lo_que_solo_se_parece_a_una_cita_se_conserva(texto: str) -> None:
    assert separar(texto) == texto


def test_un_reenvio_sin_comentario_se_conserva_entero() -> None:
    texto = f"{SEPARADORES['reenviado']}\nDe: Juan\nPara: Ana\nAsunto: factura\n\nHola"
    assert separar(texto) == texto


@given(st.text(max_size=600))
def test_nunca_falla_ni_deja_vacio_lo_que_decia_algo(texto: str) -> None:
    propio = separar(texto)
    assert bool(propio) == bool(texto.strip())
    assert propio in texto


@given(st.text(alphabet="ab> \n-_:", max_size=400))
def test_tampoco_con_textos_hechos_de_separadores(texto: str) -> None:
    assert separar(texto) in texto


def test_un_texto_enorme_se_corta_en_poco_tiempo() -> None:
    texto = "El " * 50_000 + "\n" + "> cita\n" * 20_000
    assert separar(texto).startswith("El El")
