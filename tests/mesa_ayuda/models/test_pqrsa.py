"""What the database itself refuses of legal terms and of a PQRSA, and how they are selected."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from mesa_ayuda.enums import PQRSA, ClasePeticion, TipoCaso
from mesa_ayuda.models import Pqrsa, TerminoLegal
from tests.contrasenas.models.rechazo import rechaza
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
DIA = date(2026, 3, 10)


def crear(vence_el: date = DIA, **valores: Any) -> Pqrsa:
    """Make the row alone, of a case without an account."""
    caso = crear_caso(tipo=valores.pop("tipo", TipoCaso.QUEJA))
    return Pqrsa.objects.create(
        caso=caso, ficha_hash=uuid.uuid4().hex, vence_el=vence_el, **valores
    )


@pytest.mark.parametrize(
    ("valores", "restriccion"),
    [
        ({"tipo": TipoCaso.SOPORTE}, "terminolegal_tipo"),
        ({"tipo": "elogio"}, "terminolegal_tipo"),
        ({"tipo": TipoCaso.QUEJA, "clase": ClasePeticion.CONSULTA}, "terminolegal_clase"),
        ({"tipo": TipoCaso.PETICION, "clase": "otra"}, "terminolegal_clase"),
        ({"tipo": TipoCaso.QUEJA, "dias_habiles": 0}, "terminolegal_dias"),
    ],
)
def test_un_termino_es_de_una_pqrsa_y_de_un_dia_o_mas(
    valores: dict[str, Any], restriccion: str
) -> None:
    TerminoLegal.objects.all().delete()
    with rechaza(restriccion):
        TerminoLegal.objects.create(**valores)


def test_cada_tipo_y_cada_clase_de_peticion_tienen_un_termino() -> None:
    TerminoLegal.objects.all().delete()
    for tipo in PQRSA:
        TerminoLegal.objects.create(tipo=tipo)
    for clase in ClasePeticion:
        TerminoLegal.objects.create(tipo=TipoCaso.PETICION, clase=clase, dias_habiles=1)
    with rechaza("terminolegal_unico"):
        TerminoLegal.objects.create(tipo=TipoCaso.QUEJA)
    documentos = TerminoLegal.objects.get(clase=ClasePeticion.DOCUMENTOS)
    assert str(documentos) == "Petición de documentos o información: 1 días hábiles"


def test_una_peticion_es_de_una_clase_que_existe() -> None:
    with rechaza("pqrsa_clase"):
        crear(clase="otra")
    peticion = crear(tipo=TipoCaso.PETICION, clase=ClasePeticion.CONSULTA)
    assert peticion.nombre == "Petición de consulta"
    assert crear().nombre == "Queja"


@pytest.mark.parametrize(
    "cambio",
    [
        {"prorroga_hasta": DIA},
        {"prorroga_hasta": DIA - timedelta(days=1)},
        {"prorroga_motivo": ""},
        {"prorroga_avisada_en": None},
        {"prorroga_hasta": None},
    ],
)
def test_una_prorroga_va_mas_alla_con_motivo_y_avisada(cambio: dict[str, Any]) -> None:
    entera: dict[str, Any] = {
        "prorroga_hasta": DIA + timedelta(days=5),
        "prorroga_motivo": "Faltan documentos.",
        "prorroga_avisada_en": timezone.now(),
    }
    pqrsa = crear(**entera)
    assert (pqrsa.plazo, crear().plazo) == (DIA + timedelta(days=5), DIA)
    with rechaza("pqrsa_prorroga_avisada"):
        Pqrsa.objects.filter(pk=pqrsa.pk).update(**cambio)
    with rechaza("pqrsa_prorroga_avisada"):
        crear(**(entera | cambio))


@pytest.mark.parametrize("cambio", [{"documento": None}, {"respuesta": ""}])
def test_lo_respondido_tiene_texto_y_documento_firmado(cambio: dict[str, Any]) -> None:
    entera: dict[str, Any] = {
        "respuesta": "Lo lamentamos.",
        "documento": uuid.uuid4(),
        "respondida_en": timezone.now(),
    }
    with rechaza("pqrsa_respuesta_firmada"):
        crear(**(entera | cambio))
    crear(respuesta="Apenas un borrador.")
    respondida = crear(**entera)
    with rechaza("mesa_ayuda_pqrsa_documento_key"):
        crear(documento=respondida.documento)


def test_ni_el_caso_ni_la_ficha_se_comparten() -> None:
    una, otra = crear(), crear()
    with rechaza("mesa_ayuda_pqrsa_caso_id_key"):
        Pqrsa.objects.create(caso=una.caso, ficha_hash="otra", vence_el=DIA)
    with rechaza("mesa_ayuda_pqrsa_ficha_hash_key"):
        Pqrsa.objects.filter(pk=otra.pk).update(ficha_hash=una.ficha_hash)


def test_el_plazo_que_cuenta_es_el_de_la_prorroga() -> None:
    prorroga: dict[str, Any] = {
        "prorroga_motivo": "Faltan documentos.",
        "prorroga_avisada_en": timezone.now(),
    }
    vieja = crear(DIA - timedelta(days=1))
    alargada = crear(DIA - timedelta(days=2), prorroga_hasta=DIA + timedelta(days=9), **prorroga)
    de_hoy = crear(DIA)
    respondida = crear(
        DIA - timedelta(days=30),
        respuesta="Sí.",
        documento=uuid.uuid4(),
        respondida_en=timezone.now(),
    )
    assert list(Pqrsa.objects.por_plazo()) == [vieja, de_hoy, alargada, respondida]
    assert set(Pqrsa.objects.pendientes()) == {vieja, de_hoy, alargada}
    assert set(Pqrsa.objects.vencidas(DIA)) == {vieja}
    assert set(Pqrsa.objects.pendientes().vencen_hasta(DIA)) == {vieja, de_hoy}
