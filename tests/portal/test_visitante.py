"""The visitor's address: from the connection, or from the hop that our own proxies wrote."""

from ipaddress import ip_address, ip_network

import pytest
from django.http import HttpRequest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from portal.visitante import DESCONOCIDA, direccion, red

PROXY = "10.0.0.1"


def pedir(remota: str, reenviada: str | None = None) -> HttpRequest:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = remota
    if reenviada is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = reenviada
    return request


def test_sin_proxies_vale_la_direccion_de_la_conexion(settings: Settings) -> None:
    settings.PORTAL_PROXY_HOPS = 0
    assert direccion(pedir("190.24.1.7")) == "190.24.1.7"


def test_sin_proxies_nadie_puede_decir_que_es_otro(settings: Settings) -> None:
    settings.PORTAL_PROXY_HOPS = 0
    assert direccion(pedir("190.24.1.7", "8.8.8.8")) == "190.24.1.7"


def test_con_un_proxy_vale_lo_que_el_proxy_anoto_de_ultimo(settings: Settings) -> None:
    settings.PORTAL_PROXY_HOPS = 1
    assert direccion(pedir(PROXY, "8.8.8.8, 190.24.1.7")) == "190.24.1.7"


def test_con_dos_proxies_vale_el_penultimo(settings: Settings) -> None:
    settings.PORTAL_PROXY_HOPS = 2
    assert direccion(pedir(PROXY, "8.8.8.8, 190.24.1.7, 10.0.0.2")) == "190.24.1.7"


@pytest.mark.parametrize("reenviada", [None, "", "190.24.1.7", "no es, nada", ",", " , 10.0.0.2"])
def test_una_cabecera_corta_o_dañada_no_se_cree(settings: Settings, reenviada: str | None) -> None:
    settings.PORTAL_PROXY_HOPS = 2
    assert direccion(pedir(PROXY, reenviada)) == PROXY


@pytest.mark.parametrize(
    ("escrita", "leida"),
    [
        ("190.24.1.7:50123", "190.24.1.7"),
        (' "190.24.1.7" ', "190.24.1.7"),
        ("[2800:E2::0:1]:443", "2800:e2::1"),
        ('"[2800:e2::1]"', "2800:e2::1"),
        ("2800:00e2:0000::0001", "2800:e2::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:190.24.1.7", "190.24.1.7"),
    ],
)
def test_las_formas_que_usan_los_proxies_se_entienden(
    settings: Settings, escrita: str, leida: str
) -> None:
    settings.PORTAL_PROXY_HOPS = 1
    assert direccion(pedir(PROXY, escrita)) == leida


@pytest.mark.parametrize("remota", ["", "unix:", "no es una dirección"])
def test_sin_direccion_de_conexion_hay_una_sola_desconocida(
    settings: Settings, remota: str
) -> None:
    settings.PORTAL_PROXY_HOPS = 0
    assert direccion(pedir(remota)) == DESCONOCIDA


def test_una_peticion_sin_remote_addr_tampoco_falla(settings: Settings) -> None:
    settings.PORTAL_PROXY_HOPS = 0
    assert direccion(HttpRequest()) == DESCONOCIDA


def test_para_los_limites_un_abonado_de_ipv6_es_su_red(settings: Settings) -> None:
    settings.PORTAL_PROXY_HOPS = 0
    una, otra = pedir("2800:e2:1:2:aaaa::1"), pedir("2800:e2:1:2:bbbb::9")
    assert red(una) == red(otra) == "2800:e2:1:2::/64"
    assert red(pedir("2800:e2:1:3::1")) != red(una)


def test_para_los_limites_una_ipv4_es_ella_misma(settings: Settings) -> None:
    settings.PORTAL_PROXY_HOPS = 0
    assert red(pedir("190.24.1.7")) == "190.24.1.7"
    assert red(pedir("::ffff:190.24.1.7")) == "190.24.1.7"


@given(remota=st.text(max_size=60), reenviada=st.text(max_size=200), saltos=st.integers(0, 4))
def test_ninguna_cabecera_la_hace_fallar(remota: str, reenviada: str, saltos: int) -> None:
    request = pedir(remota, reenviada)
    with override_settings(PORTAL_PROXY_HOPS=saltos):
        assert str(ip_address(direccion(request))) == direccion(request)
        assert ip_address(direccion(request)) in ip_network(red(request))


@given(
    falsas=st.lists(st.ip_addresses().map(str), max_size=5),
    verdadera=st.ip_addresses(v=4).map(str),
)
def test_lo_que_el_visitante_anteponga_no_cambia_nada(falsas: list[str], verdadera: str) -> None:
    with override_settings(PORTAL_PROXY_HOPS=1):
        assert direccion(pedir(PROXY, ",".join([*falsas, verdadera]))) == verdadera
