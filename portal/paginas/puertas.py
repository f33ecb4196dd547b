"""The doors of the home page: one a service. A service that is not installed has none."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Puerta:
    """A service as the home page offers it; `ruta` is the name of its address."""

    ruta: str
    titulo: str
    descripcion: str
    icono: str


PUERTAS = (
    Puerta(
        "solicitudes:consultar",
        "Estado del trámite de su certificado de firma digital",
        "Vea en qué paso va su solicitud, qué falta y quién debe actuar.",
        "buscar",
    ),
    Puerta(
        "contrasenas:activar",
        "Activar su contraseña de trámites virtuales",
        "Si su cámara de comercio le envió una contraseña, actívela para firmar trámites en línea.",
        "documento",
    ),
    Puerta(
        "mesa_ayuda:casos",
        "Mesa de ayuda",
        "Reporte una novedad con su servicio, vea en qué van sus casos y responda en ellos.",
        "chat",
    ),
    Puerta(
        "conocimiento:lista",
        "Base de conocimiento",
        "Artículos para resolver usted mismo lo más frecuente: el PIN, el token, la descarga.",
        "info",
    ),
    Puerta(
        "pqrsa:radicar",
        "Presentar una PQRSA",
        "Petición, queja, reclamo, sugerencia o apelación, con o sin cuenta, y cómo va la suya.",
        "sonido",
    ),
    Puerta(
        "ayuda_correo_descarga",
        "Ayuda con el correo de descarga",
        "Qué hacer si no le llegó el correo para descargar su certificado o si el enlace no abre.",
        "correo",
    ),
    Puerta(
        "firma:verificar",
        "Verificar un documento",
        "Compruebe si un PDF firmado por este portal es auténtico y si sigue vigente.",
        "documento",
    ),
    Puerta(
        "canales",
        "Canales de atención",
        "Teléfonos, correos, chat y horarios, y a quién acudir si su caso no se resuelve.",
        "telefono",
    ),
    Puerta(
        "admin:index",
        "Ingreso del personal",
        "Para quienes atienden solicitudes. Pide contraseña y segundo factor.",
        "candado",
    ),
)


def puertas_abiertas() -> list[tuple[Puerta, str]]:
    """(door, address) of every service that this site has."""
    abiertas = []
    for puerta in PUERTAS:
        try:
            abiertas.append((puerta, reverse(puerta.ruta)))
        except NoReverseMatch:
            continue
    return abiertas
