"""The PDF that carries a pre-assigned password (manual 004 §9): its words. Pure.

What the merchant already knows (identification, e-mail, mobile) comes in masked, because whoever
finds the document must not learn from it what activation asks for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from portal.mascaras import OCULTO
from portal.pdf import estilo
from portal.pdf.documento import Documento, Membrete

TITULO = "Su contraseña preasignada"
AVISO_PRUEBA = "PRUEBA: este documento se envió para ensayar el servicio; no es de un comerciante."
NOTA_CLAVE = (
    "Son letras y números; distingue mayúsculas de minúsculas; no usa las letras i, l, o, I, L, O "
    "ni los números 0 y 1."
)
CONDICIONES = (
    "La contraseña es de uso exclusivo suyo: no la comparta. Usted responde por el uso que se le "
    "dé.",
    "Cada vez que firme un trámite le pediremos esta contraseña y un PIN que le enviaremos en "
    "ese momento por mensaje de texto a su celular.",
    "Lo que firme así tendrá la misma validez y los mismos efectos jurídicos que su firma "
    "manuscrita, en los términos de la Ley 527 de 1999 y del Decreto 2364 de 2012.",
    "La cámara de comercio usa sus datos personales solo para verificar su identidad y "
    "prestarle este servicio, conforme a la Ley 1581 de 2012. Usted puede conocerlos, "
    "actualizarlos, rectificarlos y pedir que se supriman.",
    "Si pierde la contraseña o cree que alguien más la conoce, avise de inmediato a la cámara "
    "de comercio.",
)


@dataclass(frozen=True, slots=True)
class DatosContrasena:
    """What the document says.

    `identificacion`, `correo` and `celular` are masked (`portal.mascaras`). `con_pin` tells the
    factor: CLAVE + PIN, or SOLO CLAVE. `enlace_activar` is the address to type, without a token;
    `ano`, the year of the process. Raises `ValueError` when something is not masked.
    """

    camara: str
    ciudad: str
    logo: bytes | None
    nombre: str
    identificacion: str
    correo: str
    celular: str
    clave: str = field(repr=False)
    con_pin: bool
    enlace_activar: str
    enlace_verificar: str
    documento: UUID
    fecha: date
    ano: int
    es_prueba: bool = False

    def __post_init__(self) -> None:
        """Refuse what would print a datum in full."""
        for campo in ("identificacion", "correo", "celular"):
            if OCULTO not in getattr(self, campo):
                raise ValueError(f"{campo} must be masked")


def componer(datos: DatosContrasena) -> bytes:
    """Return the document as a PDF, not yet signed."""
    documento = Documento(
        titulo=TITULO,
        membrete=Membrete(datos.camara, datos.ciudad, datos.logo),
        numero=datos.documento,
        fecha=datos.fecha,
        enlace_verificar=datos.enlace_verificar,
        aviso=AVISO_PRUEBA if datos.es_prueba else "",
    )
    documento.parrafo(datos.nombre, estilo.DESTINO)
    documento.parrafo(
        f"Identificación {datos.identificacion}  ·  correo {datos.correo}  ·  "
        f"celular {datos.celular}",
        estilo.DATO,
    )
    for parrafo in _presentacion(datos):
        documento.parrafo(parrafo)
    documento.recuadro("Su contraseña", datos.clave, NOTA_CLAVE)
    documento.subtitulo("Cómo activarla")
    documento.pasos(_pasos(datos))
    documento.subtitulo("Condiciones del servicio")
    documento.lista(CONDICIONES)
    documento.subtitulo("Si no desea usarla")
    documento.parrafo(
        "Abra el enlace del correo y oprima «No aceptar y abandonar»: la contraseña quedará "
        "cancelada. También puede no hacer nada: mientras no la active, no sirve para firmar."
    )
    return documento.terminar()


def _presentacion(datos: DatosContrasena) -> Iterator[str]:
    yield (
        "Apreciado usuario: la Ley 527 de 1999 y el Decreto 2364 de 2012 le permiten firmar "
        "electrónicamente, sin ir a una oficina, los trámites de su registro mercantil. Para "
        f"hacerlo debe estar inscrito como usuario verificado de la {datos.camara}."
    )
    yield (
        f"Como usted figura en el registro mercantil, en el proceso de {datos.ano} le "
        "preasignamos una contraseña. Si decide activarla, quedará inscrito. El servicio no tiene "
        "ningún costo para usted."
    )


def _pasos(datos: DatosContrasena) -> Iterator[str]:
    yield (
        "Abra el enlace del correo con el que recibió este documento, o escriba en su navegador "
        f"la dirección {datos.enlace_activar}"
    )
    yield (
        "Escriba su identificación, el correo electrónico y el celular que tiene en el registro "
        "mercantil, y la contraseña de este documento. Oprima «Aceptar y continuar»."
    )
    if datos.con_pin:
        yield (
            f"Le enviaremos por mensaje de texto un PIN de activación a su celular "
            f"{datos.celular}. Puede tardar unos minutos: espere sin cerrar la página."
        )
        yield (
            "Escriba el PIN y oprima «Activar». Le confirmaremos por correo electrónico que ya es "
            "usuario verificado."
        )
    else:
        yield (
            "Si los datos coinciden con los del registro, la contraseña quedará activa en ese "
            "momento y se lo confirmaremos por correo electrónico."
        )
