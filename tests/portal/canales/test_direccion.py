"""From a number or address as people write it to what a browser opens."""

import pytest
from django.core.exceptions import ValidationError

from portal.canales.direccion import enlace, enlace_o_nada, enlace_telefonico
from portal.canales.enums import TipoCanal


@pytest.mark.parametrize(
    ("escrito", "esperado"),
    [
        ("(601) 7442725", "tel:+576017442725"),
        ("(601) 745 2141", "tel:+576017452141"),
        ("(57) 318 717 49 37", "tel:+573187174937"),
        ("+57 318 717 49 37", "tel:+573187174937"),
        ("018000181531", "tel:018000181531"),
    ],
)
def test_los_telefonos_de_los_manuales_se_marcan(escrito: str, esperado: str) -> None:
    assert enlace_telefonico(escrito) == esperado


@pytest.mark.parametrize("escrito", ["", "7442725", "123", "número", "+1 212 555"])
def test_lo_que_no_es_un_telefono_colombiano_se_explica(escrito: str) -> None:
    with pytest.raises(ValidationError, match="10 dígitos"):
        enlace_telefonico(escrito)


@pytest.mark.parametrize(
    ("tipo", "valor", "esperado"),
    [
        (TipoCanal.TELEFONO, "(601) 7442727", "tel:+576017442727"),
        (TipoCanal.CELULAR, "318 717 4937", "tel:+573187174937"),
        (TipoCanal.CORREO, "mesadeayuda@certicamara.com", "mailto:mesadeayuda@certicamara.com"),
        (TipoCanal.WEB, "https://certicamara.service-now.com/csm", None),
        (TipoCanal.CHAT, "http://chat.certicamara.com/CertiChat/chat.php", None),
        (TipoCanal.CITA, "https://citas.example/soporte", None),
        (TipoCanal.CITA, "", ""),
    ],
)
def test_cada_tipo_tiene_su_enlace(tipo: TipoCanal, valor: str, esperado: str | None) -> None:
    assert enlace(tipo, valor) == (valor if esperado is None else esperado)


@pytest.mark.parametrize(
    ("tipo", "valor"),
    [
        (TipoCanal.TELEFONO, ""),
        (TipoCanal.WEB, ""),
        (TipoCanal.CORREO, "mesadeayuda"),
        (TipoCanal.WEB, "certicamara.com"),
        (TipoCanal.CHAT, "javascript:alert(1)"),
        (TipoCanal.CITA, "ftp://citas.example/"),
    ],
)
def test_un_valor_que_no_es_de_su_tipo_se_rechaza(tipo: TipoCanal, valor: str) -> None:
    with pytest.raises(ValidationError):
        enlace(tipo, valor)
    assert enlace_o_nada(tipo, valor) == ""
