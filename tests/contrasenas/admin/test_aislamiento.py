"""Owner, colleague and outsider at every address of the chamber's data."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from contrasenas.models import Camara, Matriculado, Sincronizacion
from portal.usuarios.models import Usuario
from tests.contrasenas.admin.conftest import Cliente
from tests.contrasenas.recetas import crear_matriculado

pytestmark = pytest.mark.django_db


def _sincronizacion(camara: Camara) -> Sincronizacion:
    fila = Sincronizacion.objects.create(camara=camara, archivo=f"{camara.codigo}-secreto.csv")
    fila.filas_rechazadas.create(linea=77, matricula="M-77", motivo="Motivo de la línea.")
    return fila


RECETAS: dict[str, Callable[[Camara], Model]] = {
    "camara": lambda camara: camara,
    "matriculado": lambda camara: crear_matriculado(
        camara, razonsocial=f"COMERCIANTE DE LA {camara.codigo}"
    ),
    "sincronizacion": _sincronizacion,
}
SENAS = {
    "camara": "Cámara de Comercio de Prueba {}",
    "matriculado": "COMERCIANTE DE LA {}",
    "sincronizacion": "{}-secreto.csv",
}


def direccion(modelo: str, nombre: str, objeto: Model | None = None) -> str:
    """Return an address of the admin."""
    argumentos: list[Any] = [objeto.pk] if objeto else []
    return reverse(f"admin:contrasenas_{modelo}_{nombre}", args=argumentos)


@pytest.mark.parametrize("modelo", RECETAS)
def test_la_duena_y_su_companero_ven_lo_de_su_camara_y_nada_de_otra(
    cliente_de: Cliente,
    operadora: Usuario,
    companero: Usuario,
    camara: Camara,
    otra_camara: Camara,
    modelo: str,
) -> None:
    mio, _ = RECETAS[modelo](camara), RECETAS[modelo](otra_camara)
    for usuario in (operadora, companero):
        cliente = cliente_de(usuario)
        lista = cliente.get(direccion(modelo, "changelist")).content.decode()
        assert SENAS[modelo].format("04") in lista
        assert SENAS[modelo].format("05") not in lista
        assert str(otra_camara) not in lista
        for nombre in ("change", "history"):
            assert cliente.get(direccion(modelo, nombre, mio)).status_code == 200


@pytest.mark.parametrize("modelo", RECETAS)
@pytest.mark.parametrize("nombre", ["change", "history", "delete"])
def test_lo_de_otra_camara_responde_como_lo_que_no_existe(
    cliente_de: Cliente,
    forastero: Usuario,
    otra_camara: Camara,
    camara: Camara,
    modelo: str,
    nombre: str,
) -> None:
    ajeno = RECETAS[modelo](camara)
    cliente = cliente_de(forastero)
    inexistente = reverse(f"admin:contrasenas_{modelo}_{nombre}", args=[10**9])
    for metodo in (cliente.get, cliente.post):
        respuesta = metodo(direccion(modelo, nombre, ajeno))
        assert respuesta.status_code == metodo(inexistente).status_code == 404
        assert SENAS[modelo].format("04") not in respuesta.content.decode()


@pytest.mark.parametrize("modelo", RECETAS)
def test_ni_la_busqueda_ni_los_filtros_ensenan_lo_ajeno(
    cliente_de: Cliente, forastero: Usuario, camara: Camara, otra_camara: Camara, modelo: str
) -> None:
    RECETAS[modelo](camara)
    cliente = cliente_de(forastero)
    lista = direccion(modelo, "changelist")
    consultas = [
        {"q": SENAS[modelo].format("04")},
        {"q": "04"},
        {"camara__id__exact": str(camara.pk)},
        {"camara__exact": str(camara.pk)},
        {"all": ""},
    ]
    for consulta in consultas:
        respuesta = cliente.get(lista, consulta, follow=True)
        contenido = respuesta.content.decode().replace(str(consulta.get("q")), "")
        assert SENAS[modelo].format("04") not in contenido


@pytest.mark.parametrize("modelo", ["matriculado", "sincronizacion"])
def test_nadie_escribe_ni_borra_a_mano(
    cliente_de: Cliente, supervisora: Usuario, camara: Camara, modelo: str
) -> None:
    mio = RECETAS[modelo](camara)
    cliente = cliente_de(supervisora)
    assert cliente.get(direccion(modelo, "add")).status_code == 403
    assert cliente.post(direccion(modelo, "change", mio), {"camara": "1"}).status_code == 403
    assert cliente.post(direccion(modelo, "delete", mio), {"post": "yes"}).status_code == 403
    lista = direccion(modelo, "changelist")
    borrar = {"action": "delete_selected", "_selected_action": str(mio.pk), "post": "yes"}
    cliente.post(lista, borrar)
    assert type(mio)._default_manager.filter(pk=mio.pk).exists()


def test_la_camara_ajena_no_se_prueba_ni_se_cambia_ni_ensena_su_logo(
    cliente_de: Cliente, supervisora: Usuario, otra_camara: Camara
) -> None:
    otra_camara.logo = b"\x89PNG"
    otra_camara.save()
    cliente = cliente_de(supervisora)
    for nombre in ("probar", "logo"):
        assert cliente.get(direccion("camara", nombre, otra_camara)).status_code == 404
        assert cliente.post(direccion("camara", nombre, otra_camara)).status_code in (404, 405)
    assert cliente.post(direccion("camara", "change", otra_camara), {}).status_code == 404


def test_quien_no_es_de_ninguna_camara_ve_listas_vacias(
    cliente_de: Cliente, ajeno: Usuario, camara: Camara
) -> None:
    for modelo, receta in RECETAS.items():
        receta(camara)
        lista = cliente_de(ajeno).get(direccion(modelo, "changelist")).content.decode()
        assert SENAS[modelo].format("04") not in lista


def test_quien_no_es_de_este_servicio_no_entra(
    cliente_de: Cliente, operador: Usuario, camara: Camara
) -> None:
    for modelo, receta in RECETAS.items():
        objeto = receta(camara)
        assert cliente_de(operador).get(direccion(modelo, "changelist")).status_code == 403
        assert cliente_de(operador).get(direccion(modelo, "change", objeto)).status_code in (
            *(403, 404),
        )


def test_sin_sesion_se_pide_ingresar(client: Client, camara: Camara) -> None:
    for nombre in ("probar", "logo", "change"):
        assert client.get(direccion("camara", nombre, camara)).status_code == 302
    assert not Matriculado.objects.exists()
