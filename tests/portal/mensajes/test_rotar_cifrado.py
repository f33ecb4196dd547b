"""`manage.py rotar_cifrado`."""

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from pytest_django import Settings

from portal.cifrado import DescifradoImposible
from portal.mensajes.models import AdjuntoSaliente, CorreoSaliente
from portal.mensajes.servicios import Adjunto
from tests.portal.mensajes.conftest import Encolar

pytestmark = pytest.mark.django_db


def test_despues_de_rotar_sobra_la_clave_vieja(encolar: Encolar, settings: Settings) -> None:
    vieja, nueva = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.PORTAL_CLAVES_CIFRADO = [vieja]
    encolar(adjuntos=[Adjunto("a.pdf", "application/pdf", b"%PDF")])
    salida = StringIO()

    settings.PORTAL_CLAVES_CIFRADO = [nueva, vieja]
    call_command("rotar_cifrado", stdout=salida)
    settings.PORTAL_CLAVES_CIFRADO = [nueva]

    assert "482913" in CorreoSaliente.objects.get().texto
    assert AdjuntoSaliente.objects.get().contenido == b"%PDF"
    assert "mensajes.CorreoSaliente: 1\n" in salida.getvalue()


def test_sin_rotar_hace_falta_la_clave_vieja(encolar: Encolar, settings: Settings) -> None:
    encolar()
    settings.PORTAL_CLAVES_CIFRADO = [Fernet.generate_key().decode()]

    with pytest.raises(DescifradoImposible):
        CorreoSaliente.objects.get()


def test_rotar_no_toca_nada_mas_y_respeta_lo_borrado(encolar: Encolar) -> None:
    correo = encolar(confidencial=True)
    correo.anular()
    antes = CorreoSaliente.objects.values().get()

    call_command("rotar_cifrado", stdout=StringIO())

    assert CorreoSaliente.objects.values().get() == antes
    assert antes["texto"] is None
