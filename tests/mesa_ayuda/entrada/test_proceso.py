"""Every mail ends, once, and none stops another."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError

from mesa_ayuda.casos import abrir_caso, cambiar_estado
from mesa_ayuda.entrada import proceso
from mesa_ayuda.entrada.contenido import Contenido, preparar
from mesa_ayuda.entrada.importacion import importar
from mesa_ayuda.entrada.lectura import CorreoLeido
from mesa_ayuda.entrada.proceso import procesar, simular
from mesa_ayuda.entrada.recepcion import recibir
from mesa_ayuda.enums import Estado, EstadoCorreo, Veredicto, Via
from mesa_ayuda.models import (
    Buzon,
    Caso,
    CorreoEntrante,
)
from mesa_ayuda.salida.identificador import firmar
from portal.limites import LimitesNoDisponibles
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.entrada.conftest import Tomar
from tests.mesa_ayuda.entrada.muestras import (
    NUEVA,
    PDF,
    anidado,
    correo,
    crudo,
    rebote,
    responder_a,
)
from tests.mesa_ayuda.recetas import crear_buzon, crear_caso

pytestmark = pytest.mark.django_db


def test_el_mismo_correo_dos_veces_es_un_caso(buzon: Buzon, tomar: Tomar) -> None:
    octetos = correo(de=NUEVA)
    tomar(octetos)
    otra = recibir(buzon=buzon, crudo=octetos)
    assert not otra.nuevo
    assert procesar(pk=otra.correo.pk) is None
    assert Caso.objects.count() == 1


def test_el_mismo_correo_a_dos_buzones_es_un_caso(
    tomar: Tomar, cliente: Usuario, buzon: Buzon
) -> None:
    octetos = correo(de=cliente.email)
    primero = tomar(octetos)
    otro = Buzon.objects.create(nombre="Otro", direccion="soporte@portal.example")
    fila = recibir(buzon=otro, crudo=octetos)
    resultado = procesar(pk=fila.correo.pk)
    assert resultado is not None
    assert (resultado.veredicto, resultado.caso) == (Veredicto.DUPLICADO, primero.caso)
    assert Caso.objects.count() == 1


@pytest.mark.parametrize(
    ("octetos", "motivo"),
    [
        (b"", "vacío"),
        (b"\r\n\r\n", "vacío"),
        (anidado(5_000), "demasiadas partes"),
        (crudo("From: a@b.example", b"x" * 11 * 1024 * 1024), "10 MB"),
    ],
    ids=["vacío", "sólo espacios", "anidado", "grande"],
)
def test_lo_que_no_se_puede_leer_queda_a_la_vista_con_su_motivo(
    tomar: Tomar, octetos: bytes, motivo: str
) -> None:
    assert tomar(octetos).veredicto == Veredicto.NO_IMPORTADO
    fila = CorreoEntrante.objects.no_importados().get()
    assert motivo in fila.motivo
    assert fila.crudo.size == len(octetos)


def test_un_correo_sin_remitente_queda_para_el_personal(tomar: Tomar) -> None:
    assert tomar(b"Subject: x\r\n\r\nhola").veredicto == Veredicto.RECHAZADO
    assert CorreoEntrante.objects.no_importados().get().asunto == "x"


def test_un_defecto_nuestro_no_detiene_la_cola_ni_deja_nada_a_medias(
    tomar: Tomar, monkeypatch: pytest.MonkeyPatch
) -> None:
    bueno = importar

    def roto(**partes: Any) -> Caso | None:
        bueno(**partes)
        raise KeyError("texto del correo")

    monkeypatch.setattr(proceso, "importar", roto)
    resultado = tomar(de=NUEVA, adjuntos=[("a.pdf", "application/pdf", PDF)])
    assert resultado.veredicto == Veredicto.NO_IMPORTADO
    assert "KeyError" in resultado.motivo
    assert "texto del correo" not in resultado.motivo
    assert not Caso.objects.exists()
    assert not CorreoSaliente.objects.exists()
    assert not default_storage.exists("casos") or all(
        not default_storage.listdir(f"casos/{carpeta}")[1]
        for carpeta in default_storage.listdir("casos")[0]
    )
    monkeypatch.setattr(proceso, "importar", bueno)
    assert tomar(de=NUEVA).veredicto == Veredicto.CASO_NUEVO


@pytest.mark.parametrize("error", [LimitesNoDisponibles, OperationalError, OSError])
def test_lo_que_impidio_el_momento_se_intenta_otra_vez(
    buzon: Buzon, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    fila = recibir(buzon=buzon, crudo=correo(de=NUEVA)).correo

    def caido(**_partes: Any) -> None:
        raise error

    with monkeypatch.context() as parche:
        parche.setattr(proceso, "importar", caido)
        assert procesar(pk=fila.pk) is None
    fila.refresh_from_db()
    assert (fila.estado, fila.reclamado_en) == (EstadoCorreo.RECIBIDO, None)
    resultado = procesar(pk=fila.pk)
    assert resultado is not None
    assert resultado.veredicto == Veredicto.CASO_NUEVO


def test_un_caso_que_se_cierra_mientras_se_lee_su_respuesta_se_decide_otra_vez(
    buzon: Buzon, cliente: Usuario, agente: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    caso = abrir_caso(asunto="a", descripcion="b", via=Via.WEB, contacto=cliente)
    octetos = correo(de=cliente.email, cabeceras=responder_a(caso))
    fila = recibir(buzon=buzon, crudo=octetos).correo

    def y_alguien_cierra(leido: CorreoLeido) -> Contenido:
        cambiar_estado(caso=caso, a=Estado.CERRADO, actor=agente)
        return preparar(leido)

    with monkeypatch.context() as parche:
        parche.setattr(proceso, "preparar", y_alguien_cierra)
        assert procesar(pk=fila.pk) is None
    fila.refresh_from_db()
    assert (fila.estado, fila.reclamado_en) == (EstadoCorreo.RECIBIDO, None)
    resultado = procesar(pk=fila.pk)
    caso.refresh_from_db()
    assert resultado is not None
    assert (resultado.veredicto, caso.estado) == (Veredicto.RESPUESTA, Estado.ABIERTO)


def test_la_misma_respuesta_a_dos_buzones_a_la_vez_entra_una_vez(
    buzon: Buzon, cliente: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    caso = abrir_caso(asunto="a", descripcion="b", via=Via.WEB, contacto=cliente)
    octetos = correo("La respuesta", de=cliente.email, cabeceras=responder_a(caso))
    otro = crear_buzon("soporte@portal.example")
    una, otra = (recibir(buzon=b, crudo=octetos).correo for b in (buzon, otro))

    def y_entra_la_otra(leido: CorreoLeido) -> Contenido:
        parche.setattr(proceso, "preparar", preparar)
        procesar(pk=otra.pk)
        return preparar(leido)

    with monkeypatch.context() as parche:
        parche.setattr(proceso, "preparar", y_entra_la_otra)
        assert procesar(pk=una.pk) is None
    resultado = procesar(pk=una.pk)
    assert resultado is not None
    assert (resultado.veredicto, resultado.caso) == (Veredicto.DUPLICADO, caso.numero)
    assert caso.mensajes.filter(texto="La respuesta").count() == 1


def test_lo_que_falla_siempre_termina_a_la_vista(
    buzon: Buzon, monkeypatch: pytest.MonkeyPatch
) -> None:
    fila = recibir(buzon=buzon, crudo=correo(de=NUEVA)).correo

    def caido(**_partes: Any) -> None:
        raise LimitesNoDisponibles

    monkeypatch.setattr(proceso, "importar", caido)
    resultados = [procesar(pk=fila.pk) for _ in range(6)]
    assert [r.veredicto for r in resultados if r] == [Veredicto.NO_IMPORTADO]
    assert "LimitesNoDisponibles" in CorreoEntrante.objects.no_importados().get().motivo


def test_simular_dice_lo_mismo_y_no_escribe_nada(
    tomar: Tomar, buzon: Buzon, cliente: Usuario
) -> None:
    caso = crear_caso(cliente)
    muestras = [
        correo(de=NUEVA),
        correo(de=cliente.email, cabeceras=responder_a(caso)),
        correo(cabeceras={"Auto-Submitted": "auto-replied"}),
        rebote(firmar(caso, dominio="portal.example")),
        b"",
    ]
    simulados = [simular(buzon=buzon, crudo=octetos) for octetos in muestras]
    assert not CorreoEntrante.objects.exists()
    assert Caso.objects.count() == 1
    assert not caso.mensajes.exists()
    hechos = [tomar(octetos) for octetos in muestras]
    assert [s.veredicto for s in simulados] == [h.veredicto for h in hechos]
    assert [s.caso for s in simulados[1:]] == [h.caso for h in hechos[1:]]
    assert simular(buzon=buzon, crudo=muestras[0]).veredicto == Veredicto.DUPLICADO
