"""Registers the SSPS in the admin; the classes are in `solicitudes.administracion`."""

from solicitudes.administracion.certificados import CertificadoAdmin
from solicitudes.administracion.ordenes import FacturaAdmin, OrdenAdmin
from solicitudes.administracion.personas import PersonaAdmin
from solicitudes.administracion.solicitudes import SolicitudAdmin

__all__ = ["CertificadoAdmin", "FacturaAdmin", "OrdenAdmin", "PersonaAdmin", "SolicitudAdmin"]
