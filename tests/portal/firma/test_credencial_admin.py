"""Keys that sign, in the admin: who may, what is kept, what is never shown again."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.auditoria.models import Evento
from portal.firma import prueba
from portal.firma.enums import TipoCredencial, Veredicto
from portal.firma.models import Credencial
from portal.firma.validador import Resultado
from portal.usuarios.models import Usuario
from tests.portal.firma.conftest import ETIQUETA, FICHA, PIN
from tests.portal.firma.recetas import (
    FRASE,
    TITULAR,
    archivo_del_titular,
    emitido,
    en_pkcs12,
    hacer_credencial,
    llave_ec,
)

pytestmark = pytest.mark.django_db
NUEVA = "/admin/firma/credencial/add/"
ClienteDe = Callable[[Usuario], Client]


@pytest.fixture
def cliente(cliente_de: ClienteDe, administrador: Usuario) -> Client:
    return cliente_de(administrador)


def p12(contenido: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("firma.p12", contenido or archivo_del_titular())


def crear(cliente: Client, **cambios: object) -> str:
    datos = {"nombre": "Cámara 27", "archivo": p12(), "frase": FRASE, **cambios}
    return cliente.post(NUEVA, datos, follow=True).content.decode()


def test_se_carga_un_archivo_y_queda_escrito_quien(cliente: Client, administrador: Usuario) -> None:
    pagina = crear(cliente, url_tsa="https://tsa.example/")
    credencial = Credencial.objects.get()
    assert "quedó guardada" in pagina
    assert credencial.sujeto == f"CN={TITULAR}"
    assert credencial.url_tsa == "https://tsa.example/"
    [evento] = Evento.objects.de(credencial)
    assert (evento.accion, evento.actor) == ("Cargó la llave de firma", administrador)


def test_los_secretos_no_vuelven_a_salir(cliente: Client) -> None:
    crear(cliente)
    pk = Credencial.objects.get().pk
    for ruta in ("", f"{pk}/change/", f"{pk}/llave/", f"{pk}/history/"):
        pagina = cliente.get(f"/admin/firma/credencial/{ruta}")
        assert pagina.status_code == 200
        assert FRASE not in pagina.content.decode()
    equivocada = crear(cliente, nombre="Otra", frase="equivocada-y-larga")
    assert "equivocada-y-larga" not in equivocada


@pytest.mark.parametrize(
    ("cambios", "dicho"),
    [
        ({"frase": "otra"}, "frase de paso no es la correcta"),
        ({"archivo": ""}, "Elija el archivo."),
        ({"archivo": SimpleUploadedFile("a.p12", b"x" * 300_000)}, "256 KB"),
        ({"nombre": ""}, "Escriba un nombre."),
        ({"url_tsa": "ftp://tsa.example"}, "empiece por https://"),
    ],
)
def test_lo_que_no_sirve_se_explica_y_no_se_guarda(
    cliente: Client, cambios: dict[str, object], dicho: str
) -> None:
    pagina = crear(cliente, **cambios)
    assert dicho in pagina
    assert "<title>Error: " in pagina
    assert not Credencial.objects.exists()


def test_un_nombre_repetido_se_explica(cliente: Client) -> None:
    crear(cliente)
    assert "Ya hay una credencial con este nombre." in crear(cliente)


def test_reemplazar_cambia_la_llave_y_nada_mas(cliente: Client) -> None:
    credencial = hacer_credencial("Cámara 27")
    nuevo = en_pkcs12(llave_ec(), emitido("Titular nuevo", llave_ec()))
    cliente.post(
        reverse("admin:firma_credencial_llave", args=[credencial.pk]),
        {"archivo": p12(nuevo), "frase": FRASE},
    )
    cambiada = Credencial.objects.get()
    assert (cambiada.nombre, cambiada.sujeto) == ("Cámara 27", "CN=Titular nuevo")
    assert cambiada.actualizada > credencial.actualizada


def test_probar_firma_de_verdad_y_lo_dice(cliente: Client) -> None:
    credencial = hacer_credencial()
    ruta = reverse("admin:firma_credencial_probar", args=[credencial.pk])
    assert "La firma funciona" in cliente.post(ruta, follow=True).content.decode()
    assert Evento.objects.de(credencial)[0].accion == "Probó la firma"
    assert cliente.get(ruta).status_code == 405


def test_probar_dice_por_que_no_funciona(cliente: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    credencial = hacer_credencial()
    ruta = reverse("admin:firma_credencial_probar", args=[credencial.pk])
    monkeypatch.setattr(prueba, "validar", lambda _: Resultado(Veredicto.ALTERADO))
    assert "La firma no funciona" in cliente.post(ruta, follow=True).content.decode()
    Credencial.objects.update(activa=False)
    assert "está desactivada" in cliente.post(ruta, follow=True).content.decode()
    assert not Evento.objects.de(credencial).filter(accion="Probó la firma").exists()


def test_desactivarla_queda_en_el_historial(cliente: Client) -> None:
    credencial = hacer_credencial()
    cliente.post(
        reverse("admin:firma_credencial_change", args=[credencial.pk]),
        {"nombre": credencial.nombre, "url_tsa": ""},
    )
    credencial.refresh_from_db()
    assert not credencial.activa
    assert credencial.pkcs12 == archivo_del_titular()
    assert Evento.objects.de(credencial)[0].cambios["activa"] == ["sí", "no"]


def test_nadie_la_borra(cliente: Client) -> None:
    credencial = hacer_credencial()
    ruta = reverse("admin:firma_credencial_delete", args=[credencial.pk])
    assert cliente.post(ruta, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("ruta", ["", "add/", "{pk}/change/", "{pk}/llave/"])
def test_los_demas_no_entran(cliente_de: ClienteDe, ajeno: Usuario, ruta: str) -> None:
    pk = hacer_credencial().pk
    respuesta = cliente_de(ajeno).get(f"/admin/firma/credencial/{ruta.format(pk=pk)}")
    assert respuesta.status_code == 403


def test_los_demas_tampoco_la_prueban(cliente_de: ClienteDe, ajeno: Usuario) -> None:
    ruta = reverse("admin:firma_credencial_probar", args=[hacer_credencial().pk])
    assert cliente_de(ajeno).post(ruta).status_code == 403


def test_sin_dispositivo_no_se_ofrece(cliente: Client) -> None:
    assert "dispositivo PKCS#11" not in cliente.get(NUEVA).content.decode()
    assert cliente.get(NUEVA + "dispositivo/").status_code == 404


def test_se_carga_una_llave_del_dispositivo(
    cliente: Client, softhsm: str, settings: Settings
) -> None:
    settings.PORTAL_PKCS11_MODULO = softhsm
    assert "Usar el dispositivo PKCS#11" in cliente.get(NUEVA).content.decode()
    datos = {"nombre": "HSM", "ficha": FICHA, "etiqueta": "no existe", "pin": PIN}
    fallida = cliente.post(NUEVA + "dispositivo/", datos).content.decode()
    assert "Compruebe las etiquetas" in fallida
    assert PIN not in fallida
    cliente.post(NUEVA + "dispositivo/", {**datos, "etiqueta": ETIQUETA})
    credencial = Credencial.objects.get()
    assert credencial.tipo == TipoCredencial.PKCS11
    probada = cliente.post(
        reverse("admin:firma_credencial_probar", args=[credencial.pk]), follow=True
    )
    assert "La firma funciona" in probada.content.decode()
    cliente.post(
        reverse("admin:firma_credencial_llave", args=[credencial.pk]),
        {"archivo": p12(), "frase": FRASE},
    )
    cliente.post(
        reverse("admin:firma_credencial_llave_dispositivo", args=[credencial.pk]),
        {"ficha": FICHA, "etiqueta": ETIQUETA, "pin": PIN},
    )
    assert Credencial.objects.get().tipo == TipoCredencial.PKCS11
