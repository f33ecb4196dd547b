"""What is shown of an address or a number to whom may not be its owner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.mascaras import (
    OCULTO,
    enmascarar_celular,
    enmascarar_correo,
    enmascarar_identificacion,
)


@pytest.mark.parametrize(
    ("correo", "visto"),
    [
        ("samuel.duarte@dominio.co", "s•••@d•••.co"),
        ("a@b.co", "a•••@b•••.co"),
        ("ventas@mi.empresa.com.co", "v•••@m•••.co"),
        ('"dos@arrobas"@dominio.co', '"•••@d•••.co'),
    ],
)
def test_la_direccion_se_enmascara(correo: str, visto: str) -> None:
    assert enmascarar_correo(correo) == visto


@given(usuario=st.from_regex(r"[a-z]{2,30}", fullmatch=True), largo=st.integers(2, 30))
def test_la_mascara_no_dice_cuanto_mide_la_direccion(usuario: str, largo: int) -> None:
    visto = enmascarar_correo(f"{usuario}@{'d' * largo}.co")
    assert visto == f"{usuario[0]}•••@d•••.co"


@pytest.mark.parametrize(
    ("numero", "visto"),
    [("1013592259", "•••259"), ("AB123456", "•••456"), ("12345", "•••")],
)
def test_de_la_identificacion_quedan_tres_cifras(numero: str, visto: str) -> None:
    assert enmascarar_identificacion(numero) == visto


def test_del_celular_quedan_dos_cifras() -> None:
    assert enmascarar_celular("3187174937") == "•••37"


@given(st.text("0123456789", min_size=1, max_size=20))
def test_la_mascara_nunca_muestra_mas_de_la_mitad(numero: str) -> None:
    for mascara in (enmascarar_identificacion(numero), enmascarar_celular(numero)):
        assert mascara.startswith(OCULTO)
        assert len(mascara.removeprefix(OCULTO)) * 2 <= len(numero)
