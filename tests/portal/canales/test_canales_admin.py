"""The screens where staff keep channels, hours and escalation levels."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.auditoria.models import Evento
from portal.calendario.memoria import olvidar_todo
from portal.canales.models import HORARIO_SOLAPADO, Canal, NivelEscalamiento
from portal.usuarios.models import Usuario

ClienteDe = Callable[[Usuario], Client]


@pytest.fixture
def cliente(administrador: Usuario, cliente_de: ClienteDe) -> Client:
    return cliente_de(administrador)


@pytest.fixture
def pqrsa(db: None) -> Canal:
    """A channel with five frames, Monday to Friday 7:00 to 17:00."""
    return Canal.objects.get(clave="pqrsa-correo")


def formulario(canal: Canal, **cambios: str) -> dict[str, str]:
    """What the change page posts for that channel; `cambios` by field name."""
    datos: dict[str, Any] = {
        campo: getattr(canal, campo)
        for campo in [
            "nombre",
            "clave",
            "tipo",
            "tipo_solicitud",
            "descripcion",
            "orden",
            "valor",
            "opciones",
            "extensiones",
        ]
    }
    horarios = list(canal.horarios.order_by("dia_semana", "abre"))
    datos |= {
        "vigente_desde": "26/06/2024",
        "initial-vigente_desde": "26/06/2024",
        "vigente_hasta": "",
        "horarios-TOTAL_FORMS": len(horarios),
        "horarios-INITIAL_FORMS": len(horarios),
    }
    for numero, horario in enumerate(horarios):
        datos |= fila(numero, horario.dia_semana, horario.abre, horario.cierra)
        datos |= {f"horarios-{numero}-id": horario.pk, f"horarios-{numero}-canal": canal.pk}
    return {nombre: str(valor) for nombre, valor in (datos | cambios).items()}


def fila(numero: int, dia: int, abre: time, cierra: time) -> dict[str, object]:
    return {
        f"horarios-{numero}-dia_semana": dia,
        f"horarios-{numero}-abre": f"{abre:%H:%M}",
        f"horarios-{numero}-cierra": f"{cierra:%H:%M}",
        f"horarios-{numero}-vigente_desde": "26/06/2024",
        f"initial-horarios-{numero}-vigente_desde": "26/06/2024",
    }


def textos(filas: dict[str, object]) -> dict[str, str]:
    return {nombre: str(valor) for nombre, valor in filas.items()}


def cambio(canal: Canal) -> str:
    return reverse("admin:canales_canal_change", args=[canal.pk])


def test_las_listas_y_las_fichas_se_abren(cliente: Client, pqrsa: Canal) -> None:
    nivel = NivelEscalamiento.objects.get(nivel=2)
    for direccion in (
        reverse("admin:canales_canal_changelist"),
        reverse("admin:canales_canal_add"),
        cambio(pqrsa),
        reverse("admin:canales_canal_history", args=[pqrsa.pk]),
        reverse("admin:canales_nivelescalamiento_changelist"),
        reverse("admin:canales_nivelescalamiento_change", args=[nivel.pk]),
    ):
        assert cliente.get(direccion).status_code == 200


def test_las_extensiones_de_un_nivel_se_encuentran_buscando(cliente: Client) -> None:
    lista = reverse("admin:canales_nivelescalamiento_changelist")
    respuesta = cliente.get(lista, {"q": "1108"})
    assert [n.nivel for n in respuesta.context["cl"].queryset] == [2]


def test_cambiar_un_telefono_se_ve_en_la_pagina_y_queda_en_el_historial(
    cliente: Client, pqrsa: Canal, administrador: Usuario
) -> None:
    datos = formulario(pqrsa, valor="pqrsa@portal.example")
    assert cliente.post(cambio(pqrsa), datos).status_code == 302
    olvidar_todo()
    assert "pqrsa@portal.example" in cliente.get("/canales/").content.decode()
    evento = Evento.objects.de(pqrsa).get()
    assert evento.actor == administrador
    assert ["certicamararesponde@certicamara.com", "pqrsa@portal.example"] in list(
        evento.cambios.values()
    )


def test_un_horario_nuevo_se_agrega_y_uno_viejo_se_borra(cliente: Client, pqrsa: Canal) -> None:
    datos = formulario(pqrsa, **{"horarios-TOTAL_FORMS": "6", "horarios-0-DELETE": "on"})
    datos |= textos(fila(5, 5, time(8), time(13)))
    assert cliente.post(cambio(pqrsa), datos).status_code == 302
    assert sorted(pqrsa.horarios.values_list("dia_semana", flat=True)) == [1, 2, 3, 4, 5]


def test_dos_franjas_que_se_cruzan_se_senalan_junto_a_la_segunda(
    cliente: Client, pqrsa: Canal
) -> None:
    datos = formulario(pqrsa, **{"horarios-TOTAL_FORMS": "6"})
    datos |= textos(fila(5, 0, time(16), time(18)))
    respuesta = cliente.post(cambio(pqrsa), datos)
    assert respuesta.status_code == 200
    assert HORARIO_SOLAPADO in respuesta.content.decode()
    assert pqrsa.horarios.count() == 5


def test_dos_franjas_pueden_correrse_a_la_vez_aunque_pisen_lo_guardado(
    cliente: Client, pqrsa: Canal
) -> None:
    """Monday becomes two frames, the stored one moved over the place of the new one."""
    datos = formulario(pqrsa, **{"horarios-TOTAL_FORMS": "6"})
    datos |= {"horarios-0-abre": "14:00", "horarios-0-cierra": "18:00"}
    datos |= textos(fila(5, 0, time(7), time(12)))
    assert cliente.post(cambio(pqrsa), datos).status_code == 302
    lunes = pqrsa.horarios.filter(dia_semana=0).order_by("abre")
    assert [(h.abre, h.cierra) for h in lunes] == [(time(7), time(12)), (time(14), time(18))]


def test_dos_dias_se_intercambian_en_un_solo_envio(cliente: Client, pqrsa: Canal) -> None:
    datos = formulario(pqrsa, **{"horarios-0-dia_semana": "1", "horarios-1-dia_semana": "0"})
    assert cliente.post(cambio(pqrsa), datos).status_code == 302
    assert pqrsa.horarios.count() == 5


@pytest.mark.parametrize(
    ("cambios", "mensaje"),
    [
        ({"valor": "sin arroba"}, "correo"),
        ({"tipo": "telefono", "valor": "7442727"}, "10 dígitos"),
        ({"horarios-0-cierra": "06:00"}, "posterior a la de apertura"),
        ({"horarios-0-abre": "07:00:30"}, "sin segundos"),
        ({"horarios-0-vigente_hasta": "01/01/2020"}, "igual o posterior"),
        ({"vigente_hasta": "01/01/2020"}, "igual o posterior"),
        ({"horarios-0-abre": "a las siete"}, "hora válida"),
    ],
)
def test_un_dato_malo_se_explica_y_no_se_guarda(
    cliente: Client, pqrsa: Canal, cambios: dict[str, str], mensaje: str
) -> None:
    respuesta = cliente.post(cambio(pqrsa), formulario(pqrsa, **cambios))
    assert respuesta.status_code == 200
    assert mensaje in respuesta.content.decode()
    pqrsa.refresh_from_db()
    assert pqrsa.valor == "certicamararesponde@certicamara.com"


def test_un_nivel_cambia_de_contacto(cliente: Client) -> None:
    nivel = NivelEscalamiento.objects.get(nivel=3)
    contacto = nivel.contactos.get()
    datos = {
        "nivel": "3",
        "nombre": nivel.nombre,
        "vigente_desde": "26/06/2024",
        "contactos-TOTAL_FORMS": "1",
        "contactos-INITIAL_FORMS": "1",
        "contactos-0-id": str(contacto.pk),
        "contactos-0-nivel": str(nivel.pk),
        "contactos-0-telefono": "(601) 745 2141",
        "contactos-0-extensiones": "1120",
        "contactos-0-vigente_desde": "26/06/2024",
    }
    direccion = reverse("admin:canales_nivelescalamiento_change", args=[nivel.pk])
    assert cliente.post(direccion, datos).status_code == 302
    contacto.refresh_from_db()
    assert (contacto.extensiones, contacto.correo) == ("1120", "")
    repetido = cliente.post(direccion, {**datos, "nivel": "2"})
    assert "Ya hay un nivel con este número" in repetido.content.decode()


def test_quien_no_administra_canales_no_entra(
    operador: Usuario, cliente_de: ClienteDe, pqrsa: Canal
) -> None:
    assert cliente_de(operador).get(cambio(pqrsa)).status_code == 403
