"""The admin's site: closed, at every address, to whoever has not passed both steps."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE

pytestmark = pytest.mark.django_db
ABIERTAS = {"admin:login", "admin:segundo_factor"}


def recorrer(
    patrones: list[URLPattern | URLResolver], prefijo: str
) -> Iterator[tuple[str, str | None]]:
    """Walk the addresses of the site, with a 1 in place of every argument, and their names."""
    for patron in patrones:
        ruta = prefijo + re.sub(r"<[^>]+>", "1", str(patron.pattern))
        if isinstance(patron, URLResolver):
            yield from recorrer(patron.url_patterns, ruta)
        elif not ruta.endswith("$"):
            yield ruta, patron.name


def direcciones() -> list[str]:
    """Every address of the admin but those of the sign-in itself."""
    todas = recorrer(admin.site.get_urls(), reverse("admin:index"))
    return [ruta for ruta, nombre in todas if f"admin:{nombre}" not in ABIERTAS]


def test_hay_direcciones_que_probar() -> None:
    assert len(direcciones()) > 60
    assert reverse("admin:codigos_recuperacion") in direcciones()


def test_sin_ingresar_ninguna_pagina_se_abre(client: Client) -> None:
    for direccion in direcciones():
        for respuesta in (client.get(direccion), client.post(direccion)):
            assert respuesta.status_code == 302, direccion
            assert respuesta.headers["Location"].startswith("/admin/"), direccion


def test_con_la_contrasena_sola_ninguna_pagina_se_abre(
    client: Client, administrador: Usuario
) -> None:
    administrador.is_superuser = True
    administrador.save()
    client.force_login(administrador, backend="django.contrib.auth.backends.ModelBackend")
    for direccion in direcciones():
        for respuesta in (client.get(direccion), client.post(direccion)):
            assert respuesta.status_code == 302, direccion
    assert client.get(reverse("admin:index"), follow=True).request["PATH_INFO"] == reverse(
        "admin:segundo_factor"
    )


def test_quien_no_es_del_personal_no_entra_aunque_sepa_su_contrasena(client: Client) -> None:
    Usuario.objects.create_user("cliente", password=CLAVE)
    datos = {"username": "cliente", "password": CLAVE}
    respuesta = client.post(reverse("admin:login"), datos)
    assert respuesta.status_code == 200
    assert "_auth_user_id" not in client.session


def test_quien_se_inactiva_queda_afuera_en_el_acto(
    operador: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    cliente = cliente_de(operador)
    assert cliente.get(reverse("admin:index")).status_code == 200
    operador.is_active = False
    operador.save()
    assert cliente.get(reverse("admin:index")).status_code == 302


def test_con_los_dos_pasos_cada_rol_ve_solo_lo_suyo(
    operador: Usuario, administrador: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    inicio = reverse("admin:index")
    del_operador = cliente_de(operador).get(inicio).content.decode()
    assert "Solicitudes de certificado" in del_operador
    assert reverse("admin:usuarios_usuario_changelist") not in del_operador
    del_administrador = cliente_de(administrador).get(inicio).content.decode()
    assert reverse("admin:usuarios_usuario_changelist") in del_administrador


def test_el_inicio_muestra_lo_ultimo_que_hizo_uno_y_no_lo_ajeno(
    operador: Usuario, administrador: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    registrar(operador, "Acto propio", actor=operador)
    registrar(administrador, "Acto ajeno", actor=administrador)
    pagina = cliente_de(operador).get(reverse("admin:index")).content.decode()
    assert "Acto propio" in pagina
    assert reverse("admin:usuarios_usuario_change", args=[operador.pk]) in pagina
    assert "Acto ajeno" not in pagina


def test_sin_actos_el_inicio_dice_que_apareceran_alli(
    operador: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    pagina = cliente_de(operador).get(reverse("admin:index")).content.decode()
    assert "Aquí verá sus últimos actos" in pagina
