"""Files of the tests go to a folder of their own."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from portal.usuarios.models import Usuario
from solicitudes.importacion import servicios
from solicitudes.importacion.archivo import reconocer
from solicitudes.importacion.models import Importacion
from solicitudes.importacion.proceso import procesar

Subir = Callable[[bytes], Importacion]


@pytest.fixture(autouse=True)
def _archivos_propios(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "archivos"


@pytest.fixture
def subir(operador: Usuario) -> Subir:
    """Return a function that uploads a file as the operator does; no worker hears of it."""

    def _subir(contenido: bytes) -> Importacion:
        archivo = SimpleUploadedFile("exporte del SSPS.csv", contenido)
        formato = reconocer(BytesIO(contenido))
        return servicios.subir_archivo(archivo=archivo, formato=formato, autor=operador)

    return _subir


@pytest.fixture
def revisar(subir: Subir) -> Subir:
    """Return a function that uploads a file and has it reviewed."""

    def _revisar(contenido: bytes) -> Importacion:
        importacion = subir(contenido)
        procesar(pk=importacion.pk)
        importacion.refresh_from_db()
        return importacion

    return _revisar
