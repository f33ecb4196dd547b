"""One worker on one packet, against a real mail server that does as it is told."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from contrasenas import huella, pdf_contrasena
from contrasenas.enums import EstadoContrasena, EstadoEnvio, EstadoLote
from contrasenas.envio import proceso
from contrasenas.envio.politica import INTENTOS_MAXIMOS
from contrasenas.envio.servicios import crear_lote_de_prueba, reanudar_lote
from contrasenas.models import Baja, Camara, Contrasena, Envio, Lote
from portal.auditoria.models import Evento
from portal.firma.models import DocumentoFirmado
from portal.usuarios.models import Usuario
from tests.contrasenas.envio.conftest import Empacar
from tests.lectura_pdf import texto_pdf
from tests.smtp import Cerrar, Cortar, Recibido, Responder, Seguir, ServidorSmtp


def clave_del_pdf(recibido: Recibido) -> str:
    (adjunto,) = recibido.mensaje.iter_attachments()
    return texto_pdf(adjunto.get_payload(decode=True))  # type: ignore[arg-type]


def destinos(servidor: ServidorSmtp) -> list[str]:
    return [destino for recibido in servidor.recibidos for destino in recibido.destinatarios]


def estados(lote: Lote) -> list[str]:
    return list(lote.envios.values_list("estado", flat=True))


def apremiar() -> None:
    """Let the time pass that rows and packets wait."""
    ahora = timezone.now()
    Envio.objects.filter(estado=EstadoEnvio.PENDIENTE).update(proximo_intento=ahora)
    Lote.objects.update(espera_hasta=None)


def test_cada_persona_recibe_su_clave_y_solo_queda_la_huella(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(12)
    antes = {c.correo: (c.clave, c.ficha) for c in Contrasena.objects.all()}

    assert proceso.procesar(lote.pk) is False

    lote.refresh_from_db()
    assert (lote.estado, lote.espera_hasta, lote.motivo) == (EstadoLote.TERMINADO, None, "")
    assert lote.terminado_en is not None
    assert sorted(destinos(servidor)) == sorted(antes)
    for contrasena in Contrasena.objects.all():
        assert contrasena.estado == EstadoContrasena.ENVIADA
        assert (contrasena.clave, contrasena.ficha, contrasena.con_pin) == (None, None, True)
        clave, ficha = antes[contrasena.correo]
        assert clave
        assert ficha
        assert huella.verificar(clave, contrasena.clave_hash)
        assert contrasena.ficha_hash == huella.huella_de_ficha(ficha)
    for recibido in servidor.recibidos:
        clave, ficha = antes[recibido.destinatarios[0]]
        assert f"/contrasenas/activar/{ficha}/".encode() in recibido.crudo.replace(b"=\r\n", b"")
        assert clave
        assert clave in clave_del_pdf(recibido)
        envio = Envio.objects.get(message_id=recibido.mensaje["Message-ID"])
        assert envio.contrasena.correo == recibido.destinatarios[0]
        assert envio.estado == EstadoEnvio.ENVIADO
        assert envio.respuesta.startswith("250 2.0.0 Ok: queued as")


def test_una_sola_conexion_lleva_todo_el_paquete(empacar: Empacar, servidor: ServidorSmtp) -> None:
    proceso.procesar(empacar(12).pk)
    assert len(servidor.saludos) == 1
    assert servidor.saludos == ["camara.example"]


def test_cada_documento_firmado_queda_en_el_registro(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    proceso.procesar(empacar(2).pk)
    documentos = set(Contrasena.objects.values_list("documento", flat=True))
    registrados = DocumentoFirmado.objects.firmados()
    assert set(registrados.values_list("pk", flat=True)) == documentos
    assert set(registrados.values_list("tipo", "titulo")) == {
        ("contrasena-preasignada", "Contraseña preasignada")
    }


def test_un_rechazo_permanente_acaba_la_fila_con_las_palabras_del_servidor(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(3)
    correo = lote.envios.all()[1].contrasena.correo
    servidor.rechazos[correo] = f"550 5.1.1 <{correo}> no existe"

    proceso.procesar(lote.pk)

    assert estados(lote) == ["enviado", "fallido", "enviado"]
    fallido = lote.envios.all()[1]
    assert fallido.respuesta == "550 5.1.1 <[correo]> no existe"
    assert fallido.contrasena.estado == EstadoContrasena.FALLIDA
    assert fallido.contrasena.clave is not None
    lote.refresh_from_db()
    assert (lote.estado, lote.fallos_seguidos) == (EstadoLote.TERMINADO, 0)


def test_un_rechazo_temporal_espera_y_sale_despues_con_la_misma_clave(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(1)
    antes = Contrasena.objects.get()
    servidor.guion["rcpt"] = [Responder("450 4.2.1 Lista gris")]

    proceso.procesar(lote.pk)

    envio = lote.envios.get()
    assert (envio.estado, envio.fallos) == (EstadoEnvio.PENDIENTE, 1)
    assert envio.proximo_intento is not None
    espera = envio.proximo_intento - timezone.now()
    assert timedelta(minutes=1) < espera <= timedelta(minutes=2)
    lote.refresh_from_db()
    assert lote.estado == EstadoLote.EN_CURSO
    proceso.procesar(lote.pk)
    assert servidor.recibidos == []

    apremiar()
    proceso.procesar(lote.pk)
    assert estados(lote) == ["enviado"]
    assert antes.clave
    assert antes.clave in clave_del_pdf(servidor.recibidos[0])
    assert servidor.recibidos[0].mensaje["Message-ID"] == envio.message_id


def test_tras_demasiados_rechazos_temporales_la_fila_falla(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(1)
    servidor.guion["rcpt"] = [Responder("450 4.2.1 Lista gris")] * INTENTOS_MAXIMOS
    Envio.objects.update(fallos=INTENTOS_MAXIMOS - 1)
    proceso.procesar(lote.pk)
    assert estados(lote) == ["fallido"]
    assert Contrasena.objects.get().estado == EstadoContrasena.FALLIDA


def test_una_racha_de_fallos_detiene_el_paquete_y_lo_demas_no_se_intenta(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(8)
    servidor.guion["rcpt"] = [Responder("550 5.7.1 No se admite")] * 8

    proceso.procesar(lote.pk)

    lote.refresh_from_db()
    assert lote.estado == EstadoLote.DETENIDO
    assert lote.motivo.startswith("Se detuvo después de 5 fallos seguidos. El último: ")
    assert "550 5.7.1 No se admite" in lote.motivo
    assert estados(lote) == ["fallido"] * 5 + ["pendiente"] * 3
    evento = Evento.objects.de(lote)[0]
    assert (evento.accion, evento.actor) == ("Se detuvo el paquete", None)


def test_los_fallos_salteados_no_lo_detienen(empacar: Empacar, servidor: ServidorSmtp) -> None:
    lote = empacar(8)
    mal, bien = Responder("550 5.1.1 No existe"), Seguir()
    servidor.guion["rcpt"] = [mal, mal, mal, mal, bien, mal, mal, bien]
    proceso.procesar(lote.pk)
    lote.refresh_from_db()
    assert lote.estado == EstadoLote.TERMINADO
    assert len(servidor.recibidos) == 2


def test_una_clave_que_el_servidor_no_acepta_detiene_el_paquete_sin_gastar_ninguna_fila(
    emisora: Camara, empacar: Empacar
) -> None:
    lote = empacar(3)
    with ServidorSmtp(cuenta=("cuenta", "la clave buena")) as exigente:
        Camara.objects.update(
            masivos_smtp_port=exigente.puerto,
            masivos_smtp_authentication=True,
            masivos_smtp_cuenta_admin="cuenta",
            masivos_smtp_password_admin="la clave mala",
        )
        proceso.procesar(lote.pk)
        lote.refresh_from_db()
        assert lote.estado == EstadoLote.DETENIDO
        assert "no aceptó la cuenta o la contraseña" in lote.motivo
        assert "la clave mala" not in lote.motivo
        assert set(lote.envios.values_list("estado", "fallos")) == {("pendiente", 0)}

        Camara.objects.update(masivos_smtp_password_admin="la clave buena")
        reanudar_lote(lote=lote, actor=lote.actor)
        proceso.procesar(lote.pk)
        assert len(exigente.recibidos) == 3
    assert set(estados(lote)) == {"enviado"}


def test_un_servidor_que_no_atiende_hace_esperar_al_paquete_y_al_final_lo_detiene(
    empacar: Empacar,
) -> None:
    lote = empacar(2)
    Camara.objects.update(masivos_smtp_port=1)
    esperas = []
    for _ in range(5):
        proceso.procesar(lote.pk)
        lote.refresh_from_db()
        esperas.append(lote.espera_hasta)
        assert set(estados(lote)) == {"pendiente"}
        assert "no atiende en ese puerto" in lote.motivo
        apremiar()
    assert lote.estado == EstadoLote.DETENIDO
    assert all(esperas[:4])
    assert esperas[4] is None


def test_mientras_el_paquete_espera_nadie_lo_toca(empacar: Empacar, servidor: ServidorSmtp) -> None:
    lote = empacar(1)
    Lote.objects.update(espera_hasta=timezone.now() + timedelta(minutes=1))
    proceso.procesar(lote.pk)
    assert servidor.recibidos == []
    assert estados(lote) == ["pendiente"]


def test_si_el_servidor_corta_a_mitad_del_mensaje_los_demas_salen_y_ese_despues(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(3)
    servidor.guion["data"] = [Seguir(), Cortar(tras=500)]
    proceso.procesar(lote.pk)
    assert len(servidor.recibidos) >= 2
    apremiar()
    proceso.procesar(lote.pk)
    assert estados(lote) == ["enviado"] * 3
    assert len(set(destinos(servidor))) == len(servidor.recibidos) == 3


def test_si_corta_tras_recibirlo_todo_el_mensaje_se_repite_con_el_mismo_message_id(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(2)
    servidor.guion["punto"] = [Cerrar("451 4.3.0 A medias")]
    proceso.procesar(lote.pk)
    apremiar()
    proceso.procesar(lote.pk)
    assert estados(lote) == ["enviado"] * 2
    assert len(servidor.recibidos) == 2


def test_sin_firma_no_sale_nada_y_el_paquete_se_detiene(
    empacar: Empacar, emisora: Camara, servidor: ServidorSmtp
) -> None:
    lote = empacar(2)
    assert emisora.credencial
    emisora.credencial.activa = False
    emisora.credencial.save()
    proceso.procesar(lote.pk)
    lote.refresh_from_db()
    assert lote.estado == EstadoLote.DETENIDO
    assert lote.motivo == "La credencial de firma está desactivada."
    assert servidor.recibidos == []
    assert set(estados(lote)) == {"pendiente"}


def test_si_la_camara_pierde_su_servidor_o_su_credencial_el_paquete_se_detiene(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(1)
    Camara.objects.update(credencial=None)
    proceso.procesar(lote.pk)
    lote.refresh_from_db()
    assert (lote.estado, estados(lote)) == (EstadoLote.DETENIDO, ["pendiente"])
    assert "no tiene credencial" in lote.motivo


def test_un_defecto_nuestro_no_deja_la_fila_atascada_ni_detiene_a_las_demas(
    empacar: Empacar,
    servidor: ServidorSmtp,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    lote = empacar(3)
    averiada = lote.envios.all()[0].contrasena
    original = pdf_contrasena.componer

    def averiar(datos: pdf_contrasena.DatosContrasena) -> bytes:
        if datos.documento == averiada.documento:
            raise LookupError("un secreto")
        return original(datos)

    monkeypatch.setattr(pdf_contrasena, "componer", averiar)
    proceso.procesar(lote.pk)
    assert estados(lote) == ["pendiente", "enviado", "enviado"]
    fila = lote.envios.all()[0]
    assert (fila.fallos, "error interno" in fila.respuesta) == (1, True)
    assert "defecto al preparar una contraseña" in caplog.text


def test_quien_se_dio_de_baja_despues_de_empacar_no_recibe_nada(
    empacar: Empacar, emisora: Camara, servidor: ServidorSmtp
) -> None:
    lote = empacar(2)
    correo = lote.envios.all()[0].contrasena.correo
    Baja.objects.create(camara=emisora, correo=correo)
    proceso.procesar(lote.pk)
    assert estados(lote) == ["fallido", "enviado"]
    assert correo not in destinos(servidor)
    lote.refresh_from_db()
    assert (lote.estado, lote.fallos_seguidos) == (EstadoLote.TERMINADO, 0)


def test_una_direccion_a_la_que_no_se_puede_escribir_falla_sola(
    empacar: Empacar, servidor: ServidorSmtp
) -> None:
    lote = empacar(2)
    Contrasena.objects.filter(pk=lote.envios.all()[0].contrasena_id).update(correo="a@b..example")
    proceso.procesar(lote.pk)
    assert estados(lote) == ["fallido", "enviado"]


def test_una_prueba_llega_dos_veces_a_quien_prueba_y_dice_que_lo_es(
    emisora: Camara, operadora: Usuario, servidor: ServidorSmtp
) -> None:
    lote = crear_lote_de_prueba(
        camara=emisora, ano=2026, correo="ana@camara.example", celular="3105550123", actor=operadora
    )
    proceso.procesar(lote.pk)
    assert destinos(servidor) == ["ana@camara.example"] * 2
    for recibido in servidor.recibidos:
        assert recibido.mensaje["Subject"].startswith("[PRUEBA] ")
        texto = clave_del_pdf(recibido)
        assert "PRUEBA" in texto
        assert emisora.identificacion_prueba not in texto
        assert emisora.identificacion_prueba.encode() not in recibido.crudo
    assert {c.estado for c in Contrasena.objects.all()} == {"enviada"}
    assert {type(c.documento) for c in Contrasena.objects.all()} == {uuid.UUID}
