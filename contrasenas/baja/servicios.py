"""Writing down that an address wants no more mails of a chamber."""

from contrasenas.huella import huella_de_ficha
from contrasenas.models import Baja, Contrasena, CorreoEntregado


def dar_de_baja(*, ficha: str) -> bool:
    """Record the address that a link was sent to; again, or for an unknown link, nothing changes.

    Returns whether the link is known: for tests and not for the page, which reads the same.
    """
    camara, correo = _de_la_ficha(ficha)
    if not correo:
        return False
    Baja.objects.get_or_create(camara_id=camara, correo=correo)
    return True


def _de_la_ficha(ficha: str) -> tuple[int, str]:
    """Return chamber and address of a link, '' for a tester's and for none that was sent."""
    contrasena = (
        Contrasena.objects.con_ficha(ficha).only("camara_id", "correo", "es_prueba").first()
    )
    if contrasena is not None:
        return contrasena.camara_id, "" if contrasena.es_prueba else contrasena.correo.lower()
    # The password was wiped since: the mail is still in somebody's inbox.
    entregado = CorreoEntregado.objects.filter(ficha_hash=huella_de_ficha(ficha)).first()
    return (entregado.camara_id, entregado.correo) if entregado else (0, "")
