"""Screens of the keys that sign: a new one, another in its place, and trying it out."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from portal.administracion.mixins import actor
from portal.firma import servicios
from portal.firma.admin_forms import NuevaPkcs11Form, NuevaPkcs12Form, Pkcs11Form, Pkcs12Form
from portal.firma.errores import CredencialInvalida, FirmaImposible
from portal.firma.models import Credencial
from portal.firma.prueba import probar_firma

# Beside which field the reason is written why a key was not taken.
CAMPO_DEL_ERROR = {False: "archivo", True: "etiqueta"}


class LlaveView(FormView[forms.Form]):
    """A new credential, or another key for one that exists (`pk`)."""

    template_name = "admin/firma/credencial/llave.html"
    en_dispositivo = False
    credencial: Credencial | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whoever may add, or change, a credential; the device's page only with a device."""
        if self.en_dispositivo and not settings.PORTAL_PKCS11_MODULO:
            raise Http404
        if "pk" in kwargs:
            self.credencial = get_object_or_404(Credencial, pk=kwargs["pk"])
        verbo = "change" if self.credencial else "add"
        if not request.user.has_perm(f"firma.{verbo}_credencial"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[forms.Form]:
        """Ask for a file or for labels and PIN; of a new one, for its name too."""
        if self.credencial:
            return Pkcs11Form if self.en_dispositivo else Pkcs12Form
        return NuevaPkcs11Form if self.en_dispositivo else NuevaPkcs12Form

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Keep the key, or say beside its field why it can't be used."""
        try:
            credencial = self._guardar(form)
        except CredencialInvalida as error:
            form.add_error(CAMPO_DEL_ERROR[self.en_dispositivo], str(error))
            return self.form_invalid(form)
        except IntegrityError:
            form.add_error(None, "Otra persona acaba de crear una credencial con este nombre.")
            return self.form_invalid(form)
        messages.success(
            self.request,
            f"La llave de «{credencial}» quedó guardada. Pruébela antes de usarla.",
        )
        return redirect("admin:firma_credencial_change", credencial.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the admin's pages need, and the way to the other kind of key."""
        titulo = f"Reemplazar la llave de «{self.credencial}»" if self.credencial else "Nueva llave"
        return super().get_context_data(
            **admin.site.each_context(self.request),
            **kwargs,
            title=titulo,
            opts=Credencial._meta,
            original=self.credencial,
            en_dispositivo=self.en_dispositivo,
            hay_dispositivo=bool(settings.PORTAL_PKCS11_MODULO),
        )

    def _guardar(self, form: forms.Form) -> Credencial:
        datos, quien = form.cleaned_data, actor(self.request)
        if isinstance(form, Pkcs12Form):
            llave = {"archivo": form.contenido, "frase": datos["frase"]}
            if self.credencial:
                return servicios.reemplazar_pkcs12(credencial=self.credencial, actor=quien, **llave)
            return servicios.cargar_pkcs12(
                nombre=datos["nombre"], url_tsa=datos["url_tsa"], actor=quien, **llave
            )
        rotulos = {campo: datos[campo] for campo in ("ficha", "etiqueta", "pin")}
        if self.credencial:
            return servicios.reemplazar_pkcs11(credencial=self.credencial, actor=quien, **rotulos)
        return servicios.cargar_pkcs11(
            nombre=datos["nombre"], url_tsa=datos["url_tsa"], actor=quien, **rotulos
        )


@require_POST
def probar(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a page with the credential, check it, and say what came of it."""
    if not request.user.has_perm("firma.change_credencial"):
        raise PermissionDenied
    credencial = get_object_or_404(Credencial, pk=pk)
    try:
        probar_firma(credencial=credencial, actor=actor(request))
    except FirmaImposible as error:
        messages.error(request, f"La firma no funciona: {error.mensaje}")
    else:
        messages.success(request, "La firma funciona: el documento de prueba resultó auténtico.")
    return redirect("admin:firma_credencial_change", pk)
