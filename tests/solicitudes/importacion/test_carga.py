"""Loading rows: what is new, what changes, what is refused, and that nothing else is touched."""

from datetime import date, datetime

import pytest

from portal.auditoria.models import Evento
from portal.calendario.tiempo_habil import BOGOTA
from portal.usuarios.models import Usuario
from solicitudes import servicios
from solicitudes.enums import EstadoPaso, EstadoSolicitud, Etapa, TipoCertificado, Vigencia
from solicitudes.importacion.carga import Resumen
from solicitudes.importacion.escritura import Autoria
from solicitudes.models import Certificado, Orden, Paso, Persona, Solicitud
from tests.solicitudes import recetas
from tests.solicitudes.importacion.archivos import (
    MANUAL,
    Celdas,
    avanzada,
    csv_de,
    emitida,
    fila,
    xlsx_de,
)
from tests.solicitudes.importacion.cargas import (
    cargar,
    foto,
    historia,
    motivos,
    resultados,
    resumir,
)

pytestmark = pytest.mark.django_db


def test_el_caso_del_manual_queda_como_el_manual_lo_muestra() -> None:
    assert resultados(cargar([MANUAL])) == ["Nueva"]
    solicitud = Solicitud.objects.select_related("orden", "titular", "certificado").get()
    assert (solicitud.numero, solicitud.orden.numero) == (434070, 434043)
    assert solicitud.titular == solicitud.orden.solicitante
    assert solicitud.titular.identificacion == "CC 1013592259"
    assert (solicitud.orden.empresa, solicitud.orden.proyecto) == (
        *("CERTICAMARA PRUEBAS 2016", "OTROS"),
    )
    assert solicitud.tipo_certificado == TipoCertificado.PROFESIONAL
    assert solicitud.estado == EstadoSolicitud.FINALIZADA
    assert solicitud.fecha_emision == date(2016, 8, 3)
    pasos = list(solicitud.pasos.values_list("numero", "estado"))
    assert pasos == [(etapa.value, EstadoPaso.FINALIZADO) for etapa in Etapa]
    fechas = [
        paso.modificado.astimezone(BOGOTA) for paso in solicitud.pasos.all() if paso.modificado
    ]
    assert [f"{fecha:%d/%m/%Y}" for fecha in fechas] == [
        *("01/08/2016", "02/08/2016", "02/08/2016", "03/08/2016"),
    ]
    certificado = solicitud.certificado
    assert certificado.serial == "3b00cdd4a8d648335efb415e3b273bd8"
    assert certificado.vigencia() == Vigencia.REVOCADO
    assert certificado.valido_hasta == datetime(2018, 8, 3, 23, 59, 59, tzinfo=BOGOTA)
    [evento] = Evento.objects.all()
    assert (evento.accion, evento.origen, evento.motivo) == (
        *("Importó la solicitud", "prueba", "línea 2"),
    )


@pytest.mark.parametrize("hacer", [csv_de, xlsx_de])
def test_el_mismo_archivo_otra_vez_no_cambia_nada(hacer: object) -> None:
    filas = [MANUAL, fila(1), avanzada(1, 2), avanzada(3, 4), emitida(6), fila(8, **RECHAZADA)]
    contenido: bytes = hacer(filas)  # type: ignore[operator]
    assert resumir(contenido) == Resumen(leidas=6, nuevas=6)
    antes, eventos = foto(), Evento.objects.count()
    assert resumir(contenido) == Resumen(leidas=6, sin_cambios=6)
    assert foto() == antes
    assert Evento.objects.count() == eventos == 6


RECHAZADA: Celdas = {"paso1_estado": "Rechazado", "paso1_motivo": "No se lee la cédula"}


def test_csv_y_excel_dejan_los_mismos_datos() -> None:
    filas = [MANUAL, avanzada(2, 4), emitida(6)]
    resumir(csv_de(filas, separador=";", codificacion="cp1252"))
    assert resumir(xlsx_de(filas)) == Resumen(leidas=3, sin_cambios=3)


@pytest.mark.parametrize(
    ("celdas", "estado"),
    [
        (fila(), EstadoSolicitud.EN_TRAMITE),
        (avanzada(1), EstadoSolicitud.PENDIENTE_PAGO),
        (avanzada(2), EstadoSolicitud.EN_TRAMITE),
        (avanzada(3), EstadoSolicitud.EN_TRAMITE),
        (
            avanzada(3, serial="ab" * 16, valido_desde="03/08/2016", valido_hasta="03/08/2018"),
            EstadoSolicitud.POR_DESCARGAR,
        ),
        (fila(**RECHAZADA), EstadoSolicitud.RECHAZADA),
        (emitida(), EstadoSolicitud.FINALIZADA),
    ],
)
def test_el_estado_sigue_de_los_pasos_y_el_personal_puede_continuar(
    celdas: Celdas, estado: EstadoSolicitud, operador: Usuario
) -> None:
    cargar([celdas])
    solicitud = Solicitud.objects.get()
    assert solicitud.estado == estado
    if estado in (EstadoSolicitud.PENDIENTE_PAGO, EstadoSolicitud.POR_DESCARGAR):
        etapa = Etapa.PAGO if estado == EstadoSolicitud.PENDIENTE_PAGO else Etapa.ENTREGA
        servicios.avanzar_paso(solicitud_id=solicitud.pk, etapa=etapa, actor=operador)


def test_lo_que_cambia_queda_en_el_historial_de_que_a_que() -> None:
    cargar([avanzada(1, empresa="ANTES", solicitante_correo="a@ejemplo.example")])
    [suerte] = cargar(
        [
            emitida(
                empresa="DESPUÉS",
                solicitante_nombre="OTRO NOMBRE",
                solicitante_correo="b@ejemplo.example",
                tipo_certificado="Profesional Titulado",
                forma_entrega="Token Físico (USB)",
            )
        ]
    )
    assert suerte.resultado == "Cambia"
    solicitud = Solicitud.objects.get()
    assert historia(solicitud)[1:] == [
        (
            "Actualizó por importación",
            {
                "tipo de certificado": ["Persona Natural", "Profesional Titulado"],
                "forma de entrega": ["Token Virtual", "Token Físico (USB)"],
                "Verificación de pago": [
                    *("En trámite (01/08/2016)", "Trámite finalizado (02/08/2016)"),
                ],
                "Aprobación de solicitud": ["Pendiente", "Trámite finalizado (02/08/2016)"],
                "Entrega de certificado": ["Pendiente", "Trámite finalizado (03/08/2016)"],
                "fecha de emisión": [None, "03/08/2016"],
                "número de serie": [None, f"{500_001:06x}".zfill(6)[-6:]],
                "válido desde": [None, "03/08/2016"],
                "válido hasta": [None, "03/08/2018"],
            },
        )
    ]
    assert historia(solicitud.orden) == [
        ("Actualizó por importación", {"empresa": ["ANTES", "DESPUÉS"]})
    ]
    assert historia(solicitud.titular) == [
        (
            "Actualizó por importación",
            {
                "nombre o razón social": ["PERSONA 500001", "OTRO NOMBRE"],
                "correo electrónico registrado": ["a@ejemplo.example", "b@ejemplo.example"],
            },
        )
    ]


def test_quien_importo_y_por_que_queda_en_cada_evento(operador: Usuario) -> None:
    cargar([fila()], autoria=Autoria(actor=operador, nota="Importación 7"))
    [evento] = Evento.objects.all()
    assert (evento.actor, evento.origen, evento.motivo) == (operador, "", "Importación 7, línea 2")


def test_una_celda_vacia_no_borra_nada() -> None:
    cargar([MANUAL])
    antes = foto()
    vacias: Celdas = {
        **dict.fromkeys(MANUAL, ""),
        **{clave: MANUAL[clave] for clave in fila() if clave in MANUAL},
        "paso1_estado": "",
        "paso1_fecha": "",
    }
    assert resultados(cargar([vacias])) == ["Sin cambios"]
    necesarias = {
        k: v for k, v in fila(**{k: MANUAL[k] for k in fila()}).items() if "paso" not in k
    }
    assert resultados(cargar([necesarias])) == ["Sin cambios"]
    assert foto() == antes


def test_una_fila_mala_se_informa_con_su_linea_y_no_detiene_a_las_demas() -> None:
    suertes = cargar([fila(1), fila(3, tipo_certificado="Otro", solicitante_numero=""), fila(5)])
    assert resultados(suertes) == ["Nueva", "Rechazada", "Nueva"]
    assert suertes[1].cruda.linea == 3
    assert [m.split(":")[0] for m in suertes[1].motivos] == [
        *("Número de identificación del solicitante", "Tipo de certificado"),
    ]
    assert list(Solicitud.objects.values_list("numero", flat=True)) == [5, 1]


@pytest.mark.parametrize(
    ("cambios", "queja"),
    [
        ({"solicitante_numero": "777777"}, "Orden 1500001: en el portal es de otro solicitante."),
        ({"numero_orden": "9"}, "Solicitud 500001: en el portal es de la orden 1500001."),
        (
            {"titular_tipo": "CC", "titular_numero": "777777", "titular_nombre": "X"},
            "Solicitud 500001: en el portal es de otro titular.",
        ),
        ({"serial": "ab" * 16}, "Número de serie: la solicitud ya tiene el certificado"),
        ({"paso4_estado": "En trámite"}, "Paso 4: el portal ya lo tiene en"),
        ({"vigencia": "Vigente"}, None),
        ({"valido_hasta": "01/08/2015", "valido_desde": ""}, "Válido hasta: debe ser posterior"),
    ],
)
def test_lo_que_contradice_al_portal_se_rechaza(cambios: Celdas, queja: str | None) -> None:
    cargar([emitida()])
    antes, eventos = foto(), Evento.objects.count()
    suertes = cargar([emitida(**cambios)])
    assert (queja is None) == (not motivos(suertes))
    assert not queja or motivos(suertes)[0].startswith(queja)
    assert (foto(), Evento.objects.count()) == (antes, eventos)


def test_el_serial_de_otra_solicitud_se_rechaza() -> None:
    cargar([emitida(1)])
    assert motivos(cargar([emitida(3, serial=f"{1:032x}")])) == [
        "Número de serie: ya es de la solicitud 1."
    ]


def test_no_se_entrega_lo_que_no_se_ha_emitido() -> None:
    assert motivos(cargar([emitida(serial="", valido_desde="", valido_hasta="")])) == [
        "Paso 4: no puede finalizar sin el certificado (número de serie)."
    ]
    assert motivos(cargar([avanzada(2, fecha_emision="03/08/2016")])) == [
        "Fecha emisión: la solicitud no tiene certificado (número de serie)."
    ]


def test_lo_que_el_personal_hizo_despues_del_archivo_no_se_pierde(operador: Usuario) -> None:
    cargar([avanzada(1)])
    solicitud = Solicitud.objects.get()
    servicios.avanzar_paso(solicitud_id=solicitud.pk, etapa=Etapa.PAGO, actor=operador)
    antes = foto()
    # The same file again: it doesn't mention step 2.
    assert resultados(cargar([avanzada(1)])) == ["Sin cambios"]
    [atrasada] = cargar(
        [avanzada(1, paso2_estado="Rechazado", paso2_fecha="02/08/2016", paso2_motivo="No pagó")]
    )
    assert atrasada.motivos[0].startswith("Paso 2: el portal ya lo tiene en «Trámite finalizado»")
    assert foto() == antes


def test_una_suspension_levantada_por_el_personal_no_vuelve_con_un_archivo_viejo(
    operador: Usuario,
) -> None:
    suspendida = emitida(
        vigencia="Suspendido", vigencia_fecha="09/08/2016", vigencia_motivo="Lo pidió"
    )
    cargar([suspendida])
    certificado = Certificado.objects.get()
    assert certificado.vigencia() == Vigencia.SUSPENDIDO
    assert Evento.objects.get().motivo == "línea 2, Lo pidió"
    servicios.levantar_suspension(
        certificado_id=certificado.pk, motivo="Ya no hace falta", actor=operador
    )
    [suerte] = cargar([suspendida])
    assert "suspensión levantada" in suerte.motivos[0]
    certificado.refresh_from_db()
    assert certificado.suspendido_en is None


def test_una_suspension_que_levanto_otro_archivo_tampoco_vuelve() -> None:
    suspendida = emitida(vigencia="Suspendido", vigencia_fecha="09/08/2016")
    levantada = emitida(vigencia="Vigente", vigencia_fecha="15/08/2016")
    assert resultados(cargar([suspendida])) == ["Nueva"]
    assert resultados(cargar([levantada])) == ["Cambia"]
    assert resultados(cargar([levantada])) == ["Sin cambios"]
    assert "desde el 15/08/2016" in cargar([suspendida])[0].motivos[0]
    nueva = emitida(vigencia="Suspendido", vigencia_fecha="16/08/2016")
    assert resultados(cargar([nueva])) == ["Cambia"]


def test_las_fechas_de_un_x509_registrado_no_se_cambian() -> None:
    cargar([emitida()])
    Certificado.objects.update(der=b"x")
    assert "X.509" in motivos(cargar([emitida(valido_hasta="04/08/2018")]))[0]
    assert resultados(cargar([emitida()])) == ["Sin cambios"]


def test_una_solicitud_registrada_a_mano_recibe_sus_pasos() -> None:
    persona = recetas.crear_persona(numero="10500001", nombre="PERSONA 500001", correo="")
    orden = recetas.crear_orden(solicitante=persona, numero=1_500_001, empresa="", proyecto="")
    Solicitud.objects.create(
        numero=500_001,
        orden=orden,
        titular=persona,
        tipo_certificado=TipoCertificado.PERSONA_NATURAL,
    )
    assert resultados(cargar([avanzada(2)])) == ["Cambia"]
    assert list(Paso.objects.values_list("numero", "estado")) == [
        (1, "finalizado"),
        (2, "finalizado"),
        (3, "en_tramite"),
        (4, "pendiente"),
    ]
    assert resultados(cargar([avanzada(2)])) == ["Sin cambios"]


def test_varias_solicitudes_de_una_orden_y_de_una_persona_comparten_lo_suyo() -> None:
    comunes: Celdas = {
        "numero_orden": "9",
        "solicitante_numero": "777777",
        "solicitante_nombre": "ANA",
        "empresa": "E",
    }
    assert resultados(cargar([fila(n, **comunes) for n in (1, 2, 3)])) == ["Nueva"] * 3
    assert Orden.objects.get().solicitudes.count() == 3
    assert Persona.objects.count() == 1


def test_las_filas_que_tocan_lo_mismo_cuentan_una_vez_el_cambio() -> None:
    comunes: Celdas = {
        "numero_orden": "9",
        "solicitante_numero": "777777",
        "solicitante_nombre": "ANA",
    }
    cargar([fila(n, **comunes) for n in (1, 2)])
    nuevas = [fila(n, **comunes, empresa="E") for n in (1, 2)]
    assert resultados(cargar(nuevas, simular=True)) == ["Cambia", "Sin cambios"]
    assert resultados(cargar(nuevas)) == ["Cambia", "Sin cambios"]
    assert len(historia(Orden.objects.get())) == 1
