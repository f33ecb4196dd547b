"""Who may see a request on the public pages: the session that looked its person up, nobody else."""

from django.http import Http404, HttpRequest

from solicitudes import consulta, expediente
from solicitudes.consulta import Consulta
from solicitudes.expediente import Expediente
from solicitudes.models import Solicitud


def consulta_vigente(request: HttpRequest) -> Consulta:
    """Return the look-up of this session. Raises Http404 if there is none or it has expired."""
    permiso = consulta.vigente(request.session)
    if permiso is None:
        raise Http404
    return permiso


def expediente_consultado(permiso: Consulta, numero: int) -> Expediente:
    """Return a request that the person looked up holds or applied for.

    Raises Http404 for any other number, taken or not: they can't be told apart.
    """
    hallado = expediente.leer(numero)
    if hallado is None or not hallado.es_de(permiso.persona_id):
        raise Http404
    return hallado


def puede_pedir_factura(permiso: Consulta, hallado: Expediente) -> bool:
    """Whether the order has an invoice and the person looked up is its applicant."""
    return hallado.tiene_factura and permiso.persona_id == hallado.solicitante_id


def solicitud_con_factura(request: HttpRequest, numero: int) -> Solicitud:
    """Return the request whose order's invoice this session may ask for.

    With its order, applicant and invoice. Raises Http404 for any other number.
    """
    permiso = consulta_vigente(request)
    solicitud = (
        Solicitud.objects.select_related("orden__solicitante", "orden__factura")
        .filter(numero=numero, orden__solicitante=permiso.persona_id, orden__factura__isnull=False)
        .first()
    )
    if solicitud is None:
        raise Http404
    return solicitud
