"""What machines send is kept where it belongs and causes nothing."""

import pytest

from mesa_ayuda.agentes.fusion import fusionar
from mesa_ayuda.enums import Estado, TipoMensaje, Veredicto
from mesa_ayuda.models import (
    Buzon,
    CambioEstado,
    Caso,
    Contacto,
)
from mesa_ayuda.salida.correos import enviar_recibido
from mesa_ayuda.salida.identificador import firmar
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.entrada.conftest import Tomar
from tests.mesa_ayuda.entrada.muestras import (
    NUEVA,
    rebote,
    responder_a,
)
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


def test_lo_automatico_no_causa_nada(tomar: Tomar) -> None:
    resultado = tomar(de=NUEVA, cabeceras={"Auto-Submitted": "auto-replied"})
    assert resultado.veredicto == Veredicto.AUTOMATICO
    assert not Caso.objects.exists()
    assert not CorreoSaliente.objects.exists()
    assert not Usuario.objects.exists()


def test_la_ausencia_de_quien_participa_queda_como_nota_y_no_mueve_nada(
    tomar: Tomar, cliente: Usuario
) -> None:
    caso = crear_caso(cliente, estado=Estado.ESPERA)
    resultado = tomar(
        texto="Vuelvo el lunes.",
        de=cliente.email,
        asunto="Respuesta automática: [x]",
        cabeceras=responder_a(caso),
    )
    antes = caso.actualizado
    caso.refresh_from_db()
    assert (resultado.veredicto, resultado.caso) == (Veredicto.AUTOMATICO, caso.numero)
    assert (caso.estado, caso.actualizado) == (Estado.ESPERA, antes)
    nota = caso.mensajes.get()
    assert (nota.tipo, nota.automatico) == (TipoMensaje.NOTA, True)
    assert "Vuelvo el lunes." in nota.texto
    assert not CambioEstado.objects.exists()


def test_la_maquina_de_un_ajeno_no_escribe_en_el_caso(tomar: Tomar, cliente: Usuario) -> None:
    caso = crear_caso(cliente)
    resultado = tomar(
        de="eva@mala.example",
        asunto=caso.numero,
        cabeceras={"Auto-Submitted": "auto-replied", **responder_a(caso)},
    )
    assert (resultado.veredicto, resultado.caso) == (Veredicto.AUTOMATICO, "")
    assert not caso.mensajes.exists()


def test_una_maquina_no_llena_un_caso_de_notas(tomar: Tomar, cliente: Usuario) -> None:
    caso = crear_caso(cliente)
    for _ in range(22):
        tomar(de=cliente.email, cabeceras={"Auto-Submitted": "auto-replied", **responder_a(caso)})
    assert caso.mensajes.count() == 20


def test_un_rebote_se_ata_a_su_caso_y_marca_la_direccion(
    tomar: Tomar, cliente: Usuario, forastero: Usuario, buzon: Buzon
) -> None:
    caso = crear_caso(cliente)
    nuestro = enviar_recibido(caso, buzon=buzon)

    # The report's own word for the recipient is not believed.
    resultado = tomar(rebote(nuestro.message_id, destinatario=forastero.email))

    assert (resultado.veredicto, resultado.caso) == (Veredicto.REBOTE, caso.numero)
    assert Contacto.objects.get(usuario=cliente).rebota_desde is not None
    assert Contacto.objects.get(usuario=forastero).rebota_desde is None
    assert caso.mensajes.get().tipo == TipoMensaje.NOTA


def test_el_rebote_de_un_caso_fusionado_va_al_que_sigue(
    tomar: Tomar, cliente: Usuario, agente: Usuario
) -> None:
    sale, queda = crear_caso(cliente), crear_caso(cliente)
    nuestro = enviar_recibido(sale)
    fusionar(caso=sale, destino=queda, actor=agente)
    assert tomar(rebote(nuestro.message_id)).caso == queda.numero
    assert queda.mensajes.filter(tipo=TipoMensaje.NOTA).exists()


@pytest.mark.parametrize("estado", ["4.2.2", "5.2.2", "5.7.1", "15.1.1"])
def test_un_rebote_por_otra_causa_no_marca_la_direccion(
    tomar: Tomar, cliente: Usuario, estado: str
) -> None:
    nuestro = enviar_recibido(crear_caso(cliente))
    tomar(rebote(nuestro.message_id, estado=estado))
    assert Contacto.objects.get(usuario=cliente).rebota_desde is None


def test_un_rebote_falso_no_toca_ningun_caso(tomar: Tomar, cliente: Usuario) -> None:
    caso = crear_caso(cliente)
    falso = f"<{caso.numero}.0123456789abcdef.{'0' * 32}@portal.example>"
    assert tomar(rebote(falso)).caso == ""
    assert not caso.mensajes.exists()
    assert Contacto.objects.get(usuario=cliente).rebota_desde is None


def test_nuestro_propio_correo_que_vuelve_no_abre_nada(
    tomar: Tomar, cliente: Usuario, buzon: Buzon
) -> None:
    caso = crear_caso(cliente)
    propio = firmar(caso, dominio="portal.example")
    assert tomar(de=NUEVA, message_id=propio).veredicto == Veredicto.AUTOMATICO
    assert tomar(de=buzon.direccion).veredicto == Veredicto.AUTOMATICO
    assert Caso.objects.count() == 1
    assert not CorreoSaliente.objects.exists()


@pytest.mark.parametrize("conserva_el_hilo", [True, False])
def test_dos_mesas_que_se_responden_callan_pronto(tomar: Tomar, conserva_el_hilo: bool) -> None:
    """The other desk answers every mail of ours, and says nowhere that it is a machine."""
    mesa = "Soporte <soporte@otra-mesa.example>"
    tomar(de=mesa, asunto="Hola")
    respondidos = 0
    while CorreoSaliente.objects.count() > respondidos and respondidos < 50:
        respondidos += 1
        ultimo = CorreoSaliente.objects.order_by("creado").last()
        assert ultimo is not None
        hilo = {"In-Reply-To": ultimo.message_id} if conserva_el_hilo else {}
        asunto = f"RE: {ultimo.asunto}" if conserva_el_hilo else f"Ticket #{respondidos}"
        tomar(de=mesa, asunto=asunto, cabeceras=hilo)
    assert respondidos <= (1 if conserva_el_hilo else 10)
