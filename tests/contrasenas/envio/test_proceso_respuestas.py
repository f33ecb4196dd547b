"""What a packet does with the answers of its server that are not of one recipient only."""

import pytest
from django.apps import apps
from django.utils import timezone

from contrasenas.enums import EstadoContrasena, EstadoLote, Factor
from contrasenas.envio import proceso
from contrasenas.envio.servicios import crear_lote_de_prueba
from contrasenas.models import Baja, Camara, Contrasena, Lote
from portal.usuarios.models import Usuario
from tests.contrasenas.envio.conftest import Empacar
from tests.lectura_pdf import texto_pdf
from tests.smtp import Cerrar, Momento, Responder, ServidorSmtp


def como_esta(lote: Lote) -> tuple[str, int, list[tuple[str, int]]]:
    lote.refresh_from_db()
    filas = list(lote.envios.values_list("estado", "fallos"))
    return lote.estado, lote.fallos_seguidos, filas


def test_un_servidor_lleno_hace_esperar_al_paquete_y_no_gasta_las_filas(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(6)
    servidor.guion["conectar"] = [Cerrar("421 4.7.0 Too many connections")] * 6
    proceso.procesar(lote.pk)
    assert como_esta(lote) == (EstadoLote.EN_CURSO, 1, [("pendiente", 0)] * 6)
    assert lote.espera_hasta is not None
    assert "421 4.7.0 Too many connections" in lote.motivo
    assert servidor.ordenes["conectar"] == 1


@pytest.mark.parametrize("momento", ["rcpt", "punto"])
def test_la_cuota_del_servidor_hace_esperar_sin_culpar_a_nadie(
    empacar: Empacar, servidor: ServidorSmtp, momento: Momento
) -> None:
    lote = empacar(2)
    servidor.guion[momento] = [Responder("550 5.4.5 Daily user sending limit exceeded")]
    proceso.procesar(lote.pk)
    assert como_esta(lote) == (EstadoLote.EN_CURSO, 1, [("pendiente", 0)] * 2)
    assert "cuota" in lote.motivo
    assert servidor.recibidos == []


def test_un_buzon_que_no_existe_tras_un_relay_no_detiene_a_los_demas(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(3)
    correo = lote.envios.all()[0].contrasena.correo
    servidor.rechazos[correo] = f"550 5.1.1 <{correo}>: User unknown in relay recipient table"
    proceso.procesar(lote.pk)
    assert como_esta(lote) == (
        EstadoLote.TERMINADO,
        0,
        [("fallido", 1), ("enviado", 0), ("enviado", 0)],
    )


def test_un_servidor_que_no_reenvia_lo_detiene_al_primero_y_ninguna_clave_se_pierde(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(2)
    servidor.guion["rcpt"] = [Responder("554 5.7.1 Relay access denied")]
    proceso.procesar(lote.pk)
    assert como_esta(lote) == (EstadoLote.DETENIDO, 0, [("pendiente", 0)] * 2)
    assert servidor.ordenes["rcpt"] == 1
    for contrasena in Contrasena.objects.all():
        assert contrasena.estado == EstadoContrasena.EN_LOTE
        assert contrasena.clave


def test_una_prueba_que_espero_demasiado_no_entrega_una_clave_que_ya_no_sirve(
    emisora: Camara, operadora: Usuario, servidor: ServidorSmtp
) -> None:
    lote = crear_lote_de_prueba(
        camara=emisora, ano=2026, correo="ana@camara.example", celular="3105550123", actor=operadora
    )
    primera = lote.envios.all()[0].contrasena
    Contrasena.objects.filter(pk=primera.pk).update(vence=timezone.now())
    proceso.procesar(lote.pk)
    assert como_esta(lote) == (EstadoLote.TERMINADO, 0, [("fallido", 1), ("enviado", 0)])
    assert len(servidor.recibidos) == 1
    assert lote.envios.all()[0].respuesta == proceso.PRUEBA_VENCIDA


def test_a_quien_prueba_no_lo_calla_la_baja_que_pidio_como_comerciante(
    emisora: Camara, operadora: Usuario, servidor: ServidorSmtp
) -> None:
    Baja.objects.create(camara=emisora, correo="ana@camara.example")
    lote = crear_lote_de_prueba(
        camara=emisora, ano=2026, correo="ana@camara.example", celular="3105550123", actor=operadora
    )
    proceso.procesar(lote.pk)
    assert len(servidor.recibidos) == 2


def test_con_solo_clave_la_carta_y_la_fila_dicen_que_no_hay_pin(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(1)
    Camara.objects.update(factor_autenticacion_firmado_contrasenas_email=Factor.SOLO_CLAVE)
    proceso.procesar(lote.pk)
    assert Contrasena.objects.get().con_pin is False
    (adjunto,) = servidor.recibidos[0].mensaje.iter_attachments()
    pdf = texto_pdf(adjunto.get_payload(decode=True))  # type: ignore[arg-type]
    assert "PIN de activación" not in pdf
    assert "quedará activa en ese momento" in " ".join(pdf.split())


def test_tras_entregarla_la_clave_no_esta_en_ninguna_tabla(
    empacar: Empacar, servidor: ServidorSmtp, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    lote = empacar(1)
    antes = Contrasena.objects.get()
    clave, ficha = antes.clave, antes.ficha
    assert clave
    assert ficha
    proceso.procesar(lote.pk)
    assert len(servidor.recibidos) == 1
    hecha = Contrasena.objects.get()
    assert (hecha.clave, hecha.ficha) == (None, None)
    for modelo in apps.get_models():
        filas = str(list(modelo._default_manager.values()))
        assert clave not in filas, modelo
        assert ficha not in filas, modelo
    assert clave not in caplog.text
    assert ficha not in caplog.text
