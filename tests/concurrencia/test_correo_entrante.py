"""The same mail by two doors at once, and two workers on one mail: one case, one answer."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from mesa_ayuda.entrada.proceso import Resultado, procesar
from mesa_ayuda.entrada.recepcion import recibir
from mesa_ayuda.enums import Veredicto
from mesa_ayuda.models import Buzon, Caso, CorreoEntrante
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.entrada.muestras import NUEVA, correo
from tests.mesa_ayuda.recetas import crear_buzon

pytestmark = pytest.mark.django_db(transaction=True)
PUERTAS = 6


@pytest.fixture
def buzon(settings: Settings, tmp_path: Path) -> Buzon:
    """A mailbox whose files are the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return crear_buzon()


def a_la_vez(*actos: Callable[[], object]) -> None:
    """Start all of them at one moment, each on a connection of its own."""
    salida = threading.Barrier(len(actos))

    def correr(acto: Callable[[], object]) -> None:
        salida.wait()
        try:
            acto()
        finally:
            connection.close()

    hilos = [threading.Thread(target=correr, args=(acto,)) for acto in actos]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()


def test_el_mismo_correo_por_varias_puertas_a_la_vez_es_un_caso(
    buzon: Buzon, tmp_path: Path
) -> None:
    octetos = correo(de=NUEVA)
    resultados: list[Resultado | None] = []

    def entrar() -> None:
        fila = recibir(buzon=buzon, crudo=octetos).correo
        resultados.append(procesar(pk=fila.pk))

    a_la_vez(*[entrar] * PUERTAS)

    assert CorreoEntrante.objects.count() == Caso.objects.count() == 1
    assert CorreoSaliente.objects.count() == 1
    assert [r.veredicto for r in resultados if r] == [Veredicto.CASO_NUEVO]
    assert len(list((tmp_path / "correos").rglob("*.eml"))) == 1


def test_varios_correos_a_la_vez_de_alguien_nuevo_son_una_cuenta(buzon: Buzon) -> None:
    def entrar(n: int) -> Callable[[], object]:
        fila = recibir(buzon=buzon, crudo=correo(de=NUEVA, asunto=f"Caso {n}")).correo
        return lambda: procesar(pk=fila.pk)

    a_la_vez(*[entrar(n) for n in range(PUERTAS)])

    assert Usuario.objects.filter(email="nueva@correo.example").count() == 1
    assert Caso.objects.filter(contacto__email="nueva@correo.example").count() == PUERTAS
    assert sum("/clave/" in (c.texto or "") for c in CorreoSaliente.objects.all()) == 1


def test_el_mismo_correo_a_dos_buzones_a_la_vez_es_un_caso(buzon: Buzon) -> None:
    octetos = correo(de=NUEVA)
    filas = [
        recibir(buzon=uno, crudo=octetos).correo
        for uno in (buzon, crear_buzon("otro@portal.example"))
    ]

    def entrar(pk: int) -> Callable[[], object]:
        return lambda: procesar(pk=pk)

    a_la_vez(*[entrar(fila.pk) for fila in filas])
    for fila in filas:
        procesar(pk=fila.pk)

    assert Caso.objects.count() == 1
    veredictos = sorted(CorreoEntrante.objects.values_list("veredicto", flat=True))
    assert veredictos == [Veredicto.CASO_NUEVO, Veredicto.DUPLICADO]
