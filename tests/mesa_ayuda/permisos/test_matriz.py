"""Who gets what at every address of the help desk: the table, checked cell by cell."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from mesa_ayuda.models import Caso, Mensaje, Participante
from portal.auditoria.models import Evento
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal, ingresar
from tests.mesa_ayuda.permisos.direcciones import Direccion, direcciones
from tests.mesa_ayuda.permisos.escena import (
    DEL_CASO,
    DEL_PERSONAL,
    Escena,
    montar,
    participar,
)
from tests.mesa_ayuda.permisos.tabla import MATRIZ, PERSONAS
from tests.mesa_ayuda.recetas import crear_cliente, crear_cuenta

pytestmark = pytest.mark.django_db
PUERTAS = ("/mesa-de-ayuda/ingresar/?next=", "/admin/login/?next=")
RECHAZOS = {403: "P", 404: "N", 405: "M", 410: "G", 503: "S"}
# Who reads the owner's cases, and who the notes; a PQRSA is read by whoever holds its secret.
DEL_EQUIPO = ("agente_1", "agente_2", "agente_3", "supervisor", "administrador")
LEEN = ("duena", "participante", "companera_ve", *DEL_EQUIPO)
CON_SECRETO_PROPIO = ("GET pqrsa:estado",)
IGUALES_A_AGENTE_1 = ("agente_2", "agente_3")
ROLES = {
    "operador_ssps": Rol.OPERADOR_SSPS,
    "operador_claves": Rol.OPERADOR_CONTRASENAS,
    "agente_1": Rol.AGENTE_1,
    "agente_2": Rol.AGENTE_2,
    "agente_3": Rol.AGENTE_3,
    "supervisor": Rol.SUPERVISOR,
    "administrador": Rol.ADMINISTRADOR,
    "sin_grupo": None,
}


@pytest.fixture(autouse=True)
def _archivos(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": "sendgrid:secreto"}


def _cliente(escena: Escena, persona: str) -> Usuario:
    """Return the owner, or make the customer of that name."""
    if persona == "duena":
        return escena.duena
    ajena = persona in ("participante", "forastero")
    usuario = crear_cliente(
        f"{persona}@correo.example",
        cuenta=crear_cuenta() if ajena else escena.cuenta,
        ve_la_cuenta=persona in ("companera_ve", "forastero"),
    )
    if persona == "participante":
        participar(escena, usuario)
    return usuario


def _navegador(escena: Escena, persona: str) -> Client:
    if persona == "anonima":
        return Client()
    if persona in ROLES:
        return ingresar(Client(), crear_personal(persona, ROLES[persona]))
    navegador = Client()
    navegador.force_login(
        _cliente(escena, persona), backend="django.contrib.auth.backends.ModelBackend"
    )
    return navegador


@contextmanager
def _sin_huella(actua: bool) -> Iterator[None]:
    """Undo an act, so that each cell finds the same scene; limits begin anew."""
    if not actua:
        yield
        return
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _letra(respuesta: HttpResponseBase) -> str:
    """Return the table's letter for an answer."""
    codigo = respuesta.status_code
    if codigo == 302:
        lugar = respuesta.headers["Location"]
        if lugar.startswith(PUERTAS):
            return "I"
        return "O" if lugar == "/admin/" else "H"
    return "V" if codigo == 200 else RECHAZOS.get(codigo, f"¿{codigo}?")


def _texto(respuesta: HttpResponseBase) -> str:
    """Return what the answer holds, workbooks unpacked."""
    crudo = getattr(respuesta, "content", None)
    if crudo is None:
        crudo = b"".join(respuesta.streaming_content)  # type: ignore[attr-defined]
    if crudo.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(crudo)) as libro:
            crudo = b"".join(libro.read(nombre) for nombre in libro.namelist())
    return str(crudo, "utf-8", "replace")


def _hechos() -> tuple[object, ...]:
    """Return what an act would change."""
    return (
        Mensaje.objects.count(),
        Evento.objects.count(),
        CorreoSaliente.objects.count(),
        Participante.objects.count(),
        list(Caso.objects.order_by("pk").values_list("pk", "estado", "asignado")),
    )


def _pedir(escena: Escena, persona: Client, direccion: Direccion, metodo: str) -> HttpResponseBase:
    """Ask with a browser of its own: what one address does to the cookies isn't the next one's."""
    navegador = Client()
    navegador.cookies.update(persona.cookies)
    camino = escena.camino(direccion)
    if metodo == "GET":
        return navegador.get(camino)
    confirmacion = {"post": "yes"} if direccion.nombre.endswith("_delete") else {}
    return navegador.post(camino, escena.datos.get(direccion.nombre, confirmacion))


def _por_recorrer(persona: str) -> list[Direccion]:
    """Return all; for the other two levels, what Django's own views do by permission is known."""
    todas = direcciones()
    return [una for una in todas if una.propia] if persona in IGUALES_A_AGENTE_1 else todas


def test_la_tabla_tiene_todas_las_direcciones_y_ninguna_de_mas() -> None:
    nombres = [direccion.nombre for direccion in direcciones()]
    assert len(nombres) == len(set(nombres))
    assert {nombre for nombre in nombres if nombre not in MATRIZ} == set()
    assert set(MATRIZ) - set(nombres) == set()


@pytest.mark.parametrize("persona", PERSONAS)
def test_cada_persona_recibe_lo_que_dice_la_tabla(persona: str) -> None:
    escena = montar()
    navegador = _navegador(escena, persona)
    antes, faltas = _hechos(), []
    for direccion in _por_recorrer(persona):
        for metodo, debidas in zip(("GET", "POST"), MATRIZ[direccion.nombre], strict=True):
            debida = debidas[PERSONAS.index(persona)]
            with _sin_huella(metodo == "POST" and debida in "VH"):
                respuesta = _pedir(escena, navegador, direccion, metodo)
                letra, texto = _letra(respuesta), _texto(respuesta)
            donde = f"{metodo} {direccion.nombre}"
            if letra != debida:
                faltas.append(f"{donde}: {letra}, no {debida}")
            if DEL_CASO in texto and persona not in LEEN and donde not in CON_SECRETO_PROPIO:
                faltas.append(f"{donde}: deja leer el caso")
            if DEL_PERSONAL in texto and persona not in DEL_EQUIPO:
                faltas.append(f"{donde}: deja leer la nota interna")
    assert faltas == []
    # What looks, and what is refused, has left everything as it was.
    assert _hechos() == antes


def test_los_tres_niveles_de_agente_pueden_lo_mismo() -> None:
    grupos = [Group.objects.get(name=rol) for rol in (Rol.AGENTE_1, Rol.AGENTE_2, Rol.AGENTE_3)]
    primero, *otros = [set(grupo.permissions.values_list("pk", flat=True)) for grupo in grupos]
    assert primero
    assert otros == [primero, primero]
    primera = PERSONAS.index("agente_1")
    for letras in (letras for par in MATRIZ.values() for letras in par):
        assert {letras[PERSONAS.index(otro)] for otro in IGUALES_A_AGENTE_1} == {letras[primera]}


@pytest.mark.parametrize(
    ("persona", "indice", "sugiere"),
    [
        ("anonima", 302, 302),
        ("duena", 302, 302),
        ("operador_ssps", 404, 403),
        ("sin_grupo", 404, 403),
        ("agente_1", 200, 200),
    ],
)
def test_lo_comun_de_la_administracion_tampoco_deja_ver_la_mesa(
    persona: str, indice: int, sugiere: int
) -> None:
    """The index of the app, and the names of companies that its forms suggest."""
    escena = montar()
    navegador = _navegador(escena, persona)
    assert navegador.get("/admin/mesa_ayuda/").status_code == indice
    campo = {"app_label": "mesa_ayuda", "model_name": "contacto", "field_name": "cuenta"}
    hecha = navegador.get("/admin/autocomplete/", campo | {"term": "transportes"})
    assert hecha.status_code == sugiere
    assert (escena.cuenta.nombre in hecha.content.decode()) is (sugiere == 200)
