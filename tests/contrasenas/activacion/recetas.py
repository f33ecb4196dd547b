"""Delivered passwords, and the way of a visitor through the activation."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contrasenas.enums import EstadoContrasena, EstadoEnvio, TipoLote
from contrasenas.huella import calcular, huella_de_ficha, nueva_ficha
from contrasenas.models import Camara, Contrasena, Envio, Lote, Pin
from portal.firma.enums import EstadoDocumento
from portal.firma.models import DocumentoFirmado
from portal.firma.servicios import registrar_documento
from tests.conftest import crear_personal
from tests.contrasenas.recetas import crear_contrasena
from tests.portal.firma.recetas import hacer_credencial

CLAVE, OTRA_CLAVE = "Kx7mQp3RtZ", "Wd4nHs8YbC"
ACTIVAR = reverse("contrasenas:activar")
PIN = reverse("contrasenas:pin")
OTRO_PIN = reverse("contrasenas:otro_pin")
FINAL = reverse("contrasenas:final")
NAVEGADOR = "Mozilla/5.0 (prueba)"
# One hash for all the rows: argon2id is slow on purpose.
_HUELLA = calcular(CLAVE)


@dataclass(frozen=True)
class Entregada:
    """A password that was delivered, with the secrets that only its mail has."""

    fila: Contrasena
    ficha: str
    clave: str = CLAVE

    @property
    def url(self) -> str:
        """Return the address of the mail's link."""
        return reverse("contrasenas:activar_ficha", args=[self.ficha])

    @property
    def url_rechazar(self) -> str:
        """Return the address of the refusal."""
        return reverse("contrasenas:rechazar_ficha", args=[self.ficha])

    def datos(self, **cambios: str) -> dict[str, str]:
        """Return the four data and the consent, as a browser sends them."""
        return {
            "identificacion": self.fila.numero,
            "correo": self.fila.correo,
            "celular": self.fila.celular,
            "clave": self.clave,
            "consentimiento": "on",
            **cambios,
        }

    def refrescar(self) -> Contrasena:
        """Return the row as it is now."""
        self.fila.refresh_from_db()
        return self.fila


def entregar(camara: Camara, **valores: Any) -> Entregada:
    """Make a password whose mail the chamber's server has accepted."""
    ficha = nueva_ficha()
    fila = crear_contrasena(
        camara,
        **{
            "estado": EstadoContrasena.ENVIADA,
            "clave": None,
            "clave_hash": _HUELLA,
            "ficha_hash": huella_de_ficha(ficha),
            "enviada_en": timezone.now(),
            "con_pin": True,
            **valores,
        },
    )
    return Entregada(fila, ficha)


def entregar_prueba(camara: Camara, **valores: Any) -> Entregada:
    """Make the password of a test mail, for a tester (manual 004 §11)."""
    datos = {
        "es_prueba": True,
        "tipo": "",
        "numero": camara.identificacion_prueba,
        "nombre": "PRUEBA",
        "correo": "Quien.Prueba@camara.example",
        "celular": "+573105550199",
        "vence": timezone.now() + timedelta(hours=24),
        **valores,
    }
    return entregar(camara, **datos)


def con_envio(entregada: Entregada) -> Envio:
    """Give the password the packet's row that its mail left with."""
    fila = entregada.fila
    lote = Lote.objects.create(
        camara=fila.camara,
        ano=fila.ano,
        numero=1,
        tipo=TipoLote.REAL,
        cantidad=1,
        actor=crear_personal("remitente", None),
    )
    return Envio.objects.create(
        lote=lote,
        orden=1,
        contrasena=fila,
        estado=EstadoEnvio.ENVIADO,
        proximo_intento=None,
        enviado_en=timezone.now(),
        message_id="<correo-de-la-clave@camara.example>",
    )


def con_documento(entregada: Entregada) -> DocumentoFirmado:
    """Give the password its signed document."""
    documento = registrar_documento(
        tipo="contrasena",
        titulo="Contraseña preasignada",
        emisor=entregada.fila.camara.nombre,
        credencial=hacer_credencial(),
    )
    Contrasena.objects.filter(pk=entregada.fila.pk).update(documento=documento.pk)
    entregada.refrescar()
    return documento


def estado_de(documento: DocumentoFirmado) -> EstadoDocumento:
    """Return the state of a document now."""
    documento.refresh_from_db()
    return EstadoDocumento(documento.estado)


def pin_enviado() -> str:
    """Read the PIN in the SMS that was queued last."""
    sms = Pin.objects.order_by("-pk").select_related("sms")[0].sms
    assert sms is not None
    hallado = re.match(r"\d{6}", sms.texto or "")
    assert hallado is not None
    return hallado[0]


def otro(pin: str) -> str:
    """Return a PIN that is not that one."""
    return f"{(int(pin) + 1) % 10**6:06}"


def dar_datos(client: Client, entregada: Entregada, **cambios: str) -> Any:
    """Send the four data through the mail's link."""
    return client.post(entregada.url, entregada.datos(**cambios), headers={"User-Agent": NAVEGADOR})


def hasta_el_pin(client: Client, entregada: Entregada) -> str:
    """Send the right data and return the PIN that was sent."""
    respuesta = dar_datos(client, entregada)
    assert (respuesta.status_code, respuesta["Location"]) == (302, PIN)
    return pin_enviado()


def activar(client: Client, entregada: Entregada) -> Any:
    """Go all the way; return the final page."""
    respuesta = client.post(PIN, {"pin": hasta_el_pin(client, entregada)})
    assert (respuesta.status_code, respuesta["Location"]) == (302, FINAL)
    return client.get(FINAL)


def hace(lapso: timedelta) -> None:
    """Make every PIN as old as if it had been sent that long before."""
    for pin in Pin.objects.all():
        Pin.objects.filter(pk=pin.pk).update(creado=pin.creado - lapso)
