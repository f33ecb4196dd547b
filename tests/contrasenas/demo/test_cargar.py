"""The demo of the password service: everything that the generator needs, once."""

import uuid

import pytest
from django.utils import timezone

from contrasenas.demo import cargar
from contrasenas.demo.camara import CODIGO
from contrasenas.demo.registro import MATRICULADOS
from contrasenas.models import Camara, Matriculado, Sincronizacion
from portal.firma.firmador import firmador_de
from portal.firma.models import Credencial
from portal.usuarios.enums import Rol
from tests.conftest import crear_personal
from tests.portal.firma.recetas import hacer_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def camara() -> Camara:
    """The demo's chamber, loaded twice."""
    crear_personal("contrasenas", Rol.OPERADOR_CONTRASENAS)
    cargar()
    cargar()
    return Camara.objects.get(codigo=CODIGO)


def test_la_camara_tiene_todo_lo_que_pide_el_generador(camara: Camara) -> None:
    assert camara.tiene_servidor
    assert camara.datos_frescos(timezone.now())
    assert camara.pide_pin
    assert list(camara.personal.values_list("username", flat=True)) == ["contrasenas"]


def test_cargar_otra_vez_no_repite_nada(camara: Camara) -> None:
    assert Camara.objects.count() == Credencial.objects.count() == 1
    assert Sincronizacion.objects.count() == 1
    assert Matriculado.objects.count() == MATRICULADOS


def test_el_registro_entra_sin_rechazos_y_con_los_contactos_leidos(camara: Camara) -> None:
    assert Sincronizacion.objects.get().rechazadas == 0
    personas = Matriculado.objects.filter(organizacion="01")
    completas = personas.exclude(correo="").exclude(celular="")
    assert personas.count() > completas.count() > 2_500
    assert set(personas.values_list("tipo", flat=True)) == {"CC"}


def test_su_llave_firma(camara: Camara) -> None:
    assert camara.credencial is not None
    firmado = firmador_de(camara.credencial).firmar(
        hacer_pdf(), motivo="Prueba", documento=uuid.uuid4()
    )
    assert b"/ByteRange" in firmado
