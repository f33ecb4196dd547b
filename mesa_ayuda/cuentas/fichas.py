"""What the links of the accounts' mails carry: who may set a password, who confirms a sign-up.

The token of a password is Django's: it dies with the password, with the next sign-in, and after
`PASSWORD_RESET_TIMEOUT`. That of a sign-up is encrypted, so that nobody is stored who has not
confirmed, and no name or address stands in an address.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from portal.cifrado import DescifradoImposible, cifrar, descifrar
from portal.usuarios.models import Usuario

VIGENCIA_REGISTRO = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Registro:
    """A sign-up that waits for its address to be confirmed."""

    correo: str
    nombres: str
    apellidos: str
    telefono: str


def ficha_de_registro(registro: Registro, *, ahora: datetime) -> str:
    """Return the secret of the link, good for `VIGENCIA_REGISTRO`."""
    hasta = (ahora + VIGENCIA_REGISTRO).timestamp()
    return cifrar(json.dumps({"hasta": hasta, **asdict(registro)}).encode()).decode("ascii")


def leer_registro(ficha: str, *, ahora: datetime) -> Registro | None:
    """Return the sign-up of a link; None for one that is not ours or has expired."""
    try:
        datos = json.loads(descifrar(ficha.encode("utf-8", "replace")))
        hasta = float(datos.pop("hasta"))
        registro = Registro(**datos)
    except (DescifradoImposible, ValueError, KeyError, TypeError, AttributeError):
        return None
    return registro if ahora.timestamp() <= hasta else None


def ruta_de_clave(usuario: Usuario) -> str:
    """Return the address, without host, where that user sets a password, once."""
    return reverse(
        "mesa_ayuda:fijar_clave",
        args=[
            urlsafe_base64_encode(force_bytes(usuario.pk)),
            default_token_generator.make_token(usuario),
        ],
    )


def usuario_de_clave(uidb64: str, ficha: str) -> Usuario | None:
    """Return the customer whose link it is; None for staff's, a used one, or an expired one."""
    try:
        clave = int(urlsafe_base64_decode(uidb64).decode("ascii"))
    except ValueError:
        return None
    # PostgreSQL's bigint: a longer number is nobody's.
    if not 0 < clave < 2**63:
        return None
    usuario = Usuario.objects.filter(pk=clave, is_active=True, is_staff=False).first()
    if usuario is None or not default_token_generator.check_token(usuario, ficha):
        return None
    return usuario
