"""What is done to a case, by whichever way it comes."""

from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from mesa_ayuda.archivos import ArchivoGuardado
from mesa_ayuda.casos import (
    EstadoInvalido,
    abrir_caso,
    agregar_participante,
    anotar,
    cambiar_estado,
    puede_ver,
    responder_como_cliente,
    responder_como_personal,
    vincular,
)
from mesa_ayuda.enums import Estado, Prioridad, TipoMensaje, Via
from mesa_ayuda.models import CambioEstado, Caso, Cuenta, Mensaje, Novedad, Vinculo
from portal.auditoria.models import Evento
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


def abrir(contacto: Usuario | None = None, asunto: str = "No puedo firmar") -> Caso:
    """Open a case with the least that one has."""
    return abrir_caso(
        asunto=asunto,
        descripcion="El botón no responde.",
        via=Via.WEB,
        contacto=contacto,
        contacto_nombre="Ana Ejemplo",
        contacto_correo="ana@correo.example",
    )


def test_un_caso_nuevo_tiene_historia_y_primer_mensaje(cliente: Usuario, cuenta: Cuenta) -> None:
    caso = abrir(cliente)

    caso.refresh_from_db()
    assert (caso.estado, caso.contacto, caso.cuenta) == (Estado.NUEVO, cliente, cuenta)
    assert (caso.contacto_nombre, caso.contacto_correo) == ("Ana Cliente", cliente.email)
    assert caso.prioridad == Prioridad.BAJA
    (mensaje,) = caso.mensajes.all()
    assert (mensaje.tipo, mensaje.texto, mensaje.autor) == (
        TipoMensaje.PUBLICO,
        "El botón no responde.",
        cliente,
    )
    (cambio,) = CambioEstado.objects.all()
    assert (cambio.de, cambio.a, cambio.momento) == ("", Estado.NUEVO, caso.creado)
    assert Evento.objects.de(caso).get().accion == "Abrió el caso"


def test_la_prioridad_sale_de_la_novedad_que_se_reporta(cliente: Usuario) -> None:
    novedad = Novedad.objects.get(nombre="El servicio no responde")
    caso = abrir_caso(asunto="x", descripcion="y", via=Via.WEB, contacto=cliente, novedad=novedad)
    assert (caso.impacto, caso.urgencia, caso.prioridad) == (1, 1, Prioridad.CRITICA)


@pytest.mark.parametrize(
    ("escrito", "asunto", "aviso"),
    [
        ("RE: RV: No puedo firmar", "No puedo firmar", "Se quitó «RE: RV:»"),
        ("Fwd:", "(sin asunto)", "Se quitó «Fwd:»"),
        ("", "(sin asunto)", ""),
        ("x" * 300, "x" * 200, ""),
    ],
)
def test_los_prefijos_se_quitan_del_asunto_y_se_dice(
    cliente: Usuario, escrito: str, asunto: str, aviso: str
) -> None:
    caso = abrir(cliente, escrito)
    assert caso.asunto == asunto
    avisos = caso.mensajes.filter(tipo=TipoMensaje.SISTEMA).values_list("texto", flat=True)
    assert [texto.partition(" del comienzo")[0] for texto in avisos] == [aviso] * bool(aviso)


def test_un_formulario_enviado_dos_veces_es_un_caso_y_una_respuesta(cliente: Usuario) -> None:
    ficha, otra = uuid4(), uuid4()
    abrir_uno = partial(
        abrir_caso, asunto="x", descripcion="y", via=Via.WEB, contacto=cliente, formulario=ficha
    )
    caso = abrir_uno()
    with pytest.raises(IntegrityError), transaction.atomic():
        abrir_uno()
    mensajes = {
        responder_como_cliente(caso=caso, texto="z", via=Via.WEB, autor=cliente, formulario=otra)
        for _ in range(2)
    }
    assert len(mensajes) == 1
    assert Mensaje.objects.count() == 2


@pytest.mark.parametrize(
    ("antes", "despues"),
    [
        (Estado.NUEVO, Estado.NUEVO),
        (Estado.ABIERTO, Estado.ABIERTO),
        (Estado.ESPERA, Estado.ABIERTO),
        (Estado.RESUELTO, Estado.ABIERTO),
    ],
)
def test_lo_que_responde_el_cliente_vuelve_a_abrir_lo_que_lo_esperaba(
    cliente: Usuario, antes: Estado, despues: Estado
) -> None:
    caso = crear_caso(cliente, estado=antes)
    responder_como_cliente(caso=caso, texto="Sigue igual", via=Via.CORREO, autor=cliente)
    caso.refresh_from_db()
    assert caso.estado == despues
    assert CambioEstado.objects.filter(caso=caso).count() == (antes != despues)


@pytest.mark.parametrize("estado", [Estado.CERRADO, Estado.CANCELADO])
def test_en_un_caso_terminado_no_se_escribe(
    cliente: Usuario, agente: Usuario, estado: Estado
) -> None:
    caso = crear_caso(cliente, estado=estado)
    with pytest.raises(EstadoInvalido):
        responder_como_cliente(caso=caso, texto="x", via=Via.WEB, autor=cliente)
    with pytest.raises(EstadoInvalido):
        responder_como_personal(caso=caso, texto="x", autor=agente)
    assert not caso.mensajes.exists()


def test_lo_que_responde_un_agente_abre_el_caso_y_sale_por_correo(
    cliente: Usuario, agente: Usuario
) -> None:
    caso = crear_caso(cliente)
    agregar_participante(caso=caso, correo="Copia@correo.example", actor=cliente)

    mensaje = responder_como_personal(caso=caso, texto="Reinicie <ya>.", autor=agente)

    assert caso.estado == Estado.ABIERTO
    assert caso.respondido_en is not None
    correos = list(CorreoSaliente.objects.order_by("creado"))
    assert [c.destinatario for c in correos] == [cliente.email, "copia@correo.example"]
    assert mensaje.correo == correos[0]
    assert correos[0].asunto == f"[{caso.numero}] {caso.asunto}"
    assert "Reinicie <ya>." in (correos[0].texto or "")
    assert "Reinicie &lt;ya&gt;." in (correos[0].html or "")


def test_la_primera_respuesta_se_cuenta_una_vez(cliente: Usuario, agente: Usuario) -> None:
    caso = crear_caso(cliente)
    responder_como_personal(caso=caso, texto="Uno", autor=agente, pasar_a=Estado.ESPERA)
    primera = caso.respondido_en
    responder_como_personal(caso=caso, texto="Dos", autor=agente, pasar_a=Estado.RESUELTO)
    assert caso.respondido_en == primera
    assert caso.estado == Estado.RESUELTO
    assert caso.resuelto_en is not None


def test_una_nota_no_sale_ni_mueve_el_caso_de_estado(cliente: Usuario, agente: Usuario) -> None:
    caso = crear_caso(cliente, estado=Estado.ESPERA)
    nota = anotar(caso=caso, texto="Llamar mañana", autor=agente)
    caso.refresh_from_db()
    assert (nota.tipo, nota.del_personal) == (TipoMensaje.NOTA, True)
    assert caso.estado == Estado.ESPERA
    assert not CorreoSaliente.objects.exists()


def test_una_nota_automatica_no_mueve_el_caso_en_las_listas(cliente: Usuario) -> None:
    caso = crear_caso(cliente)
    anotar(caso=caso, texto="Fuera de la oficina", autor_nombre="Correo", automatico=True)
    antes = caso.actualizado
    caso.refresh_from_db()
    assert caso.actualizado == antes


@pytest.mark.parametrize(
    ("de", "a"),
    [
        (Estado.NUEVO, Estado.NUEVO),
        (Estado.CERRADO, Estado.RESUELTO),
        (Estado.CANCELADO, Estado.ABIERTO),
        (Estado.RESUELTO, Estado.ESPERA),
    ],
)
def test_hay_estados_a_los_que_no_se_pasa(cliente: Usuario, de: Estado, a: Estado) -> None:
    caso = crear_caso(cliente, estado=de)
    with pytest.raises(EstadoInvalido):
        cambiar_estado(caso=caso, a=a, actor=None)
    assert not CambioEstado.objects.exists()


def test_cerrar_y_reabrir_deja_las_fechas_que_corresponden(
    cliente: Usuario, agente: Usuario
) -> None:
    caso = crear_caso(cliente, estado=Estado.ABIERTO)
    cambiar_estado(caso=caso, a=Estado.RESUELTO, actor=agente)
    cambiar_estado(caso=caso, a=Estado.CERRADO, actor=cliente)
    assert caso.resuelto_en is not None
    assert caso.cerrado_en is not None
    cambiar_estado(caso=caso, a=Estado.ABIERTO, actor=cliente, motivo="Volvió a fallar")
    caso.refresh_from_db()
    assert [caso.resuelto_en, caso.cerrado_en] == [None, None]
    assert Evento.objects.de(caso).first().motivo == "Volvió a fallar"  # type: ignore[union-attr]


def test_dos_casos_se_vinculan_una_vez(cliente: Usuario) -> None:
    uno, otro = crear_caso(cliente), crear_caso(cliente)
    vincular(caso=otro, otro=uno, actor=None)
    vincular(caso=uno, otro=otro, actor=None)
    (vinculo,) = Vinculo.objects.all()
    assert (vinculo.caso, vinculo.otro) == (uno, otro)


def test_ve_un_caso_quien_tiene_que_ver_con_el(
    cliente: Usuario, companera: Usuario, companero_sin_permiso: Usuario, forastero: Usuario
) -> None:
    caso = crear_caso(cliente)

    def ven() -> list[bool]:
        gente = (cliente, companera, companero_sin_permiso, forastero)
        return [Caso.objects.filter(puede_ver(uno)).exists() for uno in gente]

    assert ven() == [True, True, False, False]
    agregar_participante(caso=caso, correo=forastero.email.upper(), actor=cliente)
    assert ven() == [True, True, False, True]


def test_los_archivos_ya_guardados_quedan_con_el_primer_mensaje(cliente: Usuario) -> None:
    archivo = ArchivoGuardado("a.pdf", "application/pdf", 4, "0" * 64, "casos/00/0")
    caso = abrir_caso(
        asunto="x", descripcion="y", via=Via.WEB, contacto=cliente, adjuntos=[archivo]
    )
    assert caso.mensajes.get().adjuntos.get().nombre == "a.pdf"
