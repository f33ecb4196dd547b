"""One cell: what text files and Excel put there."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.calendario.tiempo_habil import BOGOTA
from portal.identificacion import TipoIdentificacion as T
from solicitudes import serial
from solicitudes.enums import FormaEntrega, MotivoRevocacion, TipoCertificado
from solicitudes.importacion import opciones, valores
from solicitudes.importacion.valores import Celda, Momento


@pytest.mark.parametrize(
    ("celda", "leido"),
    [
        (None, ""),
        ("  ANA \t MARÍA\xa0LÓPEZ \n", "ANA MARÍA LÓPEZ"),
        (434070.0, "434070"),
        (12.5, "12.5"),
        (434070, "434070"),
        (True, "VERDADERO"),
        (False, "FALSO"),
        ("'=SUMA(A1)", "=SUMA(A1)"),
        ("'-", "-"),
        ("O'HIGGINS", "O'HIGGINS"),
        ("'Comillas'", "'Comillas'"),
        (datetime(2016, 8, 3), "03/08/2016"),
        (datetime(2016, 8, 3, 14, 30), "03/08/2016 14:30"),
        (date(2016, 8, 3), "03/08/2016"),
    ],
)
def test_un_texto_queda_en_una_linea(celda: Celda, leido: str) -> None:
    assert valores.texto(celda, maximo=100) == leido


@pytest.mark.parametrize(
    ("celda", "queja"),
    [
        ("A" * 101, "más de 100 caracteres"),
        ("A\x00B", "dañados o de control"),
        ("A\x07", "dañados o de control"),
        ("P�rez", "dañados o de control"),
        ("#N/A", "error de Excel"),
        ("#¡VALOR!", "error de Excel"),
    ],
)
def test_un_texto_danado_o_largo_se_rechaza(celda: str, queja: str) -> None:
    with pytest.raises(ValueError, match=queja):
        valores.texto(celda, maximo=100)


@pytest.mark.parametrize(
    ("celda", "numero"),
    [
        (None, None),
        ("", None),
        ("434070", 434070),
        (" 434070 ", 434070),
        ("00434070", 434070),
        ("434070.0", 434070),
        ("434070,00", 434070),
        ("434.070", 434070),
        ("1,434,070", 1434070),
        (434070.0, 434070),
        (434070, 434070),
    ],
)
def test_un_numero_se_lee_aunque_excel_lo_haya_cambiado(celda: Celda, numero: int | None) -> None:
    assert valores.entero(celda) == numero


@pytest.mark.parametrize(
    ("celda", "queja"),
    [
        ("abc", "número entero"),
        ("-5", "número entero"),
        ("12.5", "número entero"),
        (12.5, "número entero"),
        ("٣٤٥", "número entero"),
        ("²", "número entero"),
        ("0", "fuera de lo posible"),
        ("9" * 19, "fuera de lo posible"),
        ("4.3407E+05", "perdió cifras"),
        (True, "número entero"),
    ],
)
def test_lo_que_no_es_un_entero_positivo_se_rechaza(celda: Celda, queja: str) -> None:
    with pytest.raises(ValueError, match=queja):
        valores.entero(celda)


@pytest.mark.parametrize(
    ("tipo", "celda", "canonica"),
    [
        (T.CC, "1.013.592.259", "1013592259"),
        (T.CC, 1013592259.0, "1013592259"),
        (T.CC, "1013592259.0", "1013592259"),
        (T.CC, 1013592259, "1013592259"),
        (T.CC, "0001013592259", "1013592259"),
        (T.NIT, "860.069.804-2", "860069804"),
        (T.NIT, 8600698042.0, "860069804"),
        (T.NIT, "860069804", "860069804"),
        (T.PA, "ab 123-456", "AB123456"),
    ],
)
def test_una_identificacion_queda_canonica(tipo: T, celda: Celda, canonica: str) -> None:
    assert valores.identificacion(tipo, celda) == canonica


@pytest.mark.parametrize(
    ("tipo", "celda", "queja"),
    [
        (T.CC, "1.01359E+09", "perdió cifras"),
        (T.NIT, "860069804-3", "dígito de verificación"),
        (T.CC, "ABC", "3 a 10 dígitos"),
        (T.CC, "12345678901", "3 a 10 dígitos"),
    ],
)
def test_una_identificacion_imposible_se_explica(tipo: T, celda: Celda, queja: str) -> None:
    with pytest.raises(ValueError, match=queja):
        valores.identificacion(tipo, celda)


@pytest.mark.parametrize(
    ("celda", "canonica"),
    [
        (None, ""),
        ("3b00cdd4a8d648335efb415e3b273bd8", "3b00cdd4a8d648335efb415e3b273bd8"),
        ("3B:00:CD:D4:A8:D6:48:33:5E:FB:41:5E:3B:27:3B:D8", "3b00cdd4a8d648335efb415e3b273bd8"),
        ("0x1234", "1234"),
        ("0000cdd4a8d648335efb415e3b273bd8", "cdd4a8d648335efb415e3b273bd8"),
        # 38 digits: too many for a hexadecimal serial of this authority without a letter.
        ("78430231733352088146107066120711978968", "3b011cf9a13e16fbc6a553b9328c3fd8"),
    ],
)
def test_un_serial_queda_canonico(celda: Celda, canonica: str) -> None:
    assert valores.numero_de_serie(celda) == canonica


@given(st.integers(min_value=1, max_value=2**128 - 1))
def test_el_atajo_de_los_seriales_da_lo_mismo_que_el_camino_largo(numero: int) -> None:
    escrito = f"{numero:032x}"
    assert valores.numero_de_serie(escrito) == serial.normalizar(escrito)


@pytest.mark.parametrize(
    ("celda", "queja"),
    [
        (3.1e31, "perdió cifras"),
        (10**15, "perdió cifras"),
        ("3.14E+31", "perdió cifras"),
        ("no es", "hexadecimal"),
        ("123456", "0x123456"),
        (123456, "0x123456"),
    ],
)
def test_un_serial_que_excel_dano_o_que_es_ambiguo_se_explica(celda: Celda, queja: str) -> None:
    with pytest.raises(ValueError, match=queja):
        valores.numero_de_serie(celda)


def test_un_correo_se_comprueba() -> None:
    assert valores.correo(" ana@ejemplo.example ") == "ana@ejemplo.example"
    assert valores.correo(None) == ""
    for malo in (
        "ana",
        "ana@",
        "ana@ejemplo",
        "a b@ejemplo.example",
        "ana@ejemplo.example;otro@x.co",
    ):
        with pytest.raises(ValueError, match="correo"):
            valores.correo(malo)


@pytest.mark.parametrize(
    ("celda", "local"),
    [
        ("03/08/2016", datetime(2016, 8, 3)),
        ("3/8/2016", datetime(2016, 8, 3)),
        ("03-08-2016", datetime(2016, 8, 3)),
        ("03.08.2016", datetime(2016, 8, 3)),
        ("2016-08-03", datetime(2016, 8, 3)),
        ("2016/08/03", datetime(2016, 8, 3)),
        ("03/08/2016 14:30", datetime(2016, 8, 3, 14, 30)),
        ("03/08/2016 02:30:15 p. m.", datetime(2016, 8, 3, 14, 30, 15)),
        ("03/08/2016 12:00:00 a.m.", datetime(2016, 8, 3)),
        ("03/08/2016 12:05 PM", datetime(2016, 8, 3, 12, 5)),
        ("2016-08-03T14:30:00", datetime(2016, 8, 3, 14, 30)),
        ("2016-08-03 14:30:00.123", datetime(2016, 8, 3, 14, 30)),
        (42585, datetime(2016, 8, 3)),
        (42585.0, datetime(2016, 8, 3)),
        ("42585", datetime(2016, 8, 3)),
        (42585.5, datetime(2016, 8, 3, 12)),
        (datetime(2016, 8, 3, 14, 30, 0, 999), datetime(2016, 8, 3, 14, 30)),
        (date(2016, 8, 3), datetime(2016, 8, 3)),
    ],
)
def test_una_fecha_se_lee_de_muchas_maneras(celda: Celda, local: datetime) -> None:
    momento = valores.momento(celda)
    assert momento is not None
    assert momento.instante == local.replace(tzinfo=BOGOTA)
    assert momento.dia == local.date()
    assert momento.con_hora == (local.time() != time.min)


def test_sin_fecha_no_hay_momento() -> None:
    assert valores.momento(None) is None
    assert valores.momento("") is None


def test_una_fecha_sin_hora_puede_valer_hasta_el_final_del_dia() -> None:
    momento = valores.momento("03/08/2018", fin_del_dia=True)
    assert momento is not None
    assert momento.instante == datetime(2018, 8, 3, 23, 59, 59, tzinfo=BOGOTA)
    assert not momento.con_hora
    con_hora = valores.momento("03/08/2018 10:00", fin_del_dia=True)
    assert con_hora is not None
    assert con_hora.instante == datetime(2018, 8, 3, 10, tzinfo=BOGOTA)


@pytest.mark.parametrize(
    "celda",
    [
        "31/02/2016",
        "32/01/2016",
        "03/13/2016",
        "03/08/16",
        "agosto 3 de 2016",
        "03/08/2016 25:00",
        "03/08/2016 mañana",
        "2016-08-03T14:30:00Z",
        "19999",
        "99999",
        12,
        True,
        time(14, 30),
        timedelta(days=1),
        "03/08/1850",
        "03/08/2999",
    ],
)
def test_lo_que_no_es_una_fecha_posible_se_rechaza(celda: Celda) -> None:
    with pytest.raises(ValueError, match=r"fecha|no es posible"):
        valores.momento(celda)


def test_un_dia_coincide_con_cualquier_hora_de_ese_dia_en_bogota() -> None:
    dia = valores.momento("03/08/2016")
    assert isinstance(dia, Momento)
    # 04:59 UTC is still the day before in Bogotá.
    assert dia.coincide(datetime(2016, 8, 4, 4, 59, tzinfo=UTC))
    assert not dia.coincide(datetime(2016, 8, 3, 4, 59, tzinfo=UTC))
    assert dia.posterior_a(datetime(2016, 8, 3, 4, 59, tzinfo=UTC))
    assert not dia.posterior_a(datetime(2016, 8, 3, 12, tzinfo=UTC))


def test_un_momento_con_hora_se_compara_al_minuto() -> None:
    momento = valores.momento("03/08/2016 14:30:20")
    assert isinstance(momento, Momento)
    assert momento.coincide(datetime(2016, 8, 3, 14, 30, 50, tzinfo=BOGOTA))
    assert not momento.coincide(datetime(2016, 8, 3, 14, 31, tzinfo=BOGOTA))
    assert momento.posterior_a(datetime(2016, 8, 3, 14, 29, tzinfo=BOGOTA))


@pytest.mark.parametrize(
    ("lista", "escrito", "opcion"),
    [
        (opciones.TIPOS_IDENTIFICACION, "Cédula de Ciudadanía", T.CC),
        (opciones.TIPOS_IDENTIFICACION, "C.C.", T.CC),
        (opciones.TIPOS_IDENTIFICACION, "cc", T.CC),
        (opciones.TIPOS_IDENTIFICACION, "N.I.T.", T.NIT),
        (opciones.TIPOS_IDENTIFICACION, "pasaporte", T.PA),
        (opciones.TIPOS_CERTIFICADO, "PROFESIONAL TITULADO", TipoCertificado.PROFESIONAL),
        (opciones.TIPOS_CERTIFICADO, "Pertenencia a empresa", TipoCertificado.PERTENENCIA),
        (opciones.TIPOS_CERTIFICADO, "funcion_publica", TipoCertificado.FUNCION_PUBLICA),
        (opciones.FORMAS_ENTREGA, "token fisico (usb)", FormaEntrega.TOKEN_FISICO),
        (opciones.FORMAS_ENTREGA, "PKCS #10", FormaEntrega.PKCS10),
        (opciones.MOTIVOS_REVOCACION, "1", MotivoRevocacion.CLAVE_COMPROMETIDA),
        (opciones.MOTIVOS_REVOCACION, 4.0, MotivoRevocacion.REEMPLAZADO),
        (opciones.MOTIVOS_REVOCACION, "keyCompromise", MotivoRevocacion.CLAVE_COMPROMETIDA),
        (opciones.MOTIVOS_REVOCACION, "0", MotivoRevocacion.SIN_ESPECIFICAR),
    ],
)
def test_una_opcion_se_reconoce_por_su_nombre_su_valor_o_un_sinonimo(
    lista: dict[str, object], escrito: Celda, opcion: object
) -> None:
    assert valores.opcion(escrito, lista) is opcion


def test_una_opcion_desconocida_se_rechaza_con_las_que_hay() -> None:
    with pytest.raises(ValueError, match=r"«Paloma» no es una opción. Use: Token Virtual, Token"):
        valores.opcion("Paloma", opciones.FORMAS_ENTREGA)
    # certificateHold and removeFromCRL are not reasons that end a certificate.
    for codigo in ("6", "7", "8"):
        with pytest.raises(ValueError, match="no es una opción"):
            valores.opcion(codigo, opciones.MOTIVOS_REVOCACION)


LECTORES: tuple[Callable[[Celda], object], ...] = (
    valores.entero,
    valores.momento,
    valores.correo,
    valores.numero_de_serie,
    valores.como_texto,
    lambda celda: valores.texto(celda, maximo=50),
    lambda celda: valores.opcion(celda, opciones.FORMAS_ENTREGA),
    lambda celda: valores.identificacion(T.CC, celda),
)


@given(
    st.none()
    | st.text(max_size=40)
    | st.integers()
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.booleans()
    | st.datetimes()
    | st.dates()
    | st.times()
    | st.timedeltas()
)
@example(float("inf"))
@example(float("nan"))
@example(-1e300)
def test_ninguna_celda_hace_otra_cosa_que_leerse_o_rechazarse(celda: Celda) -> None:
    for leer in LECTORES:
        with suppress(ValueError):
            leer(celda)
