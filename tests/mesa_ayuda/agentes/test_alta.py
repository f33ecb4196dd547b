"""Cases opened for who calls or chats: whose they become, who is mailed, and once."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from mesa_ayuda.agentes import alta
from mesa_ayuda.agentes.alta import ContactoInvalido, DatosAlta, abrir_por_cliente
from mesa_ayuda.casos import agregar_participante
from mesa_ayuda.enums import HorarioContacto, Via
from mesa_ayuda.models import Caso, Contacto, Novedad, Participante
from portal.auditoria.models import Evento
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.recetas import crear_buzon, crear_caso

pytestmark = pytest.mark.django_db
CORREO = "nora@correo.example"


def abrir(actor: Usuario, formulario: uuid.UUID | None = None, **otros: Any) -> Caso:
    """Open a case for somebody who calls."""
    datos: dict[str, Any] = {
        "via": Via.TELEFONO,
        "nombre": "Nora Inventada",
        "correo": CORREO,
        "telefono": "310 555 0123",
        "horario_contacto": HorarioContacto.TARDE,
        "novedad": Novedad.objects.select_related("producto__servicio").all()[0],
        "asunto": "No entra",
        "descripcion": "Llamó porque no entra.",
    }
    return abrir_por_cliente(
        datos=DatosAlta(**(datos | otros)), actor=actor, formulario=formulario or uuid.uuid4()
    )


def mientras_tanto(monkeypatch: pytest.MonkeyPatch, otra: Callable[[], Caso]) -> None:
    """Have the next opening read that nobody has the address, and `otra` be done before it writes.

    As PostgreSQL does it: the second to write the user name waits for the first, and then fails.
    """

    def llega_otra(archivos: object) -> list[object]:
        monkeypatch.undo()
        otra()
        monkeypatch.setattr(alta, "usuario_de", lambda correo: None)
        return []

    monkeypatch.setattr(alta, "guardar_archivos", llega_otra)


def test_el_segundo_clic_de_quien_es_nuevo_da_el_mismo_caso(
    agente: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    marca = uuid.uuid4()
    mientras_tanto(monkeypatch, lambda: abrir(agente, marca))
    caso = abrir(agente, marca)
    assert caso == Caso.objects.get()
    assert caso.contacto == Usuario.objects.get(email=CORREO)
    assert CorreoSaliente.objects.count() == 1


def test_el_segundo_clic_de_un_conocido_no_le_escribe_dos_veces(
    agente: Usuario, cliente: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    marca = uuid.uuid4()

    def llega_el_otro(archivos: object) -> list[object]:
        monkeypatch.undo()
        abrir(agente, marca, correo=cliente.email)
        return []

    monkeypatch.setattr(alta, "guardar_archivos", llega_el_otro)
    assert abrir(agente, marca, correo=cliente.email) == Caso.objects.get()
    assert CorreoSaliente.objects.get().destinatario == cliente.email


def test_si_otra_persona_lo_registra_a_la_vez_se_dice_y_no_queda_nada(
    agente: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    mientras_tanto(monkeypatch, lambda: abrir(agente, asunto="El primero"))
    with pytest.raises(ContactoInvalido, match="acaba de registrar"):
        abrir(agente, asunto="El segundo")
    assert Caso.objects.get().asunto == "El primero"
    monkeypatch.undo()
    segundo = abrir(agente, asunto="El segundo")
    assert segundo.contacto == Usuario.objects.get(email=CORREO)


def test_el_personal_lo_nuestro_y_lo_desactivado_no_son_clientes(agente: Usuario) -> None:
    crear_buzon("mesa@portal.example")
    Usuario.objects.create_user("inactiva", "Inactiva@correo.example", is_active=False)
    for correo, dice in (
        (agente.email, "del personal"),
        ("mesa@portal.example", "de la mesa de ayuda"),
        ("inactiva@correo.example", "desactivado"),
    ):
        with pytest.raises(ContactoInvalido, match=dice):
            abrir(agente, correo=correo)
    assert not Caso.objects.exists()
    assert not Contacto.objects.exists()
    assert not CorreoSaliente.objects.exists()


def test_a_quien_ya_es_cliente_no_se_le_cambia_la_ficha(agente: Usuario, cliente: Usuario) -> None:
    caso = abrir(agente, correo=cliente.email, nombre="Otro Nombre")
    cliente.refresh_from_db()
    assert (caso.contacto, caso.contacto_nombre) == (cliente, "Ana Cliente")
    assert caso.telefono == "310 555 0123"
    assert Contacto.objects.get().telefono == ""
    assert cliente.has_usable_password()


def test_a_un_usuario_sin_ficha_se_le_hace(agente: Usuario) -> None:
    usuario = Usuario.objects.create_user("firmante", CORREO)
    assert abrir(agente).contacto == usuario
    assert Contacto.objects.get().telefono == "310 555 0123"
    assert CorreoSaliente.objects.get().proposito == "mesa_caso_recibido"


@pytest.mark.parametrize(
    ("nombre", "partes"),
    [
        ("Nora", ("Nora", "")),
        ("Nora de la Inventada", ("Nora", "de la Inventada")),
        ("x" * 150, ("x" * 150, "")),
    ],
)
def test_el_nombre_se_parte_en_el_primer_espacio(
    agente: Usuario, nombre: str, partes: tuple[str, str]
) -> None:
    contacto = abrir(agente, nombre=nombre).contacto
    assert contacto is not None
    assert (contacto.first_name, contacto.last_name) == partes


def test_quien_estaba_en_copia_no_lee_nada_hasta_probar_que_el_correo_es_suyo(
    agente: Usuario, cliente: Usuario
) -> None:
    agregar_participante(caso=crear_caso(cliente), correo=CORREO, actor=None)
    abrir(agente)
    assert Participante.objects.get().usuario is None


def test_el_enlace_para_la_contrasena_sale_una_vez_y_es_confidencial(agente: Usuario) -> None:
    primero, segundo = abrir(agente), abrir(agente)
    assert primero.contacto == segundo.contacto
    correos = CorreoSaliente.objects.order_by("creado")
    assert [uno.proposito for uno in correos] == ["mesa_bienvenida", "mesa_caso_recibido"]
    assert [uno.confidencial for uno in correos] == [True, False]


def test_el_historial_dice_quien_abrio_el_caso_y_quien_hizo_la_cuenta(agente: Usuario) -> None:
    caso = abrir(agente)
    assert caso.contacto is not None
    assert Evento.objects.de(caso).get().actor == agente
    creada = Evento.objects.de(caso.contacto).get()
    assert (creada.actor, creada.origen) == (agente, "caso por teléfono o chat")


def test_sin_correo_no_se_busca_ni_se_crea_a_nadie(agente: Usuario) -> None:
    Usuario.objects.create_user("sincorreo", "")
    caso = abrir(agente, correo="", via=Via.CHAT)
    assert (caso.contacto, caso.contacto_nombre, caso.contacto_correo) == (
        None,
        "Nora Inventada",
        "",
    )
    assert not CorreoSaliente.objects.exists()
