"""Who attends cases: active staff with one of the four roles, each once, by name."""

import pytest
from django.contrib.auth.models import Group

from mesa_ayuda.agentes.agentes import ROLES, agentes
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.mesa_ayuda.recetas import crear_agente

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rol", Rol)
def test_atiende_quien_tiene_un_rol_de_la_mesa(rol: Rol) -> None:
    usuario = crear_personal("alguien", rol)
    assert agentes().filter(pk=usuario.pk).exists() is (rol in ROLES)


def test_dos_roles_no_lo_nombran_dos_veces() -> None:
    usuario = crear_agente("doble", Rol.AGENTE_1)
    usuario.groups.add(Group.objects.get(name=Rol.SUPERVISOR))
    assert list(agentes()) == [usuario]


def test_no_atienden_el_cliente_con_rol_ni_el_retirado_ni_quien_administra_sin_rol(
    cliente: Usuario,
) -> None:
    cliente.groups.add(Group.objects.get(name=Rol.AGENTE_1))
    retirado = crear_agente("retirado")
    Usuario.objects.filter(pk=retirado.pk).update(is_active=False)
    Usuario.objects.create_superuser("raiz", "raiz@portal.example", "x")
    assert not agentes().exists()


def test_salen_por_nombre_y_los_tocayos_por_usuario() -> None:
    nombres = {"zoe": ("Ana", "Zapata"), "b": ("Ana", "Ríos"), "a": ("Ana", "Ríos")}
    for usuario, (nombre, apellido) in nombres.items():
        pk = crear_agente(usuario).pk
        Usuario.objects.filter(pk=pk).update(first_name=nombre, last_name=apellido)
    assert [uno.username for uno in agentes()] == ["a", "b", "zoe"]
