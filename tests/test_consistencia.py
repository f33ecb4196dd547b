"""Conventions that a person could break without noticing."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from portal.administracion.mixins import HistorialMixin, SoloLecturaMixin
from portal.celery import app as celery
from portal.desarrollo.motores import RAIZ

PROPIAS = ("portal", "solicitudes", "contrasenas", "mesa_ayuda")
PERMITIDO_ARRIBA = {
    *PROPIAS,
    *("manage.py", "pyproject.toml", "templates", "static", "tests", "docker-compose.yml"),
    *("README.md", "CHANGELOG.md", "Makefile", "Dockerfile", "requirements.lock"),
    *("requirements-dev.lock", "gunicorn.conf.py", "docs", ".ci", ".gitignore", ".dockerignore"),
    ".env.example",
}


def archivos() -> list[Path]:
    """Return what git tracks or would track."""
    salida = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=RAIZ,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [RAIZ / linea for linea in salida.splitlines() if (RAIZ / linea).is_file()]


def codigo() -> list[Path]:
    """Return the Python files of ours that are not migrations."""
    return [r for r in archivos() if r.suffix == ".py" and "migrations" not in r.parts]


def modelos() -> list[type[models.Model]]:
    """Return the models that the project itself defines."""
    return [m for m in apps.get_models() if m.__module__.split(".")[0] in PROPIAS]


def rutas(resolver: URLResolver, prefijo: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Walk every address of the portal."""
    for patron in resolver.url_patterns:
        camino = prefijo + str(patron.pattern)
        if isinstance(patron, URLResolver):
            yield from rutas(patron, camino)
        else:
            yield camino, patron


def test_arriba_solo_esta_lo_acordado() -> None:
    arriba = {ruta.relative_to(RAIZ).parts[0] for ruta in archivos()}
    assert arriba <= PERMITIDO_ARRIBA


def test_ningun_modulo_es_un_cajon_de_sastre() -> None:
    prohibidos = {"utils", "helpers", "common", "misc", "util", "varios"}
    assert [ruta for ruta in codigo() if ruta.stem in prohibidos] == []


def test_ningun_modulo_pasa_de_400_lineas() -> None:
    largos = [r for r in codigo() if len(r.read_text(encoding="utf-8").splitlines()) > 400]
    assert largos == []


def test_cada_modulo_y_cada_clase_o_funcion_publica_dice_que_es() -> None:
    mudos = []
    for ruta in codigo():
        if ruta.is_relative_to(RAIZ / "tests") or not ruta.read_text(encoding="utf-8").strip():
            continue
        arbol = ast.parse(ruta.read_text(encoding="utf-8"))
        if not ast.get_docstring(arbol):
            mudos.append(str(ruta))
        mudos += [
            f"{ruta}:{nodo.lineno} {nodo.name}"
            for nodo in arbol.body
            if isinstance(nodo, ast.ClassDef | ast.FunctionDef)
            and not nodo.name.startswith("_")
            and not ast.get_docstring(nodo)
        ]
    assert mudos == []


def test_nada_quedo_pendiente_en_el_codigo() -> None:
    marcas = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    propios = [r for r in codigo() if r.name != Path(__file__).name]
    assert [r for r in propios if marcas.search(r.read_text(encoding="utf-8"))] == []


def test_ningun_archivo_nombra_un_indice_de_paquetes_ni_esta_maquina() -> None:
    prohibido = re.compile(r"index-url[= ]http|//pypi\.|/simple/|registry\.npmjs|/root/|/work/")
    culpables = []
    for ruta in archivos():
        if ruta.suffix in {".wav", ".png", ".ttf", ".jpg", ".ico", ".woff2", ".pdf", ".xlsx"}:
            continue
        if ruta.name == Path(__file__).name:
            continue
        if prohibido.search(ruta.read_text(encoding="utf-8", errors="replace")):
            culpables.append(str(ruta))
    assert culpables == []


@pytest.mark.parametrize("nombre", ["requirements.lock", "requirements-dev.lock"])
def test_cada_dependencia_esta_fijada_con_su_huella(nombre: str) -> None:
    texto = (RAIZ / nombre).read_text(encoding="utf-8").replace("\\\n", " ")
    assert "http" not in re.sub(r"^aiohttp\S*", "", texto, flags=re.MULTILINE)
    lineas = [linea for linea in texto.splitlines() if linea.strip()]
    assert lineas
    assert [linea for linea in lineas if "==" not in linea or "--hash=sha256:" not in linea] == []


def test_las_dependencias_de_produccion_son_las_mismas_en_desarrollo() -> None:
    def versiones(nombre: str) -> set[str]:
        texto = (RAIZ / nombre).read_text(encoding="utf-8")
        return set(re.findall(r"^([\w.-]+==\S+)", texto, flags=re.MULTILINE))

    assert versiones("requirements.lock") <= versiones("requirements-dev.lock")


def test_cada_modelo_tiene_nombre_para_personas_y_se_deja_leer() -> None:
    for modelo in modelos():
        assert modelo.__str__ is not models.Model.__str__, modelo
        opciones = modelo._meta
        # Django's own default is the class name in lower case.
        assert opciones.original_attrs.get("verbose_name"), modelo
        assert opciones.original_attrs.get("verbose_name_plural"), modelo


def test_cada_modelo_en_la_administracion_lleva_historial_o_es_de_solo_lectura() -> None:
    sin_historial = [
        modelo.__name__
        for modelo, modeladmin in admin.site._registry.items()
        if modelo in modelos() and not isinstance(modeladmin, HistorialMixin | SoloLecturaMixin)
    ]
    assert sin_historial == []


def test_los_textos_de_los_campos_estan_en_espanol() -> None:
    ingles = re.compile(r"\b(name|date|number|created|updated|the|status|file)\b", re.IGNORECASE)
    hallados = [
        f"{modelo.__name__}.{campo.name}: {campo.verbose_name}"
        for modelo in modelos()
        for campo in modelo._meta.local_fields
        if modelo.__module__.split(".")[-2] != "usuarios" and ingles.search(str(campo.verbose_name))
    ]
    assert hallados == []


def test_cada_variable_de_entorno_esta_en_la_tabla_del_readme() -> None:
    leidas: set[str] = set()
    for nombre in (
        *("portal/settings.py", "gunicorn.conf.py"),
        *("portal/desarrollo/motores.py", "portal/desarrollo/cuenta_smtp.py"),
    ):
        texto = (RAIZ / nombre).read_text(encoding="utf-8")
        leidas |= set(re.findall(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"', texto))
    tabla = [
        linea
        for linea in (RAIZ / "README.md").read_text(encoding="utf-8").splitlines()
        if linea.startswith("| `")
    ]
    explicadas = {nombre for linea in tabla for nombre in re.findall(r"`([A-Z_]{5,})`", linea)}
    assert leidas == explicadas


def test_cada_tarea_periodica_existe() -> None:
    celery.loader.import_default_modules()
    for nombre, entrada in settings.CELERY_BEAT_SCHEDULE.items():
        assert entrada["task"] in celery.tasks, nombre


def test_cada_direccion_tiene_nombre() -> None:
    anonimas = [
        camino
        for camino, patron in rutas(get_resolver())
        if not patron.name and not camino.startswith(("admin/", "static/"))
    ]
    assert anonimas == []


def test_las_plantillas_no_llevan_estilos_ni_guiones_en_linea() -> None:
    prohibido = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:")
    culpables = [
        str(ruta)
        for ruta in (RAIZ / "templates").rglob("*.html")
        # Mail readers need styles in line, and no page of ours shows mail outside its sandbox.
        if "correos" not in ruta.parts and prohibido.search(ruta.read_text(encoding="utf-8"))
    ]
    assert culpables == []


def test_toda_plantilla_parte_de_una_base_o_es_parte_de_otra() -> None:
    plantillas = RAIZ / "templates"
    textos = {r: r.read_text(encoding="utf-8") for r in plantillas.rglob("*.html")}
    ajenas = {"admin", "correos", "django", "errores", "captcha"}
    sueltas = [
        nombre
        for ruta, texto in textos.items()
        if (nombre := str(ruta.relative_to(plantillas))).split("/")[0] not in {*ajenas, "base.html"}
        and "{% extends" not in texto
        and not any(f'include "{nombre}"' in otro for otro in textos.values())
    ]
    assert sueltas == []
