"""What the database itself refuses of companies and of the people of them."""

import pytest
from django.db import connection

from mesa_ayuda.models import Contacto, Cuenta
from portal.usuarios.models import Usuario
from tests.contrasenas.models.rechazo import rechaza
from tests.mesa_ayuda.recetas import crear_cuenta

pytestmark = pytest.mark.django_db


def test_dos_empresas_no_tienen_el_mismo_nit_y_sin_nit_hay_muchas() -> None:
    crear_cuenta(nit="900123456")
    with rechaza("cuenta_nit_unico"):
        crear_cuenta(nit="900123456")
    crear_cuenta()
    crear_cuenta()
    assert Cuenta.objects.filter(nit="").count() == 2


def test_el_nombre_se_busca_sin_tildes_y_sigue_al_nombre() -> None:
    cuenta = crear_cuenta(nombre="Panadería Ñandú")
    assert Cuenta.objects.get(busqueda__contains="panaderia nandu") == cuenta
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mesa_ayuda_cuenta SET nombre = 'Óptica' WHERE id = %s RETURNING busqueda",
            [cuenta.pk],
        )
        assert cursor.fetchone() == ("optica",)


def test_nadie_ve_los_casos_de_una_cuenta_que_no_tiene(companera: Usuario) -> None:
    ficha = Contacto.objects.filter(usuario=companera)
    with rechaza("contacto_ve_su_cuenta"):
        ficha.update(cuenta=None)
    ficha.update(ve_la_cuenta=False)
    ficha.update(cuenta=None)
    with rechaza("contacto_ve_su_cuenta"):
        ficha.update(ve_la_cuenta=True)


def test_cada_usuario_tiene_una_ficha_que_se_va_con_el(cliente: Usuario, cuenta: Cuenta) -> None:
    with rechaza("mesa_ayuda_contacto_usuario_id_key"):
        Contacto.objects.create(usuario=cliente, cuenta=cuenta)
    cliente.delete()
    assert not cuenta.contactos.exists()


def test_no_hay_dos_usuarios_con_el_mismo_correo_o_nombre_escritos_de_otro_modo(
    cliente: Usuario,
) -> None:
    with rechaza("usuario_correo_unico"):
        Usuario.objects.create(username="otra", email=cliente.email.upper())
    with rechaza("usuario_nombre_unico"):
        Usuario.objects.create(username=cliente.username.upper(), email="otra@correo.example")
    Usuario.objects.create(username="una", email="")
    Usuario.objects.create(username="dos", email="")
