"""Text and HTML of an e-mail from its templates `correos/<plantilla>.txt` and `.html`."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template import Context, Engine


@dataclass(frozen=True, slots=True)
class Cuerpo:
    """Both parts of a mail: every mail has a plain text part."""

    texto: str
    html: str


def componer(plantilla: str, contexto: Mapping[str, object], *, asunto: str) -> Cuerpo:
    """Render both templates with the portal's own values added.

    Raises `TemplateDoesNotExist` if either is missing: no mail without a text part.
    """
    valores = {
        "asunto": asunto,
        "portal_nombre": settings.PORTAL_NOMBRE,
        "portal_entidad": settings.PORTAL_ENTIDAD,
        "portal_url": settings.PORTAL_URL,
        **contexto,
    }
    motor = Engine.get_default()
    # Escaping is by template, not by file name: plain text would read «Pérez &amp; Hijos».
    texto = motor.get_template(f"correos/{plantilla}.txt").render(
        Context(valores, autoescape=False)
    )
    html = motor.get_template(f"correos/{plantilla}.html").render(Context(valores))
    return Cuerpo(texto=texto.strip() + "\n", html=html)
