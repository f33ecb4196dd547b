"""The form field and its control.

The library's `CAPTCHA_TEST_MODE` has no meaning here: no answer but the right one passes.
"""

from typing import Any

from captcha.fields import BaseCaptchaTextInput, CaptchaField
from django.core.exceptions import ImproperlyConfigured
from django.forms import MultiValueField, ValidationError
from django.urls import reverse

from portal.captcha import servicios
from portal.captcha.imagen import ALTO, ANCHO

MENSAJES = {
    "required": "Escriba los seis caracteres de la imagen o del audio.",
    "invalid": "Los caracteres no corresponden, o pasaron más de diez minutos. "
    "Escriba los de la imagen o el audio nuevos.",
}


class ControlCaptcha(BaseCaptchaTextInput):  # type: ignore[misc]  # the library is untyped
    """Picture, sound, button for another one, hidden key, and the answer.

    A challenge that was not used up is shown again with what was typed; otherwise a new one is
    made for `visitante`, which `portal.captcha.refresco.RefrescoCaptchaMixin` sets.
    """

    template_name = "captcha/control.html"
    # One thing to fill in: a label of its own, not a group.
    use_fieldset = False
    visitante: str | None = None
    enfocar = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the addresses of picture and sound to what Django's multi-widget gives."""
        clave, respuesta = self._desafio(value)
        contexto: dict[str, Any] = super().get_context(name, [clave, respuesta], attrs)
        oculto, visible = contexto["widget"]["subwidgets"]
        oculto["attrs"] = {"id": oculto["attrs"].get("id"), "autocomplete": "off"}
        visible["attrs"] |= {"class": "form-control", "inputmode": "text", "size": "12"}
        if self.enfocar:
            visible["attrs"]["autofocus"] = True
        return contexto | {
            "imagen": reverse("captcha-image", args=[clave]),
            "audio": reverse("captcha-audio", args=[clave]),
            "refresco": reverse("captcha-refresh"),
            "ancho": ANCHO,
            "alto": ALTO,
        }

    # The library makes a row here at each rendering.
    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> Any:
        """Render the template."""
        return self._render(self.template_name, self.get_context(name, value, attrs), renderer)

    def _desafio(self, valor: Any) -> tuple[str, str]:
        if isinstance(valor, list):
            clave, respuesta = (parte or "" for parte in valor)
            if servicios.buscar_texto(clave=clave) is not None:
                return clave, respuesta
        if self.visitante is None:
            raise ImproperlyConfigured(
                "A form with CampoCaptcha needs a view with RefrescoCaptchaMixin, "
                "or identificar_visitante(form, request)."
            )
        return servicios.crear_desafio(visitante=self.visitante), ""


class CampoCaptcha(CaptchaField):  # type: ignore[misc]  # the library is untyped
    """Field `captcha` of a public form, always required.

    `clean` uses the challenge up, whatever the answer.
    """

    widget: ControlCaptcha

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Código de seguridad")
        kwargs.setdefault(
            "help_text",
            "Escriba los seis caracteres que ve en la imagen o que oye en el audio. "
            "Puede usar minúsculas.",
        )
        kwargs["error_messages"] = MENSAJES | kwargs.get("error_messages", {})
        super().__init__(**kwargs | {"widget": ControlCaptcha(), "required": True})

    def clean(self, value: Any) -> list[str]:
        """Return key and answer. Raises `ValidationError` unless the answer is right."""
        valor = self.presencia(value)
        self.comprobar(valor)
        return valor

    def presencia(self, value: Any) -> list[str]:
        """Return key and answer; no challenge is touched.

        Raises `ValidationError` unless both were sent.
        """
        # Past the library's own clean, which checks and deletes in two steps.
        limpio: str = MultiValueField.clean(self, value)
        clave, _, respuesta = limpio.partition(",")
        if not respuesta:
            raise ValidationError(self.error_messages["required"], code="required")
        return [clave, respuesta]

    def comprobar(self, valor: list[str]) -> None:
        """Use the challenge up. Raises `ValidationError` unless the answer is right."""
        clave, respuesta = valor
        if not servicios.resolver_desafio(clave=clave, respuesta=respuesta):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
