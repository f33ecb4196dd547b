"""The certificate of the portal and that of a file."""

from datetime import datetime
from typing import Any

import pytest

from portal.calendario.tiempo_habil import BOGOTA
from solicitudes.enums import MotivoRevocacion, Vigencia
from solicitudes.importacion import valores
from solicitudes.importacion.excepciones import FilaInvalida
from solicitudes.importacion.fila import DatosSerie
from solicitudes.importacion.vigencia import EstadoDeCertificado, unir

SERIAL = "3b00cdd4a8d648335efb415e3b273bd8"


def dia(numero: int, mes: int = 8, hora: int = 10) -> datetime:
    """A moment of 2016."""
    return datetime(2016, mes, numero, hora, tzinfo=BOGOTA)


def registrado(**cambios: Any) -> EstadoDeCertificado:
    """A certificate on record, valid from 3 August 2016 for two years."""
    datos = {
        "serial": SERIAL,
        "valido_desde": dia(3),
        "valido_hasta": datetime(2018, 8, 3, 10, tzinfo=BOGOTA),
    }
    return EstadoDeCertificado(**{**datos, **cambios})


def dato(
    vigencia: Vigencia | None = None,
    fecha: str = "",
    *,
    desde: str = "03/08/2016",
    hasta: str = "03/08/2018",
    serial: str = SERIAL,
    motivo: MotivoRevocacion | None = None,
) -> DatosSerie:
    """A certificate as a file gives it."""
    return DatosSerie(
        serial=serial,
        desde=valores.momento(desde),
        hasta=valores.momento(hasta, fin_del_dia=True),
        vigencia=vigencia,
        vigencia_momento=valores.momento(fecha),
        motivo_revocacion=motivo,
        motivo_suspension="",
    )


def test_uno_nuevo_se_crea_con_sus_fechas() -> None:
    nuevo = unir(None, dato(), aprobada=True)
    assert nuevo == EstadoDeCertificado(
        SERIAL,
        datetime(2016, 8, 3, tzinfo=BOGOTA),
        datetime(2018, 8, 3, 23, 59, 59, tzinfo=BOGOTA),
    )


def test_sin_aprobacion_o_sin_fechas_no_se_crea() -> None:
    with pytest.raises(FilaInvalida) as error:
        unir(None, dato(desde="", hasta=""), aprobada=False)
    assert error.value.motivos == (
        "Número de serie: la solicitud no está aprobada (paso 3).",
        "Número de serie: faltan las fechas «Válido desde» y «Válido hasta».",
    )
    with pytest.raises(FilaInvalida, match="faltan las fechas"):
        unir(None, dato(hasta=""), aprobada=True)


def test_lo_que_el_archivo_no_dice_queda_como_estaba() -> None:
    antes = registrado(suspendido_en=dia(9))
    assert unir(antes, None, aprobada=True) is antes
    assert unir(antes, dato(desde="", hasta=""), aprobada=True) is antes
    assert unir(None, None, aprobada=False) is None


def test_el_mismo_dia_no_cambia_la_hora_registrada() -> None:
    antes = registrado()
    assert unir(antes, dato(), aprobada=True) is antes


def test_las_fechas_se_corrigen_salvo_que_vengan_del_archivo_x509() -> None:
    corregido = unir(registrado(), dato(hasta="04/08/2018"), aprobada=True)
    assert corregido is not None
    assert corregido.valido_hasta == datetime(2018, 8, 4, 23, 59, 59, tzinfo=BOGOTA)
    assert corregido.valido_desde == dia(3)
    with pytest.raises(FilaInvalida, match=r"X\.509"):
        unir(registrado(con_archivo=True), dato(hasta="04/08/2018"), aprobada=True)
    with pytest.raises(FilaInvalida, match="posterior a «Válido desde»"):
        unir(registrado(), dato(desde="04/08/2018", hasta=""), aprobada=True)


def test_otro_serial_en_la_misma_solicitud_se_rechaza() -> None:
    with pytest.raises(FilaInvalida, match=f"ya tiene el certificado {SERIAL}"):
        unir(registrado(), dato(serial="ab" * 16), aprobada=True)


def test_se_revoca_con_su_fecha_y_su_motivo() -> None:
    revocado = unir(
        registrado(),
        dato(Vigencia.REVOCADO, "04/10/2016", motivo=MotivoRevocacion.REEMPLAZADO),
        aprobada=True,
    )
    assert revocado is not None
    assert revocado.revocado_en == datetime(2016, 10, 4, tzinfo=BOGOTA)
    assert revocado.motivo_revocacion == 4
    sin_motivo = unir(registrado(), dato(Vigencia.REVOCADO, "04/10/2016"), aprobada=True)
    assert sin_motivo is not None
    assert sin_motivo.motivo_revocacion == 0


def test_una_revocacion_anterior_a_la_emision_registrada_se_rechaza() -> None:
    with pytest.raises(FilaInvalida, match="anterior a la emisión"):
        unir(registrado(), dato(Vigencia.REVOCADO, "02/08/2016", desde="", hasta=""), aprobada=True)


def test_una_revocacion_registrada_no_se_cambia() -> None:
    antes = registrado(revocado_en=dia(4, 10), motivo_revocacion=4)
    for igual in (
        dato(Vigencia.REVOCADO, "04/10/2016"),
        dato(Vigencia.REVOCADO, "04/10/2016", motivo=MotivoRevocacion.REEMPLAZADO),
        dato(Vigencia.REVOCADO),
        dato(),
    ):
        assert unir(antes, igual, aprobada=True) is antes
    for distinta in (
        dato(Vigencia.REVOCADO, "05/10/2016"),
        dato(Vigencia.REVOCADO, "04/10/2016", motivo=MotivoRevocacion.CESE_OPERACION),
        dato(Vigencia.VIGENTE),
        dato(Vigencia.SUSPENDIDO, "06/10/2016"),
    ):
        with pytest.raises(FilaInvalida, match="Vigencia: el portal"):
            unir(antes, distinta, aprobada=True)


def test_uno_suspendido_se_puede_revocar() -> None:
    revocado = unir(
        registrado(suspendido_en=dia(9)), dato(Vigencia.REVOCADO, "04/10/2016"), aprobada=True
    )
    assert revocado is not None
    assert revocado.revocado_en is not None
    assert revocado.suspendido_en == dia(9)


def test_se_suspende_y_la_misma_suspension_otra_vez_no_cambia_nada() -> None:
    suspendido = unir(registrado(), dato(Vigencia.SUSPENDIDO, "09/08/2016"), aprobada=True)
    assert suspendido is not None
    assert suspendido.suspendido_en == datetime(2016, 8, 9, tzinfo=BOGOTA)
    otra_vez = unir(suspendido, dato(Vigencia.SUSPENDIDO, "09/08/2016"), aprobada=True)
    assert otra_vez is suspendido


def test_una_suspension_mas_reciente_se_toma_y_una_anterior_no() -> None:
    antes = registrado(suspendido_en=dia(9))
    reciente = unir(antes, dato(Vigencia.SUSPENDIDO, "12/08/2016"), aprobada=True)
    assert reciente is not None
    assert reciente.suspendido_en == datetime(2016, 8, 12, tzinfo=BOGOTA)
    with pytest.raises(FilaInvalida, match="ya lo tiene suspendido desde el 09/08/2016"):
        unir(antes, dato(Vigencia.SUSPENDIDO, "08/08/2016"), aprobada=True)


def test_una_suspension_que_ya_se_levanto_no_vuelve() -> None:
    levantada = registrado(levantada_en=dia(12))
    with pytest.raises(FilaInvalida, match="suspensión levantada desde el 12/08/2016"):
        unir(levantada, dato(Vigencia.SUSPENDIDO, "09/08/2016"), aprobada=True)
    with pytest.raises(FilaInvalida, match="suspensión levantada"):
        unir(levantada, dato(Vigencia.SUSPENDIDO, "12/08/2016"), aprobada=True)
    nueva = unir(levantada, dato(Vigencia.SUSPENDIDO, "13/08/2016"), aprobada=True)
    assert nueva is not None
    assert nueva.suspendido_en is not None


def test_vigente_levanta_la_suspension_solo_con_una_fecha_que_no_sea_anterior() -> None:
    antes = registrado(suspendido_en=dia(9))
    for fecha in ("09/08/2016", "10/08/2016"):
        levantado = unir(antes, dato(Vigencia.VIGENTE, fecha), aprobada=True)
        assert levantado is not None
        assert levantado.suspendido_en is None
    for fecha in ("", "08/08/2016"):
        with pytest.raises(FilaInvalida, match="suspendido desde el 09/08/2016"):
            unir(antes, dato(Vigencia.VIGENTE, fecha), aprobada=True)


def test_vigente_sin_suspension_no_cambia_nada() -> None:
    antes = registrado()
    assert unir(antes, dato(Vigencia.VIGENTE, "10/08/2016"), aprobada=True) is antes
