"""Screens of the admin where staff act on one request: a form, the act, the way back.

`SolicitudAdmin` gives them their addresses, behind the site's second factor; each screen asks for
its own permission besides.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, View

from portal.administracion.mixins import actor
from solicitudes import servicios
from solicitudes.admin_forms import MotivoForm, RechazoForm
from solicitudes.admin_forms_certificado import (
    ArchivoCertificadoForm,
    CertificadoForm,
    RevocacionForm,
    SerialForm,
)
from solicitudes.administracion.actos import Acto, ActoCertificado, actos_del_certificado
from solicitudes.administracion.tablero import Tablero
from solicitudes.enums import Etapa
from solicitudes.excepciones import CertificadoInvalido, TransicionInvalida
from solicitudes.models import Certificado, Solicitud

Fallo = (TransicionInvalida, CertificadoInvalido)


class SobreSolicitud(View):
    """Base: finds the request and asks for the permission, then goes back to its page."""

    permiso = "solicitudes.change_solicitud"
    solicitud: Solicitud

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whoever may, for a request that exists."""
        if not request.user.has_perm(self.permiso):
            raise PermissionDenied
        self.solicitud = get_object_or_404(
            Solicitud.objects.select_related("orden", "titular", "certificado").defer(
                "certificado__der"
            ),
            pk=kwargs["pk"],
        )
        return super().dispatch(request, *args, **kwargs)

    @property
    def etapa(self) -> Etapa:
        """The step that the address names."""
        try:
            return Etapa(self.kwargs["etapa"])
        except ValueError as error:
            raise Http404 from error

    @property
    def certificado(self) -> Certificado:
        """The certificate of the request."""
        certificado: Certificado | None = getattr(self.solicitud, "certificado", None)
        if certificado is None:
            raise Http404
        return certificado

    def volver(self) -> HttpResponse:
        """Go back to the request."""
        return redirect("admin:solicitudes_solicitud_change", self.solicitud.pk)


class FinalizarPaso(SobreSolicitud):
    """The button «Finalizar» of one step."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Finish the step that the button named."""
        try:
            servicios.avanzar_paso(
                solicitud_id=self.solicitud.pk, etapa=self.etapa, actor=actor(request)
            )
        except TransicionInvalida as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Finalizó el paso {self.etapa}: {self.etapa.label}.")
        return self.volver()


class ActoConFormulario(SobreSolicitud, FormView[forms.Form]):
    """Base of the acts that ask for something first: reason, date, certificate."""

    template_name = "admin/solicitudes/solicitud/acto.html"
    titulo: ClassVar[str]
    explicacion: ClassVar[str] = ""
    boton: ClassVar[str]
    hecho: ClassVar[str]
    peligroso: ClassVar[bool] = False

    def imposible(self) -> str:
        """Return why the act can't be done now, or nothing; the service checks again."""
        return ""

    def actuar(self, form: Any) -> None:
        """Call the service."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, unless there is nothing to do any more."""
        if razon := self.imposible():
            messages.warning(request, razon)
            return self.volver()
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Act; a refusal is shown above the form, with what was typed still in it."""
        try:
            self.actuar(form)
        except Fallo as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.hecho)
        return self.volver()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the admin's pages need."""
        return super().get_context_data(
            **admin.site.each_context(self.request),
            **kwargs,
            title=f"{self.titulo}: solicitud {self.solicitud.numero}",
            titulo=self.titulo,
            opts=Solicitud._meta,
            solicitud=self.solicitud,
            certificado=getattr(self.solicitud, "certificado", None),
            vista=self,
        )


class SobrePaso(ActoConFormulario):
    """Base of the acts on a step that ask for a reason."""

    form_class = MotivoForm
    acto: ClassVar[Acto]
    servicio: "ClassVar[staticmethod[..., object]]"

    def actuar(self, form: Any) -> None:
        """Act on the step that the address names."""
        self.servicio(
            solicitud_id=self.solicitud.pk,
            etapa=self.etapa,
            motivo=form.cleaned_data["motivo"],
            actor=actor(self.request),
        )

    def imposible(self) -> str:
        """Say so where the step does not allow the act now."""
        posibles = Tablero(self.solicitud).actos[self.etapa]
        if self.acto in posibles:
            return ""
        return f"El paso {self.etapa} ya no se puede {self.acto.value}: revise su estado."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the step."""
        return super().get_context_data(**kwargs, etapa=self.etapa)


class RechazarPaso(SobrePaso):
    """«Rechazar» of one step."""

    acto = Acto.RECHAZAR
    servicio = staticmethod(servicios.rechazar_paso)
    form_class = RechazoForm
    titulo = "Rechazar el paso"
    boton = "Rechazar el paso"
    hecho = "Rechazó el paso. El solicitante verá el motivo en la consulta."
    peligroso = True


class ReabrirPaso(SobrePaso):
    """«Reabrir» of one step."""

    acto = Acto.REABRIR
    servicio = staticmethod(servicios.reabrir_paso)
    titulo = "Reabrir el paso"
    explicacion = "El paso vuelve a quedar en trámite, y los posteriores, pendientes."
    boton = "Reabrir el paso"
    hecho = "Reabrió el paso."


class SobreCertificado(ActoConFormulario):
    """Base of the acts on the certificate."""

    permiso = "solicitudes.change_certificado"
    acto: ClassVar[ActoCertificado]

    def imposible(self) -> str:
        """Say so where the certificate does not allow the act now."""
        tablero = Tablero(self.solicitud)
        if self.acto in actos_del_certificado(tablero.estados, tablero.vigencia):
            return ""
        return "El certificado no está en un estado que lo permita: revise la solicitud."


class ConMotivo(SobreCertificado):
    """Base of the acts on the certificate that only ask for a reason."""

    form_class = MotivoForm
    servicio: "ClassVar[staticmethod[..., object]]"

    def actuar(self, form: Any) -> None:
        """Act on the certificate of the request."""
        self.servicio(
            certificado_id=self.certificado.pk,
            motivo=form.cleaned_data["motivo"],
            actor=actor(self.request),
        )


class SuspenderCertificado(ConMotivo):
    """Suspension (certificateHold)."""

    acto = ActoCertificado.SUSPENDER
    servicio = staticmethod(servicios.suspender_certificado)
    titulo = "Suspender el certificado"
    explicacion = "Mientras dure la suspensión el titular no puede firmar con él. Puede levantarla."
    boton = "Suspender el certificado"
    hecho = "Suspendió el certificado."
    peligroso = True


class LevantarSuspension(ConMotivo):
    """The end of a suspension (removeFromCRL)."""

    acto = ActoCertificado.LEVANTAR
    servicio = staticmethod(servicios.levantar_suspension)
    titulo = "Levantar la suspensión"
    explicacion = "El titular podrá volver a firmar con el certificado."
    boton = "Levantar la suspensión"
    hecho = "Levantó la suspensión del certificado."


class RevocarCertificado(SobreCertificado):
    """Revocation, which can't be undone."""

    acto = ActoCertificado.REVOCAR
    form_class = RevocacionForm
    titulo = "Revocar el certificado"
    explicacion = "La revocación no se puede deshacer: el titular deberá solicitar otro."
    boton = "Revocar el certificado"
    hecho = "Revocó el certificado."
    peligroso = True

    def get_form_kwargs(self) -> dict[str, Any]:
        """The date is checked against the certificate's."""
        return {**super().get_form_kwargs(), "certificado": self.certificado}

    def actuar(self, form: Any) -> None:
        """Revoke it."""
        servicios.revocar_certificado(
            certificado_id=self.certificado.pk,
            motivo=form.cleaned_data["razon"],
            fecha=form.cleaned_data["fecha"],
            nota=form.cleaned_data["nota"],
            actor=actor(self.request),
        )


class RegistrarCertificado(SobreCertificado):
    """Base of both ways to register the certificate."""

    permiso = "solicitudes.add_certificado"
    titulo = "Registrar el certificado"
    boton = "Registrar el certificado"
    hecho = "Registró el certificado."

    def actuar(self, form: CertificadoForm) -> None:
        """Register what the form read."""
        servicios.registrar_certificado(
            solicitud_id=self.solicitud.pk, datos=form.datos, actor=actor(self.request)
        )


class RegistrarArchivo(RegistrarCertificado):
    """Registration with the X.509 file."""

    acto = ActoCertificado.ARCHIVO
    form_class = ArchivoCertificadoForm
    template_name = "admin/solicitudes/solicitud/registrar_archivo.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The file is compared with the holder."""
        return {**super().get_form_kwargs(), "titular": self.solicitud.titular}


class RegistrarSerial(RegistrarCertificado):
    """Registration with the serial number typed."""

    acto = ActoCertificado.SERIAL
    form_class = SerialForm
    explicacion = "Úselo sólo si no tiene el archivo: con él se comprueba el titular."
