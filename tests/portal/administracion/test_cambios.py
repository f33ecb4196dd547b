"""From what to what: the values of a row as people read them."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group

from portal.administracion.cambios import cambios_de, en_palabras
from portal.calendario.models import Festivo
from portal.usuarios.models import SegundoFactor, Usuario

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("valor", "texto"),
    [
        (None, None),
        ("", None),
        (True, "sí"),
        (False, "no"),
        (0, "0"),
        ("a", "a"),
        (date(2026, 11, 23), "23/11/2026"),
        # Bogotá is five hours behind.
        (datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC), "23/11/2026 22:04:05"),
    ],
)
def test_cada_valor_se_escribe_como_lo_lee_una_persona(valor: object, texto: str | None) -> None:
    assert en_palabras(valor) == texto


def test_de_una_fila_nueva_se_dice_todo_lo_que_tiene() -> None:
    nueva = Festivo(fecha=date(2027, 5, 5), nombre="Cierre")
    cambios = cambios_de(nueva)
    assert cambios["fecha"] == [None, "05/05/2027"]
    assert cambios["nombre"] == [None, "Cierre"]


def test_de_una_fila_guardada_se_dice_solo_lo_que_cambia() -> None:
    fila = Festivo.objects.create(fecha=date(2027, 5, 5), nombre="Cierre", activo=True)
    assert cambios_de(fila) == {}
    fila.nombre, fila.activo = "Inventario", False
    assert cambios_de(fila) == {"nombre": ["Cierre", "Inventario"], "activo": ["sí", "no"]}


def test_las_relaciones_se_leen_de_los_datos_del_formulario_que_aun_no_se_guardan(
    operador: Usuario,
) -> None:
    nuevos = Group.objects.filter(name__startswith="Agente")
    cambios = cambios_de(operador, {"groups": nuevos})
    assert cambios == {
        "grupos": ["Operador SSPS", "Agente nivel 1, Agente nivel 2, Agente nivel 3"]
    }
    assert cambios_de(operador, {"groups": Group.objects.none()}) == {
        "grupos": ["Operador SSPS", None]
    }


def test_contrasenas_y_columnas_cifradas_no_se_dicen_nunca(operador: Usuario) -> None:
    operador.set_password("otra contraseña muy larga")
    assert cambios_de(operador) == {}
    dispositivo = SegundoFactor.objects.get(user=operador)
    dispositivo.secreto = "00" * 20
    dispositivo.name = "otro"
    assert list(cambios_de(dispositivo).values()) == [["prueba", "otro"]]
