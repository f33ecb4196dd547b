"""Who may: the owner and a colleague; to another chamber's staff nothing of it exists."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from contrasenas.envio.servicios import crear_lote
from contrasenas.generador.ambito import Ambito, ano_actual
from contrasenas.models import Camara, Operacion, Programacion
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.contrasenas.recetas import crear_contrasena

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]
ENTRADA = reverse("admin:contrasenas_generador_changelist")


@pytest.fixture
def paginas(ambito: Ambito, operadora: Usuario) -> dict[str, str]:
    """Every address of the generator, of a chamber where there is something behind each."""
    crear_contrasena(ambito.camara)
    crear_contrasena(ambito.camara)
    lote = crear_lote(camara=ambito.camara, ano=ambito.ano, cantidad=1, actor=operadora)
    operacion = Operacion.objects.create(
        camara=ambito.camara, ano=ambito.ano, tipo="seleccionar", actor=operadora
    )
    Programacion.objects.create(camara=ambito.camara, ano=ambito.ano, actor=operadora)
    gets = {
        "panel": ambito.panel,
        "progreso": ambito.url("progreso", operacion.pk),
        "seleccionar": ambito.url("operacion", "seleccionar"),
        "blanquear": ambito.url("operacion", "blanquear"),
        "borrar": ambito.url("operacion", "borrar-no-activados"),
        "enviar": ambito.url("enviar"),
        "programar": ambito.url("programar"),
        "paquete": ambito.url("paquete", lote.numero),
        "progreso_paquete": ambito.url("progreso_paquete", lote.numero),
        "pausar": ambito.url("acto_paquete", lote.numero, "pausar"),
    }
    posts = {
        "exportar": ambito.url("exportar", "seleccionados"),
        "exportar_no": ambito.url("exportar", "no-seleccionados"),
        "programacion": ambito.url("programacion", "pausar"),
    }
    return {
        **{f"GET {k}": v for k, v in gets.items()},
        **{f"POST {k}": v for k, v in posts.items()},
    }


def estados(cliente: Client, paginas: dict[str, str]) -> dict[str, int]:
    """Ask for every page; return what each answered."""
    return {
        clave: (cliente.get if clave.startswith("GET") else cliente.post)(ruta).status_code
        for clave, ruta in paginas.items()
    }


@pytest.mark.parametrize("quien", ["operadora", "companero"])
def test_la_duena_y_un_companero_entran_a_todo(
    cliente_de: ClienteDe, paginas: dict[str, str], quien: str, request: pytest.FixtureRequest
) -> None:
    cliente = cliente_de(request.getfixturevalue(quien))
    esperado = dict.fromkeys(paginas, 200) | {"POST programacion": 302}
    assert estados(cliente, paginas) == esperado
    assert cliente.get(ENTRADA).status_code == 302


def test_para_otra_camara_no_existe_nada(
    cliente_de: ClienteDe, paginas: dict[str, str], forastero: Usuario
) -> None:
    cliente = cliente_de(forastero)
    assert set(estados(cliente, paginas).values()) == {404}
    for ruta in paginas.values():
        assert cliente.post(ruta).status_code in (404, 405)
    assert Programacion.objects.get().estado == "activa"


def test_la_camara_propia_no_abre_los_paquetes_ni_las_operaciones_de_otra(
    cliente_de: ClienteDe,
    paginas: dict[str, str],
    otra_camara: Camara,
    forastero: Usuario,
) -> None:
    suyo = Ambito(otra_camara, ano_actual())
    cliente = cliente_de(forastero)
    assert cliente.get(suyo.panel).status_code == 200
    assert cliente.get(suyo.url("progreso", Operacion.objects.get().pk)).status_code == 404
    assert cliente.get(suyo.url("paquete", 1)).status_code == 404


def test_sin_el_permiso_no_se_entra_aunque_sea_de_la_camara(
    cliente_de: ClienteDe, camara: Camara, paginas: dict[str, str]
) -> None:
    sin_permiso = crear_personal("mirona", Rol.ADMINISTRADOR)
    camara.personal.add(sin_permiso)
    cliente = cliente_de(sin_permiso)
    assert set(estados(cliente, paginas).values()) == {403}
    assert cliente.get(ENTRADA).status_code == 403
    assert "Generador" not in cliente.get(reverse("admin:index")).content.decode()


def test_con_el_permiso_y_sin_camara_se_dice_que_falta(cliente_de: ClienteDe, db: None) -> None:
    suelto = crear_personal("suelto", None)
    suelto.user_permissions.add(Permission.objects.get(codename="generar_contrasena"))
    respuesta = cliente_de(suelto).get(ENTRADA)
    assert "no pertenece al personal de ninguna cámara" in respuesta.content.decode()


def test_un_anonimo_va_a_ingresar(client: Client, paginas: dict[str, str]) -> None:
    for ruta in [ENTRADA, *paginas.values()]:
        respuesta = client.get(ruta)
        assert respuesta.status_code == 302
        assert respuesta.headers["Location"].startswith(reverse("admin:login"))


def test_quien_puede_lo_halla_en_el_menu_del_modulo(cliente: Client) -> None:
    for pagina in (reverse("admin:index"), reverse("admin:app_list", args=["contrasenas"])):
        cuerpo = cliente.get(pagina).content.decode()
        assert f'href="{ENTRADA}"' in cuerpo
        assert "Módulo de Registro" in cuerpo


def test_un_get_no_cambia_nada_y_los_post_no_se_piden_con_get(
    cliente: Client, paginas: dict[str, str]
) -> None:
    for clave, ruta in paginas.items():
        if clave.startswith("POST"):
            assert cliente.get(ruta).status_code == 405
    assert cliente.post(paginas["GET panel"]).status_code == 405


@pytest.mark.parametrize("ano", [1999, ano_actual() + 1, 99999])
def test_un_ano_que_no_puede_ser_no_existe(cliente: Client, camara: Camara, ano: int) -> None:
    assert cliente.get(Ambito(camara, ano).panel).status_code == 404
