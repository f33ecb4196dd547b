"""What changed, in words."""

from dataclasses import replace
from datetime import UTC, date, datetime

from portal.calendario.tiempo_habil import BOGOTA
from solicitudes.enums import EstadoPaso, EstadoSolicitud, FormaEntrega, TipoCertificado
from solicitudes.importacion.historia import comparar, dia, sumar
from solicitudes.importacion.pasos import EstadoDePaso
from solicitudes.importacion.situacion import Cambios, FichaSolicitud
from solicitudes.importacion.vigencia import EstadoDeCertificado

FICHA = FichaSolicitud(
    pk=1,
    numero=1,
    orden=2,
    titular=("CC", "777777"),
    tipo_certificado=TipoCertificado.PROFESIONAL,
    forma_entrega=FormaEntrega.PKCS10,
    estado=EstadoSolicitud.EN_TRAMITE,
)
CERTIFICADO = EstadoDeCertificado(
    "ab12", datetime(2016, 8, 3, 5, tzinfo=UTC), datetime(2018, 8, 4, 4, 59, 59, tzinfo=UTC)
)


def test_lo_igual_no_se_menciona() -> None:
    assert comparar(FICHA, replace(FICHA)) == {}


def test_los_dias_se_dicen_en_bogota_y_la_hora_solo_si_la_hay() -> None:
    assert dia(None) is None
    assert dia(date(2016, 8, 3)) == "03/08/2016"
    assert dia(datetime(2016, 8, 3, tzinfo=BOGOTA)) == "03/08/2016"
    assert dia(datetime(2016, 8, 4, 4, 59, 59, tzinfo=UTC)) == "03/08/2016"
    assert dia(datetime(2016, 8, 3, 19, 30, tzinfo=UTC)) == "03/08/2016 14:30"


def test_un_paso_se_dice_con_su_fecha_y_su_motivo() -> None:
    rechazado = EstadoDePaso(EstadoPaso.RECHAZADO, datetime(2016, 8, 3, tzinfo=BOGOTA), "No se lee")
    despues = replace(FICHA, pasos=(rechazado, *FICHA.pasos[1:]))
    assert comparar(FICHA, despues) == {
        "Radicación de documentos": ["Pendiente", "Rechazado (03/08/2016, No se lee)"]
    }


def test_de_un_certificado_se_dice_solo_lo_que_cambio() -> None:
    con = replace(FICHA, certificado=CERTIFICADO)
    assert comparar(FICHA, con) == {
        "número de serie": [None, "ab12"],
        "válido desde": [None, "03/08/2016"],
        "válido hasta": [None, "03/08/2018"],
    }
    revocado = replace(
        CERTIFICADO, revocado_en=datetime(2016, 10, 4, tzinfo=BOGOTA), motivo_revocacion=0
    )
    assert comparar(con, replace(con, certificado=revocado)) == {
        "revocado": [None, "04/10/2016"],
        "motivo de la revocación": [None, "Sin especificar"],
    }


def test_de_varios_cambios_seguidos_quedan_el_primero_y_el_ultimo() -> None:
    acumulados: Cambios = {}
    sumar(acumulados, {"empresa": ["A", "B"]})
    sumar(acumulados, {"empresa": ["B", "C"], "proyecto": [None, "P"]})
    assert acumulados == {"empresa": ["A", "C"], "proyecto": [None, "P"]}
