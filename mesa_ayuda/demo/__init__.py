"""A demo company, its customer, and cases of hers in every state there is."""

from django.db import transaction

from mesa_ayuda.demo.carga import cargar_casos, cargar_cuenta
from portal.usuarios.models import Usuario


@transaction.atomic
def cargar() -> None:
    """Load what isn't there yet; what is there stays as it is."""
    cliente = Usuario.objects.filter(username="cliente", is_staff=False).first()
    agente = Usuario.objects.filter(username="agente", is_staff=True).first()
    if cliente is None or agente is None:
        return
    cargar_cuenta(cliente, agente)
    cargar_casos(cliente, agente)
