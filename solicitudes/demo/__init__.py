"""Invented requests to try the portal with: the manual's own case, and every state there is."""

from django.db import transaction

from solicitudes.demo.carga import cargar_casos, cargar_facturas
from solicitudes.demo.casos import caso_del_manual, casos_inventados


@transaction.atomic
def cargar() -> None:
    """Load what isn't there yet; what is there stays as it is."""
    casos = [caso_del_manual(), *casos_inventados()]
    cargar_casos(casos)
    cargar_facturas([caso for caso in casos if caso.con_factura])
