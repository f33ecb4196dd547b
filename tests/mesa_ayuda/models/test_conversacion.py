"""What the database itself refuses of an entry of the conversation, and where files go."""

import pytest
from django.contrib.postgres.search import SearchQuery

from mesa_ayuda.enums import TipoMensaje
from mesa_ayuda.models import Adjunto, Caso, Mensaje
from mesa_ayuda.models.conversacion import ruta_adjunto
from tests.contrasenas.models.rechazo import rechaza
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


def test_una_entrada_es_de_un_tipo_que_existe() -> None:
    caso = crear_caso()
    with rechaza("mensaje_tipo"):
        Mensaje.objects.create(caso=caso, tipo="rumor", texto="x")
    for tipo in TipoMensaje:
        Mensaje.objects.create(caso=caso, tipo=tipo, texto="x", del_personal=True)


def test_una_nota_interna_solo_es_del_personal() -> None:
    caso = crear_caso()
    with rechaza("mensaje_nota_del_personal"):
        Mensaje.objects.create(caso=caso, tipo=TipoMensaje.NOTA, texto="x")
    nota = Mensaje.objects.create(caso=caso, tipo=TipoMensaje.NOTA, texto="x", del_personal=True)
    with rechaza("mensaje_nota_del_personal"):
        Mensaje.objects.filter(pk=nota.pk).update(del_personal=False)
    publico = Mensaje.objects.create(caso=caso, tipo=TipoMensaje.PUBLICO, texto="x")
    with rechaza("mensaje_nota_del_personal"):
        Mensaje.objects.filter(pk=publico.pk).update(tipo=TipoMensaje.NOTA)


def test_un_formulario_hace_una_sola_entrada() -> None:
    caso, formulario = crear_caso(), "6f1c2f5e-0000-4000-8000-000000000002"
    datos = {"tipo": TipoMensaje.PUBLICO, "texto": "x", "formulario": formulario}
    Mensaje.objects.create(caso=caso, **datos)
    with rechaza("mesa_ayuda_mensaje_formulario_key"):
        Mensaje.objects.create(caso=crear_caso(), **datos)


def test_lo_que_se_vuelve_nota_deja_de_hallarlo_el_cliente() -> None:
    caso = crear_caso()
    mensaje = Mensaje.objects.create(
        caso=caso, tipo=TipoMensaje.PUBLICO, texto="impresora", del_personal=True
    )
    publico = SearchQuery("impresora:ABC", config="spanish", search_type="raw")
    assert Caso.objects.filter(busqueda=publico).get() == caso
    Mensaje.objects.filter(pk=mensaje.pk).update(tipo=TipoMensaje.NOTA)
    assert not Caso.objects.filter(busqueda=publico).exists()


def test_el_nombre_que_dieron_a_un_archivo_no_dice_donde_queda() -> None:
    adjunto = Adjunto(nombre="../../etc/passwd", sha256="ab" + "0" * 62)
    assert ruta_adjunto(adjunto, adjunto.nombre) == "casos/ab/ab" + "0" * 62
