"""The demo's chamber and its mail server."""

import pytest

from contrasenas.demo.camara import asegurar_camara
from contrasenas.models import Camara
from portal.desarrollo import cuenta_smtp

pytestmark = pytest.mark.django_db


def test_la_camara_envia_por_el_servidor_de_la_demostracion() -> None:
    demo = cuenta_smtp.asegurar()

    camara = asegurar_camara()

    camara.refresh_from_db()
    assert camara.tiene_servidor
    assert (camara.masivos_smtp_server, camara.masivos_smtp_port) == ("localhost", demo.puerto)
    assert camara.masivos_smtp_cuenta_admin == demo.cuenta
    assert camara.masivos_smtp_password_admin == demo.clave


def test_si_el_puerto_cambia_la_camara_se_entera() -> None:
    Camara.objects.filter(pk=asegurar_camara().pk).update(masivos_smtp_port=1)

    assert asegurar_camara().masivos_smtp_port == cuenta_smtp.asegurar().puerto


def test_un_servidor_que_puso_una_persona_se_respeta() -> None:
    camara = asegurar_camara()
    camara.masivos_smtp_server = "correo.camara.example"
    camara.save()

    assert asegurar_camara().masivos_smtp_server == "correo.camara.example"
