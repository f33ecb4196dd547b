"""Packets: what goes into one, in which order, and what staff may do with it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from contrasenas.enums import EstadoContrasena, EstadoEnvio, EstadoLote, TipoLote
from contrasenas.envio.excepciones import (
    CantidadInvalida,
    CorreoInvalido,
    EstadoInvalido,
    SinCredencial,
    SinPendientes,
    SinServidor,
)
from contrasenas.envio.servicios import (
    cancelar_lote,
    crear_lote,
    crear_lote_de_prueba,
    pausar_lote,
    reanudar_lote,
    reintentar_fallidos,
)
from contrasenas.huella import huella_de_ficha
from contrasenas.models import Baja, Camara, Contrasena, Envio, Lote
from portal.auditoria.models import Evento
from portal.mensajes.telefono import CelularInvalido
from portal.usuarios.models import Usuario
from tests.contrasenas.recetas import crear_contrasena

ANO = 2026


def poblar(camara: Camara, cuantas: int) -> list[Contrasena]:
    return [crear_contrasena(camara, ano=ANO) for _ in range(cuantas)]


def enviar(camara: Camara, actor: Usuario, cantidad: int = 2) -> Lote:
    return crear_lote(camara=camara, ano=ANO, cantidad=cantidad, actor=actor)


def probar(
    camara: Camara, actor: Usuario, correo: str = "ana@camara.example", celular: str = "3105550123"
) -> Lote:
    return crear_lote_de_prueba(camara=camara, ano=ANO, correo=correo, celular=celular, actor=actor)


def fallar(envio: Envio) -> None:
    Envio.objects.filter(pk=envio.pk).update(
        estado=EstadoEnvio.FALLIDO, proximo_intento=None, fallos=3, respuesta="550 No existe"
    )
    Contrasena.objects.filter(pk=envio.contrasena_id).update(estado=EstadoContrasena.FALLIDA)


def acciones(lote: Lote) -> list[str]:
    return list(Evento.objects.de(lote).values_list("accion", flat=True))


def test_un_paquete_lleva_las_primeras_pendientes_en_orden(
    camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    cancelada = crear_contrasena(camara, ano=ANO, estado="cancelada", clave=None)
    contrasenas = poblar(camara, 5)
    ajenas = [*poblar(otra_camara, 1), crear_contrasena(camara, ano=ANO - 1)]

    lote = enviar(camara, operadora, 3)

    assert (lote.numero, lote.cantidad, lote.tipo) == (1, 3, TipoLote.REAL)
    assert lote.estado == EstadoLote.EN_CURSO
    filas = list(lote.envios.values_list("orden", "contrasena_id", "estado", "intentos"))
    assert filas == [(n, contrasenas[n - 1].pk, "pendiente", 0) for n in (1, 2, 3)]
    for contrasena in (*contrasenas, *ajenas, cancelada):
        contrasena.refresh_from_db()
    assert [c.estado for c in contrasenas] == ["en_lote"] * 3 + ["pendiente"] * 2
    assert {c.estado for c in ajenas} == {"pendiente"}
    assert cancelada.estado == "cancelada"


def test_cada_una_recibe_su_enlace_su_documento_y_su_message_id_del_dominio_de_la_camara(
    camara: Camara, operadora: Usuario
) -> None:
    claves = {c.pk: c.clave for c in poblar(camara, 3)}
    envios = list(enviar(camara, operadora, 3).envios.select_related("contrasena"))
    contrasenas = [e.contrasena for e in envios]
    assert {c.pk: c.clave for c in contrasenas} == claves
    assert len({c.ficha for c in contrasenas}) == len({c.documento for c in contrasenas}) == 3
    assert all(c.ficha and c.ficha_hash == huella_de_ficha(c.ficha) for c in contrasenas)
    assert len({e.message_id for e in envios}) == 3
    for envio in envios:
        assert envio.message_id.endswith("@camara.example>")
        assert str(envio.contrasena.documento).replace("-", "") not in envio.message_id


def test_el_dominio_con_enes_va_en_ascii(camara: Camara, operadora: Usuario) -> None:
    Camara.objects.update(masivos_smtp_correo_admin="envios@cámara-ñuñez.example")
    poblar(camara, 1)
    envio = enviar(camara, operadora).envios.get()
    assert envio.message_id.isascii()
    assert "@xn--" in envio.message_id


def test_los_paquetes_se_numeran_y_el_ultimo_lleva_lo_que_queda(
    camara: Camara, operadora: Usuario
) -> None:
    poblar(camara, 5)
    lotes = [enviar(camara, operadora, 3), enviar(camara, operadora, 3)]
    assert [(lote.numero, lote.cantidad) for lote in lotes] == [(1, 3), (2, 2)]
    with pytest.raises(SinPendientes, match="No queda ninguna contraseña de 2026"):
        enviar(camara, operadora)


def test_quien_pidio_no_recibir_mas_correos_no_entra(
    camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    baja, resto = poblar(camara, 2)
    Contrasena.objects.filter(pk=baja.pk).update(correo="Quien.No.Quiere@correo.example")
    Baja.objects.create(camara=camara, correo="quien.no.quiere@correo.example")
    Baja.objects.create(camara=otra_camara, correo=resto.correo)
    lote = enviar(camara, operadora)
    assert [e.contrasena_id for e in lote.envios.all()] == [resto.pk]


@pytest.mark.parametrize("cantidad", [-1, 0, 501, 10_000])
def test_una_cantidad_fuera_de_1_a_500_no_hace_paquete(
    camara: Camara, operadora: Usuario, cantidad: int
) -> None:
    poblar(camara, 1)
    with pytest.raises(CantidadInvalida, match="entre 1 y 500"):
        enviar(camara, operadora, cantidad)
    assert not Lote.objects.exists()


@pytest.mark.parametrize("falta", ["masivos_smtp_server", "masivos_smtp_correo_admin"])
def test_sin_servidor_propio_no_se_envia_nada(
    camara: Camara, operadora: Usuario, falta: str
) -> None:
    poblar(camara, 1)
    Camara.objects.update(**{falta: ""})
    with pytest.raises(SinServidor, match="correo del portal no se usa"):
        enviar(camara, operadora)
    with pytest.raises(SinServidor):
        probar(camara, operadora)
    assert not Lote.objects.exists()


def test_sin_credencial_de_firma_no_se_envia_nada(camara: Camara, operadora: Usuario) -> None:
    poblar(camara, 1)
    Camara.objects.update(credencial=None)
    with pytest.raises(SinCredencial, match="Ningún PDF sale sin firmar"):
        enviar(camara, operadora)
    with pytest.raises(SinCredencial):
        probar(camara, operadora)
    assert not Lote.objects.exists()


def test_se_llama_a_los_trabajadores_solo_si_el_paquete_queda_en_firme(
    camara: Camara,
    operadora: Usuario,
    llamadas: list[int],
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    poblar(camara, 1)
    with django_capture_on_commit_callbacks(execute=True):
        lote = enviar(camara, operadora)
        assert llamadas == []
    assert llamadas == [lote.pk]


def test_una_prueba_son_dos_correos_con_los_datos_de_quien_prueba(
    camara: Camara, operadora: Usuario
) -> None:
    real = poblar(camara, 1)[0]
    Camara.objects.update(identificacion_prueba="ENSAYO1@")
    lote = probar(camara, operadora, " ana@camara.example ", "310 555 0123")
    assert (lote.tipo, lote.cantidad) == (TipoLote.PRUEBA, 2)
    contrasenas = list(Contrasena.objects.filter(es_prueba=True))
    assert [e.contrasena for e in lote.envios.all()] == contrasenas
    for contrasena in contrasenas:
        assert contrasena.numero == "ENSAYO1@"
        assert (contrasena.correo, contrasena.celular) == ("ana@camara.example", "+573105550123")
        assert contrasena.estado == EstadoContrasena.EN_LOTE
        assert contrasena.vence is not None
        assert abs(contrasena.vence - timezone.now() - timedelta(days=1)) < timedelta(minutes=1)
    assert contrasenas[0].clave != contrasenas[1].clave
    real.refresh_from_db()
    assert real.estado == EstadoContrasena.PENDIENTE


def test_una_prueba_con_un_correo_o_un_celular_que_no_sirven_se_explica(
    camara: Camara, operadora: Usuario
) -> None:
    with pytest.raises(CorreoInvalido):
        probar(camara, operadora, "no es un correo")
    with pytest.raises(CelularInvalido):
        probar(camara, operadora, celular="6015550123")
    assert not Contrasena.objects.exists()


def test_un_paquete_se_pone_en_pausa_y_se_reanuda_una_vez(
    camara: Camara, operadora: Usuario
) -> None:
    poblar(camara, 1)
    lote = enviar(camara, operadora)
    pausar_lote(lote=lote, actor=operadora)
    assert lote.estado == EstadoLote.PAUSADO
    with pytest.raises(EstadoInvalido):
        pausar_lote(lote=Lote.objects.get(), actor=operadora)
    reanudar_lote(lote=lote, actor=operadora)
    assert lote.estado == EstadoLote.EN_CURSO
    with pytest.raises(EstadoInvalido):
        reanudar_lote(lote=lote, actor=operadora)
    assert acciones(lote) == ["Reanudó el paquete", "Puso en pausa el paquete", "Envió un paquete"]


def test_reanudar_uno_detenido_olvida_los_fallos_y_guarda_por_que_se_detuvo(
    camara: Camara, operadora: Usuario
) -> None:
    poblar(camara, 1)
    lote = enviar(camara, operadora)
    lote.pasar(
        [EstadoLote.EN_CURSO], EstadoLote.DETENIDO, motivo="No aceptó la clave", fallos_seguidos=5
    )
    reanudar_lote(lote=lote, actor=operadora)
    assert (lote.motivo, lote.fallos_seguidos) == ("", 0)
    assert Evento.objects.de(lote)[0].motivo == "No aceptó la clave"


def test_cancelar_devuelve_lo_que_no_salio_y_respeta_lo_demas(
    camara: Camara, operadora: Usuario
) -> None:
    contrasenas = poblar(camara, 4)
    lote = enviar(camara, operadora, 4)
    en_vuelo, fallido, *_ = lote.envios.all()
    Envio.objects.filter(pk=en_vuelo.pk).update(
        estado=EstadoEnvio.ENVIANDO, proximo_intento=None, reclamado_en=timezone.now()
    )
    fallar(fallido)

    assert cancelar_lote(lote=lote, actor=operadora) == 2

    assert lote.estado == EstadoLote.CANCELADO
    assert lote.terminado_en is not None
    estados = list(lote.envios.values_list("estado", flat=True))
    assert estados == ["enviando", "fallido", "anulado", "anulado"]
    for contrasena in contrasenas:
        contrasena.refresh_from_db()
    assert [c.estado for c in contrasenas] == ["en_lote", "fallida", "pendiente", "pendiente"]
    with pytest.raises(EstadoInvalido):
        cancelar_lote(lote=lote, actor=operadora)
    assert acciones(lote)[0] == "Canceló el paquete"


def test_lo_cancelado_vuelve_a_salir_con_el_mismo_enlace_y_el_mismo_message_id(
    camara: Camara, operadora: Usuario
) -> None:
    poblar(camara, 1)
    primero = enviar(camara, operadora)
    antes = Contrasena.objects.get()
    cancelar_lote(lote=primero, actor=operadora)
    segundo = enviar(camara, operadora)
    despues = Contrasena.objects.get()
    for campo in ("clave", "ficha", "ficha_hash", "documento"):
        assert getattr(despues, campo) == getattr(antes, campo)
    assert segundo.envios.get().message_id == primero.envios.get().message_id


def test_cancelar_una_prueba_borra_sus_claves(camara: Camara, operadora: Usuario) -> None:
    cancelar_lote(lote=probar(camara, operadora), actor=operadora)
    filas = set(Contrasena.objects.values_list("estado", "clave", "ficha"))
    assert filas == {("cancelada", None, None)}


@pytest.mark.parametrize("final", [EstadoLote.TERMINADO, EstadoLote.CANCELADO])
def test_reintentar_reabre_un_paquete_terminado_solo_con_los_fallidos(
    camara: Camara, operadora: Usuario, final: EstadoLote
) -> None:
    poblar(camara, 2)
    lote = enviar(camara, operadora)
    bien, mal = lote.envios.all()
    Envio.objects.filter(pk=bien.pk).update(
        estado=EstadoEnvio.ENVIADO, proximo_intento=None, enviado_en=timezone.now()
    )
    fallar(mal)
    lote.pasar([EstadoLote.EN_CURSO], final, terminado_en=timezone.now())

    assert reintentar_fallidos(lote=lote, actor=operadora) == 1

    assert (lote.estado, lote.terminado_en) == (EstadoLote.EN_CURSO, None)
    mal.refresh_from_db()
    assert (mal.estado, mal.fallos, mal.respuesta) == (EstadoEnvio.PENDIENTE, 0, "")
    assert mal.contrasena.estado == EstadoContrasena.EN_LOTE
    bien.refresh_from_db()
    assert bien.estado == EstadoEnvio.ENVIADO
    with pytest.raises(EstadoInvalido, match="no tiene envíos fallidos"):
        reintentar_fallidos(lote=lote, actor=operadora)


def test_reintentar_en_un_paquete_en_pausa_no_lo_reanuda(
    camara: Camara, operadora: Usuario
) -> None:
    poblar(camara, 1)
    lote = enviar(camara, operadora)
    fallar(lote.envios.get())
    pausar_lote(lote=lote, actor=operadora)
    reintentar_fallidos(lote=lote, actor=operadora)
    assert lote.estado == EstadoLote.PAUSADO


def test_ningun_secreto_ni_correo_queda_en_el_historial(camara: Camara, operadora: Usuario) -> None:
    poblar(camara, 2)
    cancelar_lote(lote=enviar(camara, operadora), actor=operadora)
    texto = " ".join(str(fila) for fila in Evento.objects.values())
    for contrasena in Contrasena.objects.all():
        assert contrasena.clave
        assert contrasena.ficha
        assert contrasena.clave not in texto
        assert contrasena.ficha not in texto
        assert contrasena.correo not in texto


def test_reintentar_un_paquete_que_se_blanqueo_mientras_tanto_se_explica(
    camara: Camara, operadora: Usuario
) -> None:
    poblar(camara, 2)
    lote = enviar(camara, operadora)
    Lote.objects.filter(pk=lote.pk).delete()
    with pytest.raises(EstadoInvalido, match="ya no existe"):
        reintentar_fallidos(lote=lote, actor=operadora)
