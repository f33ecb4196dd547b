"""What the filters and tags of every page write."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from portal.calendario.palabras import MESES
from portal.templatetags.portal import cop, fecha_corta, fecha_larga, hora, miles


def escribir(texto: str, **contexto: object) -> str:
    return Template("{% load portal %}" + texto).render(Context(contexto))


def test_una_fecha_en_texto_se_escribe_en_palabras() -> None:
    assert fecha_larga(date(2026, 11, 23)) == "23 de noviembre de 2026"


def test_el_primero_de_mes_no_lleva_cero_delante() -> None:
    assert fecha_larga(date(2027, 1, 1)) == "1 de enero de 2027"


@pytest.mark.parametrize("mes", range(1, 13))
def test_cada_mes_tiene_su_nombre_en_minuscula(mes: int) -> None:
    nombre = fecha_larga(date(2026, mes, 2)).split(" de ")[1]
    assert nombre == MESES[mes - 1] == nombre.lower()


def test_una_fecha_en_tabla_tiene_diez_caracteres() -> None:
    assert fecha_corta(date(2026, 3, 5)) == "05/03/2026"


@pytest.mark.parametrize(
    ("filtro", "escrito"),
    [
        ("fecha_larga", "31 de diciembre de 2026"),
        ("fecha_corta", "31/12/2026"),
        ("hora", "11:30\xa0p.\xa0m."),
    ],
)
def test_un_momento_en_utc_se_muestra_en_el_dia_y_la_hora_de_bogota(
    filtro: str, escrito: str
) -> None:
    momento = datetime(2027, 1, 1, 4, 30, tzinfo=UTC)
    assert escribir("{{ m|%s }}" % filtro, m=momento) == escrito  # noqa: UP031


@pytest.mark.parametrize(
    ("reloj", "escrito"),
    [
        (time(0, 5), "12:05 a. m."),
        (time(7, 0), "7:00 a. m."),
        (time(11, 59), "11:59 a. m."),
        (time(12, 0), "12:00 m."),
        (time(13, 1), "1:01 p. m."),
        (time(23, 59), "11:59 p. m."),
    ],
)
def test_una_hora_se_escribe_de_doce_en_doce_y_no_se_parte(reloj: time, escrito: str) -> None:
    assert hora(reloj).replace("\xa0", " ") == escrito
    assert " " not in hora(reloj)


@pytest.mark.parametrize(
    ("reloj", "escrito"),
    [
        (time(1, 5), "hasta la 1:05 a. m."),
        (time(13, 0), "hasta la 1:00 p. m."),
        (time(0, 30), "hasta las 12:30 a. m."),
        (time(14, 0), "hasta las 2:00 p. m."),
        (None, "hasta "),
    ],
)
def test_la_una_es_singular(reloj: time | None, escrito: str) -> None:
    assert escribir("hasta {{ h|a_la_hora }}", h=reloj).replace("\xa0", " ") == escrito


@pytest.mark.parametrize(
    ("numero", "decimales", "escrito"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, "1.000"),
        (1234567, 0, "1.234.567"),
        (-1234567, 0, "-1.234.567"),
        (Decimal("1234.5"), 2, "1.234,50"),
        (0.125, 1, "0,1"),
    ],
)
def test_los_numeros_llevan_punto_de_miles_y_coma_decimal(
    numero: int | float | Decimal, decimales: int, escrito: str
) -> None:
    assert miles(numero, decimales) == escrito


@pytest.mark.parametrize(
    ("valor", "escrito"),
    [
        (0, "$ 0"),
        (125000, "$ 125.000"),
        (Decimal("125000.00"), "$ 125.000"),
        (Decimal("125000.50"), "$ 125.000,50"),
        (Decimal("0.005"), "$ 0"),
        (1999.9, "$ 1.999,90"),
        (-350000, "-$ 350.000"),
    ],
)
def test_los_pesos_muestran_centavos_solo_cuando_los_hay(
    valor: int | float | Decimal, escrito: str
) -> None:
    assert cop(valor).replace("\xa0", " ") == escrito


def test_el_signo_de_pesos_no_se_separa_de_su_cifra() -> None:
    assert cop(1) == "$\xa01"


@pytest.mark.parametrize("filtro", ["fecha_larga", "fecha_corta", "hora", "miles", "cop"])
def test_de_un_valor_que_falta_no_se_escribe_nada(filtro: str) -> None:
    assert escribir("{{ v|%s }}" % filtro, v=None) == ""  # noqa: UP031


def test_un_icono_es_un_dibujo_que_el_lector_de_pantalla_omite() -> None:
    dibujo = escribir('{% icono "exito" %}')
    assert 'href="/static/img/iconos.svg#exito"' in dibujo
    assert 'aria-hidden="true"' in dibujo
    assert 'focusable="false"' in dibujo


def test_el_nombre_de_un_icono_no_puede_salirse_de_su_atributo() -> None:
    assert '"><script>' not in escribir("{% icono n %}", n='"><script>')


@pytest.mark.parametrize(
    ("pagina", "enlace", "escrito"),
    [
        ("/estado/", "/estado/", ' aria-current="page"'),
        ("/estado/solicitudes/434070/", "/estado/", ' aria-current="true"'),
        ("/canales/", "/estado/", ""),
        ("/", "/", ' aria-current="page"'),
        ("/canales/", "/", ""),
    ],
)
def test_el_menu_marca_esta_pagina_y_la_seccion_que_la_contiene(
    pagina: str, enlace: str, escrito: str
) -> None:
    request = RequestFactory().get(pagina)
    assert escribir("{% actual enlace %}", enlace=enlace, request=request) == escrito


def test_el_menu_no_marca_nada_si_no_conoce_la_solicitud() -> None:
    assert escribir("{% actual '/estado/' %}") == ""
