"""An address of the admin with a NUL in its query is answered without it, never with a 500."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portal.usuarios.models import Usuario

LISTAS = ("mesa_ayuda_caso", "usuarios_usuario", "solicitudes_solicitud", "contrasenas_matriculado")


@pytest.mark.django_db
@pytest.mark.parametrize("lista", LISTAS)
@pytest.mark.parametrize("consulta", ["estado=%00", "q=a%00b", "%00=1", "estado__exact=x%00"])
def test_la_lista_se_muestra_sin_lo_que_no_se_puede_buscar(
    administrador: Usuario, cliente_de: Callable[[Usuario], Client], lista: str, consulta: str
) -> None:
    direccion = reverse(f"admin:{lista}_changelist")
    assert cliente_de(administrador).get(f"{direccion}?{consulta}", follow=True).status_code == 200


@pytest.mark.django_db
def test_a_quien_no_ha_ingresado_no_le_dice_nada(client: Client) -> None:
    direccion = reverse("admin:usuarios_usuario_changelist")
    assert client.get(f"{direccion}?q=%00", follow=True).request["PATH_INFO"] == reverse(
        "admin:login"
    )
