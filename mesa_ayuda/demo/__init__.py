"""A demo desk: customers of some companies, three months of cases, PQRSA, mail, and articles."""

from django.db import transaction

from mesa_ayuda.demo.carga import cargar_casos, cargar_cuenta
from mesa_ayuda.demo.carga_articulos import cargar_articulos
from mesa_ayuda.demo.carga_correo import cargar_correo, cargar_preparadas
from mesa_ayuda.demo.carga_historia import cargar_historia
from mesa_ayuda.demo.carga_pqrsa import cargar_pqrsa
from mesa_ayuda.entrada.recepcion import buzon_predeterminado
from portal.usuarios.models import Usuario


def cargar() -> None:
    """Load what isn't there yet; what is there stays as it is."""
    cliente = Usuario.objects.filter(username="cliente", is_staff=False).first()
    agente = Usuario.objects.filter(username="agente", is_staff=True).first()
    if cliente is None or agente is None:
        return
    with transaction.atomic():
        # First of all: the mails of the cases name it.
        buzon_predeterminado()
        cargar_articulos()
        cargar_preparadas()
        cargar_cuenta(cliente, agente)
        cargar_historia(agente)
        cargar_casos(cliente, agente)
    # No transaction is open while the answer is signed, nor when mail comes.
    cargar_pqrsa(agente)
    cargar_correo()
