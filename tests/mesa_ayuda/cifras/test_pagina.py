"""The page of figures: who may see it, its filters, and that every plot has its table."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Producto
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.mesa_ayuda.cifras.recetas import crear_medido
from tests.mesa_ayuda.recetas import crear_cuenta

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]
PAGINA = reverse("admin:mesa_ayuda_cifras")
EXPORTAR = reverse("admin:mesa_ayuda_cifras_exportar")
LISTA = reverse("admin:mesa_ayuda_caso_changelist")


@pytest.fixture
def mesa(cliente_de: ClienteDe, supervisor: Usuario) -> Client:
    """A supervisor at work."""
    return cliente_de(supervisor)


def claves(mesa: Client, **filtros: str) -> dict[str, str]:
    """Return the key figures that the page shows."""
    respuesta = mesa.get(PAGINA, filtros)
    assert respuesta.status_code == 200
    return dict(respuesta.context["claves"])


def errores(mesa: Client, **filtros: str) -> dict[str, list[str]]:
    """Return the errors of the filters; no figures come with them, nor a workbook."""
    respuesta = mesa.get(PAGINA, filtros)
    assert respuesta.status_code == 200
    assert "claves" not in respuesta.context
    libro = mesa.get(EXPORTAR, filtros)
    assert libro["Content-Type"].startswith("text/html")
    campos: dict[str, list[str]] = respuesta.context["form"].errors
    texto = respuesta.content.decode()
    assert all(mensaje in texto for mensajes in campos.values() for mensaje in mensajes)
    return dict(campos)


@pytest.mark.parametrize("rol", [*Rol, None])
def test_la_ven_el_supervisor_y_el_administrador_y_nadie_mas(
    cliente_de: ClienteDe, rol: Rol | None
) -> None:
    client = cliente_de(crear_personal("quien", rol))
    esperado = 200 if rol in (Rol.SUPERVISOR, Rol.ADMINISTRADOR) else 403
    assert {client.get(PAGINA).status_code, client.get(EXPORTAR).status_code} == {esperado}


def test_sin_ingresar_o_como_cliente_lleva_al_ingreso(client: Client, cliente: Usuario) -> None:
    assert client.get(PAGINA).status_code == 302
    client.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(PAGINA).status_code == 302


def test_la_lista_de_casos_enlaza_las_cifras_a_quien_las_puede_ver(
    mesa: Client, cliente_de: ClienteDe, agente: Usuario
) -> None:
    assert PAGINA in mesa.get(LISTA).content.decode()
    assert PAGINA not in cliente_de(agente).get(LISTA).content.decode()


def test_ver_no_escribe_nada(mesa: Client) -> None:
    assert Group.objects.exists()
    assert mesa.post(PAGINA).status_code == 405
    assert mesa.post(EXPORTAR).status_code == 405


def test_sin_filtros_son_los_ultimos_30_dias(mesa: Client) -> None:
    ahora = timezone.now()
    crear_medido(ahora - timedelta(days=29), minutos_respuesta=200)
    crear_medido(ahora - timedelta(days=31), minutos_respuesta=1)
    assert claves(mesa) == {
        "Casos abiertos en el período": "1",
        "Primera respuesta, mediana": "3 h 20 min",
        "Primera respuesta, percentil 90": "3 h 20 min",
        "Solución, mediana": "—",
        "Solución, percentil 90": "—",
        "Satisfacción, de 1 a 5": "—",
    }
    assert claves(mesa, periodo="7")["Casos abiertos en el período"] == "0"
    assert claves(mesa, periodo="90")["Casos abiertos en el período"] == "2"


def test_otras_fechas_incluyen_ambos_dias_enteros(mesa: Client) -> None:
    hoy = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    crear_medido(hoy - timedelta(days=100))
    crear_medido(hoy - timedelta(days=99, seconds=1))
    crear_medido(hoy - timedelta(days=99))
    dia = f"{hoy - timedelta(days=100):%Y-%m-%d}"
    total = claves(mesa, periodo="otro", desde=dia, hasta=dia)["Casos abiertos en el período"]
    assert total == "2"


def test_la_cuenta_se_busca_por_parte_del_nombre_o_por_nit_y_el_producto_se_elige(
    mesa: Client,
) -> None:
    cuenta = crear_cuenta(nombre="Panadería Ñandú S.A.S.", nit="999100022")
    producto = Producto.objects.get(nombre="Token físico")
    crear_medido(timezone.now(), cuenta=cuenta)
    crear_medido(timezone.now(), producto=producto)
    crear_medido(timezone.now(), producto=producto, cuenta=crear_cuenta())
    cuantos = "Casos abiertos en el período"
    assert claves(mesa, cuenta="nandu panaderia")[cuantos] == "1"
    assert claves(mesa, cuenta="999.100.022-1")[cuantos] == "1"
    assert claves(mesa, producto=str(producto.pk))[cuantos] == "2"
    assert claves(mesa, producto=str(producto.pk), cuenta="nandu")[cuantos] == "0"


def test_cada_filtro_equivocado_se_explica_junto_a_su_campo(mesa: Client) -> None:
    assert errores(mesa, periodo="otro") == {
        "desde": ["Escriba la fecha."],
        "hasta": ["Escriba la fecha."],
    }
    al_reves = {"periodo": "otro", "desde": "2026-02-02", "hasta": "2026-02-01"}
    assert errores(mesa, **al_reves) == {"hasta": ["Debe ser igual o posterior a «Desde»."]}
    largo = {"periodo": "otro", "desde": "2025-01-01", "hasta": "2026-01-02"}
    assert errores(mesa, **largo) == {"hasta": ["El período puede ser de 366 días como máximo."]}
    assert "desde" in errores(mesa, periodo="otro", desde="31/31/2026", hasta="2026-02-01")
    assert "hasta" in errores(mesa, periodo="otro", desde="2026-02-01", hasta="9999-99-99")
    assert "periodo" in errores(mesa, periodo="mañana")
    assert "producto" in errores(mesa, producto="abc")
    assert errores(mesa, cuenta="No existe") == {
        "cuenta": ["Ninguna cuenta se llama así ni tiene ese NIT."]
    }
    assert "cuenta" in errores(mesa, cuenta="\x00")


def test_los_dias_que_no_han_llegado_no_se_piden_y_el_primero_que_hay_no_rompe_nada(
    mesa: Client,
) -> None:
    ultimo = {"periodo": "otro", "desde": "9999-12-31", "hasta": "9999-12-31"}
    assert errores(mesa, **ultimo) == {"hasta": ["No puede ser posterior a hoy."]}
    claves(mesa, periodo="otro", desde="0001-01-01", hasta="0001-01-01")


def test_el_periodo_de_un_ano_entero_se_acepta(mesa: Client) -> None:
    claves(mesa, periodo="otro", desde="2024-01-01", hasta="2024-12-31")


def test_cada_grafica_dice_lo_mismo_con_palabras_y_tiene_su_tabla(
    mesa: Client, agente: Usuario
) -> None:
    ahora = timezone.now()
    for puntaje in (5, 4):
        crear_medido(
            ahora,
            puntaje=puntaje,
            asignado=agente,
            estado=Estado.ABIERTO,
            minutos_respuesta=30,
            respuesta_a_tiempo=puntaje == 5,
            minutos_solucion=90,
            solucion_a_tiempo=True,
        )
    respuesta = mesa.get(PAGINA)
    pagina = respuesta.content.decode()
    dibujadas = [grafica.clave for grafica in respuesta.context["graficas"]]
    assert dibujadas == [
        *("estado", "antiguedad", "respuesta", "solucion", "metas", "satisfaccion"),
        *("agentes", "productos"),
    ]
    for grafica in respuesta.context["graficas"]:
        assert f'<title id="grafica-{grafica.clave}-titulo">{grafica.titulo}</title>' in pagina
        assert grafica.descripcion in pagina
        for barra in grafica.barras:
            fila = f'<th scope="row">{barra.rotulo}</th><td>{barra.texto}</td>'
            assert fila in pagina
    assert "Primera respuesta: 50 % (1 de 2); Solución: 100 % (2 de 2)." in pagina
    # Percentages are numbers of SVG, whatever the language of the page.
    anchos = set(re.findall(r'class="grafica-barra"[^>]* width="([^"]+)"', pagina))
    assert {"0.0%", "100.0%", "50.0%"} <= anchos
    assert all(re.fullmatch(r"\d+(\.\d)?%", ancho) for ancho in anchos)


def test_sin_casos_lo_dice_y_no_dibuja_graficas_vacias(mesa: Client) -> None:
    respuesta = mesa.get(PAGINA)
    assert respuesta.context["graficas"] == []
    assert "No hay casos abiertos ahora, ni se abrió ninguno" in respuesta.content.decode()


def test_un_nombre_con_codigo_no_es_codigo(mesa: Client, agente: Usuario) -> None:
    agente.first_name = "<script>alert(1)</script>"
    agente.save()
    crear_medido(timezone.now(), asignado=agente)
    pagina = mesa.get(PAGINA).content.decode()
    assert "<script>alert" not in pagina
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pagina
