"""What the manuals 000 and 003 say, as rows."""

from datetime import datetime

import pytest

from portal.calendario.tiempo_habil import BOGOTA
from portal.canales.enums import TipoCanal, TipoSolicitud
from portal.canales.models import Canal, NivelEscalamiento
from portal.canales.servicios import canales_en, niveles_de_escalamiento

pytestmark = pytest.mark.django_db
MARTES = datetime(2026, 11, 24, 10, 0, tzinfo=BOGOTA)
SOPORTE = ["Lunes a viernes: 7:00 a. m. a 7:00 p. m.", "Sábado: 8:00 a. m. a 1:00 p. m."]
HASTA_LAS_5 = "Lunes a viernes: 7:00 a. m. a 5:00 p. m."


@pytest.mark.parametrize(
    ("valor", "opciones", "horario"),
    [
        ("(601) 7442725", "opción 1", SOPORTE),
        ("(601) 7442727", "opción 2 (Soporte) y luego opción 1", SOPORTE),
        ("mesadeayuda@certicamara.com", "", SOPORTE),
        ("soporte.firmadigital@certicamara.com", "", [HASTA_LAS_5, SOPORTE[1]]),
        ("http://chat.certicamara.com/CertiChat/chat.php", "", SOPORTE),
        ("https://certicamara.service-now.com/csm", "", SOPORTE),
        ("", "", SOPORTE),
        ("certicamararesponde@certicamara.com", "", [HASTA_LAS_5]),
        ("(601) 7442727", "opción 3", [HASTA_LAS_5]),
    ],
)
def test_cada_canal_tiene_el_horario_de_su_manual(
    valor: str, opciones: str, horario: list[str]
) -> None:
    canal = next(c for c in canales_en(MARTES) if (c.valor, c.ficha.opciones) == (valor, opciones))
    assert [str(renglon) for renglon in canal.horario] == horario


def test_el_chat_esta_una_sola_vez() -> None:
    assert Canal.objects.filter(tipo=TipoCanal.CHAT).count() == 1


def test_solo_el_celular_de_prioridad_1_atiende_siempre() -> None:
    siempre = Canal.objects.get(atiende_siempre=True)
    assert siempre.tipo_solicitud == TipoSolicitud.PRIORIDAD_1
    assert siempre.enlace == "tel:+573187174937"
    assert not siempre.horarios.exists()


def test_pqrsa_tiene_correo_y_linea() -> None:
    pqrsa = Canal.objects.filter(tipo_solicitud=TipoSolicitud.PQRSA)
    assert {canal.tipo for canal in pqrsa} == {TipoCanal.CORREO, TipoCanal.TELEFONO}


def test_el_correo_de_la_mesa_de_ayuda_va_antes_que_el_del_grupo_de_soporte() -> None:
    correos = Canal.objects.filter(
        tipo=TipoCanal.CORREO, tipo_solicitud=TipoSolicitud.TODAS
    ).values_list("valor", flat=True)
    assert list(correos) == [
        "mesadeayuda@certicamara.com",
        "soporte.firmadigital@certicamara.com",
    ]


def test_los_tres_niveles_tienen_sus_contactos() -> None:
    niveles = niveles_de_escalamiento(MARTES.date())
    contactos = [nivel.contactos.get() for nivel in niveles]
    assert [str(nivel) for nivel in niveles] == [
        "Nivel 1: Grupo de soporte técnico",
        "Nivel 2: Supervisor de soporte",
        "Nivel 3: Coordinador de soporte",
    ]
    assert [c.correo.split("@")[0] for c in contactos] == [
        "soporte.firmadigital",
        "supervisor.mesadeayuda",
        "coordinador.mesadeayuda",
    ]
    assert [c.extensiones for c in contactos] == ["", "1104, 1108, 1102", "1101"]
    assert contactos[1].enlace_telefonico == "tel:+576017452141"


def test_toda_fila_sembrada_pasa_la_revision_del_admin() -> None:
    for canal in Canal.objects.all():
        canal.full_clean()
        for horario in canal.horarios.all():
            horario.full_clean()
    for nivel in NivelEscalamiento.objects.all():
        nivel.full_clean()
        for contacto in nivel.contactos.all():
            contacto.full_clean()
