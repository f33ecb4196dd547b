"""An environment like production's, with invented values, for whoever starts the real commands."""

from pathlib import Path


def entorno(**otros: str) -> dict[str, str]:
    """Return the variables of produccion.env, with `otros` in place of or besides them."""
    texto = Path(__file__).with_suffix(".env").read_text(encoding="utf-8")
    pares = [linea.split("=", 1) for linea in texto.splitlines() if not linea.startswith("#")]
    return {**{nombre: valor.strip('"') for nombre, valor in pares}, **otros}
