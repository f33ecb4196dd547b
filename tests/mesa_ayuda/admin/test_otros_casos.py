"""Merging and linking cases, and who is in copy: from the case's page, by staff."""

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from mesa_ayuda.archivos import adjuntar, guardar_archivos
from mesa_ayuda.casos import agregar_participante, anotar, responder_como_cliente, vincular
from mesa_ayuda.clientes.expediente import expediente_de
from mesa_ayuda.enums import Estado, TipoCaso, Via
from mesa_ayuda.models import Caso, Cuenta, IdentificadorCorreo, Participante, Vinculo
from mesa_ayuda.salida.correos import destinatarios
from mesa_ayuda.salida.identificador import firmar
from portal.auditoria.models import Evento
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.mesa_ayuda.recetas import crear_buzon, crear_caso, crear_cliente

pytestmark = pytest.mark.django_db
ClienteDe = Callable[[Usuario], Client]


def url(acto: str, caso: Caso) -> str:
    return reverse(f"admin:mesa_ayuda_caso_{acto}", args=[caso.pk])


@pytest.fixture
def caso(cliente: Usuario) -> Caso:
    """A customer's case, with something said in it."""
    caso = crear_caso(cliente, asunto="No firma")
    responder_como_cliente(caso=caso, texto="Sigue sin firmar", via=Via.WEB, autor=cliente)
    return caso


def fusionar(client: Client, caso: Caso, otro: str, confirmar: str = "on") -> str:
    datos = {"otro": otro, "confirmar": confirmar}
    return client.post(url("fusionar", caso), datos, follow=True).content.decode()


def test_antes_de_fusionar_se_dice_que_pasa_y_nada_cambia(
    mesa: Client, caso: Caso, cliente: Usuario
) -> None:
    adjuntar(caso.mensajes.get(), guardar_archivos([("a.txt", ContentFile(b"x").file)]))
    agregar_participante(caso=caso, correo="copia@correo.example", actor=None)
    destino = crear_caso(cliente, asunto="El otro")
    pagina = fusionar(mesa, caso, destino.numero, confirmar="")
    assert f"¿Fusionar {caso.numero} en {destino.numero}?" in pagina
    assert "Pasan 1 mensaje, 1 archivo y 1 participante." in pagina
    assert 'name="confirmar" value="on"' in pagina
    assert caso.mensajes.count() == 1


def test_fusionar_mueve_la_conversacion_los_participantes_y_el_hilo_del_correo(
    mesa: Client, caso: Caso, cliente: Usuario, agente: Usuario
) -> None:
    destino = crear_caso(cliente)
    anotar(caso=caso, texto="Nota del conmutador", autor=agente)
    agregar_participante(caso=caso, correo="copia@correo.example", actor=None)
    IdentificadorCorreo.objects.create(
        message_id=firmar(caso, dominio="portal.example"), caso=caso, propio=True
    )
    pagina = fusionar(mesa, caso, destino.numero.lower())
    assert f"{caso.numero} se fusionó en {destino.numero} con 2 mensajes." in pagina
    caso.refresh_from_db()
    assert (caso.estado, caso.fusionado_en) == (Estado.CERRADO, destino)
    textos = set(destino.mensajes.values_list("texto", flat=True))
    assert {"Sigue sin firmar", "Nota del conmutador"} <= textos
    assert [uno.correo for uno in destino.participantes.all()] == ["copia@correo.example"]
    assert IdentificadorCorreo.objects.get().caso == destino
    assert Vinculo.objects.filter(caso=caso, otro=destino).exists()
    assert {e.accion for e in Evento.objects.de(caso)} >= {"Fusionó", "Pasó a «Cerrado»"}
    assert "Recibió otro caso" in {e.accion for e in Evento.objects.de(destino)}
    # The search finds what was said in the case where it stands now.
    lista = mesa.get(reverse("admin:mesa_ayuda_caso_changelist"), {"q": "conmutador"})
    assert list(lista.context["cl"].result_list) == [destino]


def test_el_cliente_ve_a_donde_fue_su_caso(
    mesa: Client, client: Client, caso: Caso, cliente: Usuario
) -> None:
    destino = crear_caso(cliente)
    fusionar(mesa, caso, destino.numero)
    client.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    pagina = client.get(reverse("mesa_ayuda:caso", args=[caso.numero])).content.decode()
    assert reverse("mesa_ayuda:caso", args=[destino.numero]) in pagina
    assert f"Este caso se unió a {destino.numero}: siga allí." in pagina
    otra = client.get(reverse("mesa_ayuda:caso", args=[destino.numero])).content.decode()
    assert "Sigue sin firmar" in otra


def test_de_dos_personas_de_la_misma_cuenta_la_otra_queda_en_copia(
    mesa: Client, caso: Caso, cuenta: Cuenta, cliente: Usuario
) -> None:
    colega = crear_cliente("Dario@transportes.example", cuenta=cuenta)
    destino = crear_caso(colega)
    fusionar(mesa, caso, destino.numero)
    participante = Participante.objects.get(caso=destino)
    assert (participante.correo, participante.usuario) == (cliente.email, cliente)
    assert expediente_de(cliente, destino.numero, destino.creado) is not None


def test_a_una_direccion_que_su_dueno_dejo_no_le_llega_lo_del_caso_fusionado(
    mesa: Client, caso: Caso, cliente: Usuario, forastero: Usuario
) -> None:
    agregar_participante(caso=caso, correo=forastero.email, actor=None)
    for persona, correo in ((cliente, "ana@nueva.example"), (forastero, "dario@nueva.example")):
        Usuario.objects.filter(pk=persona.pk).update(email=correo)
    cliente.refresh_from_db()
    destino = crear_caso(cliente)
    fusionar(mesa, caso, destino.numero)
    assert Participante.objects.get(caso=destino).usuario == forastero
    assert destinatarios(destino) == ["ana@nueva.example", "dario@nueva.example"]


def test_lo_que_no_se_fusiona_se_dice_junto_al_numero(
    mesa: Client, caso: Caso, cliente: Usuario, forastero: Usuario
) -> None:
    cerrado = crear_caso(cliente, estado=Estado.CERRADO)
    unido = crear_caso(cliente, estado=Estado.CERRADO, fusionado_en=caso)
    pqrsa = crear_caso(cliente, tipo=TipoCaso.QUEJA)
    for otro, dice in (
        (crear_caso(forastero).numero, "clientes distintos"),
        (crear_caso().numero, "clientes distintos"),
        (caso.numero, "este mismo caso"),
        (cerrado.numero, "está cerrado"),
        (unido.numero, "ya se fusionó"),
        (pqrsa.numero, "término legal"),
        ("CS9999999", "No hay ningún caso"),
        ("hola", "No hay ningún caso"),
        ("9" * 20, "No hay ningún caso"),
        ("", "Escriba el número"),
    ):
        pagina = fusionar(mesa, caso, otro)
        assert dice in pagina, otro
        assert 'name="confirmar" value="on"' not in pagina
    caso.refresh_from_db()
    assert (caso.estado, caso.fusionado_en) == (Estado.NUEVO, None)
    assert caso.mensajes.count() == 1


def test_sin_cuentas_se_fusiona_lo_de_la_misma_direccion(mesa: Client) -> None:
    uno, otro = (crear_caso(contacto_correo=correo) for correo in ("a@x.example", "A@X.example"))
    assert "se fusionó en" in fusionar(mesa, uno, otro.numero)
    assert not Participante.objects.exists()


def test_se_vincula_una_vez_y_se_desvincula(mesa: Client, caso: Caso, agente: Usuario) -> None:
    otro = crear_caso(asunto="El mismo daño")
    for _ in range(2):
        mesa.post(url("vinculos", caso), {"otro": otro.numero})
    vinculo = Vinculo.objects.get()
    assert "El mismo daño" in mesa.get(url("vinculos", caso)).content.decode()
    ficha = reverse("admin:mesa_ayuda_caso_change", args=[otro.pk])
    assert caso.numero in mesa.get(ficha).content.decode()
    assert "Es este mismo caso" in (
        mesa.post(url("vinculos", caso), {"otro": caso.numero}).content.decode()
    )
    for dice in ("Quitó el vínculo", "Ya no estaba"):
        respuesta = mesa.post(url("vinculos", otro), {"quitar": vinculo.pk}, follow=True)
        assert dice in respuesta.content.decode()
    assert not Vinculo.objects.exists()
    assert [e.accion for e in Evento.objects.de(otro)] == ["Quitó un vínculo"]


def test_el_vinculo_o_participante_de_otro_caso_no_se_quita_desde_este(
    mesa: Client, caso: Caso
) -> None:
    uno, otro = crear_caso(), crear_caso()
    vincular(caso=uno, otro=otro, actor=None)
    copia = agregar_participante(caso=uno, correo="copia@correo.example", actor=None)
    for acto, clave in (("vinculos", Vinculo.objects.get().pk), ("participantes", copia.pk)):
        for valor in (str(clave), "x", "²", "9" * 30):
            assert mesa.post(url(acto, caso), {"quitar": valor}).status_code == 302
    assert Vinculo.objects.exists()
    assert Participante.objects.exists()


def test_se_agrega_y_se_retira_un_participante(mesa: Client, caso: Caso) -> None:
    crear_buzon("mesa@portal.example")
    for correo, dice in (
        ("Copia@correo.example", "Agregó a copia@correo.example."),
        ("copia@correo.example", "ya participaba"),
        ("mesa@portal.example", "es de la mesa de ayuda"),
        ("no es un correo", "correo"),
        ("", "Escriba el correo"),
    ):
        pagina = mesa.post(url("participantes", caso), {"correo": correo}, follow=True)
        assert dice in pagina.content.decode(), correo
    participante = Participante.objects.get()
    assert participante.correo == "copia@correo.example"
    mesa.post(url("participantes", caso), {"quitar": participante.pk})
    assert not Participante.objects.exists()
    acciones = [e.accion for e in Evento.objects.de(caso)]
    assert acciones == ["Retiró un participante", "Agregó un participante"]


@pytest.mark.parametrize("acto", ["fusionar", "vinculos", "participantes"])
def test_quien_no_atiende_no_hace_nada(cliente_de: ClienteDe, caso: Caso, acto: str) -> None:
    for nombre, rol in (("ssps", Rol.OPERADOR_SSPS), ("oficina", Rol.ADMINISTRADOR)):
        ajeno = cliente_de(crear_personal(nombre, rol))
        assert ajeno.get(url(acto, caso)).status_code == 403
        assert ajeno.post(url(acto, caso), {"quitar": "1"}).status_code == 403
