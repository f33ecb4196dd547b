"""What customers do with cases: each act once, in the states that allow it, and written down."""

import io
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from mesa_ayuda import casos_web
from mesa_ayuda.casos import EstadoInvalido
from mesa_ayuda.casos_web import DIAS_PARA_REABRIR, DatosCaso
from mesa_ayuda.enums import Estado, HorarioContacto, Prioridad, TipoMensaje
from mesa_ayuda.models import Caso, Contacto, Novedad
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_caso, crear_cliente

pytestmark = pytest.mark.django_db


def datos(**valores: str) -> DatosCaso:
    novedad = Novedad.objects.get(nombre="El servicio no responde")
    base = {
        "telefono": "310 555 0123",
        "asunto": "Se cayó",
        "descripcion": "Desde las 8:00 no responde.",
    }
    return DatosCaso(novedad=novedad, horario_contacto=HorarioContacto.MANANA, **(base | valores))


def linea(caso: Caso) -> list[str]:
    return list(caso.mensajes.values_list("texto", flat=True))


def historia(caso: Caso) -> list[tuple[str, str]]:
    return list(caso.cambios_estado.values_list("de", "a"))


def test_abrir_un_caso_lo_deja_con_todo_lo_que_trajo_el_formulario(cliente: Usuario) -> None:
    caso = casos_web.solicitar_caso(
        contacto=cliente,
        datos=datos(),
        archivos=[("pantalla.txt", io.BytesIO(b"error 500"))],
        formulario=uuid.uuid4(),
    )
    caso.refresh_from_db()
    assert caso.numero == f"CS{caso.pk:07d}"
    assert (caso.estado, caso.prioridad) == (Estado.NUEVO, Prioridad.CRITICA)
    assert caso.cuenta == cliente.contacto.cuenta
    assert caso.servicio == caso.producto.servicio == caso.novedad.producto.servicio  # type: ignore[union-attr]
    mensaje = caso.mensajes.get()
    assert (mensaje.texto, mensaje.autor) == (caso.descripcion, cliente)
    assert mensaje.adjuntos.get().nombre == "pantalla.txt"
    assert historia(caso) == [("", "nuevo")]
    assert Contacto.objects.get(usuario=cliente).telefono == "310 555 0123"
    aviso = CorreoSaliente.objects.get()
    assert (aviso.destinatario, aviso.asunto) == (cliente.email, f"[{caso.numero}] Se cayó")


def test_el_mismo_formulario_enviado_otra_vez_no_abre_otro_caso(cliente: Usuario) -> None:
    formulario = uuid.uuid4()
    uno = casos_web.solicitar_caso(contacto=cliente, datos=datos(), formulario=formulario)
    otro = casos_web.solicitar_caso(contacto=cliente, datos=datos(), formulario=formulario)
    assert uno == otro
    assert Caso.objects.count() == 1
    assert uno.mensajes.count() == 1


def test_el_doble_clic_simultaneo_abre_un_solo_caso(
    cliente: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    formulario = uuid.uuid4()
    uno = casos_web.solicitar_caso(contacto=cliente, datos=datos(), formulario=formulario)
    original = casos_web._caso_del_formulario
    # The first look sees nothing, as when both clicks come at once; the constraint decides.
    vistas = iter([True])
    monkeypatch.setattr(
        casos_web,
        "_caso_del_formulario",
        lambda c, f: None if next(vistas, False) else original(c, f),
    )
    assert casos_web.solicitar_caso(contacto=cliente, datos=datos(), formulario=formulario) == uno
    assert Caso.objects.count() == 1
    assert CorreoSaliente.objects.count() == 1


def test_el_formulario_de_otra_persona_no_devuelve_su_caso(
    cliente: Usuario, forastero: Usuario
) -> None:
    formulario = uuid.uuid4()
    casos_web.solicitar_caso(contacto=cliente, datos=datos(), formulario=formulario)
    with pytest.raises(EstadoInvalido):
        casos_web.solicitar_caso(contacto=forastero, datos=datos(), formulario=formulario)


@pytest.mark.parametrize(
    ("antes", "despues"),
    [
        (Estado.NUEVO, Estado.NUEVO),
        (Estado.ABIERTO, Estado.ABIERTO),
        (Estado.ESPERA, Estado.ABIERTO),
        (Estado.RESUELTO, Estado.ABIERTO),
    ],
)
def test_responder_abre_lo_que_esperaba_la_respuesta(
    cliente: Usuario, antes: Estado, despues: Estado
) -> None:
    caso = crear_caso(cliente, estado=antes)
    antes_de = caso.actualizado
    casos_web.responder(caso=caso, autor=cliente, texto="Aquí está", formulario=uuid.uuid4())
    caso.refresh_from_db()
    assert caso.estado == despues
    assert caso.actualizado > antes_de
    assert historia(caso) == ([] if antes == despues else [(antes, despues)])


@pytest.mark.parametrize("estado", [Estado.CERRADO, Estado.CANCELADO])
def test_un_caso_terminado_no_recibe_respuestas(cliente: Usuario, estado: Estado) -> None:
    caso = crear_caso(cliente, estado=estado)
    with pytest.raises(EstadoInvalido):
        casos_web.responder(caso=caso, autor=cliente, texto="Otra cosa", formulario=uuid.uuid4())
    assert linea(caso) == []


def test_la_misma_respuesta_enviada_otra_vez_es_una(cliente: Usuario) -> None:
    caso, formulario = crear_caso(cliente), uuid.uuid4()
    archivos = [("a.txt", io.BytesIO(b"x"))]
    for _ in range(2):
        casos_web.responder(
            caso=caso, autor=cliente, texto="Sí", archivos=archivos, formulario=formulario
        )
    assert linea(caso) == ["Sí"]
    assert caso.mensajes.get().adjuntos.count() == 1


def test_aceptar_la_solucion_cierra_el_caso_y_lo_dice(cliente: Usuario) -> None:
    caso = crear_caso(cliente, estado=Estado.RESUELTO, resuelto_en=timezone.now())
    casos_web.aceptar_solucion(caso=caso, actor=cliente)
    caso.refresh_from_db()
    assert caso.estado == Estado.CERRADO
    assert caso.cerrado_en is not None
    assert caso.resuelto_en is not None
    assert linea(caso) == ["Ana Cliente aceptó la solución: caso cerrado."]
    assert historia(caso) == [("resuelto", "cerrado")]


def test_rechazar_la_solucion_abre_el_caso_con_el_motivo(cliente: Usuario) -> None:
    caso = crear_caso(cliente, estado=Estado.RESUELTO, resuelto_en=timezone.now())
    casos_web.rechazar_solucion(caso=caso, actor=cliente, motivo="Sigue igual")
    caso.refresh_from_db()
    assert (caso.estado, caso.resuelto_en) == (Estado.ABIERTO, None)
    assert linea(caso)[1] == "Sigue igual"


def test_quien_llega_segundo_no_cambia_nada(cliente: Usuario) -> None:
    caso = crear_caso(cliente, estado=Estado.RESUELTO)
    viejo = Caso.objects.get(pk=caso.pk)
    casos_web.aceptar_solucion(caso=caso, actor=cliente)
    with pytest.raises(EstadoInvalido, match="cambió"):
        casos_web.rechazar_solucion(caso=viejo, actor=cliente, motivo="No")
    caso.refresh_from_db()
    assert caso.estado == Estado.CERRADO
    assert "No" not in linea(caso)


def test_un_caso_fusionado_no_cambia_de_estado(cliente: Usuario) -> None:
    otro = crear_caso(cliente)
    caso = crear_caso(cliente, estado=Estado.CERRADO, cerrado_en=timezone.now(), fusionado_en=otro)
    with pytest.raises(EstadoInvalido):
        casos_web.reabrir(caso=caso, actor=cliente, motivo="Sigue")


def test_cerrar_lo_que_ya_no_se_necesita(cliente: Usuario) -> None:
    caso = crear_caso(cliente, estado=Estado.ABIERTO)
    casos_web.cerrar(caso=caso, actor=cliente, motivo="Ya funcionó")
    caso.refresh_from_db()
    assert caso.estado == Estado.CERRADO
    assert linea(caso) == ["Ya funcionó", "Ana Cliente cerró el caso."]


def test_se_reabre_dentro_del_plazo_y_despues_no(cliente: Usuario) -> None:
    ahora = timezone.now()
    caso = crear_caso(cliente, estado=Estado.CERRADO, cerrado_en=ahora)
    with (
        time_machine.travel(ahora + timedelta(days=DIAS_PARA_REABRIR, seconds=1)),
        pytest.raises(EstadoInvalido, match="plazo"),
    ):
        casos_web.reabrir(caso=caso, actor=cliente, motivo="Volvió")
    with time_machine.travel(ahora + timedelta(days=DIAS_PARA_REABRIR - 1)):
        casos_web.reabrir(caso=caso, actor=cliente, motivo="Volvió")
    caso.refresh_from_db()
    assert (caso.estado, caso.cerrado_en) == (Estado.ABIERTO, None)


def test_los_participantes_entran_una_vez_y_el_que_tiene_cuenta_lo_ve(
    cliente: Usuario, forastero: Usuario
) -> None:
    caso = crear_caso(cliente)
    correo = forastero.email.upper()
    assert casos_web.agregar_participante(caso=caso, correo=correo, actor=cliente)
    assert not casos_web.agregar_participante(caso=caso, correo=forastero.email, actor=cliente)
    fila = caso.participantes.get()
    assert (fila.usuario, fila.correo) == (forastero, forastero.email)
    assert casos_web.quitar_participante(caso=caso, clave=fila.pk, actor=cliente)
    assert not casos_web.quitar_participante(caso=caso, clave=fila.pk, actor=cliente)
    assert len(linea(caso)) == 2


def test_los_participantes_tienen_un_maximo(
    cliente: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(casos_web, "PARTICIPANTES_MAXIMOS", 1)
    caso = crear_caso(cliente)
    casos_web.agregar_participante(caso=caso, correo="a@x.example", actor=cliente)
    with pytest.raises(EstadoInvalido, match="hasta 1"):
        casos_web.agregar_participante(caso=caso, correo="b@x.example", actor=cliente)


def test_el_personal_no_entra_como_participante(cliente: Usuario, agente: Usuario) -> None:
    caso = crear_caso(cliente)
    casos_web.agregar_participante(caso=caso, correo=agente.email, actor=cliente)
    assert caso.participantes.get().usuario is None


def test_la_encuesta_se_responde_una_vez_y_solo_al_cerrar(cliente: Usuario) -> None:
    caso = crear_caso(cliente, estado=Estado.ABIERTO)
    with pytest.raises(EstadoInvalido):
        casos_web.calificar(caso=caso, puntaje=5, comentario="")
    with pytest.raises(ObjectDoesNotExist):
        _ = caso.encuesta
    caso = crear_caso(cliente, estado=Estado.CERRADO)
    assert casos_web.calificar(caso=caso, puntaje=4, comentario="Rápido")
    assert not casos_web.calificar(caso=caso, puntaje=1, comentario="")
    caso.refresh_from_db()
    assert (caso.encuesta.puntaje, caso.encuesta.comentario) == (4, "Rápido")


def test_los_avisos_no_son_mensajes_de_nadie(cliente: Usuario) -> None:
    caso = crear_caso(crear_cliente(), estado=Estado.ABIERTO)
    casos_web.cerrar(caso=caso, actor=cliente)
    aviso = caso.mensajes.get()
    assert aviso.autor is None
    assert (aviso.tipo, aviso.automatico) == (TipoMensaje.SISTEMA, True)
