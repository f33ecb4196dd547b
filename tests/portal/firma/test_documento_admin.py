"""The register in the admin: to look at, found by its number."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.firma.models import DocumentoFirmado
from portal.firma.servicios import registrar_documento
from portal.usuarios.models import Usuario
from tests.portal.firma.recetas import hacer_credencial

pytestmark = pytest.mark.django_db
LISTA = "/admin/firma/documentofirmado/"
ClienteDe = Callable[[Usuario], Client]


@pytest.fixture
def documento() -> DocumentoFirmado:
    credencial = hacer_credencial()
    for titulo in ("Otro documento", "Contraseña preasignada"):
        hecho = registrar_documento(
            tipo="contrasena", titulo=titulo, emisor="Cámara 27", credencial=credencial
        )
    return hecho


def test_se_encuentra_por_su_numero(
    cliente_de: ClienteDe, administrador: Usuario, documento: DocumentoFirmado
) -> None:
    cliente = cliente_de(administrador)
    pagina = cliente.get(LISTA, {"q": documento.pk.hex.upper()}).content.decode()
    assert "Contraseña preasignada" in pagina
    assert "Otro documento" not in pagina
    assert "Otro documento" in cliente.get(LISTA).content.decode()
    assert "Otro documento" not in cliente.get(LISTA, {"q": "nada"}).content.decode()


def test_se_mira_y_no_se_toca(
    cliente_de: ClienteDe, administrador: Usuario, documento: DocumentoFirmado
) -> None:
    cliente = cliente_de(administrador)
    assert cliente.get(f"{LISTA}{documento.pk}/change/").status_code == 200
    assert cliente.post(f"{LISTA}{documento.pk}/change/", {}).status_code == 403
    assert cliente.post(f"{LISTA}{documento.pk}/delete/", {"post": "yes"}).status_code == 403
    assert cliente.get(LISTA + "add/").status_code == 403


def test_los_demas_no_entran(cliente_de: ClienteDe, ajeno: Usuario) -> None:
    assert cliente_de(ajeno).get(LISTA).status_code == 403
