"""Another challenge without JavaScript: a submit button that keeps everything typed."""

from typing import TYPE_CHECKING, Any

from django.forms import BaseForm, FileField
from django.http import HttpRequest, HttpResponse

from portal.captcha import servicios
from portal.captcha.campo import CampoCaptcha, ControlCaptcha
from portal.visitante import red

if TYPE_CHECKING:
    from django.views.generic import FormView

    _Vista = FormView[Any]
else:
    _Vista = object

# Name of the submit button in templates/captcha/control.html.
BOTON = "otra_imagen"


def identificar_visitante(form: BaseForm, request: HttpRequest) -> None:
    """Tell the form's CAPTCHA for whom it makes challenges, so that they are limited."""
    for control in _controles(form):
        control.visitante = red(request)


class RefrescoCaptchaMixin(_Vista):
    """For a `FormView` (in front of it) whose form has a `CampoCaptcha`.

    A POST with the button `otra_imagen` shows the form again with what was typed, unchecked and so
    without errors, a new challenge, and the focus on its answer.
    """

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form, its challenges counted for the visitor."""
        form = super().get_form(form_class)
        identificar_visitante(form, self.request)
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the button, or go on to the form."""
        if BOTON in request.POST:
            return self.render_to_response(self.get_context_data(form=self._sin_comprobar()))
        return super().post(request, *args, **kwargs)

    def _sin_comprobar(self) -> BaseForm:
        enviado = self.get_form()
        argumentos = self.get_form_kwargs()
        del argumentos["data"], argumentos["files"]
        argumentos["initial"] = {**argumentos["initial"], **_escrito(enviado)}
        form: BaseForm = self.get_form_class()(**argumentos)
        identificar_visitante(form, self.request)
        for control in _controles(form):
            control.enfocar = True
        return form


def _controles(form: BaseForm) -> list[ControlCaptcha]:
    return [campo.widget for campo in form.fields.values() if isinstance(campo, CampoCaptcha)]


def _escrito(form: BaseForm) -> dict[str, Any]:
    """Return what was typed in each field, as sent, and throw the old challenge away."""
    escrito = {}
    for nombre, campo in form.fields.items():
        if isinstance(campo, CampoCaptcha):
            clave, _ = form[nombre].data
            servicios.desechar_desafio(clave=clave or "")
        elif not isinstance(campo, FileField):
            escrito[nombre] = form[nombre].data
    return escrito
