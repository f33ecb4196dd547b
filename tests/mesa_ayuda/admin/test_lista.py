"""The staff's list of cases: queues, saved views, search, and the queries it costs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mesa_ayuda.casos import anotar
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Caso, Cuenta, VistaGuardada
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_agente, crear_caso

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]
LISTA = reverse("admin:mesa_ayuda_caso_changelist")
GUARDAR = reverse("admin:mesa_ayuda_vista_guardar")


def hallados(client: Client, **filtros: str) -> list[Caso]:
    """Return the cases that the list shows."""
    respuesta = client.get(LISTA, filtros)
    assert respuesta.status_code == 200
    return list(respuesta.context["cl"].result_list)


def test_cada_cola_tiene_sus_casos_y_su_cifra(mesa: Client, agente: Usuario) -> None:
    ahora, otro = timezone.now(), crear_agente("otra")
    libre = crear_caso()
    mio = crear_caso(asignado=agente, estado=Estado.ABIERTO, vence=ahora + timedelta(days=3))
    pronto = crear_caso(asignado=otro, estado=Estado.ABIERTO, vence=ahora + timedelta(hours=1))
    tarde = crear_caso(asignado=otro, estado=Estado.ABIERTO, vence=ahora - timedelta(hours=1))
    mas_tarde = crear_caso(asignado=otro, estado=Estado.ABIERTO, vence=ahora - timedelta(days=2))
    crear_caso(asignado=agente, estado=Estado.CERRADO)

    assert hallados(mesa, cola="sin-asignar") == [libre]
    assert hallados(mesa, cola="mias") == [mio]
    assert hallados(mesa, cola="por-vencer") == [pronto]
    assert hallados(mesa, cola="vencidas") == [mas_tarde, tarde]
    assert len(hallados(mesa, cola="abiertas")) == 5
    assert len(hallados(mesa)) == len(hallados(mesa, cola="inventada")) == 6
    cifras = {una.nombre: una.texto for una in mesa.get(LISTA).context["colas"]}
    assert cifras == {
        "Sin asignar": "1",
        "Mías": "1",
        "Por vencer": "1",
        "Vencidas": "2",
        "Todas las abiertas": "5",
    }


def test_por_nivel_se_filtra_sin_leer_todos_los_casos(mesa: Client) -> None:
    primero, segundo = crear_caso(), crear_caso(nivel=2)
    assert hallados(mesa, nivel="2") == [segundo]
    assert hallados(mesa, nivel="1") == [primero]
    with CaptureQueriesContext(connection) as consultas:
        assert len(hallados(mesa, nivel="x")) == 2
    assert not [una for una in consultas.captured_queries if "DISTINCT" in una["sql"]]


def test_el_plazo_se_dice_con_palabras_y_con_color(mesa: Client) -> None:
    ahora = timezone.now()
    crear_caso(estado=Estado.ABIERTO, vence=ahora - timedelta(hours=3))
    crear_caso(estado=Estado.ABIERTO, vence=ahora + timedelta(minutes=30, seconds=-5))
    crear_caso(estado=Estado.ABIERTO, vence=ahora + timedelta(days=3, hours=1))
    crear_caso(estado=Estado.ESPERA)
    texto = mesa.get(LISTA).content.decode()
    assert '<span class="plazo plazo-peligro">Venció hace 3 horas' in texto
    assert '<span class="plazo plazo-atencion">Vence en 30 minutos</span>' in texto
    assert '<span class="plazo plazo-curso">Vence en 3 días</span>' in texto
    assert '<span class="plazo plazo-pendiente">En pausa</span>' in texto


def test_se_busca_por_numero_asunto_conversacion_nota_contacto_correo_y_cuenta(
    mesa: Client, agente: Usuario, cliente: Usuario, cuenta: Cuenta
) -> None:
    caso = crear_caso(cliente, asunto="Certificación dañada")
    otro = crear_caso(asunto="Otra cosa")
    anotar(caso=otro, texto="El proveedor revisó el conmutador", autor=agente)
    for termino in (
        caso.numero,
        str(caso.pk),
        "certificacion",
        cliente.email,
        "ana cliente",
        "inventados",
    ):
        assert hallados(mesa, q=termino) == [caso], termino
    assert hallados(mesa, q="conmutador") == [otro]
    assert hallados(mesa, q="nada que exista") == []
    for raro in ("CS9999999999999999999", "' & | !", "\x00", "@", "%"):
        assert mesa.get(LISTA, {"q": raro}).status_code == 200


def test_se_filtra_por_encargado(mesa: Client, agente: Usuario) -> None:
    mio, libre = crear_caso(asignado=agente), crear_caso()
    assert hallados(mesa, asignado=str(agente.pk)) == [mio]
    assert hallados(mesa, asignado="nadie") == [libre]
    assert len(hallados(mesa, asignado="²")) == 2


def test_una_vista_se_guarda_se_reemplaza_y_se_borra(mesa: Client, agente: Usuario) -> None:
    datos = {"nombre": " Lo  urgente ", "consulta": "cola=mias&p=3&prioridad__exact=1"}
    respuesta = mesa.post(GUARDAR, datos, follow=True)
    vista = VistaGuardada.objects.get()
    assert (vista.usuario, vista.nombre) == (agente, "Lo urgente")
    assert vista.consulta == "cola=mias&prioridad__exact=1"
    assert "Guardó la vista «Lo urgente»." in respuesta.content.decode()
    assert "?cola=mias&amp;prioridad__exact=1" in respuesta.content.decode()
    mesa.post(GUARDAR, datos | {"consulta": "cola=vencidas"})
    assert VistaGuardada.objects.get().consulta == "cola=vencidas"
    mesa.post(reverse("admin:mesa_ayuda_vista_borrar", args=[vista.pk]))
    assert not VistaGuardada.objects.exists()


@pytest.mark.parametrize(
    ("nombre", "consulta", "dice"),
    [
        ("", "cola=mias", "Escriba un nombre"),
        ("x" * 61, "cola=mias", "Escriba un nombre"),
        ("Vacía", "p=2", "Elija primero"),
        ("Larga", "q=" + "x" * 500, "Elija primero"),
    ],
)
def test_una_vista_sin_nombre_o_sin_filtros_no_se_guarda(
    mesa: Client, nombre: str, consulta: str, dice: str
) -> None:
    respuesta = mesa.post(GUARDAR, {"nombre": nombre, "consulta": consulta}, follow=True)
    assert dice in respuesta.content.decode()
    assert not VistaGuardada.objects.exists()


def test_las_vistas_de_otra_persona_ni_se_ven_ni_se_borran(
    mesa: Client, cliente_de: ClienteDe
) -> None:
    mesa.post(GUARDAR, {"nombre": "Ajena", "consulta": "cola=mias"})
    otra = cliente_de(crear_agente("otra"))
    assert "Ajena" not in otra.get(LISTA).content.decode()
    otra.post(reverse("admin:mesa_ayuda_vista_borrar", args=[VistaGuardada.objects.get().pk]))
    assert VistaGuardada.objects.count() == 1


def test_la_lista_no_cuenta_todo_ni_pregunta_por_cada_fila(mesa: Client, agente: Usuario) -> None:
    for _ in range(3):
        crear_caso(asignado=agente)
    with CaptureQueriesContext(
        connection,
    ) as pocas:
        mesa.get(LISTA)
    for _ in range(20):
        crear_caso(asignado=agente)
    with CaptureQueriesContext(connection) as muchas:
        mesa.get(LISTA)
    assert len(muchas) == len(pocas)
    cuentas = [c["sql"] for c in muchas if "COUNT(*)" in c["sql"] and "mesa_ayuda_caso" in c["sql"]]
    assert cuentas
    assert all("LIMIT" in sql for sql in cuentas)
    assert not any('"mesa_ayuda_caso"."busqueda"' in c["sql"] for c in muchas)
