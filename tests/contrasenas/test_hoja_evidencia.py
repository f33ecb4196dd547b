"""The evidence sheet: everything that was recorded, and plainly what was not."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrasenas.hoja_evidencia import DatosEvidencia, componer
from tests.lectura_pdf import ejecutar, leer, numero_de_paginas, texto_pdf

DOCUMENTO = uuid.UUID("0d9c2f1e-3b58-4f0e-8a77-19d1f6a52aa1")
CONTRASENA = uuid.UUID("7d1f6a52-58a4-4c0e-9d39-6a2f5d0b8e11")
HUELLA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
DATOS = DatosEvidencia(
    camara="Cámara de Comercio de Villanueva",
    ciudad="Villanueva, Casanare",
    logo=None,
    documento=DOCUMENTO,
    fecha=date(2026, 11, 25),
    enlace_verificar=f"https://portal.example/verificar/{DOCUMENTO}/",
    nombre="Ana María Niño Peñaranda",
    identificacion="Cédula de ciudadanía 1013592259",
    correo="ana.maria@dominio.co",
    celular="3187174937",
    con_pin=True,
    # After midnight in UTC, still the day before in Bogotá.
    activado=datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC),
    aceptado=datetime(2026, 11, 24, 2, 59, 1, tzinfo=UTC),
    texto_version="2026-1",
    texto_sha256=HUELLA,
    direccion_ip="2001:db8::7334",
    agente="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    documento_contrasena=CONTRASENA,
    enviado=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
    message_id="<176398712345.1234@correo.camara.example>",
    sms_id="SM0123456789abcdef0123456789abcdef",
    sms_estado="Entregado",
)


def test_reune_quien_cuando_como_y_que() -> None:
    texto = texto_pdf(componer(DATOS))
    for dicho in (
        "La Cámara de Comercio de Villanueva hace constar",
        "Villanueva, Casanare, 25 de noviembre de 2026",
        f"Documento n.º {DOCUMENTO}",
        "Ana María Niño Peñaranda",
        "Cédula de ciudadanía 1013592259",
        "ana.maria@dominio.co",
        "3187174937",
        "Contraseña y PIN",
        "2001:db8::7334",
        DATOS.agente,
        "2026-1",
        HUELLA,
        str(CONTRASENA),
        DATOS.message_id,
        DATOS.sms_id,
        "Entregado",
    ):
        assert dicho in texto


def test_las_horas_son_las_de_colombia_al_segundo() -> None:
    texto = texto_pdf(componer(DATOS))
    assert "Momento 23 de noviembre de 2026, 22:04:05" in texto
    assert "Momento de la aceptación 23 de noviembre de 2026, 21:59:01" in texto
    assert "20 de noviembre de 2026, 07:00:00" in texto


@pytest.mark.parametrize("campo", ["activado", "aceptado", "enviado"])
def test_rehusa_una_hora_sin_zona(campo: str) -> None:
    cambio: dict[str, Any] = {campo: datetime(2026, 11, 24)}
    with pytest.raises(ValueError, match="naive"):
        componer(replace(DATOS, **cambio))


def test_con_solo_clave_no_habla_de_mensajes_de_texto() -> None:
    texto = texto_pdf(componer(replace(DATOS, con_pin=False, sms_id="", sms_estado="")))
    assert "Solo contraseña" in texto
    assert "mensaje de texto" not in texto


def test_lo_que_falta_se_dice() -> None:
    texto = texto_pdf(componer(replace(DATOS, enviado=None, message_id="", sms_id="")))
    assert texto.count("No se registró") == 3


def test_una_prueba_lo_dice() -> None:
    assert "PRUEBA: este usuario" in texto_pdf(componer(replace(DATOS, es_prueba=True)))


def test_lleva_su_numero_en_los_metadatos_y_es_un_pdf_correcto() -> None:
    pdf = componer(DATOS)
    assert leer(pdf).trailer["/Info"]["/Subject"] == DOCUMENTO.urn
    assert "No syntax or stream encoding errors" in ejecutar("qpdf", "--check", "PDF", pdf=pdf)
    assert numero_de_paginas(pdf) == 1
    assert pdf == componer(DATOS)


@settings(max_examples=30, deadline=None)
@given(
    nombre=st.text(max_size=120), agente=st.text(max_size=1000), message_id=st.text(max_size=998)
)
def test_nada_de_lo_recibido_la_rompe(nombre: str, agente: str, message_id: str) -> None:
    pdf = componer(replace(DATOS, nombre=nombre, agente=agente, message_id=message_id))
    assert numero_de_paginas(pdf) <= 3
