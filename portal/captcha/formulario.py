"""Base of the public forms that ask for a CAPTCHA."""

from typing import Any

from django import forms

from portal.captcha.campo import CampoCaptcha


class _CampoAlFinal(CampoCaptcha):
    """Checks only that something was typed; `FormularioConCaptcha` checks the answer."""

    def clean(self, value: Any) -> list[str]:
        return self.presencia(value)


class FormularioConCaptcha(forms.Form):
    """A form whose last field is `captcha`, answered only once every other field is right.

    So a slip in another field does not cost the person a new challenge: the same one comes back,
    with the answer already typed. In `clean()` the answer has been checked, so that whatever a form
    counts or looks up there is out of reach of whoever did not solve it.
    """

    captcha = _CampoAlFinal()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([nombre for nombre in self.fields if nombre != "captcha"])

    def clean_captcha(self) -> list[str]:
        """Use the challenge up, unless another field has an error."""
        valor: list[str] = self.cleaned_data["captcha"]
        if not self.errors:
            campo = self.fields["captcha"]
            assert isinstance(campo, CampoCaptcha)
            campo.comprobar(valor)
        return valor
