"""Hours, targets, levels, rules and the explanation, in the admin."""

from collections.abc import Callable
from datetime import time

import pytest
from django.test import Client

from mesa_ayuda.enums import Estado, Prioridad
from mesa_ayuda.models import (
    Cuenta,
    Escalamiento,
    FranjaHoraria,
    Horario,
    MetaAtencion,
    Nivel,
    ReglaEscalamiento,
)
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
ADMIN = "/admin/mesa_ayuda"
Ingresa = Callable[[Usuario], Client]


@pytest.fixture
def navega(cliente_de: Ingresa, administrador: Usuario) -> Client:
    """The browser of who configures."""
    return cliente_de(administrador)


def franjas(*filas: tuple[int, str, str], iniciales: int = 0) -> dict[str, object]:
    """Return what the inline form of the frames sends."""
    datos: dict[str, object] = {
        "franjas-TOTAL_FORMS": len(filas),
        "franjas-INITIAL_FORMS": iniciales,
    }
    for n, (dia, abre, cierra) in enumerate(filas):
        datos |= {
            f"franjas-{n}-dia_semana": dia,
            f"franjas-{n}-abre": abre,
            f"franjas-{n}-cierra": cierra,
        }
    return datos


def texto(respuesta: object) -> str:
    return respuesta.content.decode()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    "pagina", ["horario", "metaatencion", "nivel", "reglaescalamiento", "escalamiento"]
)
def test_las_listas_las_ve_quien_configura_y_no_un_ajeno(
    pagina: str, navega: Client, cliente_de: Ingresa, ajeno: Usuario
) -> None:
    assert navega.get(f"{ADMIN}/{pagina}/").status_code == 200
    assert cliente_de(ajeno).get(f"{ADMIN}/{pagina}/").status_code == 403


def test_un_agente_ve_las_metas_y_no_las_cambia(cliente_de: Ingresa, agente: Usuario) -> None:
    meta = MetaAtencion.objects.get(prioridad=Prioridad.ALTA)
    navegador = cliente_de(agente)
    assert navegador.get(f"{ADMIN}/metaatencion/{meta.pk}/change/").status_code == 200
    assert navegador.post(f"{ADMIN}/metaatencion/{meta.pk}/change/", {}).status_code == 403


def test_se_crea_un_horario_con_sus_franjas_y_queda_en_el_historial(navega: Client) -> None:
    datos = {"nombre": "Sólo mañanas"} | franjas((0, "7:00", "12:00"), (0, "12:00", "13:00"))
    assert navega.post(f"{ADMIN}/horario/add/", datos).status_code == 302
    horario = Horario.objects.get(nombre="Sólo mañanas")
    assert horario.franjas.count() == 2
    acciones = Evento.objects.de(horario).values_list("accion", flat=True)
    assert sorted(acciones) == ["Agregó franja", "Agregó franja", "Creó"]


@pytest.mark.parametrize(
    ("filas", "error"),
    [
        ([(0, "7:00", "12:00"), (0, "11:59", "13:00")], "se cruza con otra del mismo día"),
        ([], "Agregue al menos una franja"),
    ],
)
def test_franjas_que_se_cruzan_o_que_faltan_se_dicen(
    navega: Client, filas: list[tuple[int, str, str]], error: str
) -> None:
    respuesta = navega.post(f"{ADMIN}/horario/add/", {"nombre": "X"} | franjas(*filas))
    assert respuesta.status_code == 200
    assert error in texto(respuesta)
    assert not Horario.objects.filter(nombre="X").exists()


def test_mover_dos_franjas_a_la_vez_se_puede(navega: Client) -> None:
    horario = Horario.objects.create(nombre="Partido")
    filas = [
        FranjaHoraria.objects.create(horario=horario, dia_semana=1, abre=time(a), cierra=time(b))
        for a, b in ((7, 10), (12, 15))
    ]
    datos = {"nombre": "Partido"} | franjas(
        (1, "9:00", "13:00"), (1, "13:00", "19:00"), iniciales=2
    )
    datos |= {f"franjas-{n}-id": fila.pk for n, fila in enumerate(filas)}
    datos |= {f"franjas-{n}-horario": horario.pk for n in range(2)}
    assert navega.post(f"{ADMIN}/horario/{horario.pk}/change/", datos).status_code == 302
    assert [str(f) for f in horario.franjas.all()] == ["martes 09:00–13:00", "martes 13:00–19:00"]


def test_las_metas_se_leen_y_se_escriben_en_horas(navega: Client, cuenta: Cuenta) -> None:
    alta = MetaAtencion.objects.get(prioridad=Prioridad.ALTA)
    assert 'value="12:00"' in texto(navega.get(f"{ADMIN}/metaatencion/{alta.pk}/change/"))
    datos = {
        "prioridad": Prioridad.ALTA,
        "cuenta": cuenta.pk,
        "horario": alta.horario_id,
        "minutos_respuesta": "0:30",
        "minutos_actualizacion": "",
        "minutos_solucion": "8",
    }
    assert navega.post(f"{ADMIN}/metaatencion/add/", datos).status_code == 302
    meta = MetaAtencion.objects.get(cuenta=cuenta)
    assert (meta.minutos_respuesta, meta.minutos_actualizacion, meta.minutos_solucion) == (
        *(30, None, 480),
    )
    lista = texto(navega.get(f"{ADMIN}/metaatencion/"))
    assert "30 minutos" in lista
    assert "8 horas" in lista
    repetida = navega.post(f"{ADMIN}/metaatencion/add/", datos)
    assert "Ya hay una meta para esta prioridad y esta cuenta." in texto(repetida)


@pytest.mark.parametrize("mala", ["0", "0:00", "1:60", "-3", "dos horas", "99999"])
def test_una_duracion_mala_se_dice_y_no_se_pierde(navega: Client, mala: str) -> None:
    alta = MetaAtencion.objects.get(prioridad=Prioridad.ALTA)
    datos = {"prioridad": 2, "horario": alta.horario_id, "minutos_solucion": mala}
    respuesta = texto(navega.post(f"{ADMIN}/metaatencion/{alta.pk}/change/", datos))
    assert "Escriba horas y minutos" in respuesta
    assert f'value="{mala}"' in respuesta


def test_los_avisos_de_un_nivel_se_revisan(navega: Client, agente: Usuario) -> None:
    nivel = Nivel.objects.get(numero=2)
    pagina = f"{ADMIN}/nivel/{nivel.pk}/change/"
    malos = {"nombre": nivel.nombre, "correos": "a@b.example\nnada", "celulares": "601 744 2727"}
    respuesta = texto(navega.post(pagina, malos))
    assert "«nada» no es un correo electrónico." in respuesta
    assert "«601 744 2727»" in respuesta
    buenos = {
        "nombre": nivel.nombre,
        "personas": [agente.pk],
        "correos": "a@b.example\n\n a@b.example ",
        "celulares": "310 555 0123",
    }
    assert navega.post(pagina, buenos).status_code == 302
    nivel.refresh_from_db()
    assert nivel.correos == "a@b.example"
    assert list(nivel.personas.all()) == [agente]
    assert navega.post(f"{ADMIN}/nivel/{nivel.pk}/delete/", {"post": "yes"}).status_code == 403


def test_las_reglas_se_dicen_en_palabras(navega: Client) -> None:
    lista = texto(navega.get(f"{ADMIN}/reglaescalamiento/"))
    for dicho in ("al vencer", "60 minutos antes de vencer", "120 minutos después de vencer"):
        assert dicho in lista


def test_la_explicacion_la_ve_un_agente_y_nadie_ajeno(
    cliente_de: Ingresa, agente: Usuario, ajeno: Usuario, cliente: Usuario
) -> None:
    caso = crear_caso(cliente, prioridad=Prioridad.CRITICA)
    caso.cambios_estado.create(a=Estado.NUEVO, momento=caso.creado)
    regla = ReglaEscalamiento.objects.select_related("nivel")[0]
    Escalamiento.objects.create(caso=caso, regla=regla, vencimiento=caso.creado, nivel_anterior=1)
    direccion = f"{ADMIN}/escalamiento/caso/{caso.pk}/plazos/"
    navegador = cliente_de(agente)
    pagina = texto(navegador.get(direccion))
    assert "La meta es de 30 minutos, en el horario «Siempre (24×7)»." in pagina
    assert "Empieza a contar con la primera respuesta del personal." in pagina
    assert str(regla.nivel) in pagina
    assert navegador.get(f"{ADMIN}/escalamiento/caso/999999/plazos/").status_code == 404
    assert cliente_de(ajeno).get(direccion).status_code == 403
    assert Client().get(direccion).status_code == 302
    assert str(caso) in texto(navegador.get(f"{ADMIN}/escalamiento/"))
