"""The chamber's parameters: what may be changed by whom, and that no secret ever comes back."""

import io
import logging
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from PIL import Image

from contrasenas.enums import Factor
from contrasenas.models import Camara
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.contrasenas.admin.conftest import Cliente

pytestmark = pytest.mark.django_db

SECRETO = "Clave-del-servidor-4711"
FACTOR = "factor_autenticacion_firmado_contrasenas_email"


def datos(camara: Camara | None = None, **cambios: Any) -> dict[str, Any]:
    """Return what the browser would send for the chamber as it stands, with changes."""
    base: dict[str, Any] = {
        "nombre": "Cámara de Comercio de Prueba 04",
        "ciudad": "Villa Prueba",
        "url_renovar": "https://camara.example/renovar",
        "url_menu": "https://camara.example/",
        "masivos_smtp_server": "smtp.camara.example",
        "masivos_smtp_port": "587",
        "masivos_smtp_encription": "tls",
        "masivos_smtp_authentication": "on",
        "masivos_smtp_cuenta_admin": "masivos",
        "masivos_smtp_correo_admin": "contrasenas@camara.example",
        "masivos_smtp_nombre_admin": "Cámara de Prueba",
        FACTOR: "",
        "identificacion_prueba": "PRUEBA2247@",
        "horas_sincronizacion": "36",
        "cuota_hora": "500",
        "cuota_dia": "2000",
        "respetar_ventana": "on",
        **cambios,
    }
    return {clave: valor for clave, valor in base.items() if valor is not None}


@pytest.fixture
def con_clave(camara: Camara) -> Camara:
    """The chamber with a complete server and its password stored."""
    Camara.objects.filter(pk=camara.pk).update(
        masivos_smtp_server="smtp.camara.example",
        masivos_smtp_port=587,
        masivos_smtp_encription="tls",
        masivos_smtp_authentication=True,
        masivos_smtp_cuenta_admin="masivos",
        masivos_smtp_correo_admin="contrasenas@camara.example",
        masivos_smtp_password_admin=SECRETO,
    )
    camara.refresh_from_db()
    return camara


def guardar(cliente_de: Cliente, usuario: Usuario, camara: Camara, **cambios: Any) -> HttpResponse:
    """Send the form."""
    ruta = reverse("admin:contrasenas_camara_change", args=[camara.pk])
    return cliente_de(usuario).post(ruta, datos(camara, **cambios))  # type: ignore[return-value]


def imagen(formato: str = "PNG", lado: int = 100, **opciones: Any) -> bytes:
    """Return a picture."""
    salida = io.BytesIO()
    Image.new("RGB", (lado, lado), "navy").save(salida, formato, **opciones)
    return salida.getvalue()


def logo_de(contenido: bytes) -> SimpleUploadedFile:
    """Return it as an upload."""
    return SimpleUploadedFile("logo.png", contenido)


def test_la_contrasena_guardada_no_vuelve_ni_en_la_pagina_ni_en_el_historial_ni_en_los_registros(
    cliente_de: Cliente,
    supervisora: Usuario,
    con_clave: Camara,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    nueva = "Otra-clave-distinta-4712"
    # A form with an error comes back with what was typed, but for this.
    mal = guardar(cliente_de, supervisora, con_clave, clave_smtp=nueva, cuota_hora="0")
    assert mal.status_code == 200
    assert guardar(cliente_de, supervisora, con_clave, clave_smtp=nueva).status_code == 302
    con_clave.refresh_from_db()
    assert con_clave.masivos_smtp_password_admin == nueva
    cliente = cliente_de(supervisora)
    paginas = [mal.content.decode(), caplog.text]
    for nombre in ("change", "history"):
        ruta = reverse(f"admin:contrasenas_camara_{nombre}", args=[con_clave.pk])
        paginas.append(cliente.get(ruta).content.decode())
    paginas.append(str(list(Evento.objects.values())))
    for pagina in paginas:
        assert SECRETO not in pagina
        assert nueva not in pagina
    assert "Cambió la contraseña del servidor de correo" in paginas[3]


def test_en_blanco_se_conserva_y_la_casilla_la_borra(
    cliente_de: Cliente, supervisora: Usuario, con_clave: Camara
) -> None:
    assert guardar(cliente_de, supervisora, con_clave, ciudad="Otra").status_code == 302
    con_clave.refresh_from_db()
    assert (con_clave.ciudad, con_clave.masivos_smtp_password_admin) == ("Otra", SECRETO)
    guardar(cliente_de, supervisora, con_clave, quitar_clave="on")
    con_clave.refresh_from_db()
    assert con_clave.masivos_smtp_password_admin == ""


@pytest.mark.parametrize(
    "cambio",
    [
        {"masivos_smtp_server": "smtp.otro.example"},
        {"masivos_smtp_port": "2525"},
        {"masivos_smtp_encription": ""},
    ],
)
def test_la_contrasena_guardada_no_se_va_a_otro_servidor(
    cliente_de: Cliente, supervisora: Usuario, con_clave: Camara, cambio: dict[str, str]
) -> None:
    respuesta = guardar(cliente_de, supervisora, con_clave, **cambio)
    assert "Cambió el servidor: escriba de nuevo la contraseña" in respuesta.content.decode()
    con_clave.refresh_from_db()
    assert con_clave.masivos_smtp_server == "smtp.camara.example"
    assert (
        guardar(cliente_de, supervisora, con_clave, **cambio, clave_smtp="nueva").status_code == 302
    )


@pytest.mark.parametrize(
    "rodeo",
    [
        # Each first step is harmless: nothing is sent, or without the password.
        {"masivos_smtp_server": ""},
        {"masivos_smtp_authentication": None},
        {"masivos_smtp_server": "smtp.otro.example", "masivos_smtp_authentication": None},
    ],
)
def test_tampoco_se_va_a_otro_servidor_en_dos_pasos(
    cliente_de: Cliente, supervisora: Usuario, con_clave: Camara, rodeo: dict[str, Any]
) -> None:
    assert guardar(cliente_de, supervisora, con_clave, **rodeo).status_code == 302
    respuesta = guardar(cliente_de, supervisora, con_clave, masivos_smtp_server="smtp.otro.example")
    assert "Cambió el servidor: escriba de nuevo la contraseña" in respuesta.content.decode()
    con_clave.refresh_from_db()
    servidor = con_clave.servidor
    assert not (servidor.server and servidor.autenticacion and servidor.clave == SECRETO)


def test_sin_clave_guardada_ni_escrita_no_hay_que_borrar_pero_se_puede_usar_sin_autenticacion(
    cliente_de: Cliente, supervisora: Usuario, camara: Camara
) -> None:
    cambios: dict[str, Any] = {"masivos_smtp_authentication": None}
    cambios["masivos_smtp_cuenta_admin"] = ""
    assert guardar(cliente_de, supervisora, camara, **cambios).status_code == 302
    camara.refresh_from_db()
    assert (camara.servidor.autenticacion, camara.servidor.clave) == (False, "")


def test_un_logo_no_se_sube_y_se_quita_a_la_vez(
    cliente_de: Cliente, supervisora: Usuario, con_clave: Camara
) -> None:
    guardar(cliente_de, supervisora, con_clave, logo_nuevo=logo_de(imagen()))
    con_clave.refresh_from_db()
    antes = bytes(con_clave.logo or b"")
    mal = guardar(
        cliente_de, supervisora, con_clave, logo_nuevo=logo_de(imagen("JPEG")), quitar_logo="on"
    )
    assert "Suba un logo o quítelo, no las dos cosas." in mal.content.decode()
    con_clave.refresh_from_db()
    assert bytes(con_clave.logo or b"") == antes
    guardar(cliente_de, supervisora, con_clave, quitar_logo="on")
    con_clave.refresh_from_db()
    assert con_clave.logo is None


@pytest.mark.parametrize(
    ("cambios", "aviso"),
    [
        ({"masivos_smtp_correo_admin": ""}, "Escriba la dirección desde la que se envía."),
        ({"masivos_smtp_cuenta_admin": ""}, "Escriba la cuenta con la que se ingresa."),
        ({"clave_smtp": None}, "Escriba la contraseña de la cuenta."),
        ({"masivos_smtp_port": "70000"}, "menor o igual a 65535"),
    ],
)
def test_al_servidor_no_le_puede_faltar_nada(
    cliente_de: Cliente, supervisora: Usuario, camara: Camara, cambios: dict[str, Any], aviso: str
) -> None:
    respuesta = guardar(cliente_de, supervisora, camara, **{"clave_smtp": "x", **cambios})
    assert respuesta.status_code == 200
    assert aviso in respuesta.content.decode()


def test_no_se_cambia_y_se_borra_la_contrasena_a_la_vez(
    cliente_de: Cliente, supervisora: Usuario, con_clave: Camara
) -> None:
    respuesta = guardar(cliente_de, supervisora, con_clave, clave_smtp="x", quitar_clave="on")
    assert "Escriba una contraseña nueva o bórrela, no ambas." in respuesta.content.decode()
    con_clave.refresh_from_db()
    assert con_clave.masivos_smtp_password_admin == SECRETO


def test_solo_clave_pide_leer_la_advertencia_y_lo_deja_en_el_historial(
    cliente_de: Cliente, supervisora: Usuario, con_clave: Camara
) -> None:
    respuesta = guardar(cliente_de, supervisora, con_clave, **{FACTOR: Factor.SOLO_CLAVE})
    contenido = respuesta.content.decode()
    assert "la cámara nunca tuvo contacto en persona con el comerciante" in contenido
    assert "Lea la advertencia y, si la acepta, marque esta casilla." in contenido
    con_clave.refresh_from_db()
    assert con_clave.pide_pin
    cambios = {FACTOR: Factor.SOLO_CLAVE, "confirmar_solo_clave": "on"}
    assert guardar(cliente_de, supervisora, con_clave, **cambios).status_code == 302
    con_clave.refresh_from_db()
    assert not con_clave.pide_pin
    assert Evento.objects.de(con_clave).filter(accion__startswith="Aceptó la advert").count() == 1
    # Once chosen it is not asked again.
    assert (
        guardar(
            cliente_de, supervisora, con_clave, **{FACTOR: Factor.SOLO_CLAVE, "ciudad": "Tres"}
        ).status_code
        == 302
    )


def test_salir_del_horario_legal_pide_un_motivo_que_queda_en_el_historial(
    cliente_de: Cliente, supervisora: Usuario, con_clave: Camara
) -> None:
    fuera: dict[str, Any] = {"respetar_ventana": None}
    for motivo in ("", "   "):
        respuesta = guardar(cliente_de, supervisora, con_clave, **fuera, motivo_ventana=motivo)
        assert "Escriba por qué se enviará fuera del horario legal." in respuesta.content.decode()
    con_clave.refresh_from_db()
    assert con_clave.respetar_ventana
    guardar(cliente_de, supervisora, con_clave, **fuera, motivo_ventana="Lo autorizó la junta.")
    con_clave.refresh_from_db()
    assert not con_clave.respetar_ventana
    evento = Evento.objects.de(con_clave).exclude(motivo="").get()
    assert (evento.actor, evento.motivo) == (supervisora, "Lo autorizó la junta.")
    ruta = reverse("admin:contrasenas_camara_history", args=[con_clave.pk])
    assert "Lo autorizó la junta." in cliente_de(supervisora).get(ruta).content.decode()


@pytest.mark.parametrize(("formato", "tipo"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_el_logo_se_guarda_codificado_de_nuevo_y_solo_se_sirve_al_personal(
    cliente_de: Cliente,
    supervisora: Usuario,
    operadora: Usuario,
    con_clave: Camara,
    formato: str,
    tipo: str,
) -> None:
    subido = imagen(formato) + b"<script>oculto</script>"
    guardar(cliente_de, supervisora, con_clave, logo_nuevo=logo_de(subido))
    con_clave.refresh_from_db()
    assert con_clave.logo is not None
    assert b"oculto" not in bytes(con_clave.logo)
    ruta = reverse("admin:contrasenas_camara_logo", args=[con_clave.pk])
    respuesta = cliente_de(operadora).get(ruta)
    assert respuesta["Content-Type"] == tipo
    assert Image.open(io.BytesIO(respuesta.content)).size == (100, 100)
    pagina = reverse("admin:contrasenas_camara_change", args=[con_clave.pk])
    assert ruta in cliente_de(supervisora).get(pagina).content.decode()
    guardar(cliente_de, supervisora, con_clave, quitar_logo="on")
    con_clave.refresh_from_db()
    assert con_clave.logo is None
    assert cliente_de(operadora).get(ruta).status_code == 404
    actos = set(Evento.objects.de(con_clave).values_list("accion", flat=True))
    assert {"Cambió el logo", "Quitó el logo"} <= actos


@pytest.mark.parametrize(
    ("contenido", "aviso"),
    [
        (b"no soy una imagen", "No es una imagen PNG o JPEG, o está dañada."),
        (imagen("GIF"), "No es una imagen PNG o JPEG, o está dañada."),
        (imagen()[:60], "No es una imagen PNG o JPEG, o está dañada."),
        (imagen(lado=20), "El logo mide 20 × 20 píxeles"),
        (imagen(lado=2001), "El logo mide 2001 × 2001 píxeles"),
        (imagen("PNG") + b"\x00" * 200 * 1024, "El logo pesa más de 200 kB"),
        (b"", "El archivo está vacío."),
    ],
)
def test_un_logo_que_no_sirve_se_explica(
    cliente_de: Cliente, supervisora: Usuario, con_clave: Camara, contenido: bytes, aviso: str
) -> None:
    respuesta = guardar(cliente_de, supervisora, con_clave, logo_nuevo=logo_de(contenido))
    assert aviso in respuesta.content.decode()
    con_clave.refresh_from_db()
    assert con_clave.logo is None


def test_la_supervisora_no_cambia_codigo_ni_personal(
    cliente_de: Cliente, supervisora: Usuario, operadora: Usuario, con_clave: Camara
) -> None:
    antes = set(con_clave.personal.all())
    guardar(cliente_de, supervisora, con_clave, codigo="77", personal=[str(supervisora.pk)])
    con_clave.refresh_from_db()
    assert con_clave.codigo == "04"
    assert set(con_clave.personal.all()) == antes


def test_la_administradora_asigna_personal_y_crea_camaras_de_las_que_queda_siendo_parte(
    cliente_de: Cliente, administradora: Usuario, operadora: Usuario, con_clave: Camara
) -> None:
    personal = [str(administradora.pk)]
    respuesta = guardar(cliente_de, administradora, con_clave, codigo="04", personal=personal)
    assert respuesta.status_code == 302
    assert set(con_clave.personal.all()) == {administradora}
    nueva = datos(codigo="06", clave_smtp="x")
    ruta = reverse("admin:contrasenas_camara_add")
    assert cliente_de(administradora).get(ruta).status_code == 200
    assert cliente_de(administradora).post(ruta, nueva).status_code == 302
    assert list(Camara.objects.get(codigo="06").personal.all()) == [administradora]


def test_la_operadora_mira_y_no_cambia_ni_agrega(
    cliente_de: Cliente, operadora: Usuario, con_clave: Camara
) -> None:
    ruta = reverse("admin:contrasenas_camara_change", args=[con_clave.pk])
    pagina = cliente_de(operadora).get(ruta).content.decode()
    assert "MASIVOS_SMTP_SERVER" in pagina
    for oculto in (SECRETO, "clave_smtp", "Probar conexión", "motivo_ventana"):
        assert oculto not in pagina
    assert guardar(cliente_de, operadora, con_clave, ciudad="Otra").status_code == 403
    assert cliente_de(operadora).get(reverse("admin:contrasenas_camara_add")).status_code == 403


def test_nadie_borra_una_camara(
    cliente_de: Cliente, administradora: Usuario, camara: Camara
) -> None:
    administradora.is_superuser = True
    administradora.save()
    ruta = reverse("admin:contrasenas_camara_delete", args=[camara.pk])
    assert cliente_de(administradora).post(ruta, {"post": "yes"}).status_code == 403
    assert Camara.objects.filter(pk=camara.pk).exists()


def test_probar_conexion_dice_que_fallo_y_solo_se_hace_con_post(
    cliente_de: Cliente, supervisora: Usuario, operadora: Usuario, camara: Camara, settings: Any
) -> None:
    settings.DESARROLLO = True
    ruta = reverse("admin:contrasenas_camara_probar", args=[camara.pk])
    assert cliente_de(supervisora).get(ruta).status_code == 302
    assert cliente_de(operadora).post(ruta).status_code == 403
    # Nothing listens on port 1.
    pagina = cliente_de(supervisora).post(ruta).content.decode()
    assert "No se puede enviar con estos datos" in pagina
    assert "No se llegó a este paso." in pagina


def test_probar_conexion_tiene_limite(
    cliente_de: Cliente, supervisora: Usuario, camara: Camara, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contrasenas.admin.camara_views.PRUEBAS_POR_HORA", 1)
    ruta = reverse("admin:contrasenas_camara_probar", args=[camara.pk])
    assert cliente_de(supervisora).post(ruta).status_code == 200
    assert cliente_de(supervisora).post(ruta).status_code == 429
