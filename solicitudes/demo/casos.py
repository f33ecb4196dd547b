"""What the demo shows: each case as a person would tell it, with dates relative to today. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.utils import timezone

from portal.calendario.tiempo_habil import BOGOTA
from portal.identificacion import TipoIdentificacion
from solicitudes.demo import nombres
from solicitudes.enums import EstadoPaso, FormaEntrega, MotivoRevocacion, TipoCertificado, Vigencia
from solicitudes.models import Persona

P, T, F, R = (
    EstadoPaso.PENDIENTE,
    EstadoPaso.EN_TRAMITE,
    EstadoPaso.FINALIZADO,
    EstadoPaso.RECHAZADO,
)
PROYECTOS = ("OTROS", "FACTURACIÓN ELECTRÓNICA", "COMERCIO EXTERIOR", "SALUD", "SECTOR PÚBLICO")
MOTIVOS = {
    1: "La cédula que adjuntó no se lee. Adjunte una copia legible por ambas caras.",
    2: "El valor consignado no corresponde al de la orden. Envíe el comprobante de la diferencia.",
    3: "La tarjeta profesional está vencida. Adjunte la vigente o una certificación del consejo.",
}
DE_EMPRESA = (
    TipoCertificado.PERTENENCIA,
    TipoCertificado.REPRESENTACION,
    TipoCertificado.FUNCION_PUBLICA,
    TipoCertificado.PERSONA_JURIDICA,
)
DE_PERSONA = (TipoCertificado.PERSONA_NATURAL, TipoCertificado.PROFESIONAL)
MESES = 30
"""Days."""


@dataclass(frozen=True)
class Guion:
    """How many cases of one kind: steps, validity, days since the last act."""

    cuantos: int
    pasos: tuple[EstadoPaso, EstadoPaso, EstadoPaso, EstadoPaso]
    vigencia: Vigencia | None = None
    hace: int = 2


GUIONES = (
    Guion(35, (T, P, P, P), hace=1),
    Guion(45, (F, T, P, P), hace=2),
    Guion(35, (F, F, T, P), hace=3),
    Guion(12, (F, F, F, T), hace=1),
    Guion(30, (F, F, F, T), Vigencia.VIGENTE, hace=1),
    Guion(16, (R, P, P, P), hace=4),
    Guion(10, (F, R, P, P), hace=6),
    Guion(16, (F, F, R, P), hace=5),
    Guion(70, (F, F, F, F), Vigencia.VIGENTE, hace=3 * MESES),
    Guion(20, (F, F, F, F), Vigencia.POR_VENCER, hace=23 * MESES),
    Guion(24, (F, F, F, F), Vigencia.VENCIDO, hace=26 * MESES),
    Guion(12, (F, F, F, F), Vigencia.SUSPENDIDO, hace=5 * MESES),
    Guion(20, (F, F, F, F), Vigencia.REVOCADO, hace=8 * MESES),
)
PRIMERA_SOLICITUD = 440_500
PRIMERA_ORDEN = 440_000
PERSONAS = 190
"""Fewer than requests: some persons have several."""


@dataclass(frozen=True)
class CertificadoDeCaso:
    """The certificate of a case. Moments are aware."""

    serial: str
    valido_desde: datetime
    valido_hasta: datetime
    suspendido_en: datetime | None = None
    revocado_en: datetime | None = None
    motivo_revocacion: MotivoRevocacion | None = None


@dataclass(frozen=True)
class Caso:
    """One request, with all that belongs to it. Moments are aware."""

    numero: int
    orden: int
    solicitante: Persona
    titular: Persona
    empresa: str
    proyecto: str
    tipo_certificado: TipoCertificado
    forma_entrega: FormaEntrega
    pasos: tuple[EstadoPaso, ...]
    modificados: tuple[datetime | None, ...]
    motivo: str = ""
    certificado: CertificadoDeCaso | None = None
    con_factura: bool = False


def caso_del_manual() -> Caso:
    """Manual 002 §4, under an invented name."""
    persona = Persona(
        tipo=TipoIdentificacion.CC,
        numero="1013592259",
        nombre="SAMUEL ANDRÉS DUARTE ARBELÁEZ",
        correo="samuel.duarte@correo.example",
    )
    dias = [date(2016, 8, 1), date(2016, 8, 2), date(2016, 8, 2), date(2016, 8, 3)]
    return Caso(
        numero=434_070,
        orden=434_043,
        solicitante=persona,
        titular=persona,
        empresa="CERTICAMARA PRUEBAS 2016",
        proyecto="OTROS",
        tipo_certificado=TipoCertificado.PROFESIONAL,
        forma_entrega=FormaEntrega.TOKEN_VIRTUAL,
        pasos=(F, F, F, F),
        modificados=tuple(_a_las(dia, 9 + paso) for paso, dia in enumerate(dias)),
        certificado=CertificadoDeCaso(
            serial="3b00cdd4a8d648335efb415e3b273bd8",
            valido_desde=_a_las(date(2016, 8, 3), 12),
            valido_hasta=_a_las(date(2018, 8, 3), 12),
            revocado_en=_a_las(date(2016, 10, 4), 15),
            motivo_revocacion=MotivoRevocacion.CESE_OPERACION,
        ),
        con_factura=True,
    )


def casos_inventados() -> Iterator[Caso]:
    """Yield every kind of case; the numbers don't depend on the day, the dates do."""
    hoy = timezone.localdate()
    indice = 0
    for guion in GUIONES:
        for vez in range(guion.cuantos):
            yield _caso(indice, vez, guion, hoy)
            indice += 1


def _caso(indice: int, vez: int, guion: Guion, hoy: date) -> Caso:
    # One company applies for many holders; the others for a few each.
    de_empresa = indice % 3 == 0
    patron = nombres.empresa(0 if indice % 9 == 0 else indice)
    tipo = _tipo(indice, de_empresa=de_empresa)
    persona = nombres.persona(indice * 7 % PERSONAS)
    titular = patron if tipo == TipoCertificado.PERSONA_JURIDICA else persona
    ultimo = _habil(hoy - timedelta(days=guion.hace + vez % 15))
    tocados = sum(paso != P for paso in guion.pasos)
    modificados = [
        _a_las(_habil(ultimo - timedelta(days=2 * (tocados - 1 - paso))), 8 + 2 * paso + indice % 3)
        if paso < tocados
        else None
        for paso in range(4)
    ]
    # The big company asks for three certificates in one order.
    orden = PRIMERA_ORDEN + (indice // 27 * 27 if indice % 9 == 0 else indice)
    return Caso(
        numero=PRIMERA_SOLICITUD + indice,
        orden=orden,
        solicitante=patron if de_empresa else titular,
        titular=titular,
        empresa=patron.nombre if de_empresa else "",
        proyecto=PROYECTOS[orden % len(PROYECTOS)],
        tipo_certificado=tipo,
        forma_entrega=list(FormaEntrega)[indice % len(FormaEntrega)],
        pasos=guion.pasos,
        modificados=tuple(modificados),
        motivo=MOTIVOS[guion.pasos.index(R) + 1] if R in guion.pasos else "",
        certificado=_certificado(indice, vez, guion.vigencia, modificados[3], hoy),
        con_factura=guion.pasos[1] == F and indice % 8 == 0,
    )


def _tipo(indice: int, *, de_empresa: bool) -> TipoCertificado:
    return DE_EMPRESA[indice // 3 % 4] if de_empresa else DE_PERSONA[indice % 2]


def _certificado(
    indice: int, vez: int, vigencia: Vigencia | None, entrega: datetime | None, hoy: date
) -> CertificadoDeCaso | None:
    """Return a certificate whose validity today is `vigencia`."""
    if vigencia is None or entrega is None:
        return None
    hasta = entrega + timedelta(days=730)
    if vigencia == Vigencia.POR_VENCER:
        hasta = _a_las(hoy + timedelta(days=3 + vez), 12)
    elif vigencia == Vigencia.VENCIDO:
        hasta = _a_las(hoy - timedelta(days=5 + 3 * vez), 12)
    dias = (hoy - entrega.astimezone(BOGOTA).date()).days
    acto = entrega + timedelta(days=max(1, dias - 10 - vez))
    revocado = vigencia == Vigencia.REVOCADO
    return CertificadoDeCaso(
        serial=f"3b{sha256(f'demo {indice}'.encode()).hexdigest()[:30]}",
        valido_desde=entrega,
        valido_hasta=hasta,
        suspendido_en=acto if vigencia == Vigencia.SUSPENDIDO else None,
        revocado_en=acto if revocado else None,
        motivo_revocacion=list(MotivoRevocacion)[vez % len(MotivoRevocacion)] if revocado else None,
    )


def _habil(dia: date) -> date:
    """Return `dia`, or the Friday before it."""
    return dia - timedelta(days=max(0, dia.weekday() - 4))


def _a_las(dia: date, hora: int) -> datetime:
    return datetime.combine(dia, time(hora, 20), BOGOTA)
