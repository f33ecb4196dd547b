"""The form of a chamber's parameters (commonXX, manual 004 §3)."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminURLFieldWidget
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst

from contrasenas.enums import Factor
from contrasenas.logo import TAMANO_MAXIMO, LogoInvalido, normalizar_logo
from contrasenas.models import Camara

ADVERTENCIA_SOLO_CLAVE = (
    "Con SOLO CLAVE basta lo que llegó al correo para activar la contraseña, y la cámara nunca "
    "tuvo contacto en persona con el comerciante: quien lea ese correo podría activarla por él. "
    "Lo recomendado, y lo más seguro, es el doble factor CLAVE + PIN (SMS), que además confirma la "
    "activación con un PIN enviado al celular del registro."
)
FACTOR = "factor_autenticacion_firmado_contrasenas_email"
SERVIDOR = (
    *("masivos_smtp_server", "masivos_smtp_port"),
    *("masivos_smtp_encription", "masivos_smtp_authentication"),
)


def _direccion_web(campo: str) -> forms.URLField:
    rotulo = Camara._meta.get_field(campo).verbose_name  # type: ignore[union-attr]
    widget = AdminURLFieldWidget()
    return forms.URLField(label=capfirst(str(rotulo)), assume_scheme="https", widget=widget)


class CamaraForm(forms.ModelForm[Camara]):
    """The stored password never comes back to the browser, and goes to no other server."""

    url_renovar = _direccion_web("url_renovar")
    url_menu = _direccion_web("url_menu")
    clave_smtp = forms.CharField(
        label="MASIVOS_SMTP_PASSWORD_ADMIN",
        required=False,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "vTextField"}),
        help_text="No se muestra nunca. En blanco, se conserva la que ya está guardada.",
    )
    quitar_clave = forms.BooleanField(
        label="Borrar la contraseña guardada del servidor de correo", required=False
    )
    confirmar_solo_clave = forms.BooleanField(
        label="Entiendo el riesgo y quiero SOLO CLAVE",
        required=False,
        help_text=ADVERTENCIA_SOLO_CLAVE,
    )
    motivo_ventana = forms.CharField(
        label="Motivo para enviar fuera del horario legal",
        required=False,
        max_length=1000,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text="Obligatorio al quitar el límite; queda en el historial con su nombre.",
    )
    logo_nuevo = forms.FileField(
        label="Logo",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text="PNG o JPEG de 200 kB a lo sumo. Va en el membrete de los PDF.",
        error_messages={"empty": "El archivo está vacío."},
    )
    quitar_logo = forms.BooleanField(label="Quitar el logo", required=False)

    class Meta:
        model = Camara
        fields = (
            *("codigo", "nombre", "ciudad", "url_renovar", "url_menu", "personal"),
            *SERVIDOR,
            *("masivos_smtp_cuenta_admin", "masivos_smtp_correo_admin"),
            *("masivos_smtp_nombre_admin", FACTOR, "credencial", "identificacion_prueba"),
            *("horas_sincronizacion", "cuota_hora", "cuota_dia", "respetar_ventana"),
        )

    def clean_logo_nuevo(self) -> bytes | None:
        """Return the picture encoded anew."""
        subido: UploadedFile[bytes] | None = self.cleaned_data.get("logo_nuevo")
        if not subido:
            return None
        try:
            return normalizar_logo(subido.read(TAMANO_MAXIMO + 1))
        except LogoInvalido as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Ask for what the choices made here demand."""
        datos = super().clean() or {}
        if (
            datos.get(FACTOR) == Factor.SOLO_CLAVE
            and FACTOR in self.changed_data
            and not datos.get("confirmar_solo_clave")
        ):
            self.add_error(
                "confirmar_solo_clave", "Lea la advertencia y, si la acepta, marque esta casilla."
            )
        if self._quita_la_ventana(datos) and not (datos.get("motivo_ventana") or "").strip():
            self.add_error("motivo_ventana", "Escriba por qué se enviará fuera del horario legal.")
        if datos.get("logo_nuevo") and datos.get("quitar_logo"):
            self.add_error("quitar_logo", "Suba un logo o quítelo, no las dos cosas.")
        self._revisar_servidor(datos)
        return datos

    def save(self, commit: bool = True) -> Camara:
        """Store what is no field of the model's form: password and logo."""
        datos = self.cleaned_data
        if datos.get("clave_smtp"):
            self.instance.masivos_smtp_password_admin = datos["clave_smtp"]
        elif datos.get("quitar_clave"):
            self.instance.masivos_smtp_password_admin = ""
        if datos.get("logo_nuevo"):
            self.instance.logo = datos["logo_nuevo"]
        elif datos.get("quitar_logo"):
            self.instance.logo = None
        return super().save(commit)

    def actos(self) -> list[tuple[str, str]]:
        """Return (act, reason) of what the list of changed values can't tell, for the history."""
        datos = self.cleaned_data
        actos = []
        if datos.get("clave_smtp"):
            actos.append(("Cambió la contraseña del servidor de correo", ""))
        elif datos.get("quitar_clave"):
            actos.append(("Borró la contraseña del servidor de correo", ""))
        if datos.get("logo_nuevo"):
            actos.append(("Cambió el logo", ""))
        elif datos.get("quitar_logo"):
            actos.append(("Quitó el logo", ""))
        if self._quita_la_ventana(datos):
            actos.append(("Permitió enviar fuera del horario legal", datos["motivo_ventana"]))
        if datos.get(FACTOR) == Factor.SOLO_CLAVE and FACTOR in self.changed_data:
            actos.append(("Aceptó la advertencia de SOLO CLAVE", ""))
        return actos

    def _quita_la_ventana(self, datos: dict[str, Any]) -> bool:
        return "respetar_ventana" in self.changed_data and datos.get("respetar_ventana") is False

    def _revisar_servidor(self, datos: dict[str, Any]) -> None:
        if datos.get("clave_smtp") and datos.get("quitar_clave"):
            self.add_error("quitar_clave", "Escriba una contraseña nueva o bórrela, no ambas.")
        if not datos.get("masivos_smtp_server"):
            return
        if not datos.get("masivos_smtp_correo_admin") and not self.has_error(
            "masivos_smtp_correo_admin"
        ):
            self.add_error(
                "masivos_smtp_correo_admin", "Escriba la dirección desde la que se envía."
            )
        if not datos.get("masivos_smtp_authentication"):
            return
        if not datos.get("masivos_smtp_cuenta_admin"):
            self.add_error("masivos_smtp_cuenta_admin", "Escriba la cuenta con la que se ingresa.")
        self._revisar_clave(datos)

    def _revisar_clave(self, datos: dict[str, Any]) -> None:
        """Demand the password where none is kept, or where the kept one would go elsewhere.

        Otherwise whoever may change the server could have the old password sent to his own.
        """
        if datos.get("clave_smtp") or datos.get("quitar_clave"):
            return
        guardada = bool(self.instance.pk and self.instance.masivos_smtp_password_admin)
        if not guardada:
            self.add_error("clave_smtp", "Escriba la contraseña de la cuenta.")
        elif any(campo in self.changed_data for campo in SERVIDOR):
            self.add_error(
                "clave_smtp", "Cambió el servidor: escriba de nuevo la contraseña de la cuenta."
            )
