"""The demo of the help desk: a customer with a case in each state, once."""

import pytest

from mesa_ayuda.demo import cargar
from mesa_ayuda.demo.carga_historia import COLEGA
from mesa_ayuda.demo.casos import GUIONES
from mesa_ayuda.enums import Estado, TipoMensaje
from mesa_ayuda.models import Caso, Contacto, Mensaje, Nivel
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal

pytestmark = pytest.mark.django_db


@pytest.fixture
def cliente() -> Usuario:
    """The demo's customer, loaded twice."""
    crear_personal("agente", Rol.AGENTE_1)
    usuario = Usuario.objects.create_user("cliente", "cliente@portal.example")
    Usuario.objects.create_user(COLEGA, "colega@portal.example")
    cargar()
    cargar()
    return usuario


def test_hay_un_caso_de_cada_guion_y_se_carga_una_sola_vez(cliente: Usuario) -> None:
    casos = Caso.objects.filter(contacto=cliente).order_by("pk")
    assert [(caso.asunto, caso.estado) for caso in casos] == [
        (guion.asunto, guion.estado) for guion in GUIONES
    ]
    assert {caso.estado for caso in casos} >= set(Estado) - {Estado.CANCELADO}


def test_la_clienta_ve_los_casos_de_su_empresa_y_el_agente_esta_en_su_nivel(
    cliente: Usuario,
) -> None:
    contacto = Contacto.objects.get(usuario=cliente)
    colega = Contacto.objects.get(usuario__username=COLEGA)
    assert (contacto.ve_la_cuenta, colega.ve_la_cuenta) == (True, False)
    de_la_empresa = Caso.objects.filter(cuenta=contacto.cuenta)
    assert de_la_empresa.filter(contacto=cliente).count() == len(GUIONES)
    assert de_la_empresa.filter(contacto=colega.usuario).count() > 5
    assert Nivel.objects.get(numero=1).personas.get().username == "agente"


def test_las_notas_son_internas_y_las_respuestas_publicas(cliente: Usuario) -> None:
    notas = {guion.nota for guion in GUIONES if guion.nota}
    assert (
        set(Mensaje.objects.filter(tipo=TipoMensaje.NOTA).values_list("texto", flat=True)) == notas
    )
    dichos = {texto for guion in GUIONES for texto in guion.turnos}
    publicos = Mensaje.objects.filter(tipo=TipoMensaje.PUBLICO).values_list("texto", flat=True)
    assert dichos <= set(publicos)


def test_sin_los_usuarios_de_la_demostracion_no_carga_nada() -> None:
    cargar()
    assert not Caso.objects.exists()
