"""What a mail brings (sender, subject, text, HTML, file names) runs on nobody's page."""

import re
from collections.abc import Callable
from email.headerregistry import Address

import pytest
from django.test import Client
from django.urls import reverse

from mesa_ayuda.models import Caso
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.entrada.conftest import Tomar

pytestmark = pytest.mark.django_db
ATAQUES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)>",
    "</textarea></title><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "{{ 7|add:7 }}{% load x %}<iframe srcdoc='<script>alert(1)</script>'>",
]


def revisar(pagina: str) -> None:
    """Fail if the page has a script that is not a file of ours, or an element that runs."""
    assert not re.search(
        r"<script(?![^>]*\ssrc=\"/static/)(?![^>]*type=\"application/json)", pagina
    )
    assert not re.search(r"<(img|svg|iframe)[^>]*\s(on\w+|srcdoc)\s*=", pagina)
    assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"|>[^<]*<', "", pagina))


@pytest.mark.parametrize("ataque", ATAQUES)
def test_nada_de_lo_que_trae_un_correo_se_ejecuta(
    tomar: Tomar,
    cliente: Usuario,
    agente: Usuario,
    cliente_de: Callable[[Usuario], Client],
    ataque: str,
) -> None:
    tomar(
        de=str(Address(ataque, addr_spec=cliente.email)),
        asunto=f"Asunto {ataque}",
        texto=f"Texto {ataque}",
        html=f"<p>Hola</p>{ataque}",
        adjuntos=[(f"{ataque}.txt", "text/html", f"Texto {ataque}".encode())],
    )
    caso = Caso.objects.get()
    del_cliente, del_personal = Client(), cliente_de(agente)
    del_cliente.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    direccion = f"/mesa-de-ayuda/casos/{caso.numero}/"
    mensaje = caso.mensajes.exclude(html="").get()
    for navegador, ruta in (
        (del_cliente, "/mesa-de-ayuda/casos/"),
        (del_cliente, direccion),
        (del_cliente, f"{direccion}mensajes/{mensaje.pk}/"),
        (del_personal, reverse("admin:mesa_ayuda_caso_changelist")),
        (del_personal, reverse("admin:mesa_ayuda_caso_change", args=[caso.pk])),
    ):
        respuesta = navegador.get(ruta)
        assert respuesta.status_code == 200, ruta
        revisar(respuesta.content.decode())
        assert "unsafe" not in respuesta.headers["Content-Security-Policy"], ruta
    bajada = del_cliente.get(f"/mesa-de-ayuda/adjuntos/{mensaje.adjuntos.get().pk}/")
    assert bajada.headers["X-Content-Type-Options"] == "nosniff"
    assert bajada.headers["Content-Disposition"].startswith(f'attachment; filename="{caso.numero}-')
    assert "html" not in bajada.headers["Content-Type"]
