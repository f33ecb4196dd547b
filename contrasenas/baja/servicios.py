"""Writing down that an address wants no more mails of a chamber."""

from contrasenas.models import Baja, Contrasena


def dar_de_baja(*, ficha: str) -> bool:
    """Record the address that a link was sent to; again, or for an unknown link, nothing changes.

    Returns whether the link is known: for tests and not for the page, which reads the same.
    """
    contrasena = Contrasena.objects.con_ficha(ficha).only("camara_id", "correo").first()
    if contrasena is None:
        return False
    Baja.objects.get_or_create(camara_id=contrasena.camara_id, correo=contrasena.correo.lower())
    return True
