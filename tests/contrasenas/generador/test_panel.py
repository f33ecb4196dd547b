"""The main page: where everything stands, and the way to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contrasenas.enums import Factor
from contrasenas.envio.servicios import crear_lote
from contrasenas.generador.ambito import Ambito
from contrasenas.models import Camara, Operacion, Programacion, Sincronizacion
from portal.usuarios.models import Usuario
from tests.contrasenas.generador.conftest import ANO
from tests.contrasenas.generador.paginas import texto
from tests.contrasenas.recetas import crear_contrasena

pytestmark = pytest.mark.django_db
ENTRADA = reverse("admin:contrasenas_generador_changelist")


def test_con_una_sola_camara_se_llega_derecho(cliente: Client, ambito: Ambito) -> None:
    assert cliente.get(ENTRADA).headers["Location"] == ambito.panel


def test_con_varias_se_elige(
    cliente: Client, camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    otra_camara.personal.add(operadora)
    respuesta = cliente.get(ENTRADA)
    assert str(camara) in texto(respuesta)
    assert str(otra_camara) in texto(respuesta)
    elegida = cliente.get(ENTRADA, {"camara": otra_camara.pk, "ano": ANO - 1})
    assert elegida.headers["Location"] == Ambito(otra_camara, ANO - 1).panel


@pytest.mark.parametrize(
    "datos",
    [{"camara": "x", "ano": "y"}, {"camara": "1"}, {"camara": "9" * 30, "ano": "9" * 30}, {}],
)
def test_lo_que_no_se_entiende_lleva_a_lo_de_siempre(
    cliente: Client, ambito: Ambito, datos: dict[str, str]
) -> None:
    assert cliente.get(ENTRADA, datos).headers["Location"] == ambito.panel


def test_cuenta_por_estado_con_las_pruebas_aparte(
    cliente: Client, ambito: Ambito, otra_camara: Camara
) -> None:
    for _ in range(3):
        crear_contrasena(ambito.camara)
    crear_contrasena(ambito.camara, estado="enviada", clave=None, clave_hash="argon2")
    crear_contrasena(ambito.camara, es_prueba=True, vence=timezone.now())
    crear_contrasena(ambito.camara, ano=ANO - 1)
    crear_contrasena(otra_camara)
    leido = texto(cliente.get(ambito.panel))
    for cuenta in ("Seleccionadas en total 4", "Por enviar 3", "Enviada 1", "De prueba 1"):
        assert cuenta in leido


def test_dice_cuando_se_sincronizo_y_si_sirve(
    cliente: Client, ambito: Ambito, sincronizada: Sincronizacion
) -> None:
    assert "Al día" in texto(cliente.get(ambito.panel))
    sincronizada.terminada_en = timezone.now() - timedelta(days=9)
    sincronizada.save()
    leido = texto(cliente.get(ambito.panel))
    assert "No se puede seleccionar" in leido
    assert "a lo sumo 36 horas" in leido
    Sincronizacion.objects.all().delete()
    assert "no se ha sincronizado nunca" in texto(cliente.get(ambito.panel))


def test_dice_el_factor_con_la_advertencia_del_manual(cliente: Client, ambito: Ambito) -> None:
    assert "el mecanismo de activación seleccionado es doble" in texto(cliente.get(ambito.panel))
    ambito.camara.factor_autenticacion_firmado_contrasenas_email = Factor.SOLO_CLAVE
    ambito.camara.save()
    leido = texto(cliente.get(ambito.panel))
    assert "SOLO CLAVE" in leido
    assert "se recomienda el doble factor" in leido


def test_dice_que_le_falta_a_la_camara_para_enviar(cliente: Client, ambito: Ambito) -> None:
    ambito.camara.credencial = None
    ambito.camara.save()
    assert "no tiene credencial de firma" in texto(cliente.get(ambito.panel))
    ambito.camara.masivos_smtp_server = ""
    ambito.camara.save()
    assert "no tiene servidor de correo propio" in texto(cliente.get(ambito.panel))


def test_con_todo_esta_lista_para_enviar(cliente: Client, ambito: Ambito) -> None:
    assert "Lista para enviar" in texto(cliente.get(ambito.panel))


def test_la_operacion_en_curso_muestra_su_avance_en_la_pagina_y_en_json(
    cliente: Client, ambito: Ambito, operadora: Usuario
) -> None:
    operacion = Operacion.objects.create(
        camara=ambito.camara,
        ano=ANO,
        tipo="seleccionar",
        estado="en_curso",
        hechas=250,
        total=1000,
        actor=operadora,
    )
    respuesta = cliente.get(ambito.panel)
    direccion = ambito.url("progreso", operacion.pk)
    assert f'data-progreso-url="{direccion}"' in respuesta.content.decode()
    assert "250 de 1.000 filas" in texto(respuesta)
    datos = cliente.get(direccion).json()
    assert (datos["terminado"], datos["porcentaje"], datos["total"]) == (False, 25, "1.000")
    operacion.estado = "terminada"
    operacion.save()
    assert cliente.get(direccion).json()["terminado"] is True
    assert "data-progreso-url" not in cliente.get(ambito.panel).content.decode()


def test_el_historial_dice_que_salio_de_cada_una(
    cliente: Client, ambito: Ambito, operadora: Usuario
) -> None:
    Operacion.objects.create(
        camara=ambito.camara,
        ano=ANO,
        tipo="seleccionar",
        estado="terminada",
        resultado={"seleccionados": 1200, "sin_correo": 3, "baja": 0},
        actor=operadora,
    )
    Operacion.objects.create(
        camara=ambito.camara,
        ano=ANO,
        tipo="blanquear",
        estado="fallida",
        error="Hay un paquete en curso.",
        actor=operadora,
    )
    leido = texto(cliente.get(ambito.panel))
    assert "Seleccionados: 1.200 No tiene correo electrónico: 3" in leido
    assert "Pidió no recibir" not in leido
    assert "Hay un paquete en curso." in leido
    assert "Operadora" in leido


def test_los_paquetes_salen_con_su_avance_y_por_paginas(
    cliente: Client, ambito: Ambito, operadora: Usuario
) -> None:
    for _ in range(21):
        crear_contrasena(ambito.camara)
        crear_lote(camara=ambito.camara, ano=ANO, cantidad=1, actor=operadora)
    leido = texto(cliente.get(ambito.panel))
    assert "Paquete 21" in leido
    assert "0 de 1" in leido
    assert "Página 1 de 2" in leido
    assert "Paquete 1 " in texto(cliente.get(ambito.panel, {"page": "2"}))
    assert cliente.get(ambito.panel, {"page": "rubbish"}).status_code == 200


def test_la_programacion_abierta_se_ve_y_se_maneja(
    cliente: Client, ambito: Ambito, operadora: Usuario
) -> None:
    programacion = Programacion.objects.create(camara=ambito.camara, ano=ANO, actor=operadora)
    leido = texto(cliente.get(ambito.panel))
    assert "500 correos cada 60 minutos, activa" in leido
    assert "Programar paquetes" not in leido
    for acto, estado in (("pausar", "pausada"), ("reanudar", "activa"), ("cancelar", "cancelada")):
        respuesta = cliente.post(ambito.url("programacion", acto))
        assert respuesta.headers["Location"] == ambito.panel
        programacion.refresh_from_db()
        assert programacion.estado == estado
    assert cliente.post(ambito.url("programacion", "pausar")).status_code == 404


def test_un_acto_de_programacion_fuera_de_lugar_se_dice(
    cliente: Client, ambito: Ambito, operadora: Usuario
) -> None:
    Programacion.objects.create(camara=ambito.camara, ano=ANO, actor=operadora)
    respuesta = cliente.post(ambito.url("programacion", "reanudar"), follow=True)
    assert "ya no admite" in texto(respuesta)
    assert cliente.post(ambito.url("programacion", "rubbish")).status_code == 404


def test_el_panel_cuesta_las_mismas_consultas_con_muchos_paquetes(
    cliente: Client,
    ambito: Ambito,
    operadora: Usuario,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for _ in range(12):
        crear_contrasena(ambito.camara)
        crear_lote(camara=ambito.camara, ano=ANO, cantidad=1, actor=operadora)
    with django_assert_max_num_queries(32):  # type: ignore[attr-defined]
        cliente.get(ambito.panel)
