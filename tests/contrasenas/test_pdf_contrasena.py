"""The PDF that carries a password: what it says to whom, and what it never says."""

import re
import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrasenas.pdf_contrasena import DatosContrasena, componer
from tests.lectura_pdf import ejecutar, numero_de_paginas, texto_pdf
from tests.portal.pdf.recetas import crear_logo

DOCUMENTO = uuid.UUID("7d1f6a52-58a4-4c0e-9d39-6a2f5d0b8e11")
DATOS = DatosContrasena(
    camara="Cámara de Comercio de Villanueva",
    ciudad="Villanueva, Casanare",
    logo=None,
    nombre="Ana María Niño Peñaranda",
    identificacion="C. C. •••259",
    correo="a•••@d•••.co",
    celular="•••37",
    clave="Xk7mQ2vPz9",
    con_pin=True,
    enlace_activar="https://portal.example/contrasenas/activar/",
    enlace_verificar=f"https://portal.example/verificar/{DOCUMENTO}/",
    documento=DOCUMENTO,
    fecha=date(2026, 11, 23),
    ano=2026,
)
# The longest name of a chamber today has 65 letters.
NOMBRE_LARGO = "Doña María de los Ángeles Fernández-Peñaranda y Gutiérrez del Castillo de Zúñiga"
CAMARA_LARGA = "Cámara de Comercio de Sevilla, Santa Rosa y los Valles del Magdalena Medio"


def test_lleva_la_contrasena_y_como_se_lee() -> None:
    texto = texto_pdf(componer(DATOS))
    assert "Xk7mQ2vPz9" in texto
    assert "distingue mayúsculas de minúsculas" in texto
    assert "no usa las letras i, l, o, I, L, O ni los números 0 y 1" in texto


def test_dice_quien_la_envia_a_quien_cuando_y_con_que_numero() -> None:
    texto = texto_pdf(componer(DATOS))
    for dicho in (
        "Cámara de Comercio de Villanueva",
        "Ana María Niño Peñaranda",
        "Villanueva, Casanare, 23 de noviembre de 2026",
        f"Documento n.º {DOCUMENTO}",
        "en el proceso de 2026",
        f"https://portal.example/verificar/{DOCUMENTO}/",
        "Página 1 de 1",
    ):
        assert dicho in texto


def test_explica_las_condiciones_del_servicio() -> None:
    texto = texto_pdf(componer(DATOS))
    for dicho in (
        "Ley 527 de 1999",
        "Decreto 2364 de 2012",
        "Ley 1581 de 2012",
        "uso exclusivo suyo",
        "Usted responde por el uso",
        "esta contraseña y un PIN que le enviaremos en ese momento",
        "no tiene ningún costo",
        "«No aceptar y abandonar»",
    ):
        assert dicho in texto


def test_con_clave_y_pin_explica_el_pin_de_activacion() -> None:
    texto = texto_pdf(componer(DATOS))
    assert "un PIN de activación a su celular •••37" in texto
    assert "oprima «Activar»" in texto
    assert "quedará activa en ese momento" not in texto


def test_con_solo_clave_no_promete_un_pin_de_activacion() -> None:
    texto = texto_pdf(componer(replace(DATOS, con_pin=False)))
    assert "PIN de activación" not in texto
    assert "oprima «Activar»" not in texto
    assert "la contraseña quedará activa en ese momento" in texto
    # Signing a procedure asks for one all the same (manual 004 §10).
    assert "un PIN que le enviaremos en ese momento" in texto


@pytest.mark.parametrize(
    ("campo", "entero"),
    [
        ("identificacion", "1013592259"),
        ("correo", "ana@dominio.co"),
        ("celular", "3187174937"),
    ],
)
def test_rehusa_un_dato_sin_enmascarar(campo: str, entero: str) -> None:
    cambio: dict[str, Any] = {campo: entero}
    with pytest.raises(ValueError, match=campo):
        replace(DATOS, **cambio)


def test_la_contrasena_no_aparece_en_los_errores() -> None:
    assert "Xk7mQ2vPz9" not in repr(DATOS)


def test_la_contrasena_no_esta_en_claro_fuera_del_texto() -> None:
    # The page's content is compressed; what is left is metadata and structure.
    assert b"Xk7mQ2vPz9" not in componer(DATOS)


def test_una_prueba_lo_dice_a_la_vista() -> None:
    assert "PRUEBA: este documento" in texto_pdf(componer(replace(DATOS, es_prueba=True)))
    assert "PRUEBA" not in texto_pdf(componer(DATOS))


@pytest.mark.parametrize("con_pin", [True, False])
@pytest.mark.parametrize("largo", [True, False])
def test_cabe_en_una_pagina(con_pin: bool, largo: bool) -> None:
    datos = replace(DATOS, con_pin=con_pin)
    if largo:
        datos = replace(datos, nombre=NOMBRE_LARGO, camara=CAMARA_LARGA)
    assert numero_de_paginas(componer(datos)) == 1


@pytest.mark.parametrize("con_pin", [True, False])
def test_una_prueba_con_logo_cabe_en_una_pagina(con_pin: bool) -> None:
    datos = replace(DATOS, con_pin=con_pin, es_prueba=True, logo=crear_logo())
    assert numero_de_paginas(componer(datos)) == 1


def test_los_mismos_datos_hacen_el_mismo_archivo() -> None:
    assert componer(DATOS) == componer(DATOS)
    assert componer(DATOS) != componer(replace(DATOS, documento=uuid.UUID(int=1)))


def test_los_programas_de_pdf_lo_aceptan() -> None:
    pdf = componer(replace(DATOS, es_prueba=True))
    assert "No syntax or stream encoding errors" in ejecutar("qpdf", "--check", "PDF", pdf=pdf)
    fuentes = ejecutar("pdffonts", "PDF", pdf=pdf).splitlines()[2:]
    assert len(fuentes) == 3
    assert all(fuente.split()[-5:-2] == ["yes", "yes", "yes"] for fuente in fuentes)


@settings(max_examples=40, deadline=None)
@given(nombre=st.text(max_size=120), camara=st.text(max_size=120))
def test_ningun_nombre_lo_rompe(nombre: str, camara: str) -> None:
    pdf = componer(replace(DATOS, nombre=nombre, camara=camara))
    assert 1 <= numero_de_paginas(pdf) <= 2


def test_pesa_poco() -> None:
    # Half a thousand go out in a packet.
    assert len(componer(DATOS)) < 60_000


@pytest.mark.parametrize("nombre", ["W" * 120, NOMBRE_LARGO, "Иван Петров Łukasz Ωmega", ""])
def test_nada_se_sale_de_los_margenes(nombre: str) -> None:
    datos = replace(DATOS, nombre=nombre, camara=f"Cámara {'M' * 100}", es_prueba=True)
    cajas = ejecutar("pdftotext", "-bbox", "PDF", "-", pdf=componer(datos))
    derechas = [float(x) for x in re.findall(r'xMax="([\d.]+)"', cajas)]
    abajos = [float(y) for y in re.findall(r'yMax="([\d.]+)"', cajas)]
    assert len(derechas) > 200
    assert max(derechas) <= 612 - 60
    assert max(abajos) <= 792 - 18
