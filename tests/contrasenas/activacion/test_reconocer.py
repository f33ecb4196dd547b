"""Who the four data are: same answer and same effort for all refusals, locks, test identities."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from contrasenas.activacion import reconocer
from contrasenas.activacion.views import RECHAZADOS
from contrasenas.enums import EstadoContrasena
from contrasenas.huella import calcular, verificar
from contrasenas.models import Activacion, Camara, UsuarioVerificado
from contrasenas.models.contrasena import FALLOS_MAXIMOS, FALLOS_POR_BLOQUEO
from tests.contrasenas.activacion.recetas import (
    ACTIVAR,
    OTRA_CLAVE,
    PIN,
    Entregada,
    activar,
    dar_datos,
    entregar,
    entregar_prueba,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entregada(camara: Camara) -> Entregada:
    """A delivered password of the chamber."""
    return entregar(camara)


def bloquear(entregada: Entregada) -> None:
    fila = entregada.fila
    fila.bloqueada_hasta = timezone.now() + timedelta(minutes=5)
    fila.save()


def poner(**valores: Any) -> Callable[[Entregada], None]:
    def cambiar(entregada: Entregada) -> None:
        for campo, valor in valores.items():
            setattr(entregada.fila, campo, valor)
        entregada.fila.save()

    return cambiar


REFUSAS: dict[str, tuple[Callable[[Entregada], None], dict[str, str]]] = {
    "clave": (poner(), {"clave": OTRA_CLAVE}),
    "mayusculas": (poner(), {"clave": "kX7MqP3rTz"}),
    "identificacion": (poner(), {"identificacion": "999999"}),
    "correo": (poner(), {"correo": "otra@correo.example"}),
    "celular": (poner(), {"celular": "3000000000"}),
    "de prueba": (poner(), {"identificacion": "PRUEBA2247@"}),
    "vencida": (poner(vence=timezone.now() - timedelta(seconds=1)), {}),
    "cancelada": (poner(estado=EstadoContrasena.CANCELADA, clave_hash=""), {}),
    "activada": (poner(estado=EstadoContrasena.ACTIVADA, clave_hash=""), {}),
    "bloqueada": (poner(estado=EstadoContrasena.BLOQUEADA), {}),
    "en pausa": (bloquear, {}),
    "borrada": (lambda entregada: entregada.fila.delete() and None, {}),
}


@pytest.mark.parametrize("caso", REFUSAS)
@pytest.mark.parametrize("con_ficha", [True, False])
def test_todo_rechazo_se_lee_igual_y_cuesta_lo_mismo(
    client: Client,
    entregada: Entregada,
    monkeypatch: pytest.MonkeyPatch,
    caso: str,
    con_ficha: bool,
) -> None:
    preparar, cambios = REFUSAS[caso]
    preparar(entregada)
    hechas: list[str] = []

    def contada(clave: str, huella: str) -> bool:
        hechas.append(huella)
        return verificar(clave, huella)

    monkeypatch.setattr(reconocer, "verificar", contada)
    url = entregada.url if con_ficha else ACTIVAR
    respuesta = client.post(url, entregada.datos(**cambios))
    assert respuesta.status_code == 200
    assert respuesta.content.decode().count(RECHAZADOS) == 1
    assert len(hechas) == (reconocer.CON_FICHA if con_ficha else reconocer.SIN_FICHA)
    assert not Activacion.objects.exists()


def test_a_la_quinta_clave_equivocada_descansa_quince_minutos(
    client: Client, entregada: Entregada
) -> None:
    for _ in range(FALLOS_POR_BLOQUEO):
        dar_datos(client, entregada, clave=OTRA_CLAVE)
    assert RECHAZADOS in dar_datos(client, entregada).content.decode()
    fila = entregada.refrescar()
    assert fila.fallos == FALLOS_POR_BLOQUEO
    assert fila.estado == EstadoContrasena.ENVIADA
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert dar_datos(client, entregada)["Location"] == PIN
    assert entregada.refrescar().fallos == 0


def test_mientras_descansa_los_intentos_no_cuentan(client: Client, entregada: Entregada) -> None:
    for _ in range(FALLOS_POR_BLOQUEO + 4):
        dar_datos(client, entregada, clave=OTRA_CLAVE)
    assert entregada.refrescar().fallos == FALLOS_POR_BLOQUEO


def test_a_la_decimoquinta_se_bloquea_del_todo(client: Client, entregada: Entregada) -> None:
    ahora = timezone.now()
    for intento in range(FALLOS_MAXIMOS):
        with time_machine.travel(ahora + timedelta(minutes=16 * intento)):
            dar_datos(client, entregada, clave=OTRA_CLAVE)
    assert entregada.refrescar().estado == EstadoContrasena.BLOQUEADA
    with time_machine.travel(ahora + timedelta(days=30)):
        assert RECHAZADOS in dar_datos(client, entregada).content.decode()


def test_con_el_enlace_tambien_cuenta_adivinar_los_datos(
    client: Client, entregada: Entregada
) -> None:
    dar_datos(client, entregada, identificacion="5555555")
    assert entregada.refrescar().fallos == 1


def test_sin_el_enlace_solo_cuenta_si_los_otros_tres_son_de_la_fila(
    client: Client, entregada: Entregada
) -> None:
    client.post(ACTIVAR, entregada.datos(celular="3000000000"))
    assert entregada.refrescar().fallos == 0
    client.post(ACTIVAR, entregada.datos(clave=OTRA_CLAVE))
    assert entregada.refrescar().fallos == 1


def test_sin_enlace_sirve_cualquiera_de_las_dos_de_una_persona(
    client: Client, camara: Camara
) -> None:
    vieja = entregar(camara, numero="7654321", correo="a@correo.example", celular="+573105550177")
    entregar(
        camara,
        numero="7654321",
        correo="a@correo.example",
        celular="+573105550177",
        ano=2020,
        clave_hash=calcular(OTRA_CLAVE),
    )
    assert client.post(ACTIVAR, vieja.datos())["Location"] == PIN
    assert Activacion.objects.get().contrasena == vieja.fila
    assert Client().post(ACTIVAR, vieja.datos(clave=OTRA_CLAVE))["Location"] == PIN


def test_el_enlace_de_uno_con_los_datos_de_otro_no_sirve(
    client: Client, camara: Camara, entregada: Entregada
) -> None:
    otra = entregar(camara)
    assert RECHAZADOS in client.post(entregada.url, otra.datos()).content.decode()


def test_la_identificacion_es_la_de_su_tipo(client: Client, camara: Camara) -> None:
    pasaporte = entregar(camara, tipo="PA", numero="AB0012345")
    respuesta = dar_datos(client, pasaporte, identificacion="ab-001 2345")
    assert respuesta["Location"] == PIN


def test_se_limita_por_visitante_y_por_identificacion(
    client: Client, entregada: Entregada, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contrasenas.activacion.forms.POR_VISITANTE", {"maximo": 3, "ventana": 60})
    for _ in range(3):
        dar_datos(client, entregada, identificacion="31", clave=OTRA_CLAVE)
    respuesta = dar_datos(client, entregada)
    assert respuesta.status_code == 429
    assert int(respuesta["Retry-After"]) > 0


class TestPrueba:
    """Manual 004 §11."""

    def test_activa_un_verificado_marcado_como_de_prueba(
        self, client: Client, camara: Camara
    ) -> None:
        prueba = entregar_prueba(camara)
        pagina = activar(client, prueba).content.decode()
        assert "Esto fue una prueba" in pagina
        usuario = UsuarioVerificado.objects.get()
        assert usuario.es_prueba
        assert usuario.celular == prueba.fila.celular

    @pytest.mark.parametrize("con_ficha", [True, False])
    def test_las_dos_claves_de_la_prueba_sirven(self, camara: Camara, con_ficha: bool) -> None:
        pruebas = [
            entregar_prueba(camara),
            entregar_prueba(camara, clave_hash=calcular(OTRA_CLAVE)),
        ]
        for prueba, clave in zip(pruebas, ("Kx7mQp3RtZ", OTRA_CLAVE), strict=True):
            url = prueba.url if con_ficha else ACTIVAR
            assert Client().post(url, prueba.datos(clave=clave))["Location"] == PIN

    def test_dos_pruebas_seguidas_no_chocan(self, camara: Camara) -> None:
        for prueba in (entregar_prueba(camara), entregar_prueba(camara)):
            activar(Client(), prueba)
        assert UsuarioVerificado.objects.filter(es_prueba=True).count() == 2

    @pytest.mark.parametrize(
        "cambios",
        [{"celular": "3105550111"}, {"correo": "otro@camara.example"}, {"identificacion": "123"}],
    )
    def test_solo_con_los_datos_de_quien_prueba(
        self, client: Client, camara: Camara, cambios: dict[str, str]
    ) -> None:
        respuesta = dar_datos(client, entregar_prueba(camara), **cambios)
        assert RECHAZADOS in respuesta.content.decode()

    def test_al_dia_siguiente_ya_no_sirve(self, client: Client, camara: Camara) -> None:
        prueba = entregar_prueba(camara)
        with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
            assert RECHAZADOS in dar_datos(client, prueba).content.decode()

    def test_la_identificacion_es_la_que_la_camara_fijo(
        self, client: Client, camara: Camara
    ) -> None:
        camara.identificacion_prueba = "ENSAYO#1"
        camara.save()
        prueba = entregar_prueba(camara)
        for identificacion in ("PRUEBA2247@", "ensayo"):
            rechazo = dar_datos(client, prueba, identificacion=identificacion)
            assert RECHAZADOS in rechazo.content.decode()
        assert dar_datos(client, prueba, identificacion=" ensayo#1")["Location"] == PIN
