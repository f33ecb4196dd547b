"""Overdue cases go to their level and its people hear of it: once, also after an outage."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from mesa_ayuda.casos import abrir_caso
from mesa_ayuda.enums import Estado, Grado, Prioridad, Reloj, TipoMensaje, Via
from mesa_ayuda.escalamiento import servicios
from mesa_ayuda.escalamiento.avisos import avisar_al_nivel
from mesa_ayuda.escalamiento.tasks import escalar_casos
from mesa_ayuda.models import Caso, Escalamiento, Mensaje, Nivel, ReglaEscalamiento
from mesa_ayuda.relojes.servicios import recalcular
from portal.auditoria.models import Evento
from portal.calendario.tiempo_habil import BOGOTA
from portal.mensajes.models import CorreoSaliente, SmsSaliente
from portal.usuarios.models import Usuario

pytestmark = pytest.mark.django_db
# A Wednesday; the seeds' «Alta» has 1 hour to answer and 12 to solve.
ABIERTO = datetime(2026, 12, 9, 8, tzinfo=BOGOTA)
HORA = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _niveles(agente: Usuario, supervisor: Usuario) -> None:
    """Level 2: the supervisor and an address. Level 3: an address and a mobile."""
    segundo, tercero = Nivel.objects.get(numero=2), Nivel.objects.get(numero=3)
    segundo.personas.add(supervisor)
    segundo.correos = "turno@portal.example\nSUPERVISOR@portal.example"
    segundo.celulares = "310 555 0123"
    segundo.save()
    Nivel.objects.filter(pk=tercero.pk).update(correos="jefe@portal.example")


def abrir(prioridad: Prioridad = Prioridad.ALTA, **valores: Any) -> Caso:
    """Open a case on Wednesday at 8."""
    with time_machine.travel(ABIERTO, tick=False):
        caso = abrir_caso(
            asunto="No puedo firmar",
            descripcion="x",
            via=Via.WEB,
            contacto_nombre="Persona sin cuenta",
            impacto=Grado.ALTO,
            urgencia=Grado.ALTO if prioridad == Prioridad.CRITICA else Grado.MEDIO,
            **valores,
        )
    assert caso.prioridad == prioridad
    return caso


def escalar(despues: timedelta) -> int:
    """Run the task so long after opening; return how many mails it queued."""
    antes = CorreoSaliente.objects.filter(proposito="escalamiento").count()
    with time_machine.travel(ABIERTO + despues, tick=False):
        escalar_casos()
    return CorreoSaliente.objects.filter(proposito="escalamiento").count() - antes


def nivel(caso: Caso) -> int:
    """The level of the row."""
    return Caso.objects.values_list("nivel", flat=True).get(pk=caso.pk)


def test_antes_de_tiempo_no_pasa_nada() -> None:
    caso = abrir()
    assert escalar(HORA - timedelta(minutes=1)) == 0
    assert nivel(caso) == 1


def test_al_vencer_sube_de_nivel_y_se_avisa_una_vez_a_cada_persona() -> None:
    caso = abrir()
    assert escalar(HORA) == 2
    assert nivel(caso) == 2
    correos = CorreoSaliente.objects.filter(proposito="escalamiento").order_by("destinatario")
    assert {c.destinatario.lower() for c in correos} == {
        "supervisor@portal.example",
        "turno@portal.example",
    }
    correo = correos[0]
    assert (
        correo.asunto
        == f"{caso.numero} vencido, prioridad 2 - Alta: Nivel 2: Supervisor de Soporte"
    )
    for parte in (correo.texto, correo.html):
        assert "Primera respuesta: venció el miércoles 9 de diciembre a las 9:00 a. m." in parte
        assert f"/caso/{caso.pk}/change/" in parte
    # Not critical: nobody is sent an SMS.
    assert not SmsSaliente.objects.exists()
    for minutos in (1, 2, 60):
        assert escalar(HORA + timedelta(minutes=minutos)) == 0
    assert Escalamiento.objects.get().nivel_anterior == 1


def test_queda_una_nota_que_el_cliente_no_ve_y_un_evento() -> None:
    caso = abrir()
    antes = Caso.objects.get(pk=caso.pk).actualizado
    escalar(HORA)
    nota = Mensaje.objects.get(caso=caso, tipo=TipoMensaje.NOTA)
    assert nota.automatico
    assert nota.texto.startswith("Pasó del nivel 1 al 2 (Supervisor de Soporte: 2 avisos).")
    evento = Evento.objects.de(caso).get(accion="Escaló")
    assert evento.cambios == {"nivel": ["1", "2"]}
    assert evento.origen == "escalamiento"
    assert Caso.objects.get(pk=caso.pk).actualizado == antes


def test_el_critico_avisa_tambien_por_sms_de_noche() -> None:
    caso = abrir(Prioridad.CRITICA)
    assert escalar(timedelta(minutes=30)) == 2
    sms = SmsSaliente.objects.get()
    assert sms.destinatario == "+573105550123"
    assert sms.texto.startswith(f"{caso.numero}, prioridad 1 - Crítica, nivel 2. Primera respuesta")
    assert "firmar" not in sms.texto
    assert len(sms.texto) <= 160


def test_despues_de_una_caida_de_horas_avisa_solo_el_nivel_mas_alto() -> None:
    caso = abrir()
    # Everything is overdue: first answer, the warning, the solution, and two hours after it.
    assert escalar(timedelta(days=3)) == 1
    assert (
        CorreoSaliente.objects.get(proposito="escalamiento").destinatario == "jefe@portal.example"
    )
    assert nivel(caso) == 3
    assert Escalamiento.objects.filter(caso=caso).count() == 4
    assert escalar(timedelta(days=3, minutes=1)) == 0


def test_se_avisa_antes_de_vencer_sin_decir_que_vencio() -> None:
    ReglaEscalamiento.objects.filter(reloj=Reloj.RESPUESTA).delete()
    abrir()
    # Due on Thursday at 8: one hour of work is left when people go home on Wednesday at 19.
    assert escalar(timedelta(hours=10, minutes=59)) == 0
    assert escalar(timedelta(hours=11)) == 2
    correo = CorreoSaliente.objects.filter(proposito="escalamiento")[0]
    assert "por vencer" in correo.asunto
    assert "Solución: vence el jueves 10 de diciembre a las 8:00 a. m." in correo.texto


def test_un_caso_nunca_baja_de_nivel_pero_se_avisa() -> None:
    caso = abrir()
    Caso.objects.filter(pk=caso.pk).update(nivel=3)
    assert escalar(HORA) == 2
    assert nivel(caso) == 3
    assert Evento.objects.de(caso).filter(accion="Avisó al nivel").exists()


@pytest.mark.parametrize("estado", [Estado.ESPERA, Estado.RESUELTO, Estado.CERRADO])
def test_lo_que_espera_o_termino_no_escala(estado: Estado) -> None:
    caso = abrir()
    Caso.objects.filter(pk=caso.pk).update(estado=estado)
    caso.cambios_estado.create(de=Estado.NUEVO, a=estado, momento=ABIERTO + HORA / 2)
    recalcular(caso=caso)
    assert escalar(timedelta(days=3)) == 0


def test_un_nivel_sin_nadie_y_una_direccion_mala_no_detienen_nada() -> None:
    Nivel.objects.filter(numero=2).update(correos="esto no es un correo", celulares="601 744 2727")
    Nivel.objects.get(numero=2).personas.clear()
    caso, otro = abrir(Prioridad.CRITICA), abrir(Prioridad.CRITICA)
    assert escalar(timedelta(minutes=31)) == 0
    assert (nivel(caso), nivel(otro)) == (2, 2)
    nota = Mensaje.objects.filter(tipo=TipoMensaje.NOTA)[0]
    assert "el nivel 2 no tiene a quién avisar" in nota.texto


def test_si_tras_una_caida_el_nivel_mas_alto_no_tiene_a_nadie_se_entera_el_que_llego_con_el() -> (
    None
):
    Nivel.objects.filter(numero=3).update(correos="")
    caso = abrir()
    assert escalar(timedelta(days=7)) == 2
    assert nivel(caso) == 3
    nota = Mensaje.objects.get(caso=caso, tipo=TipoMensaje.NOTA)
    assert "del nivel 1 al 3 (el nivel 3 no tiene a quién avisar; " in nota.texto
    assert ": 2 avisos)" in nota.texto
    assert escalar(timedelta(days=8)) == 0


def test_un_caso_que_falla_no_detiene_a_los_demas(monkeypatch: pytest.MonkeyPatch) -> None:
    malo, bueno = abrir(), abrir()
    original = avisar_al_nivel

    def fallar(*, caso: Caso, **resto: Any) -> int:
        if caso.pk == malo.pk:
            raise RuntimeError("falla")
        return original(caso=caso, **resto)

    monkeypatch.setattr(servicios, "avisar_al_nivel", fallar)
    assert escalar(HORA) == 2
    assert (nivel(malo), nivel(bueno)) == (1, 2)
    # What failed left nothing behind, and is done the next minute.
    monkeypatch.setattr(servicios, "avisar_al_nivel", original)
    assert escalar(HORA + timedelta(minutes=1)) == 2
    assert nivel(malo) == 2


def test_si_vence_en_otro_momento_se_avisa_otra_vez() -> None:
    caso = abrir()
    escalar(HORA)
    Caso.objects.filter(pk=caso.pk).update(
        vence_respuesta=ABIERTO + 2 * HORA, vence=ABIERTO + 2 * HORA
    )
    assert escalar(2 * HORA - timedelta(minutes=1)) == 0
    assert escalar(2 * HORA) == 2


def test_las_reglas_desactivadas_o_de_otra_prioridad_no_cuentan() -> None:
    ReglaEscalamiento.objects.update(activa=False)
    abrir()
    assert escalar(timedelta(days=3)) == 0
    ReglaEscalamiento.objects.update(activa=True, prioridad=Prioridad.BAJA)
    assert escalar(timedelta(days=3)) == 0


def test_los_casos_terminados_no_se_leen_por_muchos_que_haya() -> None:
    abrir()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO mesa_ayuda_caso (tipo, asunto, descripcion, contacto_nombre,
                contacto_correo, horario_contacto, telefono, via, impacto, urgencia, prioridad,
                estado, nivel, creado, actualizado, vence)
            SELECT 'soporte', 'a', '', 'b', '', 'cualquiera', '', 'web', 2, 2, 3,
                'cerrado', 1, now(), now(), '2026-12-01'
            FROM generate_series(1, 5000)
            """
        )
        cursor.execute("ANALYZE mesa_ayuda_caso")
    reglas = servicios._reglas()
    consulta = servicios.candidatos(reglas, ABIERTO + HORA)
    plan = consulta.explain()
    assert "Seq Scan" not in plan
    assert "caso_cola" in plan or "caso_por_vencer" in plan
    assert len(consulta) == 1
