"""«Gestión de usuarios verificados»: search, annul, delete, end of a test, evidence."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contrasenas.enums import EstadoVerificado
from contrasenas.models import Camara, TextoLegal, UsuarioVerificado
from contrasenas.verificados import servicios
from portal.auditoria.models import Evento
from portal.firma.models import DocumentoFirmado
from portal.mensajes.enums import EstadoEntrega
from portal.mensajes.models import SmsSaliente
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.contrasenas.activacion.recetas import (
    CLAVE,
    activar,
    con_documento,
    con_envio,
    entregar,
)
from tests.portal.firma.recetas import juicio

pytestmark = pytest.mark.django_db
Entrar = Callable[[Usuario], Client]
LISTA = reverse("admin:contrasenas_usuarioverificado_changelist")
PRUEBAS = reverse("admin:contrasenas_usuarioverificado_pruebas")


def url(nombre: str, usuario: UsuarioVerificado) -> str:
    return reverse(f"admin:contrasenas_usuarioverificado_{nombre}", args=[usuario.pk])


def crear(camara: Camara, **valores: Any) -> UsuarioVerificado:
    """Make a verified user with the least evidence."""
    datos = {
        "tipo": "CC",
        "numero": "1020304",
        "nombre": "ÁNGELA INVENTADA",
        "correo": "angela@correo.example",
        "celular": "+573105550123",
        "clave_hash": "$argon2id$huella",
        "verificado_en": timezone.now(),
        **valores,
    }
    return UsuarioVerificado.objects.create(camara=camara, **datos)


@pytest.fixture
def usuario(camara: Camara) -> UsuarioVerificado:
    return crear(camara)


def elegir(client: Client, accion: str, *usuarios: UsuarioVerificado, **mas: str) -> Any:
    datos = {"action": accion, "_selected_action": [str(u.pk) for u in usuarios], **mas}
    return client.post(LISTA, datos, follow=True)


@pytest.mark.parametrize(
    "termino",
    [
        *("1020304", "1.020.304", "angela", "inventada ÁNGELA", "angela@correo.example"),
        *("310 555 0123", "+57 310 555 0123", "telas", "0203"),
    ],
)
def test_se_busca_como_se_escribe(
    operadora: Usuario, camara: Camara, cliente_de: Entrar, termino: str
) -> None:
    crear(camara, empresa="TELAS DEL CAMPO")
    crear(camara, numero="999", nombre="OTRO", correo="otro@x.example", celular="+573009998877")
    pagina = cliente_de(operadora).get(LISTA, {"q": termino}).content.decode()
    assert "ÁNGELA INVENTADA" in pagina
    assert "OTRO" not in pagina


@pytest.mark.parametrize("termino", ["\x00", "%", "' OR 1=1", "9" * 400, "no está"])
def test_una_busqueda_rara_no_falla(
    operadora: Usuario, usuario: UsuarioVerificado, cliente_de: Entrar, termino: str
) -> None:
    respuesta = cliente_de(operadora).get(LISTA, {"q": termino}, follow=True)
    assert respuesta.status_code == 200


@pytest.mark.parametrize(
    ("accion", "estado", "hecho"),
    [
        ("anular", EstadoVerificado.ANULADO, "Anuló"),
        ("eliminar", EstadoVerificado.ELIMINADO, "Eliminó"),
    ],
)
def test_el_acto_pregunta_pide_motivo_y_queda_escrito(
    operadora: Usuario,
    usuario: UsuarioVerificado,
    cliente_de: Entrar,
    accion: str,
    estado: EstadoVerificado,
    hecho: str,
) -> None:
    client = cliente_de(operadora)
    assert "Se aplicará a 1 fila" in elegir(client, accion, usuario).content.decode()
    sin_motivo = elegir(client, accion, usuario, confirmar="1", motivo=" ")
    assert "Escriba el motivo" in sin_motivo.content.decode()
    usuario.refresh_from_db()
    assert usuario.estado == EstadoVerificado.VERIFICADO
    elegir(client, accion, usuario, confirmar="1", motivo="Lo pidió la persona")
    usuario.refresh_from_db()
    assert (usuario.estado, usuario.motivo) == (estado, "Lo pidió la persona")
    assert usuario.clave_hash == ""
    assert usuario.inactivado_en is not None
    evento = Evento.objects.de(usuario).get()
    assert (evento.accion, evento.actor) == (hecho, operadora)
    assert evento.motivo == "Lo pidió la persona"
    assert evento.cambios == {"estado": ["Verificado", estado.label]}


def test_lo_anulado_se_puede_eliminar_y_no_anular_otra_vez(
    operadora: Usuario, usuario: UsuarioVerificado, cliente_de: Entrar
) -> None:
    client = cliente_de(operadora)
    elegir(client, "anular", usuario, confirmar="1", motivo="uno")
    assert "Ninguno de los elegidos" in elegir(client, "anular", usuario).content.decode()
    elegir(client, "anular", usuario, confirmar="1", motivo="dos")
    usuario.refresh_from_db()
    assert usuario.motivo == "uno"
    elegir(client, "eliminar", usuario, confirmar="1", motivo="tres")
    usuario.refresh_from_db()
    assert usuario.estado == EstadoVerificado.ELIMINADO
    assert Evento.objects.de(usuario).count() == 2


def test_la_ficha_ofrece_los_actos_y_no_muestra_la_huella(
    operadora: Usuario, usuario: UsuarioVerificado, cliente_de: Entrar
) -> None:
    client = cliente_de(operadora)
    pagina = client.get(url("change", usuario)).content.decode()
    assert 'value="Anular"' in pagina
    assert 'value="Eliminar"' in pagina
    assert usuario.clave_hash not in pagina
    elegir(client, "eliminar", usuario, confirmar="1", motivo="x")
    pagina = client.get(url("change", usuario)).content.decode()
    assert 'value="Anular"' not in pagina
    assert 'value="Eliminar"' not in pagina


def test_anulado_el_anterior_la_persona_puede_activar_otra_vez(
    camara: Camara, operadora: Usuario
) -> None:
    primera = entregar(camara)
    activar(Client(), primera)
    servicios.retirar(
        usuarios=UsuarioVerificado.objects.all(),
        estado=EstadoVerificado.ANULADO,
        motivo="x",
        actor=operadora,
    )
    activar(Client(), entregar(camara, numero=primera.fila.numero, ano=2020))
    assert UsuarioVerificado.objects.count() == 2


def test_anular_todo_lo_de_prueba_dice_cuantos_y_solo_toca_la_camara(
    operadora: Usuario, camara: Camara, otra_camara: Camara, cliente_de: Entrar
) -> None:
    pruebas = [crear(camara, es_prueba=True, tipo="", numero="PRUEBA2247@") for _ in range(3)]
    real, ajena = crear(camara), crear(otra_camara, es_prueba=True)
    client = cliente_de(operadora)
    assert "Anular todo lo de prueba (3)" in client.get(LISTA).content.decode()
    assert "3 usuarios verificados" in client.get(PRUEBAS).content.decode()
    client.post(PRUEBAS, {"motivo": ""})
    assert servicios.de_prueba_vigentes(operadora).count() == 3
    client.post(PRUEBAS, {"motivo": "Fin"})
    for fila in (*pruebas, real, ajena):
        fila.refresh_from_db()
    assert {p.estado for p in pruebas} == {EstadoVerificado.ANULADO}
    assert real.estado == ajena.estado == EstadoVerificado.VERIFICADO
    assert Evento.objects.filter(motivo="Fin").count() == 3
    assert "No queda nada de prueba" in client.get(PRUEBAS).content.decode()


def test_para_otra_camara_no_existe(
    forastero: Usuario, usuario: UsuarioVerificado, cliente_de: Entrar
) -> None:
    client = cliente_de(forastero)
    assert "ÁNGELA" not in client.get(LISTA).content.decode()
    assert "ÁNGELA" not in client.get(LISTA, {"q": "angela"}).content.decode()
    for nombre in ("change", "evidencia", "history"):
        assert client.get(url(nombre, usuario)).status_code == 404
    assert client.post(url("pdf", usuario)).status_code == 404
    elegir(client, "anular", usuario, confirmar="1", motivo="x")
    usuario.refresh_from_db()
    assert usuario.estado == EstadoVerificado.VERIFICADO


def test_quien_solo_puede_ver_no_ve_actos_ni_actua(
    camara: Camara, usuario: UsuarioVerificado, cliente_de: Entrar
) -> None:
    crear(camara, es_prueba=True, numero="PRUEBA2247@")
    mirona = crear_personal("mirona", Rol.ADMINISTRADOR)
    camara.personal.add(mirona)
    client = cliente_de(mirona)
    assert "Anular todo" not in client.get(LISTA).content.decode()
    assert 'value="Anular"' not in client.get(url("change", usuario)).content.decode()
    assert client.post(PRUEBAS, {"motivo": "x"}).status_code == 404
    elegir(client, "anular", usuario, confirmar="1", motivo="x")
    usuario.refresh_from_db()
    assert usuario.estado == EstadoVerificado.VERIFICADO


def test_nadie_crea_ni_edita_ni_borra(
    operadora: Usuario, usuario: UsuarioVerificado, cliente_de: Entrar
) -> None:
    client = cliente_de(operadora)
    assert client.get(LISTA + "add/").status_code == 403
    assert client.post(url("delete", usuario), {"post": "yes"}).status_code == 403
    client.post(url("change", usuario), {"nombre": "OTRO"})
    usuario.refresh_from_db()
    assert usuario.nombre == "ÁNGELA INVENTADA"


@pytest.fixture
def activado(camara: Camara) -> UsuarioVerificado:
    """Somebody who came all the way, with all the evidence."""
    entregada = entregar(camara)
    con_envio(entregada)
    con_documento(entregada)
    activar(Client(), entregada)
    return UsuarioVerificado.objects.get()


def test_la_evidencia_muestra_todo_lo_que_se_guardo(
    operadora: Usuario, activado: UsuarioVerificado, cliente_de: Entrar
) -> None:
    client = cliente_de(operadora)
    assert "Hoja de evidencia" in client.get(url("change", activado)).content.decode()
    pagina = client.get(url("evidencia", activado)).content.decode()
    texto = TextoLegal.objects.get()
    for dato in (
        *(activado.nombre, activado.correo, activado.numero, "127.0.0.1", activado.agente),
        *(str(activado.documento), activado.sms_id, texto.sha256, texto.version),
        *("correo-de-la-clave@camara.example", "Clave y PIN por SMS", "el aviso de privacidad"),
    ):
        assert dato in pagina
    assert activado.clave_hash not in pagina
    assert CLAVE not in pagina


@pytest.mark.parametrize("con_sid", [True, False])
def test_la_evidencia_dice_que_fue_del_mensaje(
    operadora: Usuario, activado: UsuarioVerificado, cliente_de: Entrar, con_sid: bool
) -> None:
    sms = SmsSaliente.objects.get()
    sms.anotar_entrega(EstadoEntrega.ENTREGADO, sid="SM" + "0" * 32)
    if con_sid:
        UsuarioVerificado.objects.update(sms_id=sms.sid)
    pagina = cliente_de(operadora).get(url("evidencia", activado)).content.decode()
    assert EstadoEntrega.ENTREGADO.label in pagina
    SmsSaliente.objects.all().delete()
    assert cliente_de(operadora).get(url("evidencia", activado)).status_code == 200


def test_el_pdf_de_la_evidencia_queda_firmado_y_registrado(
    operadora: Usuario, activado: UsuarioVerificado, cliente_de: Entrar, tmp_path: Path
) -> None:
    client = cliente_de(operadora)
    respuesta = client.post(url("pdf", activado))
    assert respuesta["Content-Type"] == "application/pdf"
    assert "Signature is Valid" in juicio(respuesta.content, tmp_path)
    documento = DocumentoFirmado.objects.get(tipo="evidencia-activacion")
    assert documento.firmado_en is not None
    evento = Evento.objects.de(activado).first()
    assert evento is not None
    assert evento.accion == "Descargó la hoja de evidencia"
    assert evento.actor == operadora
    assert client.get(url("pdf", activado)).status_code == 405
    assert client.get(f"/verificar/{documento.pk}/").status_code == 200


def test_sin_credencial_de_la_camara_no_hay_pdf(
    operadora: Usuario, camara: Camara, activado: UsuarioVerificado, cliente_de: Entrar
) -> None:
    camara.credencial = None
    camara.save()
    pagina = cliente_de(operadora).post(url("pdf", activado), follow=True).content.decode()
    assert "no tiene una credencial de firma" in pagina
    assert not DocumentoFirmado.objects.filter(tipo="evidencia-activacion").exists()


def test_sin_evidencia_no_hay_hoja(
    operadora: Usuario, usuario: UsuarioVerificado, cliente_de: Entrar
) -> None:
    client = cliente_de(operadora)
    assert "Hoja de evidencia" not in client.get(url("change", usuario)).content.decode()
    assert client.get(url("evidencia", usuario)).status_code == 404


def test_el_historial_cuenta_la_activacion(
    operadora: Usuario, activado: UsuarioVerificado, cliente_de: Entrar
) -> None:
    pagina = cliente_de(operadora).get(url("history", activado)).content.decode()
    assert "Activó su contraseña" in pagina
    assert "activación en el portal" in pagina
