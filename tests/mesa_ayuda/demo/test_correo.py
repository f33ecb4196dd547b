"""The demo's mail: a customer who wrote for the first time, an absence notice, canned answers."""

import pytest

from mesa_ayuda.agentes.variables import desconocidas
from mesa_ayuda.demo import cargar
from mesa_ayuda.demo.correos import ESCRITOS, PREPARADAS
from mesa_ayuda.enums import Veredicto, Via
from mesa_ayuda.models import Buzon, Caso, CorreoEntrante, RespuestaPreparada
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario


def test_un_correo_hace_la_cuenta_el_caso_y_la_bienvenida_con_su_enlace(agente: Usuario) -> None:
    caso = Caso.objects.get(via=Via.CORREO, contacto__email="marisol.quintana@talleres.example")
    assert caso.asunto == "No puedo descargar mi certificado"
    bienvenida = CorreoSaliente.objects.get(proposito="mesa_bienvenida")
    assert bienvenida.destinatario == "marisol.quintana@talleres.example"


def test_el_aviso_de_ausencia_no_causa_nada(agente: Usuario) -> None:
    veredictos = CorreoEntrante.objects.order_by("pk").values_list("veredicto", flat=True)
    assert list(veredictos) == [Veredicto.CASO_NUEVO, Veredicto.AUTOMATICO]


def test_cargada_dos_veces_es_la_misma(agente: Usuario) -> None:
    cargar()
    assert CorreoEntrante.objects.count() == len(ESCRITOS)
    assert Buzon.objects.count() == 1
    assert RespuestaPreparada.objects.count() == len(PREPARADAS)


@pytest.mark.parametrize(("titulo", "texto"), PREPARADAS)
def test_las_respuestas_preparadas_solo_usan_variables_que_hay(titulo: str, texto: str) -> None:
    assert titulo
    assert desconocidas(texto) == []
