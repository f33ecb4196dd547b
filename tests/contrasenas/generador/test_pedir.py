"""Seleccionar, Blanquear and Borrar no activados from the screen; and the exports."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from contrasenas.envio.servicios import crear_lote
from contrasenas.generador.ambito import Ambito
from contrasenas.models import Operacion, Sincronizacion
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.contrasenas.generador.conftest import ANO
from tests.contrasenas.generador.paginas import texto
from tests.contrasenas.recetas import crear_contrasena, crear_matriculado

pytestmark = pytest.mark.django_db


def test_seleccionar_dice_cuantos_seran_y_queda_en_marcha(
    cliente: Client, ambito: Ambito, operadora: Usuario, sincronizada: Sincronizacion
) -> None:
    crear_matriculado(ambito.camara)
    crear_matriculado(ambito.camara)
    crear_matriculado(ambito.camara, estmatricula="MC")
    ruta = ambito.url("operacion", "seleccionar")
    leido = texto(cliente.get(ruta))
    assert f"Último año renovado: {ANO - 1}. Se seleccionarán 2 comerciantes" in leido
    assert not Operacion.objects.exists()
    respuesta = cliente.post(ruta, follow=True)
    assert "«Seleccionar» quedó en marcha." in texto(respuesta)
    operacion = Operacion.objects.get()
    assert (operacion.camara, operacion.ano, operacion.actor) == (ambito.camara, ANO, operadora)


def test_con_datos_viejos_no_hay_boton_y_se_dice_por_que(cliente: Client, ambito: Ambito) -> None:
    ruta = ambito.url("operacion", "seleccionar")
    respuesta = cliente.get(ruta)
    assert "no se ha sincronizado nunca" in texto(respuesta)
    assert 'type="submit" class="default' not in respuesta.content.decode()
    assert "no se ha sincronizado nunca" in texto(cliente.post(ruta))
    assert not Operacion.objects.exists()


@pytest.mark.parametrize(
    ("acto", "tipo", "cuantas"),
    [("blanquear", "blanquear", 3), ("borrar-no-activados", "borrar_no_activados", 2)],
)
def test_borrar_exige_marcar_la_casilla_y_dice_cuantas(
    cliente: Client, ambito: Ambito, acto: str, tipo: str, cuantas: int
) -> None:
    crear_contrasena(ambito.camara)
    crear_contrasena(ambito.camara)
    crear_contrasena(ambito.camara, estado="activada", clave=None)
    ruta = ambito.url("operacion", acto)
    assert f"Se borrarán {cuantas} contraseñas" in texto(cliente.get(ruta))
    assert "Marque la casilla para continuar." in texto(cliente.post(ruta))
    assert not Operacion.objects.exists()
    assert cliente.post(ruta, {"entiendo": "on"}).headers["Location"] == ambito.panel
    assert Operacion.objects.get().tipo == tipo


def test_borrar_con_un_paquete_en_curso_se_niega(
    cliente: Client, ambito: Ambito, operadora: Usuario
) -> None:
    crear_contrasena(ambito.camara)
    crear_lote(camara=ambito.camara, ano=ANO, cantidad=1, actor=operadora)
    respuesta = cliente.post(ambito.url("operacion", "blanquear"), {"entiendo": "on"})
    assert "Póngalo en pausa o cancélelo" in texto(respuesta)
    assert not Operacion.objects.exists()


def test_una_segunda_operacion_espera_a_la_primera(
    cliente: Client, ambito: Ambito, sincronizada: Sincronizacion
) -> None:
    cliente.post(ambito.url("operacion", "seleccionar"))
    respuesta = cliente.post(ambito.url("operacion", "seleccionar"))
    assert "otra operación en curso" in texto(respuesta)
    assert Operacion.objects.count() == 1


def test_una_operacion_que_no_hay_no_existe(cliente: Client, ambito: Ambito) -> None:
    assert cliente.get(ambito.url("operacion", "rubbish")).status_code == 404
    assert cliente.post(ambito.url("exportar", "rubbish")).status_code == 404


def test_exportar_entrega_el_libro_y_lo_anota(
    cliente: Client, ambito: Ambito, operadora: Usuario
) -> None:
    contrasena = crear_contrasena(ambito.camara)
    respuesta = cliente.post(ambito.url("exportar", "seleccionados"))
    assert f"seleccionados-04-{ANO}.xlsx" in respuesta.headers["Content-Disposition"]
    libro = load_workbook(io.BytesIO(respuesta.getvalue()))
    hoja = libro.active
    assert hoja is not None
    assert hoja["D2"].value == contrasena.numero
    assert Evento.objects.de(ambito.camara).get().actor == operadora


def test_exportar_los_no_seleccionados_da_su_motivo(cliente: Client, ambito: Ambito) -> None:
    crear_matriculado(ambito.camara, celular="", falta_celular="solo_fijo")
    respuesta = cliente.post(ambito.url("exportar", "no-seleccionados"))
    libro = load_workbook(io.BytesIO(respuesta.getvalue()))
    hoja = libro.active
    assert hoja is not None
    assert hoja["G2"].value == "Sólo tiene teléfono fijo"
