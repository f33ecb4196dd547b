"""The acts themselves: who is told, what history they leave, and where they change nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from mesa_ayuda.agentes import actos
from mesa_ayuda.agentes.actos import CambioAjeno, asignacion_de, clasificacion_de, grados_de
from mesa_ayuda.casos import EstadoInvalido, agregar_participante
from mesa_ayuda.enums import TERMINADOS, Estado, Grado, Prioridad, TipoMensaje
from mesa_ayuda.models import CambioEstado, Caso, Mensaje, Nivel, Novedad, Producto, Servicio
from portal.auditoria.models import Evento
from portal.mensajes.models import CorreoSaliente, SmsSaliente
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.pqrsa.recetas import crear_pqrsa
from tests.mesa_ayuda.recetas import crear_agente, crear_caso

pytestmark = pytest.mark.django_db


@pytest.fixture
def caso(cliente: Usuario) -> Caso:
    """A customer's new case, which nobody has."""
    return crear_caso(cliente)


def asignar(caso: Caso, a: Usuario | None, actor: Usuario, **otros: Any) -> bool:
    """Assign as whoever sees the case as `caso` holds it."""
    datos: dict[str, Any] = {"nivel": caso.nivel, "visto": asignacion_de(caso)}
    return actos.asignar(caso=caso, a=a, actor=actor, **(datos | otros))


def pasar(caso: Caso, a: Estado, actor: Usuario, texto: str = "", visto: str = "") -> None:
    """Take the case to a state as whoever sees it as `caso` holds it."""
    actos.pasar(caso=caso, a=a, texto=texto, visto=visto or str(caso.estado), actor=actor)


def clasificar(caso: Caso, novedad: Novedad, actor: Usuario, con_prioridad: bool = False) -> bool:
    """Classify as whoever sees the case as `caso` holds it."""
    visto = clasificacion_de(caso)
    return actos.clasificar(
        caso=caso, novedad=novedad, con_prioridad=con_prioridad, visto=visto, actor=actor
    )


def test_el_personal_se_nombra_como_se_llama_o_por_su_usuario(agente: Usuario) -> None:
    agente.first_name, agente.last_name = "Ana", "Ríos"
    assert actos.nombre_de(agente) == "Ana Ríos"
    agente.first_name = agente.last_name = ""
    assert actos.nombre_de(agente) == "agente"
    assert actos.nombre_de(None) is None


def test_a_quien_se_le_asigna_se_le_escribe_con_el_caso_como_esta(
    caso: Caso, agente: Usuario
) -> None:
    otra, vence = crear_agente("otra", Rol.AGENTE_2), timezone.now() + timedelta(hours=2)
    Caso.objects.update(prioridad=Prioridad.CRITICA, impacto=1, urgencia=1, vence=vence)
    assert asignar(caso, otra, agente)
    correo = CorreoSaliente.objects.get()
    assert (correo.destinatario, correo.proposito) == (otra.email, "mesa_asignacion")
    assert Prioridad.CRITICA.label in correo.texto
    assert Prioridad.BAJA.label not in correo.texto


def test_quien_se_lo_asigna_no_recibe_correo_ni_quien_lo_deja(caso: Caso, agente: Usuario) -> None:
    asignar(caso, agente, agente)
    caso.refresh_from_db()
    otra = crear_agente("otra")
    asignar(caso, otra, otra)
    assert not CorreoSaliente.objects.exists()


def test_a_quien_no_tiene_correo_se_le_asigna_igual(caso: Caso, agente: Usuario) -> None:
    otra = crear_agente("otra")
    for correo in ("", "no es un correo"):
        Usuario.objects.filter(pk=otra.pk).update(email=correo)
        caso.refresh_from_db()
        assert asignar(caso, Usuario.objects.get(pk=otra.pk), agente)
        Caso.objects.update(asignado=None)
    assert not CorreoSaliente.objects.exists()


def test_al_cambiar_de_nivel_con_persona_no_se_avisa_al_nivel(caso: Caso, agente: Usuario) -> None:
    Nivel.objects.update(correos="turno@portal.example", celulares="310 555 0123")
    Caso.objects.update(prioridad=Prioridad.CRITICA)
    otra = crear_agente("otra", Rol.AGENTE_3)
    asignar(caso, otra, agente, nivel=3)
    assert CorreoSaliente.objects.get().destinatario == otra.email
    assert not SmsSaliente.objects.exists()


def test_dos_personas_con_el_mismo_nombre_no_son_la_misma(caso: Caso, agente: Usuario) -> None:
    tocaya = crear_agente("tocaya")
    Usuario.objects.filter(pk__in=(agente.pk, tocaya.pk)).update(first_name="Ana", last_name="Ríos")
    Caso.objects.update(asignado=agente)
    caso.refresh_from_db()
    tocaya.refresh_from_db()
    assert asignar(caso, tocaya, agente)
    caso.refresh_from_db()
    assert caso.asignado == tocaya
    assert Evento.objects.de(caso).get().cambios == {"asignado a": ["Ana Ríos", "Ana Ríos"]}
    assert CorreoSaliente.objects.get().destinatario == tocaya.email


def test_no_se_asigna_a_quien_dejo_de_atender(
    caso: Caso, agente: Usuario, cliente: Usuario
) -> None:
    retirada, sin_rol, de_baja = (crear_agente(uno) for uno in ("retirada", "sinrol", "debaja"))
    Usuario.objects.filter(pk=retirada.pk).update(is_active=False)
    sin_rol.groups.clear()
    Usuario.objects.filter(pk=de_baja.pk).update(is_staff=False)
    for persona in (retirada, sin_rol, de_baja, cliente):
        with pytest.raises(EstadoInvalido, match="no atiende casos"):
            asignar(caso, persona, agente)
    assert not Evento.objects.de(caso).exists()
    assert not CorreoSaliente.objects.exists()


def test_lo_de_quien_se_retiro_se_pasa_a_otra_persona(caso: Caso, agente: Usuario) -> None:
    retirada = crear_agente("retirada")
    Caso.objects.update(asignado=retirada)
    Usuario.objects.filter(pk=retirada.pk).update(is_active=False)
    caso.refresh_from_db()
    assert asignar(caso, agente, agente)
    assert Evento.objects.de(caso).get().cambios == {"asignado a": ["Retirada", "Agente"]}


def test_si_otra_persona_lo_asigno_antes_se_dice_quien_lo_tiene(
    caso: Caso, agente: Usuario
) -> None:
    otra = crear_agente("otra", Rol.AGENTE_2)
    Caso.objects.update(asignado=otra, nivel=2)
    with pytest.raises(CambioAjeno, match=r"lo tiene Otra, en el nivel 2\."):
        asignar(caso, agente, agente)
    Caso.objects.update(asignado=None)
    with pytest.raises(CambioAjeno, match=r"lo tiene nadie, en el nivel 2\."):
        asignar(caso, agente, agente)
    caso.refresh_from_db()
    assert caso.asignado is None


def test_lo_que_cambia_en_otra_cosa_no_estorba(caso: Caso, agente: Usuario) -> None:
    Caso.objects.update(impacto=Grado.ALTO, estado=Estado.ESPERA)
    assert asignar(caso, agente, agente)
    caso.refresh_from_db()
    assert (caso.asignado, caso.impacto, caso.estado) == (agente, Grado.ALTO, Estado.ESPERA)


def test_asignar_mueve_el_caso_en_las_listas_y_lo_que_ya_estaba_no(
    caso: Caso, agente: Usuario
) -> None:
    hace = timezone.now() - timedelta(days=1)
    Caso.objects.update(actualizado=hace)
    assert not asignar(caso, None, agente)
    caso.refresh_from_db()
    assert caso.actualizado == hace
    assert asignar(caso, agente, agente)
    caso.refresh_from_db()
    assert caso.actualizado > hace


@pytest.mark.parametrize("estado", TERMINADOS)
def test_en_un_caso_terminado_nada_se_cambia(caso: Caso, agente: Usuario, estado: Estado) -> None:
    Caso.objects.update(estado=estado)
    novedad = Novedad.objects.all()[0]
    with pytest.raises(EstadoInvalido, match="cerrado"):
        asignar(caso, agente, agente)
    with pytest.raises(EstadoInvalido, match="cerrado"):
        clasificar(caso, novedad, agente)
    with pytest.raises(EstadoInvalido, match="cerrado"):
        actos.cambiar_prioridad(
            caso=caso, impacto=Grado.ALTO, urgencia=Grado.ALTO, visto="", actor=agente
        )
    assert not Evento.objects.de(caso).exists()


def test_la_misma_prioridad_no_deja_rastro(caso: Caso, agente: Usuario) -> None:
    nueva = actos.cambiar_prioridad(
        caso=caso, impacto=Grado.BAJO, urgencia=Grado.MEDIO, visto=grados_de(caso), actor=agente
    )
    assert nueva == Prioridad.BAJA
    assert not Evento.objects.de(caso).exists()


def test_otra_urgencia_con_igual_prioridad_queda_en_el_historial(
    caso: Caso, agente: Usuario
) -> None:
    actos.cambiar_prioridad(
        caso=caso, impacto=Grado.BAJO, urgencia=Grado.BAJO, visto=grados_de(caso), actor=agente
    )
    assert Evento.objects.de(caso).get().cambios == {"urgencia": ["2 - Medio", "3 - Bajo"]}


def test_subir_la_prioridad_acerca_el_vencimiento(caso: Caso, agente: Usuario) -> None:
    def vence(impacto: Grado, urgencia: Grado) -> Any:
        caso.refresh_from_db()
        visto = grados_de(caso)
        actos.cambiar_prioridad(
            caso=caso, impacto=impacto, urgencia=urgencia, visto=visto, actor=agente
        )
        caso.refresh_from_db()
        return caso.vence

    moderada = vence(Grado.MEDIO, Grado.MEDIO)
    assert vence(Grado.ALTO, Grado.ALTO) < moderada


def test_quien_vio_otra_prioridad_o_clasificacion_se_entera(caso: Caso, agente: Usuario) -> None:
    novedad = Novedad.objects.select_related("producto").all()[0]
    vista = Caso.objects.get(pk=caso.pk)
    clasificar(caso, novedad, agente)
    with pytest.raises(CambioAjeno, match=f"«{novedad.producto}, {novedad}»"):
        clasificar(vista, Novedad.objects.all()[1], agente)
    Caso.objects.update(impacto=Grado.ALTO, urgencia=Grado.ALTO, prioridad=Prioridad.CRITICA)
    with pytest.raises(CambioAjeno, match="«1 - Crítica»"):
        actos.cambiar_prioridad(
            caso=vista,
            impacto=Grado.BAJO,
            urgencia=Grado.BAJO,
            visto=grados_de(vista),
            actor=agente,
        )
    caso.refresh_from_db()
    assert (caso.novedad, caso.prioridad) == (novedad, Prioridad.CRITICA)


def test_clasificar_igual_no_deja_rastro_pero_puede_traer_la_prioridad(
    caso: Caso, agente: Usuario
) -> None:
    novedad = Novedad.objects.select_related("producto").get(nombre="El servicio no responde")
    assert clasificar(caso, novedad, agente)
    caso.refresh_from_db()
    assert not clasificar(caso, novedad, agente)
    assert caso.prioridad == Prioridad.BAJA
    assert not clasificar(caso, novedad, agente, con_prioridad=True)
    caso.refresh_from_db()
    assert caso.prioridad == Prioridad.CRITICA
    acciones = [evento.accion for evento in Evento.objects.de(caso)]
    assert acciones == ["Cambió la prioridad", "Clasificó"]


def test_lo_que_se_llama_igual_en_otro_servicio_es_otra_clasificacion(
    caso: Caso, agente: Usuario
) -> None:
    novedades = []
    for nombre in ("Uno", "Otro"):
        servicio = Servicio.objects.create(nombre=nombre)
        producto = Producto.objects.create(servicio=servicio, nombre="Igual")
        novedades.append(Novedad.objects.create(producto=producto, nombre="Igual"))
    for novedad in novedades:
        assert clasificar(caso, novedad, agente)
        caso.refresh_from_db()
    assert Evento.objects.de(caso)[0].cambios == {"servicio": ["Uno", "Otro"]}


@pytest.mark.parametrize("estado", [Estado.RESUELTO, Estado.ESPERA])
def test_a_donde_ya_esta_no_se_pasa_ni_se_escribe_al_cliente_otra_vez(
    caso: Caso, agente: Usuario, estado: Estado
) -> None:
    Caso.objects.update(estado=estado)
    caso.refresh_from_db()
    with pytest.raises(EstadoInvalido, match=f"«{estado.label}» no pasa a «{estado.label}»"):
        pasar(caso, estado, agente, texto="La solución")
    assert not caso.mensajes.exists()
    assert not CorreoSaliente.objects.exists()


def test_lo_que_no_se_puede_no_deja_nada_a_medias(caso: Caso, agente: Usuario) -> None:
    Caso.objects.update(estado=Estado.RESUELTO)
    caso.refresh_from_db()
    for a in (Estado.ESPERA, Estado.CANCELADO):
        with pytest.raises(EstadoInvalido):
            pasar(caso, a, agente, texto="Un texto")
    Caso.objects.update(estado=Estado.CANCELADO)
    caso.refresh_from_db()
    for a in (Estado.ABIERTO, Estado.CERRADO):
        with pytest.raises(EstadoInvalido):
            pasar(caso, a, agente, texto="Un texto")
    assert not Mensaje.objects.exists()
    assert not CambioEstado.objects.exists()
    assert not CorreoSaliente.objects.exists()


def test_cancelar_cuenta_por_que_al_cliente_y_a_quien_esta_en_copia(
    caso: Caso, agente: Usuario
) -> None:
    agregar_participante(caso=caso, correo="copia@correo.example", actor=None)
    pasar(caso, Estado.CANCELADO, agente, texto="Es de otra entidad.")
    caso.refresh_from_db()
    assert (caso.estado, caso.cerrado_en is None) == (Estado.CANCELADO, False)
    correos = CorreoSaliente.objects.filter(proposito="mesa_respuesta").order_by("destinatario")
    assert [uno.destinatario for uno in correos] == [caso.contacto_correo, "copia@correo.example"]
    assert all("Es de otra entidad." in uno.texto for uno in correos)
    assert not caso.mensajes.filter(tipo=TipoMensaje.SISTEMA).exists()


def test_abrir_con_palabras_cuenta_como_primera_respuesta(caso: Caso, agente: Usuario) -> None:
    pasar(caso, Estado.ABIERTO, agente, texto="Ya lo revisamos.")
    caso.refresh_from_db()
    assert (caso.estado, caso.respondido_en is None) == (Estado.ABIERTO, False)
    assert [cambio.a for cambio in CambioEstado.objects.filter(caso=caso)] == [Estado.ABIERTO]


def test_abrir_sin_palabras_lo_dice_la_linea_y_nadie_recibe_correo(
    caso: Caso, agente: Usuario
) -> None:
    pasar(caso, Estado.ABIERTO, agente)
    caso.refresh_from_db()
    assert caso.respondido_en is None
    assert caso.mensajes.get().tipo == TipoMensaje.SISTEMA
    assert not CorreoSaliente.objects.exists()


def test_si_el_cliente_lo_reabrio_no_se_cierra_a_ciegas(caso: Caso, agente: Usuario) -> None:
    Caso.objects.update(estado=Estado.ABIERTO)
    with pytest.raises(CambioAjeno, match="está en «Abierto»"):
        pasar(caso, Estado.CERRADO, agente, visto=Estado.RESUELTO)
    caso.refresh_from_db()
    assert caso.estado == Estado.ABIERTO


def test_una_pqrsa_espera_su_carta_y_lo_de_soporte_no(caso: Caso, agente: Usuario) -> None:
    pqrsa, _ = crear_pqrsa()
    assert actos.sin_responder(pqrsa.caso)
    assert not actos.sin_responder(caso)
    for a in (Estado.ABIERTO, Estado.ESPERA, Estado.CANCELADO):
        with pytest.raises(EstadoInvalido, match="carta firmada"):
            pasar(pqrsa.caso, a, agente, texto="No procede")
    pqrsa.caso.refresh_from_db()
    assert pqrsa.caso.estado == Estado.NUEVO


def test_una_pqrsa_se_asigna_y_se_prioriza_como_cualquiera(agente: Usuario) -> None:
    pqrsa, _ = crear_pqrsa()
    caso = pqrsa.caso
    assert asignar(caso, agente, agente, nivel=2)
    actos.cambiar_prioridad(
        caso=caso, impacto=Grado.ALTO, urgencia=Grado.ALTO, visto=grados_de(caso), actor=agente
    )
    caso.refresh_from_db()
    # The law sets the day, whatever the priority: only its last hour of attention may differ.
    assert (caso.prioridad, caso.asignado) == (Prioridad.CRITICA, agente)
    assert caso.vence_solucion is not None
    ultimo = caso.vence_solucion - timedelta(seconds=1)
    assert timezone.localdate(ultimo) == pqrsa.vence_el
