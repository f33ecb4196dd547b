"""django-helpdesk, measured when it is told to; see `mesa.py`."""

import json
import logging
import re
import sys

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from helpdesk.email import extract_email_metadata  # noqa: E402
from helpdesk.models import Queue  # noqa: E402

from tests.rendimiento.mesa_pasos import (  # noqa: E402
    Pasos,
    abrir_navegador,
    atender,
    claves,
    correos,
    enviar,
    ver,
)
from tests.rendimiento.mesa_poblacion import COMUN, RARA, poblar_ajena  # noqa: E402

CONSULTA = re.compile(r"datatables_ticket_list/([A-Za-z0-9+/=]+)")


def pasos(casos: int, cola: Queue) -> Pasos:
    """Return the steps; an agent does all but the new case and the own list."""
    mesa, cliente, clave, crudos = _entrar("agente1"), _entrar("persona1"), claves(casos), correos()
    registro = logging.getLogger("helpdesk")
    formulario = {
        "queue": str(cola.pk),
        "title": "No puedo firmar en el lector",
        "body": "Sale un error al firmar.",
        "priority": "3",
        "submitter_email": "persona1@empresa.example",
    }

    def caso() -> None:
        pk = next(clave)
        ver(mesa, f"/tickets/{pk}/", f"{cola.slug}-{pk}")

    return {
        "lista": lambda: _listar(mesa, "/tickets/"),
        "caso": caso,
        "búsqueda común": lambda: _listar(mesa, f"/tickets/?q={COMUN}"),
        "búsqueda rara": lambda: _listar(mesa, f"/tickets/?q={RARA}"),
        "mis casos": lambda: _mios(cliente),
        "caso nuevo": lambda: enviar(cliente, "/tickets/submit/", formulario),
        "correo": lambda: _recibir(next(crudos), cola, registro),
    }


def _listar(mesa: Client, ruta: str) -> None:
    """The page, and then the rows of its table, which its script asks for."""
    consulta = CONSULTA.search(ver(mesa, ruta))
    if consulta is None:
        raise RuntimeError(f"{ruta}: no table")
    filas = json.loads(ver(mesa, f"/datatables_ticket_list/{consulta[1]}?draw=1&start=0&length=25"))
    if not filas["data"]:
        raise RuntimeError(f"{ruta}: no rows")


def _mios(cliente: Client) -> None:
    """The page, and then its rows, which its script asks for."""
    ver(cliente, "/tickets/my-tickets/", "user_tickets/?page=")
    if not json.loads(ver(cliente, "/api/user_tickets/?page=1"))["results"]:
        raise RuntimeError("a list without tickets")


def _recibir(crudo: bytes, cola: Queue, registro: logging.Logger) -> None:
    if extract_email_metadata(crudo.decode("utf-8"), cola, registro) is None:
        raise RuntimeError("a mail was not taken in")


def _entrar(nombre: str) -> Client:
    navegador = abrir_navegador()
    navegador.force_login(get_user_model().objects.get(username=nombre))
    return navegador


if __name__ == "__main__":
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    cola = Queue.objects.create(
        title="Mesa",
        slug="mesa",
        email_address="mesa@portal.example",
        allow_public_submission=True,
        allow_email_submission=True,
        email_box_type="local",
    )
    poblar_ajena(int(sys.argv[1]))
    atender(pasos(int(sys.argv[1]), cola))
