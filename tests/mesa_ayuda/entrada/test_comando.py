"""`manage.py recibir_correo`: every kind of place where mails lie, one JSON line each."""

import io
import json
import mailbox
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from mesa_ayuda.models import Buzon, Caso, CorreoEntrante
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.entrada.muestras import NUEVA, anidado, correo
from tests.mesa_ayuda.recetas import crear_buzon

pytestmark = pytest.mark.django_db


def correr(*argumentos: str) -> list[dict[str, str | None]]:
    """Run the command and return its lines."""
    salida = io.StringIO()
    call_command("recibir_correo", *argumentos, stdout=salida)
    return [json.loads(linea) for linea in salida.getvalue().splitlines()]


def test_cada_correo_de_una_carpeta_dice_que_fue_de_el(tmp_path: Path, cliente: Usuario) -> None:
    octetos = correo(de=cliente.email)
    (tmp_path / "a.eml").write_bytes(octetos)
    (tmp_path / "b.eml").write_bytes(octetos)
    (tmp_path / "c.eml").write_bytes(anidado(5_000))
    (tmp_path / "d.eml").write_bytes(correo(cabeceras={"Precedence": "bulk"}))
    (tmp_path / "hondo").mkdir()
    (tmp_path / "hondo" / "e.eml").write_bytes(correo(de=NUEVA))

    lineas = correr(str(tmp_path))

    assert [linea["veredicto"] for linea in lineas] == [
        *("caso_nuevo", "duplicado", "no_importado", "automatico", "caso_nuevo"),
    ]
    primero = lineas[0]
    assert set(primero) == {"archivo", "veredicto", "caso", "motivo"}
    assert primero["archivo"] == str(tmp_path / "a.eml")
    assert primero["caso"] == lineas[1]["caso"] == Caso.objects.earliest("pk").numero
    assert "demasiadas partes" in str(lineas[2]["motivo"])
    assert lineas[3]["caso"] is None


def test_simular_no_escribe_nada(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(correo(de=NUEVA))
    (linea,) = correr("--simular", str(tmp_path / "a.eml"))
    assert (linea["veredicto"], linea["caso"]) == ("caso_nuevo", None)
    assert not CorreoEntrante.objects.exists()
    assert not Buzon.objects.exists()
    assert not Usuario.objects.exists()


def test_un_mbox_se_lee_mensaje_por_mensaje(tmp_path: Path) -> None:
    ruta = tmp_path / "caja"
    caja = mailbox.mbox(ruta)
    for n in range(3):
        caja.add(correo(de=NUEVA, asunto=f"Caso {n}"))
    caja.close()
    lineas = correr(str(ruta))
    assert [linea["archivo"] for linea in lineas] == [f"{ruta}:{n}" for n in (1, 2, 3)]
    assert list(Caso.objects.order_by("pk").values_list("asunto", flat=True)) == [
        *("Caso 0", "Caso 1", "Caso 2"),
    ]


def test_un_maildir_se_lee_entero(tmp_path: Path) -> None:
    ruta = tmp_path / "Maildir"
    caja = mailbox.Maildir(ruta, create=True)
    caja.add(correo(de=NUEVA))
    caja.add(correo(de=NUEVA))
    (ruta / "tmp" / "a-medias").write_bytes(b"From: x")
    assert len(correr(str(ruta))) == 2


@pytest.mark.parametrize("cuantos", [1, 2])
def test_se_lee_de_la_entrada(monkeypatch: pytest.MonkeyPatch, cuantos: int) -> None:
    uno, otro = correo(de=NUEVA), correo(de=NUEVA)
    octetos = uno
    if cuantos == 2:
        desde = b"From nueva@correo.example Wed Nov 25 10:02:00 2026\n"
        octetos = desde + uno + b"\n\n" + desde + otro
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(octetos)))
    assert [linea["veredicto"] for linea in correr("-")] == ["caso_nuevo"] * cuantos


def test_llega_al_buzon_que_se_nombra(tmp_path: Path) -> None:
    crear_buzon("uno@portal.example")
    dos = crear_buzon("dos@portal.example")
    (tmp_path / "a.eml").write_bytes(correo(de=NUEVA))
    correr("--buzon", "DOS@portal.example", str(tmp_path))
    assert CorreoEntrante.objects.get().buzon == dos


def test_lo_que_no_existe_se_dice(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No se pudo leer"):
        correr(str(tmp_path / "nada.eml"))
    with pytest.raises(CommandError, match="No hay un buzón"):
        correr("--buzon", "x@y.example", str(tmp_path))
