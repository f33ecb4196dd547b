"""A chamber and a year: whose they are, and numbers that no row can have."""

from collections.abc import Callable

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from contrasenas.generador.ambito import PRIMER_ANO, Ambito, ambito_de, ano_actual, anos_de
from contrasenas.models import Camara, Lote
from portal.usuarios.models import Usuario
from tests.contrasenas.generador.conftest import ANO
from tests.contrasenas.recetas import crear_contrasena

pytestmark = pytest.mark.django_db
ENORME = 10**25
ENTRADA = reverse("admin:contrasenas_generador_changelist")


@pytest.mark.parametrize("ano", [PRIMER_ANO, ANO])
def test_es_de_quien_trabaja_en_la_camara(camara: Camara, companero: Usuario, ano: int) -> None:
    ambito = ambito_de(companero, camara.pk, ano)
    assert (ambito.camara, ambito.ano, ambito.anterior) == (camara, ano, ano - 1)


@pytest.mark.parametrize("ano", [PRIMER_ANO - 1, ANO + 1, 0, ENORME])
def test_de_un_ano_imposible_no_hay_nada(camara: Camara, operadora: Usuario, ano: int) -> None:
    with pytest.raises(Http404):
        ambito_de(operadora, camara.pk, ano)


def test_la_camara_ajena_responde_como_la_que_no_existe(
    camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    for pk in (otra_camara.pk, camara.pk + 10_000, ENORME):
        with pytest.raises(Http404):
            ambito_de(operadora, pk, ANO)


def test_un_paquete_es_de_su_camara_y_de_su_ano(
    camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    lote = Lote.objects.create(camara=camara, ano=ANO, numero=3, cantidad=1, actor=operadora)
    assert Ambito(camara, ANO).lote(3) == lote
    for ambito in (Ambito(otra_camara, ANO), Ambito(camara, ANO - 1)):
        with pytest.raises(Http404):
            ambito.lote(3)
    with pytest.raises(Http404):
        Ambito(camara, ANO).lote(ENORME)


def test_los_anos_van_hasta_el_primero_con_contrasenas_y_siempre_estan_los_dos_ultimos(
    camara: Camara, otra_camara: Camara
) -> None:
    crear_contrasena(otra_camara, ano=ANO - 9)
    assert anos_de(camara) == [ANO, ANO - 1]
    crear_contrasena(camara, ano=ANO - 3)
    assert anos_de(camara) == [ANO, ANO - 1, ANO - 2, ANO - 3]
    assert ano_actual() == ANO


@pytest.mark.parametrize(
    ("camara_pedida", "ano"),
    [
        *(("0", str(ANO)), (str(ENORME), str(ANO)), ("٣", "٢٠٢٥"), ("-1", str(ANO))),
        *(("1.0", "x"), ("0", "0000"), ("", "9999"), ("x", "")),
    ],
)
def test_elegir_con_cualquier_cosa_no_falla_ni_ensena_lo_ajeno(
    cliente_de: Callable[[Usuario], Client],
    forastero: Usuario,
    camara: Camara,
    camara_pedida: str,
    ano: str,
) -> None:
    respuesta = cliente_de(forastero).get(ENTRADA, {"camara": camara_pedida, "ano": ano})
    assert respuesta.status_code in (302, 404)
    assert f"/{camara.pk}/" not in respuesta.headers.get("Location", "")


@pytest.mark.parametrize("nombre", ["paquete", "progreso_paquete", "progreso"])
def test_un_numero_que_no_cabe_en_la_base_no_existe(
    cliente: Client, ambito: Ambito, nombre: str
) -> None:
    assert cliente.get(ambito.url(nombre, ENORME)).status_code == 404
