"""What the database itself refuses of incoming mail, and who may work on a mail."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from mesa_ayuda.enums import EstadoCorreo, Veredicto
from mesa_ayuda.models import Buzon, CorreoEntrante, IdentificadorCorreo
from tests.contrasenas.models.rechazo import rechaza
from tests.mesa_ayuda.recetas import crear_buzon, crear_caso

pytestmark = pytest.mark.django_db


def crear_correo(buzon: Buzon, **valores: object) -> CorreoEntrante:
    """Make the row of a mail, whose file nobody reads."""
    datos = {"clave": "<uno@correo.example>", "sha256": "0" * 64, "tamano": 1, **valores}
    return CorreoEntrante.objects.create(buzon=buzon, **datos)


@pytest.mark.parametrize("puerto", [0, 65_536])
def test_un_buzon_tiene_un_puerto_posible(buzon: Buzon, puerto: int) -> None:
    with rechaza("buzon_puerto"):
        Buzon.objects.filter(pk=buzon.pk).update(imap_puerto=puerto)
    for posible in (1, 65_535):
        Buzon.objects.filter(pk=buzon.pk).update(imap_puerto=posible)


def test_dos_buzones_no_comparten_nombre_ni_direccion(buzon: Buzon) -> None:
    with rechaza("mesa_ayuda_buzon_direccion_key"):
        crear_buzon(buzon.direccion, nombre="Otro")
    with rechaza("mesa_ayuda_buzon_nombre_key"):
        crear_buzon("otro@portal.example", nombre=buzon.nombre)


def test_la_clave_de_un_buzon_no_se_lee_en_la_base() -> None:
    buzon = crear_buzon(imap_clave="secreta de prueba")
    with connection.cursor() as cursor:
        cursor.execute("SELECT imap_clave FROM mesa_ayuda_buzon WHERE id = %s", [buzon.pk])
        assert "secreta" not in cursor.fetchone()[0]
    assert Buzon.objects.get(pk=buzon.pk).imap_clave == "secreta de prueba"


def test_solo_se_sondea_lo_que_esta_en_uso_y_tiene_servidor(buzon: Buzon) -> None:
    sondeado = crear_buzon("uno@portal.example", imap_servidor="imap.portal.example")
    crear_buzon("dos@portal.example", imap_servidor="imap.portal.example", activo=False)
    assert list(Buzon.objects.sondeados()) == [sondeado]


def test_un_correo_entra_una_vez_por_buzon(buzon: Buzon) -> None:
    crear_correo(buzon)
    with rechaza("correoentrante_una_vez"):
        crear_correo(buzon, sha256="1" * 64)
    crear_correo(crear_buzon("otro@portal.example"))


def test_un_correo_esta_en_un_estado_y_con_un_veredicto_que_existen(buzon: Buzon) -> None:
    correo = crear_correo(buzon)
    fila = CorreoEntrante.objects.filter(pk=correo.pk)
    with rechaza("correoentrante_estado"):
        fila.update(estado="leido")
    with rechaza("correoentrante_veredicto"):
        fila.update(veredicto="bueno")
    for estado in EstadoCorreo:
        fila.update(estado=estado)
    for veredicto in ["", *Veredicto]:
        fila.update(veredicto=veredicto)


def test_un_correo_lo_reclama_uno_solo(buzon: Buzon) -> None:
    correo = crear_correo(buzon)
    reclamado = CorreoEntrante.reclamar(correo.pk)
    assert reclamado is not None
    assert (reclamado.intentos, reclamado.buzon) == (1, buzon)
    assert CorreoEntrante.reclamar(correo.pk) is None
    assert CorreoEntrante.reclamar(correo.pk + 1) is None


def test_el_reclamo_de_un_trabajador_muerto_pasa_a_otro_y_el_muerto_ya_no_escribe(
    buzon: Buzon,
) -> None:
    muerto = CorreoEntrante.reclamar(crear_correo(buzon).pk)
    assert muerto is not None
    hace_rato = timezone.now() - timedelta(minutes=6)
    CorreoEntrante.objects.update(reclamado_en=hace_rato)
    otro = CorreoEntrante.reclamar(muerto.pk)
    assert otro is not None
    final = (EstadoCorreo.PROCESADO, Veredicto.CASO_NUEVO, "Del que murió")
    assert muerto.terminar(*final) is False
    assert muerto.soltar("Del que murió") is False
    caso = crear_caso()
    assert otro.terminar(EstadoCorreo.PROCESADO, Veredicto.RESPUESTA, "Bien", caso) is True
    otro.refresh_from_db()
    assert (otro.caso, otro.motivo, otro.reclamado_en) == (caso, "Bien", None)
    assert CorreoEntrante.reclamar(otro.pk) is None


def test_lo_que_se_suelta_espera_y_se_puede_reclamar_otra_vez(buzon: Buzon) -> None:
    correo = CorreoEntrante.reclamar(crear_correo(buzon).pk)
    assert correo is not None
    assert correo.soltar("El servidor no respondió") is True
    segundo = CorreoEntrante.reclamar(correo.pk)
    assert segundo is not None
    assert (segundo.intentos, segundo.motivo) == (2, "El servidor no respondió")


def test_el_barrido_ve_lo_que_nadie_atiende(buzon: Buzon) -> None:
    viejo = timezone.now() - timedelta(minutes=10)
    olvidado = crear_correo(buzon, clave="<1@x>", recibido_en=viejo)
    abandonado = crear_correo(buzon, clave="<2@x>", recibido_en=viejo, reclamado_en=viejo)
    crear_correo(buzon, clave="<3@x>")
    crear_correo(buzon, clave="<4@x>", recibido_en=viejo, reclamado_en=timezone.now())
    crear_correo(buzon, clave="<5@x>", recibido_en=viejo, estado=EstadoCorreo.PROCESADO)
    perdido = crear_correo(buzon, clave="<6@x>", estado=EstadoCorreo.NO_IMPORTADO)
    assert set(CorreoEntrante.objects.desatendidos()) == {olvidado, abandonado}
    assert list(CorreoEntrante.objects.no_importados()) == [perdido]


def test_un_identificador_lleva_a_un_solo_caso() -> None:
    caso = crear_caso()
    IdentificadorCorreo.objects.create(message_id="<a@x>", caso=caso, propio=True)
    with rechaza("mesa_ayuda_identificadorcorreo_message_id_key"):
        IdentificadorCorreo.objects.create(message_id="<a@x>", caso=crear_caso(), propio=False)
    IdentificadorCorreo.objects.create(message_id="<b@x>", caso=caso, propio=False)
