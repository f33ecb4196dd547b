"""The history only grows: the database itself refuses anything else."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from portal.auditoria.models import Evento
from portal.auditoria.servicios import componer, registrar
from portal.usuarios.models import Usuario

pytestmark = pytest.mark.django_db


def test_registrar_guarda_quien_que_de_que_a_que_y_por_que(
    operador: Usuario, colega: Usuario
) -> None:
    registrar(
        colega, "Lo cambió", actor=operador, cambios={"campo": ("antes", None)}, motivo="Porque sí"
    )
    evento = Evento.objects.get()
    assert (evento.actor, evento.accion, evento.motivo) == (operador, "Lo cambió", "Porque sí")
    assert evento.cambios == {"campo": ["antes", None]}
    assert evento.objeto_texto == str(colega)
    assert evento.momento is not None
    assert str(evento) == f"Lo cambió: {colega}"


def test_componer_no_guarda_y_sirve_para_muchos_a_la_vez(operador: Usuario) -> None:
    eventos = [componer(operador, f"Acto {i}", actor=None, origen="prueba") for i in range(3)]
    assert not Evento.objects.exists()
    Evento.objects.bulk_create(eventos)
    assert Evento.objects.de(operador).count() == 3


def test_los_eventos_de_uno_no_se_mezclan_con_los_de_otro(
    operador: Usuario, colega: Usuario
) -> None:
    registrar(operador, "Uno", actor=None)
    registrar(operador, "Dos", actor=None)
    registrar(colega, "Tres", actor=None)
    assert [evento.accion for evento in Evento.objects.de(operador)] == ["Dos", "Uno"]


def test_un_texto_largo_se_recorta_sin_romper_el_acto(operador: Usuario) -> None:
    operador.username = "x" * 150
    operador.first_name = "y" * 150
    assert len(registrar(operador, "Acto", actor=None).objeto_texto) <= 200


@pytest.mark.parametrize(
    "orden",
    [
        "UPDATE auditoria_evento SET accion = 'otra'",
        "DELETE FROM auditoria_evento",
    ],
)
def test_la_base_de_datos_no_deja_cambiar_ni_borrar(operador: Usuario, orden: str) -> None:
    registrar(operador, "Acto", actor=operador)
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(orden)
    assert Evento.objects.get().accion == "Acto"


def test_quien_dejo_rastro_no_se_puede_borrar(operador: Usuario, colega: Usuario) -> None:
    registrar(colega, "Acto", actor=operador)
    with pytest.raises(ProtectedError):
        operador.delete()
