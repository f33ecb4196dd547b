"""Roles: groups made by migration, with the permissions that each service grants."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from portal.usuarios.roles import conceder
from tests.conftest import crear_personal

pytestmark = pytest.mark.django_db


def test_cada_rol_es_un_grupo() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {str(rol) for rol in Rol}


@pytest.mark.parametrize("rol", [Rol.OPERADOR_SSPS, Rol.SUPERVISOR, Rol.ADMINISTRADOR])
def test_quienes_tramitan_solicitudes_ven_y_cambian_pero_no_borran(rol: Rol) -> None:
    usuario = crear_personal("alguien", rol)
    for modelo in ("persona", "orden", "solicitud", "certificado", "factura"):
        for verbo in ("view", "add", "change"):
            assert usuario.has_perm(f"solicitudes.{verbo}_{modelo}")
        assert not usuario.has_perm(f"solicitudes.delete_{modelo}")
    assert usuario.has_perm("solicitudes.view_paso")
    # Steps change only by acts, which check the state.
    assert not usuario.has_perm("solicitudes.change_paso")


@pytest.mark.parametrize(
    "rol", [Rol.OPERADOR_CONTRASENAS, Rol.AGENTE_1, Rol.AGENTE_2, Rol.AGENTE_3]
)
def test_los_demas_roles_no_tienen_nada_de_solicitudes(rol: Rol) -> None:
    usuario = crear_personal("alguien", rol)
    assert not [p for p in usuario.get_all_permissions() if p.startswith("solicitudes.")]


def test_solo_el_administrador_maneja_usuarios() -> None:
    for numero, rol in enumerate(Rol):
        usuario = crear_personal(f"alguien{numero}", rol)
        assert usuario.has_perm("usuarios.change_usuario") == (rol == Rol.ADMINISTRADOR)
        assert not usuario.has_perm("auth.change_group")


def test_conceder_dos_veces_no_repite_y_crea_lo_que_aun_no_existe() -> None:
    antes = Permission.objects.count()
    for _ in range(2):
        conceder(apps, "Rol de prueba", ["solicitudes.view_orden", "solicitudes.sellar_orden"])
    grupo = Group.objects.get(name="Rol de prueba")
    codigos = set(grupo.permissions.values_list("codename", flat=True))
    assert codigos == {"view_orden", "sellar_orden"}
    assert Permission.objects.count() == antes + 1
    usuario = Usuario.objects.create_user("sellador")
    usuario.groups.add(grupo)
    assert usuario.has_perm("solicitudes.sellar_orden")
