"""Conventions of templates and static files: what the strict CSP and the contrast rules ask for."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import render_to_string
from pytest_django import Settings

RAIZ = Path(__file__).resolve().parents[2]
PLANTILLAS = RAIZ / "templates"
ESTATICOS = RAIZ / "static"
# Mail programs know no linked style sheets: their pages carry their style with them.
PAGINAS = sorted(
    ruta for ruta in PLANTILLAS.rglob("*.html") if "correos" not in ruta.relative_to(RAIZ).parts
)
HOJAS = sorted(ESTATICOS.rglob("*.css"))
DIBUJOS = sorted(ESTATICOS.rglob("*.svg"))
PORTAL_CSS = ESTATICOS / "vendor" / "bootstrap" / "portal.css"

EN_LINEA = re.compile(
    r"""\sstyle\s*=|<style\b|<script(?![^>]*\ssrc=)|<[^>]*\son[a-z]+\s*=|javascript:|["'(]data:""",
    re.IGNORECASE,
)
DE_FUERA = re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//[^"']*\.(?:css|js|woff2?|png|svg)""")

Paleta = dict[str, str]


def leer(ruta: Path) -> str:
    return ruta.read_text(encoding="utf-8")


def corto(ruta: Path) -> str:
    return str(ruta.relative_to(RAIZ))


@pytest.mark.parametrize("ruta", PAGINAS, ids=corto)
def test_ninguna_plantilla_lleva_estilo_guion_ni_manejadores_en_linea(ruta: Path) -> None:
    assert EN_LINEA.findall(leer(ruta)) == []
    assert DE_FUERA.findall(leer(ruta)) == []


@pytest.mark.parametrize(
    "prohibido",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<a href="#" onclick="x()">',
        '<a href="javascript:x()">',
        '<img src="data:image/png;base64,AA">',
    ],
)
def test_la_regla_de_en_linea_ve_lo_que_prohibe(prohibido: str) -> None:
    assert EN_LINEA.search(prohibido)


def test_todo_archivo_estatico_nombrado_por_una_plantilla_existe() -> None:
    nombrados = {
        nombre
        for ruta in PLANTILLAS.rglob("*.html")
        for nombre in re.findall(r"""{%\s*static\s+['"]([^'"]+)['"]""", leer(ruta))
    }
    assert nombrados
    assert sorted(nombre for nombre in nombrados if not finders.find(nombre)) == []


def test_todo_icono_nombrado_por_una_plantilla_esta_dibujado() -> None:
    dibujados = set(re.findall(r'<symbol id="([a-z]+)"', leer(ESTATICOS / "img" / "iconos.svg")))
    tonos = {"exito", "curso", "pendiente", "atencion", "peligro", "info", "neutro"}
    nombrados = {
        nombre
        for ruta in PAGINAS
        for texto in [leer(ruta)]
        for nombre in [
            *re.findall(r"""{%\s*icono\s+['"](\w+)['"]""", texto),
            *re.findall(r"""etiqueta_estado\.html.*?tono=['"](\w+)['"]""", texto),
        ]
    }
    assert tonos | nombrados <= dibujados


@pytest.mark.parametrize("hoja", HOJAS, ids=corto)
def test_una_hoja_de_estilo_no_pide_nada_de_fuera_ni_incrusta_nada(hoja: Path) -> None:
    texto = leer(hoja)
    direcciones = [direccion.strip("\"' ") for direccion in re.findall(r"url\(([^)]*)\)", texto)]
    assert [d for d in direcciones if re.match(r"data:|https?:|//", d)] == []
    assert [d for d in direcciones if not (hoja.parent / d).is_file()] == []
    assert "sourceMappingURL" not in texto
    assert "@import" not in texto


@pytest.mark.parametrize("dibujo", DIBUJOS, ids=corto)
def test_un_dibujo_no_tiene_guion_estilo_ni_referencias_de_fuera(dibujo: Path) -> None:
    for elemento in ET.fromstring(leer(dibujo)).iter():
        assert elemento.tag.rsplit("}")[-1] not in ("script", "style", "foreignObject", "image")
        assert [n for n in elemento.attrib if n == "style" or n.startswith("on")] == []
        assert not any("//" in valor or "data:" in valor for valor in elemento.attrib.values())


def test_lo_traido_de_otros_viene_con_su_licencia() -> None:
    for carpeta in (ESTATICOS / "vendor").iterdir():
        assert (
            (carpeta / "LICENSE")
            .read_text(encoding="utf-8")
            .startswith(("The MIT License", "Copyright"))
        )
        assert (carpeta / "README.md").is_file()


def test_collectstatic_encuentra_toda_referencia(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").is_file()
    reunida = next((tmp_path / "vendor" / "bootstrap").glob("portal.*.css"))
    assert re.search(r"texto\.[0-9a-f]{12}\.woff2", leer(reunida))


def test_la_pagina_de_falla_no_necesita_contexto_ni_base_de_datos() -> None:
    pagina = render_to_string("errores/500.html")
    assert "<h1>Tenemos un problema técnico</h1>" in pagina
    assert 'href="/static/vendor/bootstrap/portal.css"' in pagina


# --- Contrast (WCAG 2.1, 1.4.3 and 1.4.11), from the compiled sheet in both schemes -------------


def variables(texto: str) -> Iterator[tuple[str, str]]:
    yield from re.findall(r"--([\w-]+):\s*([^;}]+)", texto)


def paletas() -> dict[str, Paleta]:
    """Custom properties of :root as the light and the dark scheme see them."""
    texto = leer(PORTAL_CSS)
    oscuro = re.compile(r"@media\s?\(prefers-color-scheme:\s?dark\)\{:root\{([^}]*)\}\}")
    claros = re.findall(r"(?<!\{):root[^{}]*\{([^}]*)\}", oscuro.sub("", texto))
    clara = dict(par for bloque in claros for par in variables(bloque))
    oscura = dict(par for bloque in oscuro.findall(texto) for par in variables(bloque))
    return {"clara": clara, "oscura": clara | oscura}


def luminancia(color: str) -> float:
    """Relative luminance of #rgb or #rrggbb (WCAG 2.1)."""
    cifras = color.removeprefix("#")
    if len(cifras) == 3:
        cifras = "".join(cifra * 2 for cifra in cifras)
    canales = [int(cifras[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    lineales = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canales]
    return sum(p * c for p, c in zip((0.2126, 0.7152, 0.0722), lineales, strict=True))


def contraste(uno: str, otro: str) -> float:
    claro, oscuro = sorted((luminancia(uno), luminancia(otro)), reverse=True)
    return (claro + 0.05) / (oscuro + 0.05)


TEXTO = [
    *((f"bs-{frente}", f"bs-{fondo}") for fondo in ("body-bg", "tertiary-bg", "secondary-bg")
      for frente in ("body-color", "secondary-color", "link-color", "link-hover-color")),
    *((f"bs-{tema}-text-emphasis", f"bs-{tema}-bg-subtle")
      for tema in ("primary", "secondary", "success", "info", "warning", "danger")),
    *((f"bs-{tema}-text-emphasis", "bs-body-bg")
      for tema in ("secondary", "success", "info", "warning", "danger")),
    ("bs-tertiary-color", "bs-body-bg"),
    ("bs-form-invalid-color", "bs-body-bg"),
    ("bs-code-color", "bs-body-bg"),
    ("portal-accion-texto", "portal-accion"),
    ("portal-accion-texto", "portal-accion-activa"),
    ("portal-oro", "portal-marca"),
]  # fmt: skip
CONTORNOS = [
    ("portal-borde-campo", "bs-body-bg"),
    ("bs-form-invalid-border-color", "bs-body-bg"),
    ("portal-foco", "bs-body-bg"),
    ("portal-foco", "bs-tertiary-bg"),
    ("portal-accion", "bs-body-bg"),
    ("portal-accion", "bs-tertiary-bg"),
    ("portal-foco", "portal-halo"),
]


@pytest.mark.parametrize("esquema", ["clara", "oscura"])
@pytest.mark.parametrize(("frente", "fondo"), TEXTO)
def test_el_texto_se_distingue_de_su_fondo(esquema: str, frente: str, fondo: str) -> None:
    paleta = paletas()[esquema]
    assert contraste(paleta[frente], paleta[fondo]) >= 4.5


@pytest.mark.parametrize("esquema", ["clara", "oscura"])
@pytest.mark.parametrize(("frente", "fondo"), CONTORNOS)
def test_los_bordes_de_los_campos_y_el_anillo_del_foco_se_ven(
    esquema: str, frente: str, fondo: str
) -> None:
    paleta = paletas()[esquema]
    assert contraste(paleta[frente], paleta[fondo]) >= 3


def test_los_dos_esquemas_se_distinguen_y_la_medida_es_correcta() -> None:
    ambas = paletas()
    assert luminancia(ambas["clara"]["bs-body-bg"]) > 0.9 > 0.1
    assert luminancia(ambas["oscura"]["bs-body-bg"]) < 0.1
    assert contraste("#fff", "#000000") == pytest.approx(21)
    assert contraste("#777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_el_esquema_oscuro_sigue_al_equipo_sin_guion() -> None:
    assert "prefers-color-scheme" in leer(PORTAL_CSS)
    assert '[data-bs-theme="dark"]' not in leer(PORTAL_CSS).replace("'", '"')


@pytest.mark.parametrize("regla", ["prefers-reduced-motion", "forced-colors", "@media print"])
def test_la_hoja_atiende_movimiento_colores_forzados_y_papel(regla: str) -> None:
    assert regla in leer(PORTAL_CSS)
