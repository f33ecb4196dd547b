"""What is read and accepted before activating: the text, its version, and its row by hash.

The page shows these very words; whoever changes one gives `VERSION` another value. Laws: 527 de
1999 and Decreto 2364 de 2012 (electronic signature), 1581 de 2012 (personal data).
"""

from hashlib import sha256
from typing import Final

from contrasenas.models import TextoLegal
from portal.paginas.privacidad import VERSION as VERSION_PRIVACIDAD

VERSION: Final = "1.0"
EXPLICACION: Final = (
    "La Ley 527 de 1999 y el Decreto 2364 de 2012 permiten firmar trámites con una firma "
    "electrónica. Para que usted pueda presentarlos sin ir a la cámara de comercio, primero debe "
    "quedar inscrito como usuario verificado.",
    "En el Registro Mercantil encontramos su matrícula. Por eso la cámara le asignó una contraseña "
    "y se la envió, en un PDF firmado, al correo electrónico que usted tiene registrado.",
    "Si acepta, escriba los datos que reportó al Registro Mercantil y la clave que está en el PDF. "
    "Si coinciden, le enviaremos a su celular registrado un mensaje de texto con un PIN para "
    "terminar; no lo habrá si su cámara decidió que basta la clave.",
    "Desde que la active, la clave es personal: sólo usted debe conocerla, y usted responde por el "
    "uso que se haga de ella. Para firmar cada trámite le pediremos además un PIN, que llegará en "
    "ese momento a su celular.",
    "El servicio no tiene costo. Podrá renovar su matrícula, hacer mutaciones y cancelaciones, "
    "inscribir actos y documentos, y presentar trámites del registro de proponentes.",
    "Si no quiere continuar, elija «No aceptar y abandonar»: después de preguntarle otra vez, "
    "cancelaremos la contraseña.",
)
CONSENTIMIENTO: Final = (
    "Acepto estas condiciones y autorizo que se traten mis datos personales para activar mi "
    "contraseña e inscribirme como usuario verificado, como lo explica"
)
AVISO: Final = "el aviso de privacidad"


def completo() -> str:
    """Return everything that was read and accepted, the privacy notice named by its version."""
    final = f"{CONSENTIMIENTO} {AVISO} (versión {VERSION_PRIVACIDAD})."
    return "\n\n".join((*EXPLICACION, final))


def guardar_vigente() -> TextoLegal:
    """Return the row of the text in force, written the first time that somebody accepts it."""
    texto = completo()
    fila, _ = TextoLegal.objects.get_or_create(
        sha256=sha256(texto.encode()).hexdigest(), defaults={"version": VERSION, "texto": texto}
    )
    return fila
