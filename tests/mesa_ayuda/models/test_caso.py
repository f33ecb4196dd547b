"""What the database itself refuses of a case, its history, its people and its survey."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from mesa_ayuda.enums import ABIERTOS, Estado, Grado, Prioridad, TipoCaso
from mesa_ayuda.models import CambioEstado, Caso, Contacto, Encuesta, Participante, Vinculo
from portal.usuarios.models import Usuario
from tests.contrasenas.models.rechazo import rechaza
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cambio", "restriccion"),
    [
        ({"estado": "perdido"}, "caso_estado"),
        ({"estado": ""}, "caso_estado"),
        ({"tipo": "elogio"}, "caso_tipo"),
        ({"prioridad": 0}, "caso_prioridad"),
        ({"prioridad": 5}, "caso_prioridad"),
        ({"impacto": 0}, "caso_grados"),
        ({"urgencia": 4}, "caso_grados"),
        ({"nivel": 0}, "caso_nivel"),
        ({"nivel": 4}, "caso_nivel"),
        ({"contacto_nombre": ""}, "caso_de_alguien"),
    ],
)
def test_la_base_rechaza_lo_que_no_puede_ser_un_caso(
    cambio: dict[str, Any], restriccion: str
) -> None:
    caso = crear_caso()
    with rechaza(restriccion):
        crear_caso(**cambio)
    with rechaza(restriccion):
        Caso.objects.filter(pk=caso.pk).update(**cambio)


def test_entra_todo_valor_de_las_listas() -> None:
    for estado in Estado:
        crear_caso(estado=estado)
    for tipo in TipoCaso:
        crear_caso(tipo=tipo)
    for prioridad in Prioridad:
        crear_caso(prioridad=prioridad)
    for grado in Grado:
        crear_caso(impacto=grado, urgencia=grado, nivel=grado)
    assert Caso.objects.count() == len(Estado) + len(TipoCaso) + len(Prioridad) + len(Grado)


def test_un_caso_es_de_alguien_aunque_su_usuario_no_tenga_nombre(cliente: Usuario) -> None:
    caso = crear_caso(cliente, contacto_nombre="")
    with rechaza("caso_de_alguien"):
        Caso.objects.filter(pk=caso.pk).update(contacto=None)


@pytest.mark.parametrize("estado", [*ABIERTOS, Estado.RESUELTO])
def test_un_caso_fusionado_no_vuelve_a_estar_vivo(estado: Estado) -> None:
    queda = crear_caso()
    sale = crear_caso(estado=Estado.CERRADO, fusionado_en=queda)
    with rechaza("caso_fusionado_cerrado"):
        Caso.objects.filter(pk=sale.pk).update(estado=estado)
    Caso.objects.filter(pk=sale.pk).update(estado=Estado.CANCELADO)


def test_un_formulario_hace_un_solo_caso_y_sin_formulario_los_que_sean() -> None:
    formulario = "6f1c2f5e-0000-4000-8000-000000000001"
    crear_caso(formulario=formulario)
    with rechaza("mesa_ayuda_caso_formulario_key"):
        crear_caso(formulario=formulario)
    crear_caso()
    crear_caso()
    assert Caso.objects.count() == 3


def test_quien_reporto_un_caso_no_se_borra_y_su_empresa_si(cliente: Usuario) -> None:
    caso = crear_caso(cliente)
    with pytest.raises(ProtectedError), transaction.atomic():
        cliente.delete()
    Contacto.objects.get(usuario=cliente).cuenta.delete()  # type: ignore[union-attr]
    caso.refresh_from_db()
    assert (caso.contacto, caso.cuenta) == (cliente, None)


def test_el_numero_tiene_siete_cifras_y_crece_sin_romperse() -> None:
    assert Caso(pk=42).numero == str(Caso(pk=42)) == "CS0000042"
    assert Caso(pk=12_345_678).numero == "CS12345678"
    assert Caso().numero == "CS (nuevo)"


def test_abiertos_son_aquellos_en_los_que_alguien_tiene_algo_que_hacer() -> None:
    casos = {estado: crear_caso(estado=estado) for estado in Estado}
    esperados = {casos[Estado.NUEVO], casos[Estado.ABIERTO], casos[Estado.ESPERA]}
    assert set(Caso.objects.abiertos()) == esperados


@pytest.mark.parametrize(("de", "a"), [("perdido", "nuevo"), ("nuevo", "perdido"), ("nuevo", "")])
def test_la_historia_solo_tiene_estados_que_existen(de: str, a: str) -> None:
    caso, ahora = crear_caso(), timezone.now()
    with rechaza("cambioestado_estados"):
        CambioEstado.objects.create(caso=caso, de=de, a=a, momento=ahora)
    primero = CambioEstado.objects.create(caso=caso, a=Estado.NUEVO, momento=ahora)
    segundo = CambioEstado.objects.create(
        caso=caso, de=Estado.NUEVO, a=Estado.ESPERA, momento=ahora
    )
    assert list(caso.cambios_estado.all()) == [primero, segundo]
    assert str(segundo) == "Nuevo → En espera de información"


def test_nadie_participa_dos_veces_en_un_caso() -> None:
    uno, otro = crear_caso(), crear_caso()
    Participante.objects.create(caso=uno, correo="copia@correo.example")
    with rechaza("participante_unico"):
        Participante.objects.create(caso=uno, correo="copia@correo.example")
    Participante.objects.create(caso=otro, correo="copia@correo.example")


def test_dos_casos_se_vinculan_una_vez_y_en_orden() -> None:
    menor, mayor = crear_caso(), crear_caso()
    with rechaza("vinculo_en_orden"):
        Vinculo.objects.create(caso=mayor, otro=menor)
    with rechaza("vinculo_en_orden"):
        Vinculo.objects.create(caso=menor, otro=menor)
    Vinculo.objects.create(caso=menor, otro=mayor)
    with rechaza("vinculo_unico"):
        Vinculo.objects.create(caso=menor, otro=mayor)


@pytest.mark.parametrize(
    ("puntaje", "respondida"), [(0, True), (6, True), (None, True), (3, False)]
)
def test_una_encuesta_respondida_tiene_puntaje_y_una_sin_responder_no(
    puntaje: int | None, respondida: bool
) -> None:
    momento = timezone.now() if respondida else None
    with rechaza("encuesta_puntaje"):
        Encuesta.objects.create(caso=crear_caso(), puntaje=puntaje, respondida_en=momento)


def test_cada_caso_tiene_una_encuesta_con_su_propia_ficha() -> None:
    una = Encuesta.objects.create(caso=crear_caso())
    otra = Encuesta.objects.create(caso=crear_caso(), puntaje=5, respondida_en=timezone.now())
    assert una.ficha != otra.ficha
    with rechaza("mesa_ayuda_encuesta_caso_id_key"):
        Encuesta.objects.create(caso=una.caso)
    with rechaza("mesa_ayuda_encuesta_ficha_key"):
        Encuesta.objects.filter(pk=otra.pk).update(ficha=una.ficha)


def test_lo_que_se_busca_se_guarda_solo_aunque_se_escriba_sin_pasar_por_django() -> None:
    caso = crear_caso(asunto="Cámara dañada", descripcion="")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE mesa_ayuda_caso SET asunto = 'Renovación' WHERE id = %s", [caso.pk])
        cursor.execute(
            "SELECT busqueda @@ to_tsquery('spanish', 'renovacion'),"
            " busqueda @@ to_tsquery('spanish', 'camara') FROM mesa_ayuda_caso WHERE id = %s",
            [caso.pk],
        )
        assert cursor.fetchone() == (True, False)
