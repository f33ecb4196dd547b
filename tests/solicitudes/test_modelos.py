"""What the database itself refuses, and what follows from the data."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from solicitudes.enums import EstadoPaso, EstadoSolicitud, Etapa, MotivoRevocacion, Vigencia
from solicitudes.models import Certificado, Paso, Persona, Solicitud
from tests.solicitudes.recetas import (
    F,
    P,
    R,
    T,
    crear_certificado,
    crear_factura,
    crear_orden,
    crear_persona,
    crear_solicitud,
)

AHORA = timezone.now()


@pytest.mark.django_db
class TestRestricciones:
    """Rows that must never exist."""

    def refusa(self, fila: models.Model, **cambios: Any) -> str:
        """Return the constraint that refuses to store `cambios` in a row, past all our code."""
        with pytest.raises(IntegrityError) as caso, transaction.atomic():
            type(fila)._base_manager.filter(pk=fila.pk).update(**cambios)
        diagnostico = getattr(caso.value.__cause__, "diag", None)
        return str(getattr(diagnostico, "constraint_name", ""))

    @pytest.mark.parametrize(
        ("cambios", "restriccion"),
        [
            ({"tipo": "XX"}, "persona_tipo_valido"),
            ({"numero": "1.013"}, "persona_numero_canonico"),
            ({"numero": "ab12"}, "persona_numero_canonico"),
            ({"numero": ""}, "persona_numero_canonico"),
            ({"nombre": ""}, "persona_con_nombre"),
        ],
    )
    def test_una_persona_tiene_tipo_numero_canonico_y_nombre(
        self, cambios: dict[str, str], restriccion: str
    ) -> None:
        assert self.refusa(crear_persona(), **cambios) == restriccion

    def test_dos_personas_no_comparten_identificacion(self) -> None:
        primera = crear_persona(numero="123")
        assert self.refusa(crear_persona(), numero=primera.numero) == "persona_identificacion_unica"

    def test_el_mismo_numero_con_otro_tipo_es_otra_persona(self) -> None:
        crear_persona(numero="123")
        segunda = crear_persona()
        Persona.objects.filter(pk=segunda.pk).update(tipo="CE", numero="123")
        assert Persona.objects.filter(numero="123").count() == 2

    def test_los_numeros_de_orden_y_de_solicitud_no_se_repiten(self) -> None:
        orden, solicitud = crear_orden(), crear_solicitud()
        assert "numero" in self.refusa(crear_orden(), numero=orden.numero)
        assert "numero" in self.refusa(crear_solicitud(), numero=solicitud.numero)

    @pytest.mark.parametrize(
        ("cambios", "restriccion"),
        [
            ({"estado": "otro"}, "solicitud_estado_valido"),
            ({"tipo_certificado": "otro"}, "solicitud_tipo_valido"),
        ],
    )
    def test_una_solicitud_solo_tiene_estados_y_tipos_conocidos(
        self, cambios: dict[str, str], restriccion: str
    ) -> None:
        assert self.refusa(crear_solicitud(), **cambios) == restriccion

    @pytest.mark.parametrize(
        ("cambios", "restriccion"),
        [
            ({"numero": 5}, "paso_numero_valido"),
            ({"numero": 2}, "paso_unico"),
            ({"estado": "otro"}, "paso_estado_valido"),
            ({"estado": R}, "paso_rechazado_con_motivo"),
            ({"motivo_rechazo": "x"}, "paso_rechazado_con_motivo"),
        ],
    )
    def test_un_paso_es_uno_de_cuatro_y_solo_el_rechazado_lleva_motivo(
        self, cambios: dict[str, Any], restriccion: str
    ) -> None:
        paso = crear_solicitud().pasos.get(numero=Etapa.RADICACION)
        assert self.refusa(paso, **cambios) == restriccion

    @pytest.mark.parametrize(
        ("cambios", "restriccion"),
        [
            ({"serial": "3B00"}, "certificado_serial_canonico"),
            ({"serial": "3b:00"}, "certificado_serial_canonico"),
            ({"serial": ""}, "certificado_serial_canonico"),
            ({"valido_hasta": datetime(2000, 1, 1, tzinfo=AHORA.tzinfo)}, "certificado_fechas"),
            ({"revocado_en": AHORA}, "certificado_revocado_con_motivo"),
            ({"motivo_revocacion": 1}, "certificado_revocado_con_motivo"),
            # certificateHold is a suspension, never a revocation.
            ({"revocado_en": AHORA, "motivo_revocacion": 6}, "certificado_revocado_con_motivo"),
        ],
    )
    def test_un_certificado_tiene_serial_canonico_fechas_en_orden_y_motivo_si_se_revoco(
        self, cambios: dict[str, Any], restriccion: str
    ) -> None:
        certificado = crear_certificado(crear_solicitud())
        assert self.refusa(certificado, **cambios).startswith(restriccion)

    def test_un_serial_y_una_solicitud_tienen_un_solo_certificado(self) -> None:
        primero = crear_certificado(crear_solicitud())
        segundo = crear_certificado(crear_solicitud())
        assert "serial" in self.refusa(segundo, serial=primero.serial)
        assert "solicitud" in self.refusa(segundo, solicitud=primero.solicitud)

    def test_nada_que_el_publico_pueda_consultar_se_borra_por_arrastre(self) -> None:
        solicitud = crear_solicitud(estado=EstadoSolicitud.FINALIZADA)
        crear_factura(solicitud.orden)
        for fila in (solicitud, solicitud.orden, solicitud.titular):
            with pytest.raises(ProtectedError):
                fila.delete()


class TestEstadoSegunPasos:
    """The state of a request follows from its steps."""

    @pytest.mark.parametrize(
        ("pasos", "emitido", "estado"),
        [
            ((T, P, P, P), False, EstadoSolicitud.EN_TRAMITE),
            ((F, T, P, P), False, EstadoSolicitud.PENDIENTE_PAGO),
            ((F, F, T, P), False, EstadoSolicitud.EN_TRAMITE),
            ((F, F, F, T), False, EstadoSolicitud.EN_TRAMITE),
            ((F, F, F, T), True, EstadoSolicitud.POR_DESCARGAR),
            ((F, F, F, F), True, EstadoSolicitud.FINALIZADA),
            ((R, P, P, P), False, EstadoSolicitud.RECHAZADA),
            ((F, F, F, R), True, EstadoSolicitud.RECHAZADA),
        ],
    )
    def test_cada_combinacion_tiene_su_estado(
        self, pasos: tuple[EstadoPaso, ...], emitido: bool, estado: EstadoSolicitud
    ) -> None:
        assert Solicitud.estado_segun_pasos(pasos, emitido=emitido) == estado

    def test_con_menos_de_cuatro_pasos_no_se_adivina(self) -> None:
        with pytest.raises(ValueError, match="shorter"):
            Solicitud.estado_segun_pasos([F, F], emitido=False)


DIA = timedelta(days=1)


class TestVigencia:
    """The validity of a certificate at a moment."""

    @pytest.mark.parametrize(
        ("desde", "hasta", "suspendido", "revocado", "vigencia", "desde_cuando"),
        [
            (1, 400, None, None, Vigencia.POR_EMITIR, 1),
            (-1, 400, None, None, Vigencia.VIGENTE, -1),
            (-1, 31, None, None, Vigencia.VIGENTE, -1),
            (-100, 30, None, None, Vigencia.POR_VENCER, 0),
            (-100, 10, None, None, Vigencia.POR_VENCER, -20),
            (-100, 0, None, None, Vigencia.POR_VENCER, -30),
            (-100, -1, None, None, Vigencia.VENCIDO, -1),
            (-100, 100, -5, None, Vigencia.SUSPENDIDO, -5),
            (-100, -50, -70, None, Vigencia.SUSPENDIDO, -70),
            (-100, 100, -5, -3, Vigencia.REVOCADO, -3),
            (-100, -50, None, -70, Vigencia.REVOCADO, -70),
        ],
    )
    def test_sigue_de_las_fechas(
        self,
        desde: int,
        hasta: int,
        suspendido: int | None,
        revocado: int | None,
        vigencia: Vigencia,
        desde_cuando: int,
    ) -> None:
        certificado = Certificado(
            valido_desde=AHORA + desde * DIA,
            valido_hasta=AHORA + hasta * DIA,
            suspendido_en=None if suspendido is None else AHORA + suspendido * DIA,
            revocado_en=None if revocado is None else AHORA + revocado * DIA,
        )
        assert certificado.vigencia(AHORA) == vigencia
        assert certificado.vigencia_modificada(AHORA) == AHORA + desde_cuando * DIA

    @pytest.mark.django_db
    def test_la_base_de_datos_y_python_dicen_siempre_lo_mismo(self) -> None:
        certificado = crear_certificado(crear_solicitud())
        horas = st.integers(min_value=-40 * 24, max_value=40 * 24)

        @given(horas, st.integers(min_value=1, max_value=90 * 24), st.booleans(), st.booleans())
        def comparar(desde: int, dura: int, suspendido: bool, revocado: bool) -> None:
            certificado.valido_desde = AHORA + timedelta(hours=desde)
            certificado.valido_hasta = certificado.valido_desde + timedelta(hours=dura)
            certificado.suspendido_en = AHORA if suspendido else None
            certificado.revocado_en = AHORA if revocado else None
            certificado.motivo_revocacion = MotivoRevocacion.REEMPLAZADO if revocado else None
            certificado.save()
            anotado = Certificado.objects.con_vigencia(AHORA).get(pk=certificado.pk)
            assert vars(anotado)["estado_vigencia"] == certificado.vigencia(AHORA)

        comparar()


@pytest.mark.django_db
class TestSelecciones:
    """Querysets."""

    def test_las_solicitudes_de_una_persona_son_las_que_tiene_o_pidio_sin_repetir(self) -> None:
        persona = crear_persona()
        propia = crear_solicitud(titular=persona)
        pedida = crear_solicitud(orden=propia.orden, titular=crear_persona())
        crear_solicitud()
        assert set(Solicitud.objects.de(persona)) == {propia, pedida}
        assert Solicitud.objects.de(persona).count() == 2

    def test_los_pasos_salen_en_orden(self) -> None:
        numeros = crear_solicitud().pasos.values_list("numero", flat=True)
        assert list(numeros) == [1, 2, 3, 4]
        assert str(Paso(numero=2)) == "Paso 2: Verificación de pago"
