"""Variables of canned answers: an allow-list that never reads again what it put in."""

import pytest

from mesa_ayuda.agentes.variables import desconocidas, rellenar
from mesa_ayuda.models import Caso
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


@pytest.fixture
def caso(cliente: Usuario) -> Caso:
    """A case of Ana's."""
    return crear_caso(cliente, asunto="{{ agente.nombre }}")


def test_las_variables_conocidas_se_llenan(caso: Caso, agente: Usuario) -> None:
    texto = "{{contacto.nombre}}: {{ caso.numero }}, {{  cuenta.nombre  }}. {{ agente.nombre }}"
    assert rellenar(texto, caso=caso, agente=agente) == (
        f"Ana Cliente: {caso.numero}, Transportes Inventados S.A.S.. Agente"
    )


def test_lo_que_falta_queda_vacio_y_lo_desconocido_como_estaba(caso: Caso, agente: Usuario) -> None:
    texto = "[{{ caso.producto }}] {{ caso.contacto.password }} {% load x %} {{ settings.KEY }}"
    assert rellenar(texto, caso=caso, agente=agente) == (
        "[] {{ caso.contacto.password }} {% load x %} {{ settings.KEY }}"
    )


def test_lo_que_escribio_el_cliente_no_se_interpreta(caso: Caso, agente: Usuario) -> None:
    assert rellenar("{{ caso.asunto }}", caso=caso, agente=agente) == "{{ agente.nombre }}"


def test_quien_no_puso_su_nombre_firma_con_su_usuario(caso: Caso, agente: Usuario) -> None:
    agente.first_name = agente.last_name = ""
    assert rellenar("{{ agente.nombre }}.", caso=caso, agente=agente) == "agente."


def test_se_nombran_las_desconocidas_una_vez() -> None:
    assert desconocidas("{{ x }} {{x}} {{ caso.numero }} {{ y.z }} { {a} }") == ["x", "y.z"]
