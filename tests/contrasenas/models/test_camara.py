"""A chamber: what its row can't hold, and what follows from its parameters."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from contrasenas.enums import CifradoSmtp, EstadoSincronizacion, Factor
from contrasenas.models import Camara, Sincronizacion
from portal.usuarios.enums import Rol
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.contrasenas.models.rechazo import rechaza
from tests.contrasenas.recetas import crear_camara

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("valores", "restriccion"),
    [
        ({"codigo": "4"}, "camara_codigo"),
        ({"codigo": "A4"}, "camara_codigo"),
        ({"codigo": "4\n"}, "camara_codigo"),
        ({"masivos_smtp_port": 0}, "camara_puerto"),
        ({"masivos_smtp_port": 65536}, "camara_puerto"),
        ({"masivos_smtp_encription": "SSL"}, "camara_cifrado"),
        ({"factor_autenticacion_firmado_contrasenas_email": "PIN"}, "camara_factor"),
        ({"cuota_hora": 0}, "camara_cuotas"),
        ({"cuota_dia": 0}, "camara_cuotas"),
        ({"horas_sincronizacion": 0}, "camara_cuotas"),
    ],
)
def test_la_base_no_admite_lo_que_el_formulario_no_admitiria(
    camara: Camara, valores: dict[str, Any], restriccion: str
) -> None:
    with rechaza(restriccion):
        Camara.objects.filter(pk=camara.pk).update(**valores)


@pytest.mark.parametrize("cifrado", ["", *CifradoSmtp.values])
@pytest.mark.parametrize("factor", ["", *Factor.values])
def test_todo_lo_del_manual_cabe(camara: Camara, cifrado: str, factor: str) -> None:
    camara.masivos_smtp_encription = cifrado
    camara.factor_autenticacion_firmado_contrasenas_email = factor
    camara.full_clean()
    camara.save()
    camara.refresh_from_db()
    assert camara.servidor.cifrado == cifrado
    assert camara.pide_pin is (factor != Factor.SOLO_CLAVE)


def test_dos_camaras_no_tienen_el_mismo_codigo(camara: Camara) -> None:
    with pytest.raises(ValidationError) as recogido:
        Camara(codigo=camara.codigo).full_clean()
    assert "codigo" in recogido.value.message_dict
    with rechaza("contrasenas_camara_codigo_key"):
        crear_camara(camara.codigo)


@pytest.mark.parametrize(
    ("servidor", "correo", "puede"),
    [
        ("smtp.camara.example", "envios@camara.example", True),
        ("smtp.camara.example", "", False),
        ("", "envios@camara.example", False),
        ("", "", False),
    ],
)
def test_envia_solo_con_servidor_y_direccion_propios(
    camara: Camara, servidor: str, correo: str, puede: bool
) -> None:
    camara.masivos_smtp_server, camara.masivos_smtp_correo_admin = servidor, correo
    assert camara.tiene_servidor is puede


def test_la_clave_del_servidor_esta_cifrada_en_la_base_y_no_se_lee_al_imprimirla(
    camara: Camara,
) -> None:
    camara.masivos_smtp_password_admin = "la clave del servidor"
    camara.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT masivos_smtp_password_admin FROM contrasenas_camara WHERE id = %s", [camara.pk]
        )
        (guardada,) = cursor.fetchone()
    assert "la clave del servidor" not in str(guardada)
    leida = Camara.objects.get(pk=camara.pk).servidor
    assert leida.clave == "la clave del servidor"
    assert "la clave del servidor" not in repr(leida)


def test_las_ligeras_no_traen_ni_la_clave_del_servidor_ni_el_logo(camara: Camara) -> None:
    leida = Camara.objects.ligeras().get(pk=camara.pk)
    assert leida.get_deferred_fields() == {"masivos_smtp_password_admin", "logo"}


def test_cada_persona_tiene_las_camaras_en_que_trabaja_y_quien_todo_lo_puede_todas(
    camara: Camara, otra_camara: Camara, operadora: Usuario, forastero: Usuario
) -> None:
    jefe = crear_personal("jefe", Rol.ADMINISTRADOR)
    assert list(Camara.objects.de(operadora)) == [camara]
    assert list(Camara.objects.de(forastero)) == [otra_camara]
    assert list(Camara.objects.de(jefe)) == []
    jefe.is_superuser = True
    assert list(Camara.objects.de(jefe)) == [camara, otra_camara]


@pytest.mark.parametrize(("hace", "frescos"), [(35, True), (37, False)])
def test_los_datos_sirven_las_horas_que_la_camara_fijo(
    camara: Camara, hace: int, frescos: bool
) -> None:
    ahora = timezone.now()
    Sincronizacion.objects.create(
        camara=camara,
        estado=EstadoSincronizacion.TERMINADA,
        terminada_en=ahora - timedelta(hours=hace),
    )
    assert camara.datos_frescos(ahora) is frescos


def test_sin_un_archivo_tomado_los_datos_no_sirven(camara: Camara) -> None:
    ahora = timezone.now()
    assert camara.datos_frescos(ahora) is False
    for estado in (EstadoSincronizacion.RECHAZADA, EstadoSincronizacion.EN_CURSO):
        Sincronizacion.objects.create(camara=camara, estado=estado, terminada_en=ahora)
    assert camara.ultima_sincronizacion is None
    assert camara.datos_frescos(ahora) is False


def test_cuenta_el_ultimo_archivo_que_se_tomo_y_no_el_que_se_rechazo_despues(
    camara: Camara, otra_camara: Camara
) -> None:
    ahora = timezone.now()
    tomada = Sincronizacion.objects.create(
        camara=camara, estado=EstadoSincronizacion.TERMINADA, terminada_en=ahora
    )
    Sincronizacion.objects.create(
        camara=camara, estado=EstadoSincronizacion.RECHAZADA, terminada_en=ahora
    )
    Sincronizacion.objects.create(
        camara=otra_camara, estado=EstadoSincronizacion.TERMINADA, terminada_en=ahora
    )
    assert camara.ultima_sincronizacion == tomada
