"""Files that a form brings: bounded, looked at by what they hold, and refused with their name."""

import io
import uuid
import zipfile
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from mesa_ayuda.archivos import BYTES, CUANTOS
from mesa_ayuda.formulario_archivos import ELEGIR_DE_NUEVO, ConArchivos

PDF = b"%PDF-1.7 recibo"


class Formulario(ConArchivos):
    """A form with one field of its own."""

    texto = forms.CharField()


def enviado(*archivos: tuple[str, bytes], **otros: Any) -> Formulario:
    """Return the form as somebody sent it with those files."""
    subidos = [SimpleUploadedFile(nombre, contenido) for nombre, contenido in archivos]
    return Formulario({"texto": "x"}, MultiValueDict({"archivos": subidos}), **otros)


def con_macros() -> bytes:
    """A workbook that brings a program."""
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as libro:
        libro.writestr("[Content_Types].xml", "<Types/>")
        libro.writestr("xl/vbaProject.bin", "x")
    return salida.getvalue()


def test_lo_que_se_recibe_llega_entero() -> None:
    form = enviado(("recibo.pdf", PDF), ("nota.txt", b"hola"))
    assert form.is_valid()
    leidos = [(nombre, archivo.read()) for nombre, archivo in form.archivos()]
    assert leidos == [("recibo.pdf", PDF), ("nota.txt", b"hola")]


def test_sin_archivos_tambien_vale() -> None:
    assert enviado().is_valid()


@pytest.mark.parametrize(
    ("nombre", "contenido", "dice"),
    [
        ("instalar.exe", b"MZ\x90", "es un programa"),
        ("recibo.pdf", b"MZ\x90", "es un programa"),
        ("libro.xlsx", con_macros(), "contiene macros"),
        ("clave.pem", b"-----BEGIN PRIVATE KEY-----", "una clave privada"),
        ("pagina.txt", b"<script>alert(1)</script>", "una página web"),
        ("foto.png", b"\x89PNG\r\n\x1a\n", "no es una imagen que se pueda abrir"),
        ("raro.bin", b"\x00\x01\x02", "de un tipo que no recibimos"),
        ("nada.txt", b"", "vacío"),
    ],
)
def test_lo_que_no_se_recibe_se_nombra_con_su_razon(
    nombre: str, contenido: bytes, dice: str
) -> None:
    form = enviado(("bueno.pdf", PDF), (nombre, contenido))
    (error,) = form.errors["archivos"]
    assert dice in error
    if contenido:
        assert f"«{nombre}»" in error


def test_de_varios_que_no_se_reciben_se_dice_cada_uno() -> None:
    form = enviado(("uno.exe", b"MZ"), ("dos.bat", b"x"), ("tres.pdf", PDF))
    assert [str(error).split("»")[0] for error in form.errors["archivos"]] == [
        "No recibimos «uno.exe",
        "No recibimos «dos.bat",
    ]


def test_un_nombre_con_signos_que_nadie_ve_se_muestra_limpio() -> None:
    assert "«factura exe.pdf»" in enviado(("factura\u202eexe.pdf", b"MZ")).errors["archivos"][0]


def test_demasiados_o_demasiado_grandes() -> None:
    muchos = [(f"{n}.txt", b"x") for n in range(CUANTOS + 1)]
    assert f"hasta {CUANTOS} archivos" in enviado(*muchos).errors["archivos"][0]
    mitad = b"x" * (BYTES // 2 + 1)
    assert "más de 18 MB" in enviado(("a.txt", mitad), ("b.txt", mitad)).errors["archivos"][0]
    assert "más de 18 MB" in enviado(descartados=True).errors["archivos"][0]
    assert enviado(("a.txt", b"x" * BYTES)).is_valid()


def test_sin_marca_el_formulario_vale_por_si_solo() -> None:
    uno, otro = enviado(), enviado()
    assert uno.is_valid()
    assert otro.is_valid()
    assert isinstance(uno.cleaned_data["formulario"], uuid.UUID)
    assert uno.cleaned_data["formulario"] != otro.cleaned_data["formulario"]


def test_mostrado_otra_vez_pide_elegirlos_de_nuevo_solo_si_los_habia() -> None:
    for form, espera in ((enviado(("a.txt", b"x")), [ELEGIR_DE_NUEVO]), (enviado(), [])):
        assert form.is_valid()
        form.pedir_otra_vez()
        assert form.errors.get("archivos", []) == espera
    malo = enviado(("a.exe", b"MZ"))
    malo.pedir_otra_vez()
    assert len(malo.errors["archivos"]) == 1
