"""Links between cases, seen from either side and undone from either side."""

import pytest
from django.db import IntegrityError, transaction

from mesa_ayuda.agentes.vinculos import desvincular, vinculados
from mesa_ayuda.casos import vincular
from mesa_ayuda.models import Vinculo
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


def test_cada_caso_ve_a_los_otros_por_numero() -> None:
    uno, dos, tres, solo = (crear_caso() for _ in range(4))
    vincular(caso=tres, otro=dos, actor=None)
    vincular(caso=dos, otro=uno, actor=None)
    assert [otro for _, otro in vinculados(dos)] == [uno, tres]
    assert [otro for _, otro in vinculados(uno)] == [dos]
    assert vinculados(solo) == []


def test_se_quita_desde_cualquiera_de_los_dos_y_queda_en_el_historial(agente: Usuario) -> None:
    uno, dos = crear_caso(), crear_caso()
    for caso, otro in ((uno, dos), (dos, uno)):
        vincular(caso=uno, otro=dos, actor=agente)
        ((clave, _),) = vinculados(caso)
        assert desvincular(caso=caso, clave=clave, actor=agente)
        evento = Evento.objects.de(caso)[0]
        assert (evento.accion, evento.actor) == ("Quitó un vínculo", agente)
        assert evento.cambios == {"vínculo": [otro.numero, None]}
        assert not desvincular(caso=caso, clave=clave, actor=agente)
    assert Evento.objects.filter(accion="Quitó un vínculo").count() == 2


def test_desde_un_tercero_no_se_quita(agente: Usuario) -> None:
    uno, dos, tercero = (crear_caso() for _ in range(3))
    vincular(caso=uno, otro=dos, actor=None)
    clave = Vinculo.objects.get().pk
    for ajena in (clave, 0, 2**70):
        assert not desvincular(caso=tercero, clave=ajena, actor=agente)
    assert Vinculo.objects.exists()
    assert not Evento.objects.de(tercero).exists()


def test_la_base_no_admite_un_vinculo_repetido_al_reves_ni_consigo_mismo() -> None:
    uno, dos = crear_caso(), crear_caso()
    vincular(caso=dos, otro=uno, actor=None)
    for caso, otro in ((uno, dos), (dos, uno), (uno, uno)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Vinculo.objects.create(caso=caso, otro=otro)
