"""Whether the registry is fresh enough to select from (manual 004 §3: daily, «INDISPENSABLE»)."""

from django.utils import timezone

from contrasenas.excepciones import OperacionImposible
from contrasenas.models import Camara
from contrasenas.sincronizacion import cerrojo
from portal.calendario.palabras import a_la_hora, fecha


def porque_no(camara: Camara) -> str:
    """Return why Seleccionar can't be run on the registry as it is; empty where it can."""
    # A process that was killed leaves its row open, and the lock free.
    if cerrojo.tomado(camara.pk):
        return (
            "Se está sincronizando el registro con SIREP. Espere a que termine y vuelva a "
            "intentarlo."
        )
    ultima = camara.ultima_sincronizacion
    if ultima is None or ultima.terminada_en is None:
        return (
            "El registro de esta cámara no se ha sincronizado nunca con SIREP. Haga una "
            "sincronización y vuelva a intentarlo."
        )
    if not camara.datos_frescos(timezone.now()):
        cuando = timezone.localtime(ultima.terminada_en)
        return (
            f"La última sincronización con SIREP terminó el {fecha(cuando)} de {cuando.year} a "
            f"{a_la_hora(cuando)}, y esta cámara exige que tenga a lo sumo "
            f"{camara.horas_sincronizacion} horas. Haga una sincronización y vuelva a intentarlo."
        )
    return ""


def exigir_datos_frescos(camara: Camara) -> None:
    """Raise OperacionImposible, with the reason, where the registry must not be selected from."""
    motivo = porque_no(camara)
    if motivo:
        raise OperacionImposible(motivo)
