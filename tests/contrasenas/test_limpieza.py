"""Blanquear and Borrar no activados, as the manual tells them apart (004 §6)."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from contrasenas import limpieza
from contrasenas.enums import EstadoContrasena, EstadoEnvio, EstadoLote, EstadoProgramacion
from contrasenas.excepciones import OperacionImposible
from contrasenas.limpieza import blanquear, borrar_no_activados
from contrasenas.models import (
    Activacion,
    Camara,
    Contrasena,
    Envio,
    Lote,
    Pin,
    Programacion,
    TextoLegal,
    UsuarioVerificado,
)
from portal.firma.models import DocumentoFirmado
from portal.usuarios.models import Usuario
from tests.contrasenas.recetas import crear_contrasena

pytestmark = pytest.mark.django_db
ANO = datetime.now(UTC).year
Limpiar = Callable[..., dict[str, int]]


def correr(limpiar: Limpiar, camara: Camara) -> dict[str, int]:
    """Wipe this year's."""
    return limpiar(camara=camara, ano=ANO, avance=lambda hechas, total: None)


def en_estado(camara: Camara, estado: EstadoContrasena, **valores: Any) -> Contrasena:
    """Make a password in that state, with a document if it was delivered."""
    entregada = estado in (EstadoContrasena.ENVIADA, EstadoContrasena.BLOQUEADA)
    con_clave = estado in ("pendiente", "en_lote", "fallida")
    return crear_contrasena(
        camara,
        estado=estado,
        documento=uuid.uuid4(),
        clave_hash="argon2" if entregada else "",
        **({} if con_clave else {"clave": None}),
        **valores,
    )


def empaquetar(
    contrasena: Contrasena, actor: Usuario, *, lote: str = "terminado", envio: str = "enviado"
) -> Envio:
    """Put a password in a packet of its own."""
    return Envio.objects.create(
        lote=Lote.objects.create(
            camara=contrasena.camara,
            ano=contrasena.ano,
            numero=Lote.objects.count() + 1,
            cantidad=1,
            estado=lote,
            actor=actor,
        ),
        orden=1,
        contrasena=contrasena,
        estado=envio,
        proximo_intento=timezone.now() if envio == "pendiente" else None,
        reclamado_en=timezone.now() if envio == "enviando" else None,
        enviado_en=timezone.now() if envio == "enviado" else None,
        message_id=f"<{uuid.uuid4()}@camara.example>",
    )


def activar(contrasena: Contrasena) -> UsuarioVerificado:
    """Make the request, the PIN and the verified user that activating a password leaves."""
    texto, _ = TextoLegal.objects.get_or_create(sha256="0" * 64, version="1", texto="Acepto")
    activacion = Activacion.objects.create(
        contrasena=contrasena,
        estado="activada",
        texto=texto,
        ip="127.0.0.1",
        vence=timezone.now() + timedelta(hours=1),
    )
    Pin.objects.create(activacion=activacion, huella="0" * 64, vence=timezone.now())
    return UsuarioVerificado.objects.create(
        camara=contrasena.camara,
        contrasena=contrasena,
        tipo=contrasena.tipo,
        numero=contrasena.numero,
        nombre=contrasena.nombre,
        correo=contrasena.correo,
        celular=contrasena.celular,
        clave_hash="argon2",
    )


@pytest.mark.parametrize(("limpiar", "quedan"), [(blanquear, 0), (borrar_no_activados, 1)])
def test_borra_todos_los_estados_y_solo_uno_salva_los_activados(
    camara: Camara, limpiar: Limpiar, quedan: int
) -> None:
    for estado in EstadoContrasena:
        en_estado(camara, estado)
    en_estado(camara, EstadoContrasena.PENDIENTE, es_prueba=True, vence=timezone.now())
    resultado = correr(limpiar, camara)
    assert resultado["borradas"] == len(EstadoContrasena) + 1 - quedan
    assert list(Contrasena.objects.values_list("estado", flat=True)) == ["activada"] * quedan


def test_blanquear_borra_lo_que_cuelga_y_deja_los_verificados(
    camara: Camara, operadora: Usuario
) -> None:
    contrasena = en_estado(camara, EstadoContrasena.ACTIVADA)
    empaquetar(contrasena, operadora)
    verificado = activar(contrasena)
    assert correr(blanquear, camara) == {"borradas": 1, "paquetes": 1}
    for modelo in (Contrasena, Envio, Lote, Activacion, Pin):
        assert not modelo._default_manager.exists(), modelo
    verificado.refresh_from_db()
    assert (verificado.contrasena, verificado.estado) == (None, "VE")


def test_borrar_no_activados_deja_al_activado_con_todo_lo_suyo(
    camara: Camara, operadora: Usuario
) -> None:
    activada = en_estado(camara, EstadoContrasena.ACTIVADA)
    suyo = empaquetar(activada, operadora)
    verificado = activar(activada)
    empaquetar(en_estado(camara, EstadoContrasena.ENVIADA), operadora)
    assert correr(borrar_no_activados, camara) == {"borradas": 1, "paquetes": 1}
    assert list(Envio.objects.all()) == [suyo]
    assert list(Lote.objects.all()) == [suyo.lote]
    assert (Activacion.objects.count(), Pin.objects.count()) == (1, 1)
    verificado.refresh_from_db()
    assert verificado.contrasena == activada


def test_ni_otro_ano_ni_otra_camara_se_tocan(
    camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    de_antes = crear_contrasena(camara, ano=ANO - 1)
    ajena = crear_contrasena(otra_camara)
    for contrasena in (de_antes, ajena):
        empaquetar(contrasena, operadora, lote="en_curso", envio="enviando")
    crear_contrasena(camara)
    assert correr(blanquear, camara) == {"borradas": 1, "paquetes": 0}
    assert set(Contrasena.objects.all()) == {de_antes, ajena}
    assert Envio.objects.filter(estado="enviando").count() == 2


@pytest.mark.parametrize("limpiar", [blanquear, borrar_no_activados])
@pytest.mark.parametrize(
    ("lote", "envio"),
    [("en_curso", "pendiente"), ("pausado", "enviando"), ("cancelado", "enviando")],
)
def test_mientras_algo_puede_estar_saliendo_se_niega_y_no_toca_nada(
    camara: Camara, operadora: Usuario, limpiar: Limpiar, lote: str, envio: str
) -> None:
    uno = empaquetar(crear_contrasena(camara), operadora, lote=lote, envio=envio)
    with pytest.raises(OperacionImposible, match="en pausa o cancélelo"):
        correr(limpiar, camara)
    uno.refresh_from_db()
    assert (uno.estado, uno.lote.estado) == (EstadoEnvio(envio), EstadoLote(lote))
    assert Contrasena.objects.count() == 1


def test_lo_que_espera_en_pausa_o_programado_se_cancela_con_lo_demas(
    camara: Camara, operadora: Usuario
) -> None:
    activada = en_estado(camara, EstadoContrasena.ACTIVADA)
    salio = empaquetar(activada, operadora, lote="detenido")
    empaquetar(
        en_estado(camara, EstadoContrasena.EN_LOTE), operadora, lote="pausado", envio="pendiente"
    )
    programacion = Programacion.objects.create(camara=camara, ano=ANO, actor=operadora)
    assert correr(borrar_no_activados, camara) == {"borradas": 1, "paquetes": 1}
    programacion.refresh_from_db()
    assert programacion.estado == EstadoProgramacion.CANCELADA
    salio.lote.refresh_from_db()
    assert salio.lote.estado == EstadoLote.CANCELADO
    assert salio.lote.terminado_en is not None


def test_los_documentos_entregados_quedan_cancelados_en_el_registro(camara: Camara) -> None:
    assert camara.credencial is not None
    entregadas = (EstadoContrasena.ENVIADA, EstadoContrasena.ACTIVADA)
    contrasenas = [en_estado(camara, estado) for estado in entregadas]
    for contrasena, estado in zip(contrasenas, ("vigente", "usado"), strict=True):
        DocumentoFirmado.objects.create(
            pk=contrasena.documento,
            tipo="contrasena",
            titulo="Contraseña",
            emisor="Cámara",
            credencial=camara.credencial,
            firmante="Cámara",
            serial_certificado="1",
            estado=estado,
        )
    correr(blanquear, camara)
    estados = dict(DocumentoFirmado.objects.values_list("pk", "estado"))
    assert [estados[c.documento] for c in contrasenas] == ["anulado", "usado"]  # type: ignore[index]


def test_va_por_tandas(camara: Camara, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limpieza, "TANDA", 2)
    for _ in range(5):
        crear_contrasena(camara)
    avances: list[tuple[int, int]] = []
    blanquear(camara=camara, ano=ANO, avance=lambda *cuenta: avances.append(cuenta))
    assert avances == [(0, 5), (2, 5), (4, 5), (5, 5)]


def test_nada_cuelga_de_una_contrasena_que_la_limpieza_no_conozca() -> None:
    de_la_contrasena = {r.related_model for r in Contrasena._meta.related_objects}
    de_la_activacion = {r.related_model for r in Activacion._meta.related_objects}
    assert de_la_contrasena == {Activacion, Envio, UsuarioVerificado}
    assert de_la_activacion == {Pin}
