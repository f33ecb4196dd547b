"""«Mis casos»: whose they are, how they are found, in which order, page by page, as a workbook."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from mesa_ayuda.clientes import exportacion, listado
from mesa_ayuda.enums import Estado, Prioridad, TipoMensaje
from mesa_ayuda.models import Caso, Mensaje, Participante, Producto
from portal.usuarios.models import Usuario
from tests.conftest import ingresar
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
CASOS = "/mesa-de-ayuda/casos/"
Entrar = Callable[[Usuario], Client]


def numeros(navegador: Client, **consulta: str) -> list[str]:
    """Return the numbers that the list shows, in order."""
    hecha = navegador.get(CASOS, consulta)
    assert hecha.status_code == 200
    return re.findall(r'/casos/(CS\d{7})/"', hecha.content.decode())


def test_estan_las_columnas_del_manual(cliente: Usuario, entrar: Entrar) -> None:
    producto = Producto.objects.get(nombre="Factura Electrónica")
    caso = crear_caso(
        cliente, prioridad=Prioridad.MODERADA, producto=producto, asunto="Sin <b>integrar</b>"
    )
    pagina = entrar(cliente).get(CASOS).content.decode()
    assert re.findall(r'<th scope="col">([^<]+)</th>', pagina) == [
        *("Número", "Breve descripción", "Producto", "Contacto", "Cuenta", "Prioridad"),
        *("Estado", "Actualizados"),
    ]
    for texto in (
        *(caso.numero, "3 - Moderada", "Factura Electrónica", "Ana Cliente"),
        *("Transportes Inventados S.A.S.", "Nuevo", "Sin &lt;b&gt;integrar&lt;/b&gt;"),
    ):
        assert texto in pagina


def test_cada_quien_ve_lo_suyo(
    cliente: Usuario,
    companera: Usuario,
    companero_sin_permiso: Usuario,
    forastero: Usuario,
    entrar: Entrar,
) -> None:
    caso, copia = crear_caso(cliente), crear_caso(forastero)
    Participante.objects.create(caso=copia, correo=cliente.email, usuario=cliente)
    assert numeros(entrar(cliente)) == [copia.numero, caso.numero]
    assert numeros(entrar(cliente), ver="empresa") == [copia.numero, caso.numero]
    assert numeros(entrar(companera)) == []
    assert numeros(entrar(companera), ver="empresa") == [caso.numero]
    assert numeros(entrar(companero_sin_permiso), ver="empresa") == []
    assert numeros(entrar(forastero), ver="empresa") == [copia.numero]


def test_el_personal_y_los_visitantes_no_ven_la_lista(client: Client, agente: Usuario) -> None:
    assert client.get(CASOS).status_code == 302
    assert ingresar(Client(), agente).get(CASOS).headers["Location"] == "/admin/"


def test_se_filtra_por_estado(cliente: Usuario, entrar: Entrar) -> None:
    casos = {estado: crear_caso(cliente, estado=estado).numero for estado in Estado}
    navegador = entrar(cliente)
    for estado, numero in casos.items():
        assert numeros(navegador, estado=estado) == [numero]
    assert len(numeros(navegador, estado="abiertos")) == 4
    assert len(numeros(navegador, estado="inventado")) == len(Estado)


def test_se_busca_tambien_en_la_conversacion_y_nunca_en_las_notas(
    cliente: Usuario, entrar: Entrar
) -> None:
    caso, _ = crear_caso(cliente, asunto="Renovación"), crear_caso(cliente, asunto="Otro")
    Mensaje.objects.create(caso=caso, tipo=TipoMensaje.PUBLICO, texto="reinstalé los drivers")
    Mensaje.objects.create(
        caso=caso, tipo=TipoMensaje.NOTA, del_personal=True, texto="posible suplantación"
    )
    navegador = entrar(cliente)
    for texto in ("renovacion", "RENOVACIÓN", "reinstale drivers", caso.numero, str(caso.pk)):
        assert numeros(navegador, q=texto) == [caso.numero], texto
    assert numeros(navegador, q="suplantacion") == []
    assert "Ningún caso coincide" in navegador.get(CASOS, {"q": "nada"}).content.decode()


def test_el_numero_de_un_caso_ajeno_no_lo_muestra(
    cliente: Usuario, forastero: Usuario, entrar: Entrar
) -> None:
    ajeno = crear_caso(forastero)
    assert numeros(entrar(cliente), q=ajeno.numero) == []


@pytest.mark.parametrize("orden", list(listado.ORDENES))
def test_las_paginas_van_y_vuelven_sin_saltar_ni_repetir(
    cliente: Usuario, entrar: Entrar, orden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listado, "POR_PAGINA", 2)
    ahora = timezone.now()
    for n in range(5):
        caso = crear_caso(cliente, prioridad=1 + n % 2)
        # Two pairs share their moment: the key decides.
        Caso.objects.filter(pk=caso.pk).update(actualizado=ahora - timedelta(minutes=n // 2))
    esperados = [caso.numero for caso in Caso.objects.order_by(*listado.ORDENES[orden])]
    navegador = entrar(cliente)
    direccion, vistos, atras = f"?orden={orden}", [], ""
    for _ in range(3):
        pagina = navegador.get(f"{CASOS}{direccion}").content.decode()
        vistos.append(re.findall(r'/casos/(CS\d{7})/"', pagina))
        siguiente = re.search(r'href="([^"]+)" rel="next"', pagina)
        anterior = re.search(r'href="([^"]+)" rel="prev"', pagina)
        direccion = siguiente.group(1).replace("&amp;", "&") if siguiente else ""
        atras = anterior.group(1).replace("&amp;", "&") if anterior else ""
    assert direccion == ""
    assert [numero for pagina in vistos for numero in pagina] == esperados
    pagina = navegador.get(f"{CASOS}{atras}").content.decode()
    assert re.findall(r'/casos/(CS\d{7})/"', pagina) == vistos[1]


@pytest.mark.parametrize(
    "consulta",
    [
        {"pagina": "desde-x"},
        {"pagina": "antes-"},
        {"pagina": "desde-2026-01-01T00:00:00_1"},
        {"pagina": "desde-99999999999999999999_1", "orden": "prioridad"},
        {"pagina": "desde-9999-12-31T23:59:59+00:00_1"},
        {"pagina": "desde-0001-01-01T00:00:00+23:00_1"},
        {"q": "\x00"},
        {"q": "x" * 5000},
        {"q": "9" * 18},
        {"estado": "\x00", "orden": "'", "ver": "²"},
    ],
)
def test_una_direccion_inventada_no_rompe_nada(
    cliente: Usuario, entrar: Entrar, consulta: dict[str, str]
) -> None:
    crear_caso(cliente)
    assert entrar(cliente).get(CASOS, consulta).status_code == 200


def test_se_exporta_lo_mismo_que_se_ve_y_nada_es_formula(cliente: Usuario, entrar: Entrar) -> None:
    crear_caso(cliente, asunto="=1+1", estado=Estado.NUEVO)
    crear_caso(cliente, asunto="cerrado", estado=Estado.CERRADO)
    hecha = entrar(cliente).get(f"{CASOS}exportar/", {"estado": "nuevo"})
    contenido = b"".join(hecha.streaming_content)  # type: ignore[attr-defined]
    hoja = load_workbook(io.BytesIO(contenido)).active
    assert hoja
    filas = list(hoja.iter_rows())
    assert [celda.value for celda in filas[0]][:2] == ["Número", "Breve descripción"]
    assert len(filas) == 2
    assert (filas[1][1].value, filas[1][1].data_type) == ("=1+1", "s")


@pytest.mark.parametrize(("cuantos", "dicho"), [(2, False), (3, True)])
def test_si_no_caben_todos_en_el_libro_su_ultima_fila_lo_dice(
    cliente: Usuario, monkeypatch: pytest.MonkeyPatch, cuantos: int, dicho: bool
) -> None:
    monkeypatch.setattr(exportacion, "MAXIMO", 2)
    casos = [crear_caso(cliente) for _ in range(cuantos)]
    hoja = load_workbook(exportacion.exportar(Caso.objects.all())).active
    assert hoja
    filas = [fila[:2] for fila in hoja.iter_rows(min_row=2, values_only=True)]
    assert [numero for numero, _ in filas[:2]] == [caso.numero for caso in casos[:-3:-1]]
    aviso = (None, "Hay más casos: aquí están los 2 de cambio más reciente.")
    assert filas[2:] == ([aviso] if dicho else [])


def test_una_pagina_cuesta_unas_pocas_consultas(
    cliente: Usuario, entrar: Entrar, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _ in range(15):
        crear_caso(cliente)
    navegador = entrar(cliente)
    navegador.get(CASOS)
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        navegador.get(CASOS)
