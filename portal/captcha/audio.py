"""The sound of a challenge, in Spanish. Pure: text and seed in, WAV out, always the same.

16 kHz, mono, 16 bits. The characters' names are small clips in two voices (sonidos/README.md); each
is played at a speed, pitch, gain and distance of its own, over a murmur of reversed clips and noise
of a keyed extendable-output function: two sounds of one text share no run of samples with each
other or with a clip, and without the seed nobody can subtract the noise.
"""

import hashlib
import random
import wave
from array import array
from functools import cache
from io import BytesIO
from pathlib import Path

from portal.captcha.desafio import ALFABETO

TASA = 16_000
SONIDOS = Path(__file__).resolve().parent / "sonidos"
VOCES = "ab"
# Clips peak at half of full scale: 1.7 × 0.5 of speech, 0.12 × 0.5 of murmur and 0.02 of noise stay
# below 1, so nothing ever has to be clipped. The noise, at -41 dB, leaves the «f» of «efe» audible.
GANANCIAS = (1.2, 1.7)
GANANCIA_MURMULLO = 0.12
AMPLITUD_RUIDO = 4
# Slower or faster, never as recorded.
VELOCIDADES = ((0.9, 0.97), (1.03, 1.1))
# Seconds before, between and after the characters.
PAUSAS = (0.4, 0.65)

Senal = list[float]


def componer(texto: str, semilla: bytes) -> bytes:
    """Return a WAV that speaks `texto`, characters of ALFABETO, under `semilla`."""
    azar = random.Random(semilla)  # noqa: S311 - the seed is the secret
    senal = _decir(texto, azar)
    _murmurar(senal, azar)
    ruido = hashlib.shake_256(semilla).digest(len(senal))
    muestras = array(
        "h",
        [
            int(valor) + AMPLITUD_RUIDO * (octeto - 128)
            for valor, octeto in zip(senal, ruido, strict=True)
        ],
    )
    salida = BytesIO()
    with wave.open(salida, "wb") as archivo:
        archivo.setparams((1, 2, TASA, len(muestras), "NONE", "not compressed"))
        archivo.writeframes(muestras.tobytes())
    return salida.getvalue()


@cache
def clip(letra: str, voz: str) -> "array[int]":
    """Return the samples of a character's name, spoken by one of VOCES."""
    with wave.open(str(SONIDOS / f"{letra.lower()}-{voz}.wav"), "rb") as archivo:
        return array("h", archivo.readframes(archivo.getnframes()))


def _decir(texto: str, azar: random.Random) -> Senal:
    senal = _silencio(azar)
    for letra in texto:
        muestras = clip(letra, azar.choice(VOCES))
        velocidad = azar.uniform(*azar.choice(VELOCIDADES))
        senal += _variar(muestras, velocidad, azar.uniform(*GANANCIAS))
        senal += _silencio(azar)
    return senal


def _murmurar(senal: Senal, azar: random.Random) -> None:
    """Add reversed clips, end to end, under the whole signal."""
    posicion = 0
    while posicion < len(senal):
        muestras = clip(azar.choice(ALFABETO), azar.choice(VOCES))[::-1]
        for valor in _variar(muestras, azar.uniform(0.9, 1.1), GANANCIA_MURMULLO):
            if posicion == len(senal):
                return
            senal[posicion] += valor
            posicion += 1


def _silencio(azar: random.Random) -> Senal:
    return [0.0] * round(azar.uniform(*PAUSAS) * TASA)


def _variar(muestras: "array[int]", velocidad: float, ganancia: float) -> Senal:
    """Return the samples at another speed (and so pitch), interpolated, and gain."""
    senal = []
    for indice in range(int((len(muestras) - 1) / velocidad)):
        lugar = indice * velocidad
        entero = int(lugar)
        valor = muestras[entero]
        senal.append((valor + (muestras[entero + 1] - valor) * (lugar - entero)) * ganancia)
    return senal
