"""PQRSA for tests; nobody in them exists."""

import uuid
from typing import Any

from captcha.models import CaptchaStore

from mesa_ayuda.casos_web import Archivos
from mesa_ayuda.enums import TipoCaso
from mesa_ayuda.models import Pqrsa
from mesa_ayuda.pqrsa.servicios import DatosPqrsa, radicar
from portal.captcha.servicios import crear_desafio
from portal.usuarios.models import Usuario


def datos(**cambios: Any) -> DatosPqrsa:
    """Return what the form would bring."""
    valores: dict[str, Any] = {
        "tipo": TipoCaso.RECLAMO,
        "clase": "",
        "nombre": "Lucía Inventada",
        "identificacion": "CC 1234567890",
        "correo": "lucia@correo.example",
        "telefono": "3105550123",
        "direccion": "Calle 1 # 2-3",
        "asunto": "Me cobraron dos veces",
        "texto": "Pagué el certificado dos veces.\n\nSolicito la devolución.",
        "autorizacion": "Autorizo.",
    }
    return DatosPqrsa(**(valores | cambios))


def crear_pqrsa(
    usuario: Usuario | None = None, archivos: Archivos = (), **cambios: Any
) -> tuple[Pqrsa, str]:
    """Present one, and return it with its secret."""
    return radicar(
        datos=datos(**cambios), archivos=archivos, formulario=uuid.uuid4(), usuario=usuario
    )


def formulario(**cambios: Any) -> dict[str, Any]:
    """Return a right form of the public page, its CAPTCHA solved."""
    clave = crear_desafio(visitante="198.51.100.1")
    valores: dict[str, Any] = {
        "formulario": str(uuid.uuid4()),
        "tipo": "reclamo",
        "nombre": "Lucía Inventada",
        "identificacion": "",
        "correo": "lucia@correo.example",
        "telefono": "",
        "direccion": "",
        "asunto": "Me cobraron dos veces",
        "texto": "Pagué el certificado dos veces.",
        "autorizacion": "on",
        "captcha_0": clave,
        "captcha_1": CaptchaStore.objects.get(hashkey=clave).response,
    }
    return valores | cambios
