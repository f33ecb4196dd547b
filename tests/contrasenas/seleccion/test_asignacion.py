"""Batches, progress, encryption at rest; and that stale data are refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from contrasenas.enums import EstadoSincronizacion
from contrasenas.excepciones import OperacionImposible
from contrasenas.models import Camara, Contrasena, Sincronizacion
from contrasenas.seleccion import asignacion
from contrasenas.seleccion.asignacion import seleccionar
from contrasenas.seleccion.frescura import porque_no
from contrasenas.sincronizacion import cerrojo
from portal.cifrado import descifrar
from tests.contrasenas.recetas import crear_matriculado

pytestmark = pytest.mark.django_db
ANO = datetime.now(UTC).year


def correr(camara: Camara) -> tuple[dict[str, int], list[tuple[int, int]]]:
    """Select; return the counts and what the progress was told."""
    avances: list[tuple[int, int]] = []
    resultado = seleccionar(
        camara=camara, ano=ANO, avance=lambda hechas, total: avances.append((hechas, total))
    )
    return resultado, avances


def test_va_por_tandas_y_cuenta_cada_una(
    camara: Camara, sincronizada: Sincronizacion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asignacion, "TANDA", 3)
    matriculas = [crear_matriculado(camara).matricula for _ in range(7)]
    resultado, avances = correr(camara)
    assert resultado["seleccionados"] == 7
    assert avances == [(0, 7), (3, 7), (6, 7), (7, 7)]
    filas = Contrasena.objects.order_by("pk").values_list("matricula", flat=True)
    assert list(filas) == matriculas


def test_cada_clave_es_distinta_y_en_la_base_solo_esta_cifrada(
    camara: Camara, sincronizada: Sincronizacion
) -> None:
    for _ in range(20):
        crear_matriculado(camara)
    correr(camara)
    claves = [contrasena.clave or "" for contrasena in Contrasena.objects.order_by("pk")]
    assert len(set(claves)) == 20
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text, clave FROM contrasenas_contrasena c ORDER BY id")
        guardado = cursor.fetchall()
    assert not any(clave in fila for clave in claves for fila, _ in guardado)
    assert [descifrar(ficha.encode()).decode() for _, ficha in guardado] == claves


def test_sin_nadie_que_seleccionar_termina_en_cero(
    camara: Camara, sincronizada: Sincronizacion
) -> None:
    resultado, avances = correr(camara)
    assert set(resultado.values()) == {0}
    assert avances == [(0, 0)]


def test_se_puede_repetir_en_la_misma_transaccion(
    camara: Camara, sincronizada: Sincronizacion
) -> None:
    crear_matriculado(camara)
    assert correr(camara)[0]["seleccionados"] == 1
    assert correr(camara)[0]["seleccionados"] == 0


def test_un_registro_nunca_sincronizado_se_rechaza(camara: Camara) -> None:
    crear_matriculado(camara)
    with pytest.raises(OperacionImposible, match="no se ha sincronizado nunca"):
        correr(camara)
    assert not Contrasena.objects.exists()


def test_con_datos_viejos_dice_desde_cuando_y_cuanto_exige_la_camara(
    camara: Camara, sincronizada: Sincronizacion
) -> None:
    camara.horas_sincronizacion = 24
    camara.save()
    sincronizada.terminada_en = timezone.now() - timedelta(hours=23)
    sincronizada.save()
    assert porque_no(camara) == ""
    sincronizada.terminada_en = datetime(2026, 1, 12, 20, 5, tzinfo=UTC)
    sincronizada.save()
    motivo = porque_no(camara)
    assert "terminó el lunes 12 de enero de 2026 a las 3:05 p. m." in motivo
    assert "a lo sumo 24 horas" in motivo
    with pytest.raises(OperacionImposible):
        correr(camara)


def test_mientras_se_sincroniza_se_rechaza(camara: Camara, sincronizada: Sincronizacion) -> None:
    with (
        cerrojo.de_la_camara(camara.pk),
        pytest.raises(OperacionImposible, match="Se está sincronizando"),
    ):
        correr(camara)
    assert correr(camara)[0]["seleccionados"] == 0


def test_una_sincronizacion_que_murio_a_medias_no_lo_impide(
    camara: Camara, otra_camara: Camara, sincronizada: Sincronizacion
) -> None:
    Sincronizacion.objects.create(camara=camara, archivo="muerta.csv")
    with cerrojo.de_la_camara(otra_camara.pk):
        assert porque_no(camara) == ""


def test_una_sincronizacion_rechazada_no_refresca_nada(
    camara: Camara, sincronizada: Sincronizacion
) -> None:
    sincronizada.terminada_en = timezone.now() - timedelta(days=40)
    sincronizada.save()
    Sincronizacion.objects.create(
        camara=camara,
        archivo="rota.csv",
        estado=EstadoSincronizacion.RECHAZADA,
        terminada_en=timezone.now(),
    )
    assert "terminó el" in porque_no(camara)


def test_la_sincronizacion_de_otra_camara_no_vale(
    otra_camara: Camara, sincronizada: Sincronizacion
) -> None:
    assert "no se ha sincronizado nunca" in porque_no(otra_camara)
