"""HTML of mails: readable as text, and harmless when it is shown."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesa_ayuda.entrada.limpieza import en_texto, limpiar
from mesa_ayuda.entrada.marcado import HONDURA_MAXIMA, HTML_MAXIMO, domar

ATAQUES = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<a href='javascript:alert(1)'>clic</a>",
    "<a href='JaVaScRiPt&colon;alert(1)'>clic</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>clic</a>",
    "<iframe src='https://malo.example'></iframe>",
    "<form action='https://malo.example'><input name=clave></form>",
    "<body onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<div style='position:fixed;background:url(https://malo.example/x)'>x</div>",
    "<base href='https://malo.example/'><meta http-equiv=refresh content='0;url=//malo.example'>",
    "<img src='https://malo.example/pixel.gif'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<details open ontoggle=alert(1)>x</details>",
    "<p onclick='alert(1)' id=x class=y>hola</p>",
]
PELIGRO = re.compile(
    r"<(script|iframe|img|svg|form|input|object|embed|style|base|meta|link)\b|\son\w+\s*=|"
    r"javascript:|style\s*=|src\s*=",
    re.IGNORECASE,
)


@pytest.mark.parametrize("ataque", ATAQUES)
def test_nada_de_lo_que_se_muestra_se_ejecuta_ni_llama_a_otra_parte(ataque: str) -> None:
    assert not PELIGRO.search(limpiar(f"<p>hola</p>{ataque}"))


@given(st.text(alphabet="<>/='\" abonscript:img", max_size=200))
def test_tampoco_con_pedazos_al_azar(html: str) -> None:
    assert not re.search(r"<(script|img|iframe)\b", limpiar(html), re.IGNORECASE)


def test_lo_que_una_persona_escribio_se_conserva() -> None:
    html = "<p>Buenos <b>días</b></p><ul><li>uno</li></ul><a href='https://e.example'>ver</a>"
    limpio = limpiar(html)
    assert "<b>días</b>" in limpio
    assert "<li>uno</li>" in limpio
    assert 'href="https://e.example"' in limpio
    assert "noopener" in limpio


@pytest.mark.parametrize(
    ("html", "texto"),
    [
        ("<p>Hola</p><p>Adiós</p>", "Hola\n\nAdiós"),
        ("uno<br>dos", "uno\ndos"),
        ("<div>uno</div><div>dos</div>", "uno\ndos"),
        ("<ul><li>uno</li><li>dos</li></ul>", "- uno\n- dos"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a  b\nc"),
        ("<p>a&nbsp;&lt;b&gt; &eacute;</p>", "a <b> é"),
        ("<p>use la etiqueta &lt;b&gt;</p>", "use la etiqueta <b>"),
        ("<style>p{color:red}</style><p>ve</p><script>x()</script>", "ve"),
        ("<p>sí</p><blockquote><p>¿ya?</p></blockquote>", "sí\n\n> ¿ya?"),
        ("", ""),
        ("<p></p><p> </p>", ""),
    ],
)
def test_el_html_se_lee_como_texto(html: str, texto: str) -> None:
    assert en_texto(html) == texto


def test_los_parrafos_vacios_no_dejan_un_hueco() -> None:
    assert en_texto("<p>a</p><p>&nbsp;</p><p><br></p><p>b</p>") == "a\n\nb"


@given(st.text(max_size=300))
def test_ningun_texto_hace_fallar_la_lectura(html: str) -> None:
    assert isinstance(en_texto(html), str)


def test_un_html_enorme_y_anidado_se_recorta() -> None:
    html = "<div>" * 4_000 + "hola" + "<b>x</b>" * 200_000
    assert len(html) > HTML_MAXIMO
    assert "hola" in en_texto(html)
    assert len(limpiar(html)) < 4 * HTML_MAXIMO


@pytest.mark.parametrize(
    "trozo", ["<a ", '<a a="', "<!-- ", "<!-- x>", "<div>", "<ul><li>", "</a "]
)
def test_ningun_html_hecho_para_ello_toma_mas_que_un_momento(trozo: str) -> None:
    html = trozo * (HTML_MAXIMO // len(trozo))
    inicio = time.monotonic()
    limpiar(html)
    en_texto(html)
    assert time.monotonic() - inicio < 3


def test_lo_que_se_abre_demasiado_hondo_conserva_lo_que_dice() -> None:
    hondo = "<div>" * (HONDURA_MAXIMA + 50) + "<b>hola</b>" + "</div>" * 50 + "<i> y adiós</i>"
    assert domar(hondo).count("<div>") == HONDURA_MAXIMA
    assert en_texto(hondo).split() == ["hola", "y", "adiós"]


@pytest.mark.parametrize(
    ("html", "texto"),
    [
        ("<p>si 3 < 4 y a<b</p>", "si 3 < 4 y a<b"),
        ("<!--[if mso]><p>no</p><![endif]--><p>sí</p>", "sí"),
        ("<!--[if !mso]><!--><p>sí</p><!--<![endif]-->", "sí"),
        ("<!--><p>sí</p>", "sí"),
        ("<p>uno<!-- sin fin", "uno"),
        ("<!DOCTYPE html><?xml version='1.0'?><p>sí</p>", "sí"),
    ],
)
def test_lo_suelto_y_los_comentarios_se_leen_como_en_un_navegador(html: str, texto: str) -> None:
    assert en_texto(html) == texto


@given(st.text(alphabet="<>!-/ab \"'=&;", max_size=60))
def test_lo_domado_no_deja_nada_que_se_ejecute(html: str) -> None:
    assert not PELIGRO.search(limpiar(f"{html}<script>alert(1)</script>{html}"))
