"""The staff's sign-in: password, then the second factor; nothing of the admin before both."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from portal.auditoria.models import Evento
from portal.usuarios.models import CodigoRecuperacion, SegundoFactor, Usuario
from portal.usuarios.servicios import renovar_recuperacion
from tests.conftest import CLAVE

pytestmark = pytest.mark.django_db
INICIO = reverse("admin:index")
INGRESO = reverse("admin:login")
SEGUNDO = reverse("admin:segundo_factor")


@pytest.fixture
def nuevo() -> Usuario:
    """A member of staff who has not enrolled a second factor yet."""
    return Usuario.objects.create_user("nuevo", "nuevo@portal.example", CLAVE, is_staff=True)


def con_clave(client: Client, usuario: Usuario) -> Client:
    """Give the password, and follow no further."""
    respuesta = client.post(INGRESO, {"username": usuario.username, "password": CLAVE})
    assert respuesta.status_code == 302
    return client


def codigo_de(usuario: Usuario) -> str:
    """The code that the user's app shows now."""
    return str(SegundoFactor.objects.get(user=usuario).codigo_actual())


def otro_codigo(usuario: Usuario) -> str:
    """A code that is certainly wrong now, and one period around."""
    dispositivo = SegundoFactor.objects.get(user=usuario)
    buenos = set()
    for segundos in (-60, -30, 0, 30, 60):
        with time_machine.travel(timezone.now() + timedelta(seconds=segundos), tick=False):
            buenos.add(dispositivo.codigo_actual())
    return next(codigo for codigo in map(str, range(100_000, 100_010)) if codigo not in buenos)


def dentro(client: Client) -> bool:
    """Whether the admin opens."""
    return bool(client.get(INICIO).status_code == 200)


class TestInscripcion:
    """The first time: scan, confirm, keep the recovery codes."""

    def test_con_la_contrasena_sola_lleva_a_inscribir_la_aplicacion(
        self, client: Client, nuevo: Usuario
    ) -> None:
        respuesta = con_clave(client, nuevo).get(INICIO, follow=True)
        assert respuesta.request["PATH_INFO"] == SEGUNDO
        pagina = respuesta.content.decode()
        assert "<svg" in pagina
        assert "style=" not in pagina
        assert SegundoFactor.objects.get(user=nuevo).clave_base32 in pagina
        assert "no-store" in respuesta.headers["Cache-Control"]

    def test_recargar_la_pagina_no_cambia_la_clave_ya_escaneada(
        self, client: Client, nuevo: Usuario
    ) -> None:
        con_clave(client, nuevo).get(SEGUNDO)
        clave = SegundoFactor.objects.get(user=nuevo).secreto
        client.get(SEGUNDO)
        assert SegundoFactor.objects.get(user=nuevo).secreto == clave

    def test_el_codigo_correcto_activa_muestra_los_de_recuperacion_y_abre_la_administracion(
        self, client: Client, nuevo: Usuario
    ) -> None:
        con_clave(client, nuevo).get(SEGUNDO)
        respuesta = client.post(SEGUNDO, {"codigo": codigo_de(nuevo)})
        codigos = respuesta.context["codigos"]
        assert len(set(codigos)) == 10
        assert all(codigo in respuesta.content.decode() for codigo in codigos)
        assert "no-store" in respuesta.headers["Cache-Control"]
        assert dentro(client)
        assert Evento.objects.de(nuevo).get().accion == "Activó su segundo factor"

    def test_un_codigo_equivocado_no_activa_nada(self, client: Client, nuevo: Usuario) -> None:
        con_clave(client, nuevo).get(SEGUNDO)
        respuesta = client.post(SEGUNDO, {"codigo": otro_codigo(nuevo)})
        assert "no corresponde" in respuesta.context["form"].errors["codigo"][0]
        assert not SegundoFactor.objects.get(user=nuevo).confirmed
        assert not dentro(client)

    @pytest.mark.parametrize("codigo", ["", "12345", "abcdef", "1234567", "１２３456 7"])
    def test_lo_que_no_tiene_seis_digitos_se_explica(
        self, client: Client, nuevo: Usuario, codigo: str
    ) -> None:
        con_clave(client, nuevo).get(SEGUNDO)
        respuesta = client.post(SEGUNDO, {"codigo": codigo})
        assert respuesta.context["form"].errors["codigo"]

    def test_el_codigo_con_que_se_inscribio_no_vuelve_a_servir(
        self, client: Client, nuevo: Usuario
    ) -> None:
        con_clave(client, nuevo).get(SEGUNDO)
        codigo = codigo_de(nuevo)
        client.post(SEGUNDO, {"codigo": codigo})
        otra = con_clave(Client(), nuevo)
        otra.post(SEGUNDO, {"codigo": codigo})
        assert not dentro(otra)


class TestVerificacion:
    """Every other time: one code."""

    def test_el_codigo_de_la_aplicacion_abre_la_administracion(
        self, client: Client, operador: Usuario
    ) -> None:
        con_clave(client, operador)
        assert not dentro(client)
        codigo = codigo_de(operador)
        respuesta = client.post(SEGUNDO, {"codigo": f" {codigo[:3]} {codigo[3:]} "})
        assert respuesta.headers["Location"] == INICIO
        assert dentro(client)

    def test_la_clave_de_la_sesion_cambia_al_entrar(
        self, client: Client, operador: Usuario
    ) -> None:
        con_clave(client, operador)
        antes = client.session.session_key
        client.post(SEGUNDO, {"codigo": codigo_de(operador)})
        assert client.session.session_key != antes

    def test_un_codigo_ya_usado_no_sirve_otra_vez(self, client: Client, operador: Usuario) -> None:
        codigo = codigo_de(operador)
        con_clave(client, operador).post(SEGUNDO, {"codigo": codigo})
        otra = con_clave(Client(), operador)
        respuesta = otra.post(SEGUNDO, {"codigo": codigo})
        assert "ya se usó" in respuesta.context["form"].errors["codigo"][0]
        assert not dentro(otra)

    def test_un_codigo_equivocado_no_abre(self, client: Client, operador: Usuario) -> None:
        con_clave(client, operador).post(SEGUNDO, {"codigo": otro_codigo(operador)})
        assert not dentro(client)

    def test_despues_de_un_error_hay_que_esperar_y_luego_si_sirve(
        self, client: Client, operador: Usuario
    ) -> None:
        con_clave(client, operador)
        with time_machine.travel(timezone.now(), tick=False) as reloj:
            client.post(SEGUNDO, {"codigo": otro_codigo(operador)})
            client.post(SEGUNDO, {"codigo": codigo_de(operador)})
            assert not dentro(client)
            reloj.shift(timedelta(seconds=2))
            client.post(SEGUNDO, {"codigo": codigo_de(operador)})
            assert dentro(client)

    def test_demasiados_intentos_dan_la_pagina_de_espera(
        self, client: Client, operador: Usuario
    ) -> None:
        con_clave(client, operador)
        malo = otro_codigo(operador)
        estados = [client.post(SEGUNDO, {"codigo": malo}).status_code for _ in range(11)]
        assert estados == [200] * 10 + [429]
        respuesta = client.post(SEGUNDO, {"codigo": codigo_de(operador)})
        assert respuesta.status_code == 429
        assert int(respuesta.headers["Retry-After"]) > 0
        assert not dentro(client)

    def test_los_intentos_de_una_persona_no_gastan_los_de_otra(
        self, client: Client, operador: Usuario, colega: Usuario
    ) -> None:
        con_clave(client, operador)
        for _ in range(11):
            client.post(SEGUNDO, {"codigo": "000000"})
        otra = con_clave(Client(), colega)
        otra.post(SEGUNDO, {"codigo": codigo_de(colega)})
        assert dentro(otra)

    @pytest.mark.parametrize("codigo", ["", "\0", "x" * 41, "🙂", "'; --"])
    def test_nada_de_lo_que_se_escriba_rompe_la_pagina(
        self, client: Client, operador: Usuario, codigo: str
    ) -> None:
        con_clave(client, operador)
        assert client.post(SEGUNDO, {"codigo": codigo}).status_code == 200

    def test_quitado_el_dispositivo_la_sesion_abierta_se_cierra(
        self, client: Client, operador: Usuario
    ) -> None:
        con_clave(client, operador).post(SEGUNDO, {"codigo": codigo_de(operador)})
        SegundoFactor.objects.all().delete()
        assert not dentro(client)


class TestRecuperacion:
    """The codes for when the telephone is lost."""

    def test_un_codigo_de_recuperacion_sirve_una_vez(
        self, client: Client, operador: Usuario
    ) -> None:
        dispositivo = SegundoFactor.objects.get(user=operador)
        codigo = renovar_recuperacion(dispositivo=dispositivo)[3]
        con_clave(client, operador).post(SEGUNDO, {"codigo": codigo})
        assert dentro(client)
        otra = con_clave(Client(), operador)
        otra.post(SEGUNDO, {"codigo": codigo})
        assert not dentro(otra)

    @pytest.mark.parametrize(
        "escribir",
        [str.lower, lambda codigo: codigo.replace("-", ""), lambda codigo: f"  {codigo} "],
    )
    def test_se_perdonan_minusculas_guiones_y_espacios(
        self, client: Client, operador: Usuario, escribir: Callable[[str], str]
    ) -> None:
        dispositivo = SegundoFactor.objects.get(user=operador)
        codigo = renovar_recuperacion(dispositivo=dispositivo)[0]
        con_clave(client, operador).post(SEGUNDO, {"codigo": escribir(codigo)})
        assert dentro(client)

    def test_el_codigo_de_otra_persona_no_sirve(
        self, client: Client, operador: Usuario, colega: Usuario
    ) -> None:
        ajeno = renovar_recuperacion(dispositivo=SegundoFactor.objects.get(user=colega))[0]
        con_clave(client, operador).post(SEGUNDO, {"codigo": ajeno})
        assert not dentro(client)

    def test_renovarlos_anula_los_anteriores_y_abrir_la_pagina_no(
        self, operador: Usuario, cliente_de: Callable[[Usuario], Client]
    ) -> None:
        cliente = cliente_de(operador)
        direccion = reverse("admin:codigos_recuperacion")
        viejos = renovar_recuperacion(dispositivo=SegundoFactor.objects.get(user=operador))
        pagina = cliente.get(direccion)
        assert "<strong>10</strong>" in pagina.content.decode()
        assert CodigoRecuperacion.objects.count() == 10
        nuevos = cliente.post(direccion).context["codigos"]
        assert not set(nuevos) & set(viejos)
        otra = con_clave(Client(), operador)
        otra.post(SEGUNDO, {"codigo": viejos[0]})
        assert not dentro(otra)


class TestDireccion:
    """Where the sign-in leads."""

    @pytest.mark.parametrize(
        "destino",
        ["https://malo.example/", "//malo.example/", "javascript:alert(1)", "/\\malo.example", ""],
    )
    def test_nunca_a_otro_sitio(self, client: Client, operador: Usuario, destino: str) -> None:
        con_clave(client, operador)
        datos = {"codigo": codigo_de(operador), "next": destino}
        assert client.post(SEGUNDO, datos).headers["Location"] == INICIO
        repetida = client.get(SEGUNDO, {"next": destino})
        assert repetida.headers["Location"] == INICIO

    def test_a_la_pagina_que_se_pidio(self, client: Client, operador: Usuario) -> None:
        pedida = f"{reverse('admin:solicitudes_solicitud_changelist')}?q=434070"
        ingreso = client.get(pedida).headers["Location"]
        client.post(ingreso, {"username": operador.username, "password": CLAVE})
        pagina = client.get(pedida, follow=True)
        assert pagina.request["PATH_INFO"] == SEGUNDO
        siguiente = pagina.context["siguiente"]
        datos = {"codigo": codigo_de(operador), "next": siguiente}
        assert client.post(SEGUNDO, datos).headers["Location"] == pedida

    def test_quien_no_ha_dado_la_contrasena_va_al_ingreso(self, client: Client) -> None:
        assert client.get(SEGUNDO).headers["Location"] == INGRESO
        assert client.post(SEGUNDO, {"codigo": "1"}).headers["Location"] == INGRESO

    def test_quien_no_es_del_personal_no_llega_al_segundo_paso(self, client: Client) -> None:
        cliente = Usuario.objects.create_user("cliente", password=CLAVE)
        client.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(SEGUNDO).headers["Location"] == INGRESO
        assert not SegundoFactor.objects.exists()

    def test_se_puede_salir_para_ingresar_con_otro_usuario(
        self, client: Client, operador: Usuario
    ) -> None:
        con_clave(client, operador)
        assert 'name="salir"' in client.get(SEGUNDO).content.decode()
        assert client.post(SEGUNDO, {"salir": "1"}).headers["Location"] == INGRESO
        assert "_auth_user_id" not in client.session
        assert client.get(INGRESO).status_code == 200

    def test_la_salida_de_la_administracion_cierra_la_sesion(
        self, operador: Usuario, cliente_de: Callable[[Usuario], Client]
    ) -> None:
        cliente = cliente_de(operador)
        assert cliente.post(reverse("admin:logout")).status_code == 200
        assert not dentro(cliente)


class TestDemostracion:
    """The code on the page, only in the demo."""

    def test_en_la_demostracion_la_pagina_muestra_el_codigo(
        self, client: Client, operador: Usuario
    ) -> None:
        assert settings.PORTAL_DEMO
        con_clave(client, operador)
        with time_machine.travel(timezone.now(), tick=False):
            assert codigo_de(operador) in client.get(SEGUNDO).content.decode()

    @override_settings(PORTAL_DEMO=False)
    def test_fuera_de_ella_no_lo_muestra_nunca(
        self, client: Client, operador: Usuario, nuevo: Usuario
    ) -> None:
        with time_machine.travel(timezone.now(), tick=False):
            for usuario in (operador, nuevo):
                cliente = con_clave(Client(), usuario)
                pagina = cliente.get(SEGUNDO).content.decode()
                assert codigo_de(usuario) not in pagina
                assert "Demostración" not in pagina


@pytest.mark.django_db
def test_una_consulta_publica_previa_no_acorta_la_sesion_del_personal(
    client: Client, operador: Usuario
) -> None:
    client.force_login(operador, backend="django.contrib.auth.backends.ModelBackend")
    sesion = client.session
    sesion.set_expiry(60)
    sesion.save()
    codigo = SegundoFactor.objects.get(user=operador).codigo_actual()
    client.post("/admin/segundo-factor/", {"codigo": codigo})
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
