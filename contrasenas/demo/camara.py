"""The demo's chamber and who works for it."""

from typing import Final

from contrasenas.models import Camara
from portal.usuarios.models import Usuario

CODIGO: Final = "99"
"""Real chambers have 01 to 57."""

PERSONAL: Final = ("contrasenas", "supervisor")


def asegurar_camara() -> Camara:
    """Return the demo's chamber, made if it isn't there, with the demo's users as its staff."""
    camara, _ = Camara.objects.get_or_create(
        codigo=CODIGO,
        defaults={
            "nombre": "Cámara de Comercio de Valle de Ejemplo",
            "ciudad": "Valle de Ejemplo",
            "url_renovar": "https://camara.ejemplo.example/renovar",
            "url_menu": "https://camara.ejemplo.example/",
            # A demonstration is held at any hour, and its mails reach nobody.
            "respetar_ventana": False,
        },
    )
    camara.personal.add(*Usuario.objects.filter(username__in=PERSONAL))
    return camara
