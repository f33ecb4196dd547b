"""Whose the four data are. Wrong, expired, unknown, cancelled and locked answer alike.

In time too: a try costs the same number of argon2 verifications whether a row was found or not.
"""

from typing import Final

from django.db.models import Q
from django.utils import timezone

from contrasenas.activacion.datos import Datos
from contrasenas.enums import ENTREGADAS
from contrasenas.huella import verificar
from contrasenas.models import Contrasena
from portal.identificacion import IdentificacionInvalida, TipoIdentificacion, normalizar

CON_FICHA: Final = 1
SIN_FICHA: Final = 2
"""Rows tried: a link names one; without it, a person may hold this year's and last year's
passwords, and a tester the two of a test (manual 004 §7)."""


def reconocer(*, datos: Datos, ficha: str) -> Contrasena | None:
    """Return the password of those data, locked; None, after counting the failure, otherwise.

    Call it in a transaction that commits whatever is returned: the count must stay, and be taken
    while nobody else can try. `ficha` is the link's secret, empty where there is none.
    """
    candidatas = _candidatas(datos, ficha)
    ahora = timezone.now()
    hallada = None
    for fila, huella in _con_relleno(candidatas, CON_FICHA if ficha else SIN_FICHA):
        correcta = verificar(datos.clave, huella)
        if fila is not None and correcta and _son_suyos(datos, fila):
            hallada = fila if fila.admite_intentos(ahora) else hallada
    if hallada is None:
        for fila in candidatas:
            fila.anotar_fallo(ahora)
    else:
        hallada.olvidar_fallos()
    return hallada


def _candidatas(datos: Datos, ficha: str) -> list[Contrasena]:
    filas = Contrasena.objects.select_related("camara").order_by("-pk")
    filas = filas.select_for_update(of=("self",), no_key=True)
    if ficha:
        return list(filas.con_ficha(ficha))
    if datos.camara is None:
        return []
    de_persona = Q(es_prueba=False, numero__in=datos.numeros())
    if datos.es_de_prueba(datos.camara):
        de_persona |= Q(es_prueba=True, numero=datos.camara.identificacion_prueba)
    filas = filas.filter(
        de_persona,
        camara=datos.camara,
        estado__in=ENTREGADAS,
        correo__iexact=datos.correo,
        celular=datos.celular,
    )
    return list(filas[:SIN_FICHA])


def _con_relleno(candidatas: list[Contrasena], veces: int) -> list[tuple[Contrasena | None, str]]:
    con_fila = [(fila, fila.clave_hash) for fila in candidatas]
    return [*con_fila, *[(None, "")] * (veces - len(candidatas))]


def _son_suyos(datos: Datos, fila: Contrasena) -> bool:
    return (
        _es_su_identificacion(datos, fila)
        and fila.correo.casefold() == datos.correo.casefold()
        and fila.celular == datos.celular
    )


def _es_su_identificacion(datos: Datos, fila: Contrasena) -> bool:
    """Compare by the type registered; a test's password takes the chamber's test identification."""
    if fila.es_prueba:
        return datos.es_de_prueba(fila.camara)
    if not fila.tipo:
        return fila.numero in datos.numeros()
    try:
        return normalizar(TipoIdentificacion(fila.tipo), datos.identificacion) == fila.numero
    except IdentificacionInvalida:
        return False
