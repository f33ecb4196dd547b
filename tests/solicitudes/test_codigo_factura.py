"""The one-time code: how it is made, kept, sent and redeemed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.limites import LimiteExcedido, liberar
from portal.mensajes.models import CorreoSaliente
from solicitudes import codigo_factura
from solicitudes.codigo_factura import huella
from solicitudes.models import CodigoFactura, Orden
from solicitudes.servicios_factura import SinCorreo, canjear_codigo, enviar_codigo
from tests.solicitudes.recetas import crear_orden, crear_persona

SEIS_DIGITOS = re.compile(r"^\d{6}$", re.MULTILINE)


def pedir(orden: Orden) -> str:
    """Send a code, with the minute's limit out of the way, and read it in the mail."""
    liberar("factura-minuto", str(orden.pk))
    enviar_codigo(orden=orden)
    correo = CorreoSaliente.objects.order_by("-creado").first()
    assert correo is not None
    hallado = SEIS_DIGITOS.search(correo.texto)
    assert hallado is not None
    return hallado[0]


def otro(codigo: str) -> str:
    """A code that is not that one."""
    return f"{(int(codigo) + 1) % 10**6:06}"


@pytest.fixture
def orden(db: None) -> Orden:
    return crear_orden()


def test_envia_el_codigo_al_correo_del_solicitante(orden: Orden) -> None:
    codigo = pedir(orden)
    correo = CorreoSaliente.objects.get()
    assert correo.destinatario == orden.solicitante.correo
    assert correo.confidencial
    assert codigo not in correo.asunto
    assert codigo in correo.html
    assert str(orden.numero) in correo.texto
    assert "10 minutos" in correo.texto


def test_no_guarda_el_codigo(orden: Orden) -> None:
    codigo = pedir(orden)
    fila = CodigoFactura.objects.get()
    assert fila.huella == huella(fila.pk, codigo)
    assert fila.vence - timezone.now() <= codigo_factura.DURACION


def test_el_codigo_correcto_sirve_una_sola_vez(orden: Orden) -> None:
    codigo = pedir(orden)
    assert canjear_codigo(orden_id=orden.pk, codigo=codigo)
    assert CodigoFactura.objects.get().usado_en is not None
    assert not canjear_codigo(orden_id=orden.pk, codigo=codigo)


def test_el_codigo_de_una_orden_no_abre_otra(orden: Orden) -> None:
    ajena = crear_orden()
    codigo = pedir(orden)
    assert not canjear_codigo(orden_id=ajena.pk, codigo=codigo)
    assert canjear_codigo(orden_id=orden.pk, codigo=codigo)


def test_uno_nuevo_anula_los_anteriores(orden: Orden) -> None:
    viejo, nuevo = pedir(orden), pedir(orden)
    if viejo != nuevo:
        assert not canjear_codigo(orden_id=orden.pk, codigo=viejo)
    assert canjear_codigo(orden_id=orden.pk, codigo=nuevo)
    assert not canjear_codigo(orden_id=orden.pk, codigo=viejo)


def test_a_los_diez_minutos_vence(orden: Orden) -> None:
    codigo = pedir(orden)
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert not canjear_codigo(orden_id=orden.pk, codigo=codigo)
    assert canjear_codigo(orden_id=orden.pk, codigo=codigo)


def test_tras_cinco_intentos_ya_no_sirve_ni_el_correcto(orden: Orden) -> None:
    codigo = pedir(orden)
    for _ in range(codigo_factura.INTENTOS_MAXIMOS + 2):
        assert not canjear_codigo(orden_id=orden.pk, codigo=otro(codigo))
    assert CodigoFactura.objects.get().intentos == codigo_factura.INTENTOS_MAXIMOS
    assert not canjear_codigo(orden_id=orden.pk, codigo=codigo)


def test_al_quinto_intento_el_correcto_todavia_sirve(orden: Orden) -> None:
    codigo = pedir(orden)
    for _ in range(codigo_factura.INTENTOS_MAXIMOS - 1):
        canjear_codigo(orden_id=orden.pk, codigo=otro(codigo))
    assert canjear_codigo(orden_id=orden.pk, codigo=codigo)


def test_sin_haber_pedido_codigo_ninguno_sirve(orden: Orden) -> None:
    assert not canjear_codigo(orden_id=orden.pk, codigo="000000")


def test_se_envia_uno_por_minuto(orden: Orden) -> None:
    enviar_codigo(orden=orden)
    with pytest.raises(LimiteExcedido) as exceso:
        enviar_codigo(orden=orden)
    assert 0 < exceso.value.reintentar_en <= 60
    assert CorreoSaliente.objects.count() == 1


def test_se_envian_tres_por_hora(orden: Orden) -> None:
    for _ in range(3):
        pedir(orden)
    with pytest.raises(LimiteExcedido) as exceso:
        pedir(orden)
    assert 60 < exceso.value.reintentar_en <= 3600
    assert CorreoSaliente.objects.count() == 3


def test_se_envian_diez_por_dia(orden: Orden) -> None:
    for _ in range(10):
        liberar("factura-hora", str(orden.pk))
        liberar("factura-persona", str(orden.solicitante.pk))
        pedir(orden)
    liberar("factura-hora", str(orden.pk))
    with pytest.raises(LimiteExcedido) as exceso:
        pedir(orden)
    assert exceso.value.nombre == "factura-dia"


def test_cada_orden_tiene_su_limite_y_su_solicitante_uno_comun(orden: Orden) -> None:
    ordenes = [orden, *(crear_orden(solicitante=orden.solicitante) for _ in range(10))]
    for propia in ordenes[:10]:
        enviar_codigo(orden=propia)
    with pytest.raises(LimiteExcedido) as exceso:
        enviar_codigo(orden=ordenes[10])
    assert exceso.value.nombre == "factura-persona"
    assert CorreoSaliente.objects.count() == 10


def test_sin_correo_registrado_no_envia_ni_gasta_el_limite(db: None) -> None:
    orden = crear_orden(solicitante=crear_persona(correo=""))
    with pytest.raises(SinCorreo):
        enviar_codigo(orden=orden)
    orden.solicitante.correo = "nuevo@correo.example"
    orden.solicitante.save()
    enviar_codigo(orden=orden)
    assert CorreoSaliente.objects.get().destinatario == "nuevo@correo.example"
