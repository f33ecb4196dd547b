"""The evidence sheet of a verified user: who, when, how, what was accepted, what was sent. Pure.

For the chamber, which keeps it, and for whom the law lets ask (Ley 527 de 1999, Decreto 2364 de
2012): unlike the mail, it names the person's data in full.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from portal.pdf.documento import Documento, Membrete
from portal.templatetags.portal import fecha_larga

BOGOTA = ZoneInfo("America/Bogota")
NINGUNO = "No se registró"
AVISO_PRUEBA = "PRUEBA: este usuario se activó para ensayar el servicio; no es un comerciante."
# Rows whose values are compared character by character.
EXACTAS = frozenset({"Huella SHA-256", "Message-ID", "Identificador del mensaje de texto"})


@dataclass(frozen=True, slots=True)
class DatosEvidencia:
    """What the sheet says. Moments are aware; texts that nobody recorded are empty.

    `documento` is the sheet's own number; `documento_contrasena`, that of the PDF with the
    password. `fecha` is the sheet's. `texto_version` and `texto_sha256` tell which text the person
    was shown and accepted.
    """

    camara: str
    ciudad: str
    logo: bytes | None
    documento: UUID
    fecha: date
    enlace_verificar: str
    nombre: str
    identificacion: str
    correo: str
    celular: str
    con_pin: bool
    activado: datetime
    aceptado: datetime
    texto_version: str
    texto_sha256: str
    direccion_ip: str
    agente: str
    documento_contrasena: UUID
    enviado: datetime | None
    message_id: str
    sms_id: str = ""
    sms_estado: str = ""
    es_prueba: bool = False


def componer(datos: DatosEvidencia) -> bytes:
    """Return the sheet as a PDF, not yet signed. Raises `ValueError` for a naive moment."""
    documento = Documento(
        titulo="Evidencia de la activación de un usuario verificado",
        membrete=Membrete(datos.camara, datos.ciudad, datos.logo),
        numero=datos.documento,
        fecha=datos.fecha,
        enlace_verificar=datos.enlace_verificar,
        aviso=AVISO_PRUEBA if datos.es_prueba else "",
    )
    documento.parrafo(
        f"La {datos.camara} hace constar cómo quedó inscrita como usuario verificado la persona "
        "que se identifica abajo, para los efectos de la Ley 527 de 1999 y del Decreto 2364 de "
        "2012. Las horas son las de Colombia (UTC-5)."
    )
    for titulo, filas in _secciones(datos):
        documento.subtitulo(titulo)
        documento.tabla([(nombre, valor or NINGUNO) for nombre, valor in filas], mono=EXACTAS)
    return documento.terminar()


def _secciones(datos: DatosEvidencia) -> list[tuple[str, list[tuple[str, str]]]]:
    activacion = [
        ("Momento", _momento(datos.activado)),
        ("Factor de autenticación", "Contraseña y PIN" if datos.con_pin else "Solo contraseña"),
        ("Dirección IP", datos.direccion_ip),
        ("Navegador", datos.agente),
    ]
    entrega = [
        ("Documento con la contraseña", str(datos.documento_contrasena)),
        ("Correo entregado al servidor", _momento(datos.enviado) if datos.enviado else ""),
        ("Message-ID", datos.message_id),
    ]
    if datos.con_pin:
        entrega += [
            ("Identificador del mensaje de texto", datos.sms_id),
            ("Estado del mensaje de texto", datos.sms_estado),
        ]
    return [
        (
            "La persona",
            [
                ("Nombre", datos.nombre),
                ("Identificación", datos.identificacion),
                ("Correo electrónico", datos.correo),
                ("Celular", datos.celular),
            ],
        ),
        ("La activación", activacion),
        (
            "El texto que aceptó",
            [
                ("Momento de la aceptación", _momento(datos.aceptado)),
                ("Versión", datos.texto_version),
                ("Huella SHA-256", datos.texto_sha256),
            ],
        ),
        ("Lo que se le envió", entrega),
    ]


def _momento(momento: datetime) -> str:
    if momento.tzinfo is None:
        raise ValueError("naive moment")
    local = momento.astimezone(BOGOTA)
    return f"{fecha_larga(local)}, {local:%H:%M:%S}"
