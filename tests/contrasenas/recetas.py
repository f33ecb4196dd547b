"""Rows of the password service for tests; nobody in them exists."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from contrasenas.clave import generar
from contrasenas.models import Camara, Contrasena, Matriculado

_serie = count(1)


def crear_camara(codigo: str = "04", **valores: Any) -> Camara:
    """Make a chamber with a mail server of its own (on a port where nothing listens)."""
    return Camara.objects.create(
        **{
            "codigo": codigo,
            "nombre": f"Cámara de Comercio de Prueba {codigo}",
            "ciudad": "Villa Prueba",
            "url_renovar": "https://camara.example/renovar",
            "url_menu": "https://camara.example/",
            "masivos_smtp_server": "127.0.0.1",
            "masivos_smtp_port": 1,
            "masivos_smtp_authentication": False,
            "masivos_smtp_encription": "",
            "masivos_smtp_correo_admin": f"contrasenas{codigo}@camara.example",
            "masivos_smtp_nombre_admin": f"Cámara de Prueba {codigo}",
            **valores,
        }
    )


def crear_matriculado(camara: Camara, **valores: Any) -> Matriculado:
    """Make a natural person whose registration was renewed the year before: one to select."""
    n = next(_serie)
    datos: dict[str, Any] = {
        "matricula": f"{n:08d}",
        "organizacion": "01",
        "estmatricula": "MA",
        "razonsocial": f"PERSONA INVENTADA {n}",
        "idclase": "1",
        "numid": f"{1_000_000 + n}",
        "tipo": "CC",
        "numero": f"{1_000_000 + n}",
        "ultanoren": datetime.now(UTC).year - 1,
        "emailnot": f"persona{n}@correo.example",
        "correo": f"persona{n}@correo.example",
        "celnot": f"310{n:07d}",
        "celular": f"+57310{n:07d}",
        "huella": n.to_bytes(16, "big"),
        "sincronizado_en": datetime.now(UTC),
        **valores,
    }
    return Matriculado.objects.create(camara=camara, **datos)


def crear_contrasena(camara: Camara, **valores: Any) -> Contrasena:
    """Make a pending password of an invented person for this year."""
    n = next(_serie)
    datos: dict[str, Any] = {
        "ano": datetime.now(UTC).year,
        "tipo": "CC",
        "numero": f"{1_000_000 + n}",
        "nombre": f"PERSONA INVENTADA {n}",
        "matricula": f"{n:08d}",
        "correo": f"persona{n}@correo.example",
        "celular": f"+57310{n:07d}",
        "clave": generar(),
        **valores,
    }
    return Contrasena.objects.create(camara=camara, **datos)
