"""The sound: its format, its length, no clipping, and no clip that plain matching would find."""

import random
import wave
from array import array
from io import BytesIO

import pytest

from portal.captcha.audio import SONIDOS, TASA, VOCES, clip, componer
from portal.captcha.desafio import ALFABETO

TEXTO = "2F5X8P"


def muestras(sonido: bytes) -> "array[int]":
    with wave.open(BytesIO(sonido)) as archivo:
        return array("h", archivo.readframes(archivo.getnframes()))


def tramos(senal: "array[int]", largo: int = 8) -> set[bytes]:
    octetos = senal.tobytes()
    return {octetos[inicio : inicio + 2 * largo] for inicio in range(0, len(octetos), 2)}


def test_es_wav_mono_de_dieciseis_bits() -> None:
    with wave.open(BytesIO(componer(TEXTO, b"s"))) as archivo:
        assert (archivo.getnchannels(), archivo.getsampwidth()) == (1, 2)
        assert archivo.getframerate() == TASA == 16_000


def test_dura_lo_que_una_persona_necesita_para_escribirlo() -> None:
    for semilla in range(5):
        segundos = len(muestras(componer(TEXTO, bytes([semilla])))) / TASA
        assert 4.5 < segundos < 10.5


@pytest.mark.parametrize("texto", [letra * 6 for letra in ALFABETO])
def test_nunca_satura_y_siempre_se_oye(texto: str) -> None:
    senal = muestras(componer(texto, texto.encode()))
    assert 12_000 < max(map(abs, senal)) < 32_000


def test_entre_caracteres_hay_pausas() -> None:
    senal = muestras(componer(TEXTO, b"s"))
    ventana = TASA // 10
    fuertes = [
        max(map(abs, senal[inicio : inicio + ventana])) > 6_000
        for inicio in range(0, len(senal), ventana)
    ]
    comienzos = sum(
        ahora and not antes for antes, ahora in zip([False, *fuertes], fuertes, strict=False)
    )
    assert comienzos >= 6
    assert not fuertes[0]
    assert not fuertes[-1]


def test_la_misma_semilla_da_el_mismo_audio() -> None:
    assert componer(TEXTO, b"s") == componer(TEXTO, b"s")


def test_dos_audios_del_mismo_texto_no_comparten_ningun_tramo() -> None:
    uno, otro = (muestras(componer(TEXTO, semilla)) for semilla in (b"s", b"t"))
    assert not tramos(uno) & tramos(otro)


@pytest.mark.parametrize("letra", TEXTO)
def test_ningun_tramo_de_un_sonido_grabado_aparece_en_el_audio(letra: str) -> None:
    audio = tramos(muestras(componer(TEXTO, b"s")))
    for voz in VOCES:
        # Silence inside a word is the same everywhere; speech is not.
        hablado = {tramo for tramo in tramos(clip(letra, voz)) if len(set(array("h", tramo))) > 4}
        assert hablado
        assert not hablado & audio


def test_no_toca_el_azar_global() -> None:
    estado = random.getstate()
    componer(TEXTO, b"s")
    assert random.getstate() == estado


def test_cada_caracter_tiene_su_sonido_en_cada_voz_y_no_sobra_ninguno() -> None:
    esperados = {f"{letra.lower()}-{voz}.wav" for letra in ALFABETO for voz in VOCES}
    assert {archivo.name for archivo in SONIDOS.glob("*.wav")} == esperados


@pytest.mark.parametrize("voz", VOCES)
@pytest.mark.parametrize("letra", ALFABETO)
def test_los_sonidos_grabados_son_cortos_y_dejan_margen(letra: str, voz: str) -> None:
    with wave.open(str(SONIDOS / f"{letra.lower()}-{voz}.wav")) as archivo:
        assert archivo.getparams()[:3] == (1, 2, TASA)
    assert 0.25 < len(clip(letra, voz)) / TASA < 1.0
    # -6 dB: audio.py counts on it to never clip.
    assert 15_000 < max(map(abs, clip(letra, voz))) <= 16_500
