"""Steps: which acts each state allows, what each changes, and what the history says of it."""

from itertools import product

import pytest

from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from solicitudes import servicios
from solicitudes.administracion.actos import Acto, actos_posibles
from solicitudes.enums import EstadoPaso, EstadoSolicitud, Etapa, Vigencia
from solicitudes.excepciones import TransicionInvalida
from solicitudes.models import Paso, Solicitud
from tests.solicitudes.recetas import (
    F,
    P,
    R,
    T,
    crear_orden,
    crear_persona,
    crear_solicitud,
)

pytestmark = pytest.mark.django_db
MOTIVO = "Falta la firma"


def estados(solicitud: Solicitud) -> tuple[str, ...]:
    """The states of the four steps, as they are stored."""
    return tuple(solicitud.pasos.values_list("estado", flat=True))


def ultimo(solicitud: Solicitud) -> Evento:
    """The last entry of a request's history."""
    evento = Evento.objects.de(solicitud).first()
    assert evento is not None
    return evento


def hacer(acto: Acto, solicitud: Solicitud, etapa: Etapa, actor: Usuario) -> None:
    """Do an act to a step, with a reason where it needs one."""
    if acto == Acto.FINALIZAR:
        servicios.avanzar_paso(solicitud_id=solicitud.pk, etapa=etapa, actor=actor)
    elif acto == Acto.RECHAZAR:
        servicios.rechazar_paso(solicitud_id=solicitud.pk, etapa=etapa, motivo=MOTIVO, actor=actor)
    else:
        servicios.reabrir_paso(solicitud_id=solicitud.pk, etapa=etapa, motivo=MOTIVO, actor=actor)


class TestCrear:
    """New orders, requests and persons."""

    def test_una_solicitud_nueva_nace_con_cuatro_pasos_y_el_primero_en_tramite(
        self, operador: Usuario
    ) -> None:
        orden = crear_orden()
        nueva = servicios.crear_solicitud(
            solicitud=Solicitud(
                numero=9, orden=orden, titular=orden.solicitante, tipo_certificado="profesional"
            ),
            actor=operador,
        )
        assert estados(nueva) == (T, P, P, P)
        assert [paso.modificado is not None for paso in nueva.pasos.all()] == [
            True,
            False,
            False,
            False,
        ]
        assert nueva.estado == EstadoSolicitud.EN_TRAMITE
        evento = ultimo(nueva)
        assert (evento.accion, evento.actor) == ("Registró la solicitud", operador)
        assert evento.cambios["titular"] == [None, str(orden.solicitante)]

    def test_sin_numero_recibe_el_siguiente_al_mayor(self, operador: Usuario) -> None:
        orden = crear_orden(numero=700)
        crear_solicitud(orden=orden, numero=900)
        nueva = servicios.crear_solicitud(
            solicitud=Solicitud(
                orden=orden, titular=orden.solicitante, tipo_certificado="profesional"
            ),
            actor=operador,
        )
        otra = servicios.crear_orden(
            orden=type(orden)(solicitante=orden.solicitante), actor=operador
        )
        assert (nueva.numero, otra.numero) == (901, 701)

    def test_la_primera_de_todas_recibe_el_uno(self, operador: Usuario) -> None:
        orden = type(crear_orden())(solicitante=crear_persona())
        type(orden).objects.all().delete()
        assert servicios.crear_orden(orden=orden, actor=operador).numero == 1

    def test_una_persona_que_alguien_registro_antes_no_se_duplica_ni_se_cambia(
        self, operador: Usuario
    ) -> None:
        existente = crear_persona(numero="123", nombre="ANA")
        otra = type(existente)(tipo="CC", numero="123", nombre="OTRA", correo="o@correo.example")
        assert servicios.registrar_persona(persona=otra, actor=operador) == existente
        existente.refresh_from_db()
        assert existente.nombre == "ANA"
        assert not Evento.objects.de(existente).exists()


class TestAvanzar:
    """Finishing the step under way."""

    @pytest.mark.parametrize(
        ("antes", "etapa", "despues", "estado"),
        [
            ((T, P, P, P), Etapa.RADICACION, (F, T, P, P), EstadoSolicitud.PENDIENTE_PAGO),
            ((F, T, P, P), Etapa.PAGO, (F, F, T, P), EstadoSolicitud.EN_TRAMITE),
            ((F, F, T, P), Etapa.APROBACION, (F, F, F, T), EstadoSolicitud.EN_TRAMITE),
        ],
    )
    def test_finalizar_un_paso_comienza_el_siguiente(
        self,
        operador: Usuario,
        antes: tuple[EstadoPaso, ...],
        etapa: Etapa,
        despues: tuple[EstadoPaso, ...],
        estado: EstadoSolicitud,
    ) -> None:
        solicitud = crear_solicitud(pasos=antes)
        servicios.avanzar_paso(solicitud_id=solicitud.pk, etapa=etapa, actor=operador)
        solicitud.refresh_from_db()
        assert estados(solicitud) == despues
        assert solicitud.estado == estado
        assert solicitud.pasos.get(numero=etapa + 1).modificado is not None

    def test_el_historial_dice_quien_y_todo_lo_que_cambio(self, operador: Usuario) -> None:
        solicitud = crear_solicitud(pasos=(T, P, P, P))
        servicios.avanzar_paso(solicitud_id=solicitud.pk, etapa=Etapa.RADICACION, actor=operador)
        evento = ultimo(solicitud)
        assert (evento.actor, evento.accion) == (operador, "Finalizó el paso 1")
        assert evento.cambios == {
            "Radicación de documentos": ["En trámite", "Trámite finalizado"],
            "Verificación de pago": ["Pendiente", "En trámite"],
            "estado de la solicitud": ["En trámite", "Pendiente de pago"],
        }

    def test_la_entrega_no_finaliza_sin_certificado(self, operador: Usuario) -> None:
        solicitud = crear_solicitud(pasos=(F, F, F, T))
        with pytest.raises(TransicionInvalida, match="Registre primero el certificado"):
            servicios.avanzar_paso(solicitud_id=solicitud.pk, etapa=Etapa.ENTREGA, actor=operador)
        assert estados(solicitud) == (F, F, F, T)

    def test_finalizada_la_entrega_termina_el_tramite(self, operador: Usuario) -> None:
        solicitud = crear_solicitud(pasos=(F, F, F, T), certificado=Vigencia.VIGENTE)
        servicios.avanzar_paso(solicitud_id=solicitud.pk, etapa=Etapa.ENTREGA, actor=operador)
        solicitud.refresh_from_db()
        assert solicitud.estado == EstadoSolicitud.FINALIZADA

    def test_lo_que_otra_persona_ya_finalizo_no_finaliza_dos_veces(
        self, operador: Usuario, colega: Usuario
    ) -> None:
        solicitud = crear_solicitud(pasos=(T, P, P, P))
        servicios.avanzar_paso(solicitud_id=solicitud.pk, etapa=Etapa.RADICACION, actor=colega)
        with pytest.raises(TransicionInvalida, match="«Radicación de documentos» está en el"):
            servicios.avanzar_paso(
                solicitud_id=solicitud.pk, etapa=Etapa.RADICACION, actor=operador
            )
        assert estados(solicitud) == (F, T, P, P)

    def test_una_solicitud_a_la_que_le_faltan_pasos_no_se_toca(self, operador: Usuario) -> None:
        solicitud = crear_solicitud(pasos=(T, P, P, P))
        Paso.objects.filter(solicitud=solicitud, numero=3).delete()
        with pytest.raises(TransicionInvalida, match="le faltan pasos"):
            servicios.avanzar_paso(
                solicitud_id=solicitud.pk, etapa=Etapa.RADICACION, actor=operador
            )


class TestRechazar:
    """Rejecting the step under way."""

    def test_rechazar_guarda_el_motivo_y_detiene_la_solicitud(self, operador: Usuario) -> None:
        solicitud = crear_solicitud(pasos=(F, T, P, P))
        servicios.rechazar_paso(
            solicitud_id=solicitud.pk, etapa=Etapa.PAGO, motivo=f"  {MOTIVO} ", actor=operador
        )
        solicitud.refresh_from_db()
        assert estados(solicitud) == (F, R, P, P)
        assert solicitud.estado == EstadoSolicitud.RECHAZADA
        assert solicitud.pasos.get(numero=Etapa.PAGO).motivo_rechazo == MOTIVO
        assert ultimo(solicitud).motivo == MOTIVO

    @pytest.mark.parametrize("motivo", ["", "   ", "\n"])
    def test_sin_motivo_no_se_rechaza_ni_se_reabre(self, operador: Usuario, motivo: str) -> None:
        solicitud = crear_solicitud(pasos=(F, T, P, P))
        with pytest.raises(TransicionInvalida, match="motivo"):
            servicios.rechazar_paso(
                solicitud_id=solicitud.pk, etapa=Etapa.PAGO, motivo=motivo, actor=operador
            )
        with pytest.raises(TransicionInvalida, match="por qué reabre"):
            servicios.reabrir_paso(
                solicitud_id=solicitud.pk, etapa=Etapa.RADICACION, motivo=motivo, actor=operador
            )
        assert estados(solicitud) == (F, T, P, P)


class TestReabrir:
    """Going back one step."""

    def test_reabrir_un_rechazo_borra_su_motivo_del_paso_pero_no_del_historial(
        self, operador: Usuario
    ) -> None:
        solicitud = crear_solicitud(pasos=(F, T, P, P))
        hacer(Acto.RECHAZAR, solicitud, Etapa.PAGO, operador)
        servicios.reabrir_paso(
            solicitud_id=solicitud.pk, etapa=Etapa.PAGO, motivo="Ya pagó", actor=operador
        )
        solicitud.refresh_from_db()
        assert estados(solicitud) == (F, T, P, P)
        assert solicitud.estado == EstadoSolicitud.PENDIENTE_PAGO
        assert solicitud.pasos.get(numero=Etapa.PAGO).motivo_rechazo == ""
        motivos = list(Evento.objects.de(solicitud).values_list("motivo", flat=True))
        assert motivos == ["Ya pagó", MOTIVO]

    def test_lo_posterior_vuelve_a_quedar_pendiente(self, operador: Usuario) -> None:
        solicitud = crear_solicitud(pasos=(F, F, T, P))
        hacer(Acto.REABRIR, solicitud, Etapa.PAGO, operador)
        assert estados(solicitud) == (F, T, P, P)
        assert solicitud.pasos.get(numero=Etapa.APROBACION).modificado is None

    def test_no_se_salta_un_paso_posterior_decidido(self, operador: Usuario) -> None:
        solicitud = crear_solicitud(pasos=(F, F, R, P))
        with pytest.raises(TransicionInvalida, match="Reabra primero el paso posterior"):
            hacer(Acto.REABRIR, solicitud, Etapa.PAGO, operador)

    def test_emitido_el_certificado_solo_se_reabre_la_entrega(self, operador: Usuario) -> None:
        solicitud = crear_solicitud(pasos=(F, F, F, T), certificado=Vigencia.VIGENTE)
        with pytest.raises(TransicionInvalida, match="ya se emitió"):
            hacer(Acto.REABRIR, solicitud, Etapa.APROBACION, operador)
        hacer(Acto.FINALIZAR, solicitud, Etapa.ENTREGA, operador)
        hacer(Acto.REABRIR, solicitud, Etapa.ENTREGA, operador)
        solicitud.refresh_from_db()
        assert solicitud.estado == EstadoSolicitud.POR_DESCARGAR


ALCANZABLES = [
    *(
        ((*(F,) * antes, abierto, *(P,) * (3 - antes)), False)
        for antes in range(4)
        for abierto in (T, R)
    ),
    *(((F, F, F, ultimo), True) for ultimo in (T, R, F)),
    ((F, F, F, F), False),
]
"""Every state that acts can lead to (steps, certificate issued), and an imported oddity."""


def test_los_botones_ofrecen_exactamente_lo_que_los_servicios_aceptan(operador: Usuario) -> None:
    for pasos, emitido in ALCANZABLES:
        posibles = actos_posibles(dict(zip(Etapa, pasos, strict=True)), emitido=emitido)
        for etapa, acto in product(Etapa, Acto):
            solicitud = crear_solicitud(
                pasos=pasos, certificado=Vigencia.VIGENTE if emitido else None
            )
            try:
                hacer(acto, solicitud, etapa, operador)
                aceptado = True
            except TransicionInvalida:
                aceptado = False
            assert aceptado == (acto in posibles[etapa]), (pasos, emitido, etapa, acto)
