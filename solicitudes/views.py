"""The public look-up: who, the list, the detail, the end (manual 002 §4)."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from portal.calendario.servicios import festivos
from portal.captcha.refresco import RefrescoCaptchaMixin
from portal.identificacion import TipoIdentificacion, mostrar
from portal.visitante import red
from solicitudes import consulta, ficha, serial
from solicitudes.consulta import Consulta
from solicitudes.forms import ConsultaForm
from solicitudes.listado import listar, numero_de_pagina
from solicitudes.models import Persona
from solicitudes.permisos import consulta_vigente, expediente_consultado, puede_pedir_factura

# What the form says above itself, and its tone, by `?aviso=`. In the address and not among the
# session's messages: each passer-by without a session would make one.
AVISOS = {
    "sin-consulta": (
        "Para ver las solicitudes, haga primero la consulta. Por seguridad, cada consulta se "
        "cierra a los 15 minutos.",
        "info",
    ),
    "terminada": ("Su consulta terminó: ya nadie la puede ver desde este equipo.", "success"),
}


@method_decorator(never_cache, name="dispatch")
class ConsultarView(RefrescoCaptchaMixin, FormView[ConsultaForm]):
    """Type, number and CAPTCHA; a right answer opens the list in this session."""

    template_name = "solicitudes/consultar.html"
    form_class = ConsultaForm
    success_url = reverse_lazy("solicitudes:lista")

    def get_initial(self) -> dict[str, Any]:
        """Bring back what found nothing, so that a slip is corrected and not typed again."""
        permiso = consulta.vigente(self.request.session)
        if permiso is None or not permiso.numero:
            return {}
        return {"tipo": permiso.tipo, "numero": permiso.numero}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the visitor, for the limits."""
        return super().get_form_kwargs() | {"visitante": red(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add why the person is here, unless the form has something to say by now."""
        texto, tono = AVISOS.get(self.request.GET.get("aviso", ""), ("", ""))
        aviso = {"aviso": texto, "tono_aviso": tono} if self.request.method != "POST" else {}
        return super().get_context_data(**kwargs) | aviso

    def form_valid(self, form: ConsultaForm) -> HttpResponse:
        """Open the look-up and go to the list."""
        datos = form.cleaned_data
        consulta.abrir(self.request.session, tipo=datos["tipo"], numero=datos["numero"])
        return super().form_valid(form)


@require_safe
@never_cache
def lista(request: HttpRequest) -> HttpResponse:
    """The requests of the person looked up, or the notice that there are none."""
    permiso = consulta.vigente(request.session)
    if permiso is None:
        return _volver_a_consultar("sin-consulta")
    pagina = numero_de_pagina(request.GET.get("page"))
    contexto = contexto_lista(permiso, pagina)
    if contexto is None:
        return _sin_solicitudes(request, permiso, pagina)
    return render(request, "solicitudes/lista.html", contexto)


@require_safe
@never_cache
def detalle(request: HttpRequest, numero: int) -> HttpResponse:
    """One request: serial number, steps, validity, whose turn it is, expected dates."""
    contexto = contexto_detalle(consulta_vigente(request), numero)
    return render(request, "solicitudes/detalle.html", contexto)


@require_POST
@never_cache
def salir(request: HttpRequest) -> HttpResponse:
    """End the look-up of this session."""
    consulta.cerrar(request.session)
    return _volver_a_consultar("terminada")


def contexto_lista(permiso: Consulta, pagina: int) -> dict[str, object] | None:
    """Return what the list shows to that permission; None if it found no requests."""
    listado = listar(permiso.persona_id, pagina=pagina) if permiso.persona_id else None
    if listado is None:
        return None
    return {
        "encabezado": _encabezado(listado.tipo, listado.numero),
        "nombre": listado.nombre,
        "renglones": listado.renglones,
        "page_obj": listado.page_obj,
        "vence": permiso.vence,
    }


def contexto_detalle(permiso: Consulta, numero: int) -> dict[str, object]:
    """Return what the detail shows to that permission. Raises Http404."""
    expediente = expediente_consultado(permiso, numero)
    ahora = timezone.now()
    certificado = expediente.certificado
    return {
        "solicitud": expediente,
        "certificado": certificado,
        "decimal": serial.decimal(certificado.serial) if certificado else "",
        "ficha": ficha.componer(expediente, ahora=ahora, festivos=festivos()),
        "con_factura": puede_pedir_factura(permiso, expediente),
        "url_tramite": settings.PORTAL_URL_TRAMITE,
        "ahora": ahora,
        "vence": permiso.vence,
    }


def _volver_a_consultar(aviso: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("solicitudes:consultar", query={"aviso": aviso}))


def _sin_solicitudes(request: HttpRequest, permiso: Consulta, pagina: int) -> HttpResponse:
    if pagina > 1:
        raise Http404
    tipo, numero = permiso.tipo, permiso.numero
    if permiso.persona_id:
        persona = Persona.objects.only("tipo", "numero").filter(pk=permiso.persona_id).first()
        if persona is None:
            # Staff removed it since the look-up: nothing is left to show.
            return _volver_a_consultar("sin-consulta")
        tipo, numero = persona.tipo, persona.numero
    contexto = {
        "encabezado": _encabezado(tipo, numero),
        "es_nit": tipo == TipoIdentificacion.NIT,
        "url_tramite": settings.PORTAL_URL_TRAMITE,
    }
    return render(request, "solicitudes/sin_solicitudes.html", contexto)


def _encabezado(tipo: str, numero: str) -> str:
    """«CÉDULA DE CIUDADANÍA: 1013592259»."""
    identificacion = TipoIdentificacion(tipo)
    return f"{identificacion.label.upper()}: {mostrar(identificacion, numero)}"
