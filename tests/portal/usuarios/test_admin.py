"""Users and roles in the admin: who may change whom, and what the history keeps."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from portal.auditoria.models import Evento
from portal.usuarios.enums import Rol
from portal.usuarios.models import SegundoFactor, Usuario

pytestmark = pytest.mark.django_db
LISTA = reverse("admin:usuarios_usuario_changelist")
NUEVA = "otra clave larga de prueba 43"


@pytest.fixture
def cliente(cliente_de: Callable[[Usuario], Client], administrador: Usuario) -> Client:
    """The administrator's browser."""
    return cliente_de(administrador)


@pytest.fixture
def superusuario() -> Usuario:
    """Somebody above the administrators."""
    return Usuario.objects.create_superuser("super", "super@portal.example", NUEVA)


def ficha(usuario: Usuario) -> str:
    """The address of a user's page."""
    return reverse("admin:usuarios_usuario_change", args=[usuario.pk])


def datos(usuario: Usuario, **cambios: object) -> dict[str, object]:
    """What the form of a user sends."""
    return {
        "username": usuario.username,
        "first_name": usuario.first_name,
        "last_name": usuario.last_name,
        "email": usuario.email,
        "is_active": "on",
        "is_staff": "on",
        "groups": list(usuario.groups.values_list("pk", flat=True)),
    } | cambios


def test_cambiar_los_roles_de_alguien_queda_escrito_de_que_a_que(
    cliente: Client, operador: Usuario, administrador: Usuario
) -> None:
    supervisor = Group.objects.get(name=Rol.SUPERVISOR)
    cliente.post(ficha(operador), datos(operador, groups=[supervisor.pk]))
    assert operador.groups.get() == supervisor
    evento = Evento.objects.de(operador).get()
    assert evento.actor == administrador
    assert evento.cambios == {"grupos": ["Operador SSPS", "Supervisor"]}


def test_inactivar_a_alguien_queda_escrito(cliente: Client, operador: Usuario) -> None:
    envio = datos(operador)
    del envio["is_active"]
    cliente.post(ficha(operador), envio)
    assert Evento.objects.de(operador).get().cambios == {"activo": ["sí", "no"]}


def test_crear_a_alguien_y_cambiarle_la_contrasena_queda_escrito_sin_la_contrasena(
    cliente: Client, administrador: Usuario
) -> None:
    envio = {"username": "nuevo", "password1": NUEVA, "password2": NUEVA}
    cliente.post(reverse("admin:usuarios_usuario_add"), envio)
    nuevo = Usuario.objects.get(username="nuevo")
    clave = reverse("admin:auth_user_password_change", args=[nuevo.pk])
    otra = NUEVA + "4"
    cliente.post(clave, {"password1": otra, "password2": otra, "usable_password": "true"})
    nuevo.refresh_from_db()
    assert nuevo.check_password(otra)
    eventos = list(Evento.objects.de(nuevo))
    assert [evento.accion for evento in eventos] == ["Cambió la contraseña", "Creó"]
    assert {evento.actor for evento in eventos} == {administrador}
    for evento in eventos:
        texto = f"{evento.cambios}{evento.motivo}"
        assert NUEVA not in texto
        assert "argon2" not in texto


def test_una_contrasena_rechazada_no_se_anota_como_cambio(
    cliente: Client, operador: Usuario
) -> None:
    clave = reverse("admin:auth_user_password_change", args=[operador.pk])
    respuesta = cliente.post(
        clave, {"password1": "corta", "password2": "corta", "usable_password": "true"}
    )
    assert respuesta.status_code == 200
    assert not Evento.objects.exists()


def test_un_administrador_no_se_hace_superusuario_ni_da_permisos_sueltos(
    cliente: Client, administrador: Usuario, operador: Usuario
) -> None:
    for usuario in (administrador, operador):
        cliente.post(ficha(usuario), datos(usuario, is_superuser="on", user_permissions=["1"]))
        usuario.refresh_from_db()
        assert not usuario.is_superuser
        assert not usuario.user_permissions.exists()


def test_un_administrador_no_toca_a_un_superusuario(cliente: Client, superusuario: Usuario) -> None:
    SegundoFactor.objects.create(user=superusuario, name="x", confirmed=True)
    assert cliente.post(ficha(superusuario), datos(superusuario)).status_code == 403
    clave = reverse("admin:auth_user_password_change", args=[superusuario.pk])
    envio = {"password1": NUEVA, "password2": NUEVA, "usable_password": "true"}
    assert cliente.post(clave, envio).status_code == 403
    quitar = {"action": "quitar_segundo_factor", "_selected_action": [superusuario.pk]}
    cliente.post(LISTA, quitar | {"confirmar": "1"})
    assert SegundoFactor.objects.filter(user=superusuario).exists()


def test_un_superusuario_si_puede(
    cliente_de: Callable[[Usuario], Client], superusuario: Usuario, operador: Usuario
) -> None:
    SegundoFactor.objects.create(user=superusuario, name="x", confirmed=True)
    cliente = cliente_de(superusuario)
    envio = datos(operador, is_superuser="on", last_login_0="", last_login_1="")
    cliente.post(ficha(operador), envio)
    operador.refresh_from_db()
    assert operador.is_superuser


def test_nadie_borra_usuarios(cliente: Client, operador: Usuario) -> None:
    borrar = reverse("admin:usuarios_usuario_delete", args=[operador.pk])
    assert cliente.post(borrar, {"post": "yes"}).status_code == 403
    assert "delete_selected" not in cliente.get(LISTA).content.decode()


class TestQuitarElSegundoFactor:
    """For somebody who lost the telephone."""

    def test_primero_pregunta_y_dice_a_cuantos(self, cliente: Client, operador: Usuario) -> None:
        envio = {"action": "quitar_segundo_factor", "_selected_action": [operador.pk]}
        pagina = cliente.post(LISTA, envio).content.decode()
        assert "Se aplicará a 1 fila" in pagina
        assert "operador" in pagina
        assert SegundoFactor.objects.filter(user=operador).exists()

    def test_confirmado_lo_quita_y_queda_escrito(
        self, cliente: Client, operador: Usuario, colega: Usuario, administrador: Usuario
    ) -> None:
        envio = {
            "action": "quitar_segundo_factor",
            "_selected_action": [operador.pk, colega.pk],
            "confirmar": "1",
        }
        respuesta = cliente.post(LISTA, envio)
        aviso = str(next(iter(get_messages(respuesta.wsgi_request))))
        assert aviso == "Usuarios sin segundo factor a partir de ahora: 2."
        assert SegundoFactor.objects.get().user == administrador
        assert Evento.objects.de(operador).get().actor == administrador

    def test_no_lo_hace_quien_no_administra_usuarios(
        self, cliente_de: Callable[[Usuario], Client], operador: Usuario, colega: Usuario
    ) -> None:
        envio = {
            "action": "quitar_segundo_factor",
            "_selected_action": [colega.pk],
            "confirmar": "1",
        }
        assert cliente_de(operador).post(LISTA, envio).status_code == 403
        assert SegundoFactor.objects.filter(user=colega).exists()


@pytest.mark.parametrize("quien", ["operador", "colega", "ajeno"])
def test_quien_no_es_administrador_no_ve_usuarios_ni_roles(
    quien: str,
    cliente_de: Callable[[Usuario], Client],
    administrador: Usuario,
    request: pytest.FixtureRequest,
) -> None:
    cliente = cliente_de(request.getfixturevalue(quien))
    roles = reverse("admin:auth_group_changelist")
    for direccion in (LISTA, ficha(administrador), roles, f"{LISTA}?q=admin"):
        assert cliente.get(direccion).status_code == 403


def test_los_roles_se_ven_pero_el_administrador_no_los_cambia(cliente: Client) -> None:
    grupo = Group.objects.get(name=Rol.OPERADOR_SSPS)
    direccion = reverse("admin:auth_group_change", args=[grupo.pk])
    assert cliente.get(direccion).status_code == 200
    assert cliente.post(direccion, {"name": "Otro", "permissions": []}).status_code == 403


def test_nadie_se_crea_sin_contrasena(cliente: Client) -> None:
    agregar = reverse("admin:usuarios_usuario_add")
    assert "usable_password" not in cliente.get(agregar).context["adminform"].form.fields
    cliente.post(agregar, {"username": "nuevo", "usable_password": "false"})
    assert not Usuario.objects.filter(username="nuevo").exists()
