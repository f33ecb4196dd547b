"""The counts that an operation leaves, in words. Pure."""

from typing import Final

from contrasenas.seleccion.motivos import CORREO_COMPARTIDO, SELECCIONADOS, Motivo

ROTULOS: Final[dict[str, str]] = {
    SELECCIONADOS: "Seleccionados",
    CORREO_COMPARTIDO: "Seleccionados cuyo correo tiene otra persona",
    **{motivo.value: str(motivo.label) for motivo in Motivo},
    "borradas": "Contraseñas borradas",
    "paquetes": "Paquetes borrados",
}


def en_palabras(resultado: dict[str, int]) -> list[tuple[str, int]]:
    """Return (what, how many) in the order of the report, without what nobody was counted in.

    The first stays even at zero: it is what the operation was for.
    """
    principales = (SELECCIONADOS, "borradas")
    return [
        (rotulo, resultado[clave])
        for clave, rotulo in ROTULOS.items()
        if resultado.get(clave) or (clave in principales and clave in resultado)
    ]
