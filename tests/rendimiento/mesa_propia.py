"""The portal's help desk, measured when it is told to; see `mesa.py`."""

import re
import sys
import uuid
from itertools import count

import django

django.setup()

from django.test import Client  # noqa: E402

from mesa_ayuda.entrada.proceso import seguir  # noqa: E402
from mesa_ayuda.entrada.recepcion import buzon_predeterminado, recibir  # noqa: E402
from mesa_ayuda.models import Novedad  # noqa: E402
from portal.usuarios.models import SegundoFactor, Usuario  # noqa: E402
from tests.conftest import ingresar  # noqa: E402
from tests.rendimiento.mesa_pasos import (  # noqa: E402
    Pasos,
    abrir_navegador,
    atender,
    claves,
    correos,
    enviar,
    ver,
)
from tests.rendimiento.mesa_poblacion import COMUN, RARA, poblar_nuestra  # noqa: E402

LISTA = "/admin/mesa_ayuda/caso/"
MIS_CASOS = "/mesa-de-ayuda/casos/"
ENLACE = re.compile(r">\s*CS\d{7}\s*</a>")


def pasos(casos: int) -> Pasos:
    """Return the steps; an agent does all but the new case and the own list."""
    agente = Usuario.objects.get(username="agente1")
    SegundoFactor.objects.create(user=agente, name="banco", confirmed=True)
    mesa, clave, serie = ingresar(abrir_navegador(), agente), claves(casos), count(2)
    cliente = _entrar(1)
    novedad = Novedad.objects.select_related("producto").order_by("pk")[0]
    formulario = {
        "servicio": str(novedad.producto.servicio_id),
        "producto": str(novedad.producto_id),
        "novedad": str(novedad.pk),
        "horario_contacto": "tarde",
        "telefono": "310 555 0123",
        "asunto": "No puedo firmar en el lector",
        "descripcion": "Sale un error al firmar.",
    }
    buzon, crudos = buzon_predeterminado(), correos()

    def caso() -> None:
        pk = next(clave)
        ver(mesa, f"{LISTA}{pk}/change/", f"CS{pk:07d}")

    def nuevo() -> None:
        datos = formulario | {"formulario": str(uuid.uuid4())}
        enviar(autores[next(serie) % len(autores)], f"{MIS_CASOS}nuevo/", datos)

    def correo() -> None:
        seguir(recibir(buzon=buzon, crudo=next(crudos), despertar=False).correo)

    # Nobody may open more than so many cases an hour.
    autores = [_entrar(n) for n in range(2, 62)]
    return {
        "lista": lambda: _hallar(ver(mesa, LISTA)),
        "caso": caso,
        "búsqueda común": lambda: _hallar(ver(mesa, f"{LISTA}?q={COMUN}")),
        "búsqueda rara": lambda: _hallar(ver(mesa, f"{LISTA}?q={RARA}")),
        "mis casos": lambda: _hallar(ver(cliente, MIS_CASOS)),
        "caso nuevo": nuevo,
        "correo": correo,
    }


def _hallar(pagina: str) -> None:
    # The number as a link: the help beside the search box names one too.
    if not ENLACE.search(pagina):
        raise RuntimeError("a list without cases")


def _entrar(n: int) -> Client:
    navegador = abrir_navegador()
    navegador.force_login(
        Usuario.objects.get(username=f"persona{n}"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return navegador


if __name__ == "__main__":
    poblar_nuestra(int(sys.argv[1]))
    atender(pasos(int(sys.argv[1])))
