"""Files are taken from staff; the public's are refused before they are written anywhere, save
where an address declares how large they may be.
"""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from portal import subidas
from portal.usuarios.models import Usuario
from tests.conftest import ingresar

pytestmark = pytest.mark.django_db
GRANDE = 3 * 1024 * 1024


@pytest.fixture
def escritos(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the sizes of the pieces that get as far as the disk."""
    pedazos: list[int] = []
    original = TemporaryFileUploadHandler.receive_data_chunk

    def anotar(self: TemporaryFileUploadHandler, raw_data: bytes, start: int) -> object:
        pedazos.append(len(raw_data))
        return original(self, raw_data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", anotar)
    return pedazos


def archivo(tamano: int) -> dict[str, SimpleUploadedFile]:
    return {"archivo": SimpleUploadedFile("a.bin", b"x" * tamano)}


@pytest.mark.parametrize("ruta", ["/estado/", "/captcha/otra/", "/admin/login/"])
def test_un_archivo_grande_de_un_visitante_no_llega_al_disco(
    client: Client, ruta: str, escritos: list[int]
) -> None:
    respuesta = client.post(ruta, archivo(GRANDE))
    assert respuesta.status_code == 400
    assert "No pudimos entender la solicitud" in respuesta.content.decode()
    assert escritos == []


def test_tampoco_con_la_comprobacion_de_csrf_por_delante(escritos: list[int]) -> None:
    cliente = Client(enforce_csrf_checks=True)
    cliente.get("/estado/")
    assert cliente.post("/estado/", archivo(GRANDE)).status_code == 400
    assert escritos == []


def test_un_formulario_con_un_archivo_pequeno_sigue_su_camino(client: Client) -> None:
    assert client.post("/estado/", archivo(1000)).status_code == 200


def test_el_archivo_grande_del_personal_se_recibe(
    client: Client, operador: Usuario, escritos: list[int]
) -> None:
    ingresar(client, operador)
    assert client.post("/estado/", archivo(GRANDE)).status_code == 200
    assert sum(escritos) == GRANDE


def test_donde_se_declara_se_recibe_el_archivo_de_un_visitante(
    client: Client, escritos: list[int]
) -> None:
    assert client.post("/verificar/archivo/", archivo(GRANDE)).status_code == 200
    assert sum(escritos) == GRANDE


def test_lo_que_pasa_del_limite_declarado_se_deja_caer_al_llegar(
    client: Client, escritos: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.PORTAL_SUBIDAS_PUBLICAS, "firma:archivo", GRANDE)
    respuesta = client.post("/verificar/archivo/", archivo(GRANDE + 1))
    assert respuesta.status_code == 200
    assert "Elija un archivo PDF" in respuesta.content.decode()
    assert sum(escritos) <= GRANDE


def test_y_lo_que_pasa_con_mucho_ni_se_lee(
    client: Client, escritos: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.PORTAL_SUBIDAS_PUBLICAS, "firma:archivo", 1024)
    enviado = archivo(1024 * (subidas.EXCESO_TOLERADO + 1))
    assert client.post("/verificar/archivo/", enviado).status_code == 400
    assert escritos == []
