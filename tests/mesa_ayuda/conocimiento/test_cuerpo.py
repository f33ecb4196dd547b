"""Plain text to blocks."""

from hypothesis import given
from hypothesis import strategies as st

from mesa_ayuda.conocimiento.cuerpo import Bloque, bloques


def test_parrafos_y_listas() -> None:
    texto = "Primero.\r\n\r\nHaga esto:\n- uno\n- dos\n\nFin."
    assert bloques(texto) == [
        Bloque(False, ("Primero.",)),
        Bloque(False, ("Haga esto:",)),
        Bloque(True, ("uno", "dos")),
        Bloque(False, ("Fin.",)),
    ]


@given(st.text(max_size=300))
def test_no_pierde_ninguna_palabra(texto: str) -> None:
    juntas = " ".join(" ".join(bloque.textos) for bloque in bloques(texto))
    assert [p for p in juntas.split() if p != "-"] == [p for p in texto.split() if p != "-"]
