"""The way through the look-up that several tests take: CAPTCHA solved, person looked up."""

from typing import Any

from captcha.models import CaptchaStore
from django.test import Client
from django.urls import reverse

from portal.captcha.servicios import crear_desafio
from solicitudes.models import Persona, Solicitud

CONSULTAR = reverse("solicitudes:consultar")
LISTA = reverse("solicitudes:lista")


def captcha_resuelto() -> dict[str, str]:
    """Make a challenge and return the two values that answer it."""
    clave = crear_desafio(visitante="198.51.100.1")
    return {"captcha_0": clave, "captcha_1": CaptchaStore.objects.get(hashkey=clave).response}


def consultar(client: Client, tipo: str, numero: str, **extra: Any) -> Any:
    """Post the look-up with a right CAPTCHA and return the response."""
    return client.post(CONSULTAR, {"tipo": tipo, "numero": numero, **captcha_resuelto()}, **extra)


def abrir_consulta(client: Client, persona: Persona) -> None:
    """Leave the client's session with the permission to see that person's requests."""
    assert consultar(client, persona.tipo, persona.numero).status_code == 302


def url(nombre: str, solicitud: Solicitud) -> str:
    """Return the address of a page of that request: detalle, factura, factura_codigo…"""
    return reverse(f"solicitudes:{nombre}", args=[solicitud.numero])
