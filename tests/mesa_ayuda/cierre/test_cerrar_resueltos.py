"""A solved case closes by itself once its term to object has ended, and not before."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from mesa_ayuda.casos import cambiar_estado, responder_como_cliente
from mesa_ayuda.cierre import servicios
from mesa_ayuda.cierre.plazo import ultimo_dia
from mesa_ayuda.cierre.tasks import cerrar_casos_resueltos
from mesa_ayuda.enums import Estado, TipoMensaje, Via
from mesa_ayuda.models import CambioEstado, Caso, Encuesta, Mensaje
from portal.auditoria.models import Evento
from portal.calendario.memoria import olvidar_todo
from portal.calendario.models import Festivo
from portal.calendario.tiempo_habil import BOGOTA
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
# A Friday evening. The two Mondays that follow are holidays by law.
RESUELTO = datetime(2026, 10, 30, 18, tzinfo=BOGOTA)
ULTIMO = date(2026, 11, 17)


@pytest.fixture
def caso(cliente: Usuario) -> Caso:
    """A case solved on that Friday."""
    return resolver(crear_caso(cliente, estado=Estado.ABIERTO), RESUELTO)


def resolver(caso: Caso, momento: datetime) -> Caso:
    """Solve a case at that moment; the database's clock can't be set."""
    cambiar_estado(caso=caso, a=Estado.RESUELTO, actor=None)
    Caso.objects.filter(pk=caso.pk).update(resuelto_en=momento)
    caso.refresh_from_db()
    return caso


def cerrar(dia: date) -> int:
    """Run the task early on that day; return how many cases it closed."""
    antes = Caso.objects.filter(estado=Estado.CERRADO).count()
    with time_machine.travel(datetime(dia.year, dia.month, dia.day, 6, 40, tzinfo=BOGOTA)):
        cerrar_casos_resueltos()
    return Caso.objects.filter(estado=Estado.CERRADO).count() - antes


def test_el_plazo_son_dias_habiles_desde_el_siguiente(caso: Caso, settings: Settings) -> None:
    assert ultimo_dia(caso) == ULTIMO
    settings.PORTAL_DIAS_PARA_CERRAR = 1
    assert ultimo_dia(caso) == date(2026, 11, 3)


def test_un_cierre_de_la_entidad_lo_alarga(caso: Caso) -> None:
    Festivo.objects.create(fecha=date(2026, 11, 4), nombre="Cierre de prueba")
    olvidar_todo()
    assert ultimo_dia(caso) == ULTIMO + timedelta(days=1)


def test_se_cierra_al_dia_siguiente_del_ultimo_y_una_vez(caso: Caso) -> None:
    assert cerrar(ULTIMO) == 0
    assert cerrar(ULTIMO + timedelta(days=1)) == 1
    assert cerrar(ULTIMO + timedelta(days=1)) == 0
    paso = CambioEstado.objects.get(caso=caso, a=Estado.CERRADO)
    assert (paso.de, paso.actor) == (Estado.RESUELTO, None)
    evento = Evento.objects.de(caso)[0]
    assert (evento.actor, evento.origen) == (None, "cierre automático")
    assert evento.motivo == "Nadie objetó la solución en 10 días hábiles"


def test_el_cliente_lo_lee_en_su_caso_y_puede_opinar_y_reabrir(
    caso: Caso,
    cliente: Usuario,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        cerrar(ULTIMO + timedelta(days=1))
    aviso = Mensaje.objects.get(caso=caso, tipo=TipoMensaje.SISTEMA)
    assert aviso.texto == "Nadie objetó la solución en 10 días hábiles: caso cerrado."
    assert Encuesta.objects.get().caso == caso
    assert CorreoSaliente.objects.get().proposito == "mesa_encuesta"
    client.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    pagina = client.get(f"/mesa-de-ayuda/casos/{caso.numero}/").content.decode()
    assert "Nadie objetó la solución" in pagina
    assert "Reabrir" in pagina


def test_lo_que_volvio_a_abrirse_no_se_cierra(caso: Caso, cliente: Usuario) -> None:
    responder_como_cliente(caso=caso, texto="Sigue igual", via=Via.WEB, autor=cliente)
    assert cerrar(date(2027, 3, 1)) == 0


def test_resuelto_otra_vez_cuenta_desde_la_ultima(caso: Caso, cliente: Usuario) -> None:
    responder_como_cliente(caso=caso, texto="Sigue igual", via=Via.WEB, autor=cliente)
    resolver(caso, datetime(2026, 11, 17, 9, tzinfo=BOGOTA))
    assert cerrar(ULTIMO + timedelta(days=1)) == 0
    assert cerrar(date(2026, 12, 3)) == 1


@pytest.mark.parametrize(
    "estado", [Estado.NUEVO, Estado.ABIERTO, Estado.ESPERA, Estado.CERRADO, Estado.CANCELADO]
)
def test_solo_se_cierra_lo_resuelto(estado: Estado) -> None:
    caso = crear_caso(estado=estado, resuelto_en=RESUELTO)
    assert ultimo_dia(caso) is None
    assert servicios.cerrar_caso(pk=caso.pk) is False


def test_con_cero_nada_se_cierra_solo(caso: Caso, settings: Settings) -> None:
    settings.PORTAL_DIAS_PARA_CERRAR = 0
    assert ultimo_dia(caso) is None
    assert cerrar(date(2027, 3, 1)) == 0


def test_uno_que_falla_no_detiene_a_los_demas(caso: Caso) -> None:
    otro = crear_caso(estado=Estado.RESUELTO, resuelto_en=RESUELTO)

    def falla(**valores: object) -> None:
        if valores["caso"] == caso:
            raise RuntimeError
        cambiar_estado(**valores)  # type: ignore[arg-type]

    with patch.object(servicios, "cambiar_estado", falla):
        assert cerrar(ULTIMO + timedelta(days=1)) == 1
    otro.refresh_from_db()
    assert otro.estado == Estado.CERRADO
    assert cerrar(ULTIMO + timedelta(days=2)) == 1
