"""Forms of the staff for certificates: registering one from its file or its serial, revoking it."""

import base64
from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from portal.identificacion import TipoIdentificacion, mostrar
from solicitudes import certificado_x509, serial
from solicitudes.certificado_x509 import DatosCertificado
from solicitudes.enums import MotivoRevocacion
from solicitudes.excepciones import CertificadoInvalido
from solicitudes.models import Certificado, Persona


class RevocacionForm(forms.Form):
    """Why and since when a certificate is revoked."""

    razon = forms.TypedChoiceField(
        label="Motivo de la revocación",
        coerce=lambda valor: MotivoRevocacion(int(valor)),
        choices=[("", "Elija uno"), *MotivoRevocacion.choices],
        help_text="El público sólo verá que fue revocado, no por qué.",
        error_messages={"required": "Elija el motivo de la revocación."},
    )
    fecha = forms.DateField(
        label="Revocado desde",
        required=False,
        help_text="Déjelo vacío para revocarlo desde este momento.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Escriba una fecha válida, por ejemplo 23/11/2026."},
    )
    nota = forms.CharField(
        label="Nota",
        required=False,
        max_length=1000,
        help_text="Queda en el historial; el público no la ve.",
        widget=AdminTextareaWidget(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, certificado: Certificado, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.certificado = certificado

    def clean_fecha(self) -> datetime | None:
        """Return the start of that day, or None for now; between issuance and today."""
        fecha = self.cleaned_data["fecha"]
        if fecha is None:
            return None
        emitido = timezone.localdate(self.certificado.valido_desde)
        if not emitido <= fecha <= timezone.localdate():
            raise forms.ValidationError(
                f"Debe estar entre el {emitido:%d/%m/%Y}, cuando empezó su validez, y hoy."
            )
        inicio = timezone.make_aware(datetime.combine(fecha, time.min))
        return max(inicio, self.certificado.valido_desde)


class CertificadoForm(forms.Form):
    """Base of both ways to give a certificate; `datos` is it, once valid."""

    datos: DatosCertificado

    def _revisar_serial(self, campo: str, canonico: str) -> None:
        otro = Certificado.objects.filter(serial=canonico).select_related("solicitud").first()
        if otro is not None:
            self.add_error(
                campo,
                f"Este número de serie ya está registrado en la solicitud {otro.solicitud.numero}.",
            )

    def _revisar_vencido(self, campo: str, hasta: datetime) -> None:
        if hasta < timezone.now():
            self.add_error(
                campo,
                f"El certificado venció el {timezone.localtime(hasta):%d/%m/%Y}: no puede "
                "entregarse.",
            )


class ArchivoCertificadoForm(CertificadoForm):
    """A certificate's file, compared with the request's holder.

    What differs is listed in `diferencias` and must be accepted with the tick box; meanwhile the
    file travels in `contenido`, since a browser does not send it twice.
    """

    archivo = forms.FileField(
        label="Archivo del certificado",
        help_text="X.509 en formato PEM o DER (.cer, .crt, .pem, .der), de 64 KB a lo sumo. Nunca "
        "suba la clave privada.",
        widget=forms.FileInput(attrs={"accept": ".cer,.crt,.pem,.der"}),
        error_messages={
            "required": "Elija el archivo del certificado.",
            "empty": "El archivo está vacío.",
            "max_length": "El nombre del archivo es demasiado largo.",
        },
    )
    contenido = forms.CharField(required=False, widget=forms.HiddenInput)
    aceptar = forms.BooleanField(
        label="Revisé las diferencias: el certificado es de esta solicitud.", required=False
    )

    def __init__(self, *args: Any, titular: Persona, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titular = titular
        self.diferencias: list[str] = []
        self.leido: DatosCertificado | None = None
        self.fields["archivo"].required = not self.data.get(self.add_prefix("contenido"))

    def clean(self) -> dict[str, Any]:
        """Read the certificate and compare it."""
        datos = super().clean() or {}
        if "archivo" in self.errors:
            return datos
        try:
            self.datos = self.leido = certificado_x509.leer(self._octetos(datos))
        except CertificadoInvalido as error:
            self.add_error("archivo", str(error))
            return datos
        self._revisar_vencido("archivo", self.datos.valido_hasta)
        self._revisar_serial("archivo", self.datos.serial)
        if not self.errors:
            self._comparar(datos)
        return datos

    def _octetos(self, datos: dict[str, Any]) -> bytes:
        subido: UploadedFile[bytes] | None = datos.get("archivo")
        if subido is not None:
            octetos: bytes = subido.read(certificado_x509.TAMANO_MAXIMO + 1)
            return octetos
        try:
            return base64.b64decode(datos.get("contenido", ""), validate=True)
        except ValueError:
            return b""

    def _comparar(self, datos: dict[str, Any]) -> None:
        persona, leido = self.titular, self.datos
        numeros = {persona.numero, mostrar(TipoIdentificacion(persona.tipo), persona.numero)}
        if not certificado_x509.es_del_titular(leido, persona.nombre):
            self.diferencias.append(
                f"El certificado está a nombre de «{leido.titular or 'nadie'}» y el titular de la "
                f"solicitud es «{persona.nombre}»."
            )
        sin_guion = {numero.replace("-", "") for numero in numeros}
        if not certificado_x509.trae_identificacion(leido, sin_guion):
            self.diferencias.append(
                f"El certificado no trae la identificación del titular, {persona.identificacion}."
            )
        visto = base64.b64encode(leido.der or b"").decode()
        # The tick counts only for the certificate whose differences were on the screen.
        if self.diferencias and not (datos.get("aceptar") and datos.get("contenido") == visto):
            # A bound form shows the data as they came: give it what must travel on.
            llegaron = {k: v for k, v in self.data.items() if k != self.add_prefix("aceptar")}
            self.data = {**llegaron, self.add_prefix("contenido"): visto}
            self.add_error("aceptar", "Revise las diferencias y, si son correctas, marque esto.")


class SerialForm(CertificadoForm):
    """A certificate known by its serial number and dates only."""

    numero_serie = forms.CharField(
        label="Número de serie",
        max_length=serial.LONGITUD_TEXTO,
        help_text="Como aparezca: 3b:00:cd…, 3b 00 cd…, 0x3b00cd…, o en decimal.",
        widget=AdminTextInputWidget(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    base = forms.TypedChoiceField(
        label="Está escrito en",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Según su forma"), (16, "Hexadecimal"), (10, "Decimal")],
        help_text="Elija uno cuando sólo tenga cifras y pueda leerse de las dos maneras.",
    )
    desde = forms.DateField(
        label="Válido desde",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hasta = forms.DateField(
        label="Válido hasta",
        help_text="Incluido ese día.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """Read the serial number and put the dates in order."""
        datos = super().clean() or {}
        canonico = self._leer_serial(datos)
        desde, hasta = datos.get("desde"), datos.get("hasta")
        if desde and hasta and hasta < desde:
            self.add_error("hasta", "Debe ser igual o posterior a la fecha inicial.")
        if self.errors or canonico is None or desde is None or hasta is None:
            return datos
        self.datos = DatosCertificado(
            serial=canonico,
            valido_desde=timezone.make_aware(datetime.combine(desde, time.min)),
            valido_hasta=timezone.make_aware(datetime.combine(hasta, time(23, 59, 59))),
        )
        self._revisar_vencido("hasta", self.datos.valido_hasta)
        self._revisar_serial("numero_serie", canonico)
        return datos

    def _leer_serial(self, datos: dict[str, Any]) -> str | None:
        escrito = datos.get("numero_serie")
        if not escrito or "base" in self.errors:
            return None
        base = datos.get("base")
        try:
            return serial.normalizar(escrito, base=base)
        except serial.SerialInvalido as error:
            if base is None and len(serial.interpretaciones(escrito)) > 1:
                self.add_error(
                    "base", "El número puede ser hexadecimal o decimal: elija cómo está escrito."
                )
            else:
                self.add_error("numero_serie", str(error))
        return None
