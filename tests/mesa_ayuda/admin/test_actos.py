"""The acts on a case: assign, priority, classification, state; to whom, and what they leave."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from mesa_ayuda.enums import Estado, Grado, Prioridad, TipoCaso, TipoMensaje
from mesa_ayuda.models import CambioEstado, Caso, Mensaje, Nivel, Novedad
from portal.auditoria.models import Evento
from portal.mensajes.models import CorreoSaliente, SmsSaliente
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.mesa_ayuda.pqrsa.recetas import crear_pqrsa
from tests.mesa_ayuda.recetas import crear_agente, crear_caso

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]
ACTOS = ("asignar", "prioridad", "clasificar", "estado")


def url(acto: str, caso: Caso) -> str:
    return reverse(f"admin:mesa_ayuda_caso_{acto}", args=[caso.pk])


def hacer(client: Client, acto: str, caso: Caso, **datos: object) -> str:
    """Send the form that the case's page shows, with these fields filled in; return the page."""
    form = client.get(url(acto, caso)).context["form"]
    enviado = {form.add_prefix("visto"): form.initial["visto"]}
    enviado |= {form.add_prefix(campo): str(valor) for campo, valor in datos.items()}
    return client.post(url(acto, caso), enviado, follow=True).content.decode()


def test_se_asigna_a_una_persona_y_a_un_nivel_y_queda_en_el_historial(
    mesa: Client, caso: Caso, agente: Usuario
) -> None:
    otra = crear_agente("otra", Rol.AGENTE_2)
    assert "quedó asignado a Otra, en el nivel 2" in hacer(
        mesa, "asignar", caso, a=otra.pk, nivel=2
    )
    caso.refresh_from_db()
    assert (caso.asignado, caso.nivel) == (otra, 2)
    evento = Evento.objects.de(caso)[0]
    assert (evento.accion, evento.actor) == ("Asignó", agente)
    assert evento.cambios == {"asignado a": [None, "Otra"], "nivel": ["1", "2"]}


def test_se_pasa_al_nivel_sin_persona_para_que_lo_tomen(
    mesa: Client, caso: Caso, agente: Usuario
) -> None:
    Caso.objects.update(asignado=agente)
    assert "quedó sin asignar, en el nivel 3" in hacer(mesa, "asignar", caso, a="", nivel=3)
    caso.refresh_from_db()
    assert (caso.asignado, caso.nivel) == (None, 3)


def test_al_pasarlo_sin_persona_se_avisa_a_los_demas_de_ese_nivel(
    mesa: Client, agente: Usuario, caso: Caso
) -> None:
    segundo = Nivel.objects.get(numero=2)
    segundo.personas.add(agente, crear_agente("otra", Rol.AGENTE_2))
    Nivel.objects.filter(pk=segundo.pk).update(
        correos="turno@portal.example\nno es un correo", celulares="310 555 0123"
    )
    hacer(mesa, "asignar", caso, a="", nivel=2)
    correos = CorreoSaliente.objects.order_by("destinatario")
    assert [correo.destinatario for correo in correos] == [
        "otra@portal.example",
        "turno@portal.example",
    ]
    assert caso.numero in correos[0].asunto
    assert "por tomar" in correos[0].asunto
    assert "Lo pasó a este nivel Agente" in correos[0].texto
    assert reverse("admin:mesa_ayuda_caso_change", args=[caso.pk]) in correos[0].texto
    assert not SmsSaliente.objects.exists()


def test_si_es_critico_tambien_se_avisa_por_sms(mesa: Client, caso: Caso) -> None:
    Nivel.objects.filter(numero=2).update(celulares="310 555 0123")
    Caso.objects.update(prioridad=Prioridad.CRITICA)
    hacer(mesa, "asignar", caso, a="", nivel=2)
    assert caso.numero in SmsSaliente.objects.get().texto


def test_a_nadie_mas_se_avisa_si_queda_en_su_nivel_o_con_persona(
    mesa: Client, agente: Usuario, caso: Caso
) -> None:
    Nivel.objects.update(correos="turno@portal.example")
    Caso.objects.update(asignado=agente)
    hacer(mesa, "asignar", caso, a="", nivel=1)
    hacer(mesa, "asignar", caso, a=agente.pk, nivel=2)
    assert not CorreoSaliente.objects.exists()


def test_asignar_lo_mismo_no_escribe_nada(mesa: Client, caso: Caso) -> None:
    assert "ya estaba así" in hacer(mesa, "asignar", caso, a="", nivel=1)
    assert not Evento.objects.de(caso).exists()


@pytest.mark.parametrize(("nivel", "dice"), [("", "Seleccione un nivel"), ("9", "de la lista")])
def test_un_nivel_que_no_hay_se_dice_junto_al_campo(
    mesa: Client, caso: Caso, nivel: str, dice: str
) -> None:
    assert dice in hacer(mesa, "asignar", caso, nivel=nivel)


def test_solo_se_asigna_a_quien_atiende_casos(mesa: Client, caso: Caso, cliente: Usuario) -> None:
    otros = (cliente, crear_personal("ssps", Rol.OPERADOR_SSPS))
    for ajeno in otros:
        assert "no atiende casos" in hacer(mesa, "asignar", caso, a=ajeno.pk, nivel=1)
    caso.refresh_from_db()
    assert caso.asignado is None


@pytest.mark.parametrize(
    ("impacto", "urgencia", "prioridad"),
    [
        (Grado.ALTO, Grado.ALTO, Prioridad.CRITICA),
        (Grado.MEDIO, Grado.ALTO, Prioridad.ALTA),
        (Grado.MEDIO, Grado.MEDIO, Prioridad.MODERADA),
    ],
)
def test_la_prioridad_sale_de_impacto_y_urgencia_y_mueve_los_plazos(
    mesa: Client, caso: Caso, impacto: Grado, urgencia: Grado, prioridad: Prioridad
) -> None:
    pagina = hacer(mesa, "prioridad", caso, impacto=impacto, urgencia=urgencia)
    assert f"La prioridad es «{prioridad.label}»" in pagina
    caso.refresh_from_db()
    assert caso.prioridad == prioridad
    assert caso.vence is not None
    cambios = Evento.objects.de(caso)[0].cambios
    assert cambios["prioridad"] == ["4 - Baja", prioridad.label]


def test_clasificar_pone_servicio_producto_novedad_y_si_se_pide_su_prioridad(
    mesa: Client, caso: Caso
) -> None:
    novedad = Novedad.objects.select_related("producto").get(nombre="El servicio no responde")
    elegido = {
        "servicio": novedad.producto.servicio_id,
        "producto": novedad.producto_id,
        "novedad": novedad.pk,
    }
    assert mesa.get(url("clasificar", caso)).context["form"].initial["con_prioridad"] is True
    assert "quedó clasificado" in hacer(mesa, "clasificar", caso, **elegido)
    caso.refresh_from_db()
    assert (caso.novedad, caso.prioridad) == (novedad, Prioridad.BAJA)
    hacer(mesa, "clasificar", caso, **elegido, con_prioridad="on")
    caso.refresh_from_db()
    assert caso.prioridad == Prioridad.CRITICA
    acciones = [evento.accion for evento in Evento.objects.de(caso)]
    assert acciones == ["Cambió la prioridad", "Clasificó"]


def test_una_novedad_de_otro_producto_no_clasifica(mesa: Client, caso: Caso) -> None:
    una = Novedad.objects.all()[0]
    otra = Novedad.objects.exclude(producto__servicio=una.producto.servicio)[0]
    pagina = hacer(
        mesa,
        "clasificar",
        caso,
        servicio=una.producto.servicio_id,
        producto=una.producto_id,
        novedad=otra.pk,
    )
    assert "Seleccione una novedad del producto que eligió." in pagina
    caso.refresh_from_db()
    assert caso.novedad is None


def test_resolver_lleva_la_solucion_al_cliente_por_correo(
    mesa: Client, caso: Caso, agente: Usuario
) -> None:
    pagina = hacer(mesa, "estado", caso, a=Estado.RESUELTO, texto="Reinstale el certificado.")
    assert "pasó a «Resuelto» y se escribió al cliente" in pagina
    caso.refresh_from_db()
    assert (caso.estado, caso.respondido_en is None) == (Estado.RESUELTO, False)
    mensaje = Mensaje.objects.get(texto="Reinstale el certificado.")
    assert (mensaje.tipo, mensaje.del_personal) == (TipoMensaje.PUBLICO, True)
    assert CorreoSaliente.objects.get().destinatario == caso.contacto_correo
    cambio = CambioEstado.objects.get(caso=caso, a=Estado.RESUELTO)
    assert (cambio.de, cambio.actor) == (Estado.NUEVO, agente)


@pytest.mark.parametrize(
    ("a", "dice"),
    [
        (Estado.ESPERA, "qué información necesita"),
        (Estado.RESUELTO, "Escriba la solución"),
        (Estado.CERRADO, "por qué se cierra"),
        (Estado.CANCELADO, "por qué no se va a atender"),
        ("", "Seleccione el nuevo estado"),
        ("nuevo", "no puede pasar a ese estado"),
    ],
)
def test_lo_que_el_cliente_debe_saber_se_pide_junto_al_campo(
    mesa: Client, caso: Caso, a: str, dice: str
) -> None:
    assert dice in hacer(mesa, "estado", caso, a=a, texto="")
    caso.refresh_from_db()
    assert caso.estado == Estado.NUEVO


def test_un_caso_resuelto_se_cierra_y_se_reabre_sin_mas_palabras(mesa: Client, caso: Caso) -> None:
    Caso.objects.update(estado=Estado.RESUELTO)
    assert "pasó a «Cerrado»" in hacer(mesa, "estado", caso, a=Estado.CERRADO)
    caso.refresh_from_db()
    assert (caso.estado, caso.cerrado_en is None) == (Estado.CERRADO, False)
    assert "pasó a «Abierto»" in hacer(mesa, "estado", caso, a=Estado.ABIERTO)
    caso.refresh_from_db()
    assert (caso.estado, caso.cerrado_en) == (Estado.ABIERTO, None)
    avisos = caso.mensajes.filter(tipo=TipoMensaje.SISTEMA).values_list("texto", flat=True)
    assert list(avisos) == ["El caso pasó a «Cerrado».", "El caso pasó a «Abierto»."]


def test_reabrir_con_palabras_escribe_al_cliente(mesa: Client, caso: Caso) -> None:
    Caso.objects.update(estado=Estado.CERRADO)
    hacer(mesa, "estado", caso, a=Estado.ABIERTO, texto="Volvió a fallar: lo revisamos.")
    caso.refresh_from_db()
    assert caso.estado == Estado.ABIERTO
    assert CorreoSaliente.objects.filter(destinatario=caso.contacto_correo).count() == 1


def test_cada_estado_ofrece_solo_a_donde_puede_ir(mesa: Client, caso: Caso) -> None:
    def ofrece(estado: Estado) -> set[str]:
        Caso.objects.update(estado=estado)
        campo = mesa.get(url("estado", caso)).context["form"].fields["a"]
        return {valor for valor, _ in campo.choices if valor}

    assert ofrece(Estado.ESPERA) == {"abierto", "resuelto", "cerrado", "cancelado"}
    assert ofrece(Estado.RESUELTO) == {"abierto", "cerrado"}
    assert ofrece(Estado.CERRADO) == {"abierto"}
    assert ofrece(Estado.CANCELADO) == set()


@pytest.mark.parametrize("acto", ["asignar", "prioridad", "estado"])
def test_quien_vio_otra_cosa_se_entera_y_puede_insistir(
    mesa: Client, caso: Caso, acto: str
) -> None:
    datos = {
        "asignar": {"a": "", "nivel": "3"},
        "prioridad": {"impacto": "1", "urgencia": "1"},
        "estado": {"a": Estado.RESUELTO, "texto": "La solución"},
    }[acto]
    enviado = {f"{acto}-{campo}": valor for campo, valor in datos.items()}
    viejo = mesa.get(url(acto, caso)).context["form"].initial["visto"]
    Caso.objects.update(nivel=2, impacto=Grado.MEDIO, estado=Estado.ABIERTO)
    respuesta = mesa.post(url(acto, caso), enviado | {f"{acto}-visto": viejo})
    assert respuesta.status_code == 200
    assert "mientras usted" in respuesta.content.decode()
    caso.refresh_from_db()
    assert (caso.nivel, caso.impacto, caso.estado) == (2, Grado.MEDIO, Estado.ABIERTO)
    nuevo = respuesta.context["form"]["visto"].value()
    respuesta = mesa.post(url(acto, caso), enviado | {f"{acto}-visto": nuevo})
    assert respuesta.status_code == 302


@pytest.mark.parametrize("acto", ["asignar", "prioridad", "clasificar"])
def test_un_caso_terminado_no_cambia_mas_que_de_estado(mesa: Client, caso: Caso, acto: str) -> None:
    Caso.objects.update(estado=Estado.CANCELADO)
    novedad = Novedad.objects.all()[0]
    pagina = hacer(
        mesa,
        acto,
        caso,
        a="",
        nivel=2,
        impacto=1,
        urgencia=1,
        servicio=novedad.producto.servicio_id,
        producto=novedad.producto_id,
        novedad=novedad.pk,
    )
    assert "El caso está cerrado." in pagina
    assert not Evento.objects.de(caso).exists()


def test_un_caso_fusionado_no_se_abre(mesa: Client, caso: Caso) -> None:
    otro = crear_caso()
    Caso.objects.filter(pk=caso.pk).update(estado=Estado.CERRADO, fusionado_en=otro)
    assert "siga en el otro" in hacer(mesa, "estado", caso, a=Estado.ABIERTO)


def test_una_pqrsa_sin_carta_no_cambia_de_estado_a_mano(mesa: Client) -> None:
    pqrsa, _ = crear_pqrsa()
    assert "carta firmada" in hacer(
        mesa, "estado", pqrsa.caso, a=Estado.RESUELTO, texto="Sin firma"
    )
    assert (
        "Cambiar el estado"
        not in mesa.get(
            reverse("admin:mesa_ayuda_caso_change", args=[pqrsa.caso.pk])
        ).content.decode()
    )
    assert pqrsa.caso.tipo != TipoCaso.SOPORTE


def test_la_pagina_del_caso_trae_los_formularios_cortos_a_quien_atiende(
    mesa: Client, cliente_de: ClienteDe, caso: Caso
) -> None:
    pagina = reverse("admin:mesa_ayuda_caso_change", args=[caso.pk])
    texto = mesa.get(pagina).content.decode()
    assert all(url(acto, caso) in texto for acto in ACTOS)
    mira = cliente_de(crear_personal("administradora", Rol.ADMINISTRADOR))
    assert url("asignar", caso) not in mira.get(pagina).content.decode()


@pytest.mark.parametrize("acto", ACTOS)
@pytest.mark.parametrize("rol", [Rol.OPERADOR_SSPS, Rol.ADMINISTRADOR, None])
def test_quien_no_atiende_no_hace_nada(
    cliente_de: ClienteDe, caso: Caso, acto: str, rol: Rol | None
) -> None:
    ajeno = cliente_de(crear_personal("ajeno", rol))
    assert ajeno.get(url(acto, caso)).status_code == 403
    assert ajeno.post(url(acto, caso)).status_code == 403


@pytest.mark.parametrize("acto", ACTOS)
def test_ver_no_cambia_y_lo_que_no_hay_es_404(mesa: Client, caso: Caso, acto: str) -> None:
    antes = Caso.objects.values().get(pk=caso.pk)
    assert mesa.get(url(acto, caso)).status_code == 200
    assert Caso.objects.values().get(pk=caso.pk) == antes
    assert mesa.get(url(acto, Caso(pk=999999))).status_code == 404
