"""Staff acting at the same moment, each on a connection of its own: only one of them wins."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from portal.auditoria.models import Evento
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from solicitudes import servicios
from solicitudes.certificado_x509 import leer
from solicitudes.enums import EstadoSolicitud, Etapa, MotivoRevocacion, Vigencia
from solicitudes.excepciones import CertificadoInvalido, TransicionInvalida
from solicitudes.models import Certificado, Orden, Persona, Solicitud
from tests.conftest import crear_personal
from tests.solicitudes.certificados import en_der, hacer_certificado
from tests.solicitudes.recetas import F, P, R, T, crear_orden, crear_persona, crear_solicitud

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
A_LA_VEZ = 6
DATOS = leer(en_der(hacer_certificado()))


def a_la_vez(actos: Sequence[Callable[[], object]]) -> list[object]:
    """Start all the acts together; return what each gave, or the domain error that refused it."""
    salida = Barrier(len(actos))

    def correr(acto: Callable[[], object]) -> object:
        try:
            salida.wait(timeout=30)
            return acto()
        except (TransicionInvalida, CertificadoInvalido) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actos)) as hilos:
        return list(hilos.map(correr, actos))


def rehusados(resultados: Sequence[object]) -> int:
    """How many were refused."""
    return sum(isinstance(resultado, Exception) for resultado in resultados)


def estados(solicitud: Solicitud) -> tuple[str, ...]:
    """The states of the four steps."""
    return tuple(solicitud.pasos.values_list("estado", flat=True))


@pytest.fixture
def personal(db: None) -> list[Usuario]:
    """As many operators as act at once."""
    return [crear_personal(f"operador{i}", Rol.OPERADOR_SSPS) for i in range(A_LA_VEZ)]


def test_el_mismo_paso_lo_finaliza_uno_solo(personal: list[Usuario]) -> None:
    solicitud = crear_solicitud(pasos=(T, P, P, P))

    def finalizar(actor: Usuario) -> Callable[[], None]:
        return lambda: servicios.avanzar_paso(
            solicitud_id=solicitud.pk, etapa=Etapa.RADICACION, actor=actor
        )

    assert rehusados(a_la_vez([finalizar(u) for u in personal])) == A_LA_VEZ - 1
    assert estados(solicitud) == (F, T, P, P)
    assert Evento.objects.de(solicitud).count() == 1


def test_entre_finalizar_y_rechazar_gana_uno_y_el_estado_es_el_suyo(
    personal: list[Usuario],
) -> None:
    solicitud = crear_solicitud(pasos=(F, T, P, P))

    def finalizar(actor: Usuario) -> Callable[[], None]:
        return lambda: servicios.avanzar_paso(
            solicitud_id=solicitud.pk, etapa=Etapa.PAGO, actor=actor
        )

    def rechazar(actor: Usuario) -> Callable[[], None]:
        return lambda: servicios.rechazar_paso(
            solicitud_id=solicitud.pk, etapa=Etapa.PAGO, motivo="No llegó", actor=actor
        )

    actos = [finalizar(u) if i % 2 else rechazar(u) for i, u in enumerate(personal)]
    assert rehusados(a_la_vez(actos)) == A_LA_VEZ - 1
    evento = Evento.objects.de(solicitud).get()
    solicitud.refresh_from_db()
    if evento.accion == "Rechazó el paso 2":
        assert (estados(solicitud), solicitud.estado) == ((F, R, P, P), EstadoSolicitud.RECHAZADA)
    else:
        assert (estados(solicitud), solicitud.estado) == ((F, F, T, P), EstadoSolicitud.EN_TRAMITE)


def test_un_paso_rechazado_lo_reabre_uno_solo(personal: list[Usuario]) -> None:
    solicitud = crear_solicitud(pasos=(F, R, P, P))

    def reabrir(actor: Usuario) -> Callable[[], None]:
        return lambda: servicios.reabrir_paso(
            solicitud_id=solicitud.pk, etapa=Etapa.PAGO, motivo="Pagó", actor=actor
        )

    assert rehusados(a_la_vez([reabrir(u) for u in personal])) == A_LA_VEZ - 1
    assert estados(solicitud) == (F, T, P, P)


def test_una_solicitud_recibe_un_solo_certificado(personal: list[Usuario]) -> None:
    solicitud = crear_solicitud(pasos=(F, F, F, T))

    def registrar(numero: int, actor: Usuario) -> Callable[[], Certificado]:
        datos = replace(DATOS, serial=f"{numero + 1:04x}")
        return lambda: servicios.registrar_certificado(
            solicitud_id=solicitud.pk, datos=datos, actor=actor
        )

    actos = [registrar(i, u) for i, u in enumerate(personal)]
    assert rehusados(a_la_vez(actos)) == A_LA_VEZ - 1
    assert Certificado.objects.count() == 1
    assert Evento.objects.de(solicitud).count() == 1


def test_un_serial_queda_en_una_sola_solicitud(personal: list[Usuario]) -> None:
    solicitudes = [crear_solicitud(pasos=(F, F, F, T)) for _ in personal]

    def registrar(solicitud: Solicitud, actor: Usuario) -> Callable[[], Certificado]:
        return lambda: servicios.registrar_certificado(
            solicitud_id=solicitud.pk, datos=DATOS, actor=actor
        )

    actos = [registrar(s, u) for s, u in zip(solicitudes, personal, strict=True)]
    resultados = a_la_vez(actos)
    assert sum(isinstance(r, CertificadoInvalido) for r in resultados) == A_LA_VEZ - 1
    emitidas = Solicitud.objects.filter(estado=EstadoSolicitud.POR_DESCARGAR)
    assert emitidas.get() == Certificado.objects.get().solicitud


def test_registrar_el_certificado_y_reabrir_la_aprobacion_no_se_cruzan(
    personal: list[Usuario],
) -> None:
    solicitud = crear_solicitud(pasos=(F, F, F, T))
    quien, otro = personal[:2]
    resultados = a_la_vez(
        [
            lambda: servicios.registrar_certificado(
                solicitud_id=solicitud.pk, datos=DATOS, actor=quien
            ),
            lambda: servicios.reabrir_paso(
                solicitud_id=solicitud.pk, etapa=Etapa.APROBACION, motivo="Revisar", actor=otro
            ),
        ]
    )
    assert rehusados(resultados) == 1
    assert Certificado.objects.exists() == (estados(solicitud) == (F, F, F, T))


def test_un_certificado_lo_revoca_uno_solo_y_nadie_lo_suspende_despues(
    personal: list[Usuario],
) -> None:
    certificado = crear_solicitud(estado=EstadoSolicitud.FINALIZADA).certificado

    def revocar(actor: Usuario) -> Callable[[], None]:
        return lambda: servicios.revocar_certificado(
            certificado_id=certificado.pk, motivo=MotivoRevocacion.REEMPLAZADO, actor=actor
        )

    def suspender(actor: Usuario) -> Callable[[], None]:
        return lambda: servicios.suspender_certificado(
            certificado_id=certificado.pk, motivo="Dudas", actor=actor
        )

    a_la_vez([revocar(u) if i % 2 else suspender(u) for i, u in enumerate(personal)])
    certificado.refresh_from_db()
    assert certificado.vigencia() == Vigencia.REVOCADO
    acciones = list(
        Evento.objects.de(certificado.solicitud).order_by("pk").values_list("accion", flat=True)
    )
    assert acciones[-1] == "Revocó el certificado"
    assert acciones[:-1] in ([], ["Suspendió el certificado"])


def test_los_numeros_que_da_el_sistema_no_se_repiten(personal: list[Usuario]) -> None:
    orden = crear_orden(numero=100)
    crear_solicitud(orden=orden, numero=200)

    def agregar(actor: Usuario) -> Callable[[], int]:
        nueva = Solicitud(orden=orden, titular=orden.solicitante, tipo_certificado="profesional")
        return lambda: servicios.crear_solicitud(solicitud=nueva, actor=actor).numero

    def pedir(actor: Usuario) -> Callable[[], int]:
        nueva = Orden(solicitante=orden.solicitante)
        return lambda: servicios.crear_orden(orden=nueva, actor=actor).numero

    assert sorted(a_la_vez([agregar(u) for u in personal])) == list(range(201, 201 + A_LA_VEZ))  # type: ignore[type-var]
    assert sorted(a_la_vez([pedir(u) for u in personal])) == list(range(101, 101 + A_LA_VEZ))  # type: ignore[type-var]


def test_una_persona_nueva_se_registra_una_vez(personal: list[Usuario]) -> None:
    def registrar(actor: Usuario) -> Callable[[], Persona]:
        nueva = Persona(tipo="CC", numero="1013592259", nombre="ANA")
        return lambda: servicios.registrar_persona(persona=nueva, actor=actor)

    assert rehusados(a_la_vez([registrar(u) for u in personal])) == 0
    assert Evento.objects.de(Persona.objects.get()).count() == 1


def test_dos_facturas_a_la_vez_dejan_una_y_las_dos_en_el_historial(
    personal: list[Usuario],
) -> None:
    orden = crear_orden(solicitante=crear_persona())

    def adjuntar(numero: int, actor: Usuario) -> Callable[[], object]:
        return lambda: servicios.adjuntar_factura(
            orden_id=orden.pk, contenido=b"%%PDF-1.4 %d" % numero, actor=actor
        )

    assert rehusados(a_la_vez([adjuntar(i, u) for i, u in enumerate(personal[:2])])) == 0
    acciones = Evento.objects.de(orden).order_by("pk").values_list("accion", flat=True)
    assert list(acciones) == ["Adjuntó la factura", "Reemplazó la factura"]
