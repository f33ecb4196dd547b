"""The demo's chamber and who works for it."""

from typing import Final

from contrasenas.models import Camara
from portal.desarrollo import cuenta_smtp
from portal.usuarios.models import Usuario

CODIGO: Final = "99"
"""Real chambers have 01 to 57."""

PERSONAL: Final = ("contrasenas", "supervisor", "administrador")


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
    _conectar(camara)
    camara.personal.add(*Usuario.objects.filter(username__in=PERSONAL))
    return camara


def _conectar(camara: Camara) -> None:
    """Have it send through the demo's mail server, unless staff gave it another one."""
    demo = cuenta_smtp.asegurar()
    actual = (camara.masivos_smtp_server, camara.masivos_smtp_cuenta_admin)
    if actual not in (("", ""), ("localhost", demo.cuenta)):
        return
    camara.masivos_smtp_server = "localhost"
    camara.masivos_smtp_port = demo.puerto
    camara.masivos_smtp_authentication = True
    camara.masivos_smtp_encription = ""
    camara.masivos_smtp_cuenta_admin = demo.cuenta
    camara.masivos_smtp_password_admin = demo.clave
    camara.masivos_smtp_correo_admin = demo.cuenta
    camara.masivos_smtp_nombre_admin = camara.nombre
    camara.save()
