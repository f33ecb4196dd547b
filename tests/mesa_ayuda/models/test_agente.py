"""What the database itself refuses of canned answers, saved views and drafts."""

import pytest

from mesa_ayuda.models import Borrador, RespuestaPreparada, VistaGuardada
from portal.usuarios.models import Usuario
from tests.contrasenas.models.rechazo import rechaza
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


def test_dos_respuestas_preparadas_no_se_llaman_igual() -> None:
    RespuestaPreparada.objects.create(titulo="Reinicie el equipo inventado", texto="Reinicie.")
    with rechaza("mesa_ayuda_respuestapreparada_titulo_key"):
        RespuestaPreparada.objects.create(titulo="Reinicie el equipo inventado", texto="Otra.")
    RespuestaPreparada.objects.create(titulo="Reinicie la aplicación inventada", texto="Reinicie.")


def test_cada_quien_nombra_sus_vistas_una_vez(agente: Usuario, supervisor: Usuario) -> None:
    VistaGuardada.objects.create(usuario=agente, nombre="Urgentes", consulta="prioridad=1")
    with rechaza("vistaguardada_unica"):
        VistaGuardada.objects.create(usuario=agente, nombre="Urgentes", consulta="prioridad=2")
    VistaGuardada.objects.create(usuario=supervisor, nombre="Urgentes", consulta="prioridad=1")
    agente.delete()
    assert VistaGuardada.objects.get().usuario == supervisor


def test_cada_quien_tiene_un_borrador_por_caso(agente: Usuario, supervisor: Usuario) -> None:
    caso = crear_caso()
    Borrador.objects.create(usuario=agente, caso=caso, texto="Buenos días")
    with rechaza("borrador_unico"):
        Borrador.objects.create(usuario=agente, caso=caso, nota="Otra cosa")
    Borrador.objects.create(usuario=supervisor, caso=caso, nota="Sólo la nota")
    Borrador.objects.create(usuario=agente, caso=crear_caso(), texto="Otro caso")
    caso.delete()
    assert Borrador.objects.get().texto == "Otro caso"


def test_no_se_guarda_un_borrador_vacio(agente: Usuario) -> None:
    with rechaza("borrador_con_algo"):
        Borrador.objects.create(usuario=agente, caso=crear_caso())
