"""The screens where staff keep holidays and closures."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from portal.auditoria.models import Evento
from portal.calendario.enums import OrigenFestivo
from portal.calendario.models import Festivo
from portal.usuarios.models import Usuario

ClienteDe = Callable[[Usuario], Client]


@pytest.fixture
def cliente(administrador: Usuario, cliente_de: ClienteDe) -> Client:
    return cliente_de(administrador)


@pytest.fixture
def de_ley(db: None) -> Festivo:
    return Festivo.objects.get(fecha=date(2026, 7, 13))


def lista() -> str:
    return reverse("admin:calendario_festivo_changelist")


def cambio(festivo: Festivo) -> str:
    return reverse("admin:calendario_festivo_change", args=[festivo.pk])


def test_la_lista_se_abre_y_dice_de_donde_viene_cada_dia(cliente: Client) -> None:
    respuesta = cliente.get(lista(), {"fecha__year": "2026"})
    assert respuesta.status_code == 200
    assert "Festivo de ley" in respuesta.content.decode()


def test_un_administrador_agrega_un_cierre_propio_y_queda_en_el_historial(
    cliente: Client, administrador: Usuario
) -> None:
    datos = {"fecha": "24/12/2026", "nombre": "Cierre de fin de año", "activo": "on"}
    respuesta = cliente.post(reverse("admin:calendario_festivo_add"), datos)
    assert respuesta.status_code == 302
    cierre = Festivo.objects.get(fecha=date(2026, 12, 24))
    assert cierre.origen == OrigenFestivo.PROPIO
    assert Evento.objects.de(cierre).get().actor == administrador


def test_un_festivo_de_ley_se_apaga_pero_no_cambia_de_fecha(
    cliente: Client, de_ley: Festivo
) -> None:
    cliente.post(cambio(de_ley), {"fecha": "14/07/2026", "nombre": "Otro"})
    de_ley.refresh_from_db()
    assert (de_ley.fecha, de_ley.activo) == (date(2026, 7, 13), False)
    assert "Chiquinquirá" in de_ley.nombre


def test_un_festivo_de_ley_no_se_borra_ni_por_la_accion_de_la_lista(
    cliente: Client, de_ley: Festivo
) -> None:
    borrar = reverse("admin:calendario_festivo_delete", args=[de_ley.pk])
    assert cliente.post(borrar, {"post": "yes"}).status_code == 403
    datos = {"action": "delete_selected", "_selected_action": [de_ley.pk], "post": "yes"}
    cliente.post(lista(), datos)
    assert Festivo.objects.filter(pk=de_ley.pk).exists()


def test_un_cierre_propio_se_borra(cliente: Client) -> None:
    cierre = Festivo.objects.create(fecha=date(2026, 12, 24), nombre="Cierre")
    borrar = reverse("admin:calendario_festivo_delete", args=[cierre.pk])
    assert cliente.post(borrar, {"post": "yes"}).status_code == 302
    assert not Festivo.objects.filter(pk=cierre.pk).exists()


def test_quien_no_administra_no_entra(operador: Usuario, cliente_de: ClienteDe) -> None:
    assert cliente_de(operador).get(reverse("admin:calendario_festivo_add")).status_code == 403
